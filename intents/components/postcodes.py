"""British postcodes: whole ("EH6 6QQ", with the town before it), or the first half after a word like "near"."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from intents import names
from intents.draft import Draft, draft_of
from intents.lexicon import lexicon

_AREA = (
    "a[bl]|b[abdhlnrst]?|c[abfhmortvw]|d[adeghlnty]|e[chnx]?|f[ky]|g[luy]?|h[adgprsux]|i[gmpv]|je|k[atwy]|l[adelnsu]?"
    "|m[ekl]?|n[egnprw]?|o[lx]|p[aehlor]|r[ghm]|s[aegklmnopr-twy]?|t[adfnqrsw]|ub|w[acdfnrsv]?|yo|ze"
)
_WHOLE = re.compile(rf"(?<![\w-])(?:{_AREA})\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{{2}}(?![\w-])")
_HALF = re.compile(rf"(?<![\w-])(?=[a-z]{{2}})(?:{_AREA})\d{{1,2}}(?![\w-])")
_OTHER = re.compile(r"\d(?:st|nd|rd|th|xl)$")  # "a2 1st"
_CUE = lexicon().phrases("places", "cue")
_SIZES = frozenset({"in", "im", "um", "by", "at"})  # cues that something else than a place may follow, too
WHERE = frozenset({"location", "address"})  # questions that a postcode answers


@Language.component("tresen_postcodes")
def postcodes(doc: Doc) -> Doc:
    """place: as written."""
    draft = draft_of(doc)
    if draft.digits:
        for match in _WHOLE.finditer(draft.flat):
            written = " " in match.group() or draft.raw[match.start()].isupper() or draft.question in WHERE
            if written and not _OTHER.search(match.group()):
                _add(draft, *match.span())
        for match in _HALF.finditer(draft.flat):
            if _near(draft, *draft.inside(*match.span())):
                _add(draft, *match.span())
    return doc


def _add(draft: Draft, start: int, end: int) -> None:
    first, last = draft.inside(start, end)
    if draft.free(first, last):
        town = names.towns().ending_at(draft.words, first)
        begin = town.first if town and draft.free(town.first, first) else first
        draft.add("place", draft.raw[draft.words[begin].start : end], begin, last)


def _near(draft: Draft, first: int, last: int) -> bool:
    """Whether the first half of a postcode stands where a place does: "near SE15", or all that is said."""
    alone = draft.question == "location" and last - first == len(draft.words)
    cue = _CUE.ending_at(draft.words, first)
    return alone or (cue is not None and draft.words[cue.last - 1].key not in _SIZES)
