"""What the shopper wants: the message is read as a whole and in parts; what is not clear is not guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from intents import together
from intents.components.quantities import ADDED
from intents.draft import Draft, draft_of
from intents.features import Token, flags_of, tokens_of
from intents.lexicon import lexicon
from intents.model import Model, Reading, is_strange
from intents.parse import Entity, Request
from intents.together import Part
from intents.topic import topic

FAR_LESS_CLEAR = 0.2  # nor is a clause of its own
LESS_CLEAR = 0.05  # a part that differs from the whole is not much less clear than it
SURE = 0.7  # a part of a message must be this clear to stand alone
OWN = 0.9  # so sure it is goods of the shop that are named: a message about them is its business
MOST_CUTS = 6
MOST_ASKED = 3
WORTH_ASKING = 0.2  # of the likeliest intent's score
LONG_NAME = 5  # letters of a word that may be the name of a thing nobody here knows
MOST_UNKNOWN = 4  # words of a thing that the shop does not know
MOST_WORDS = 60  # a longer message is read as a whole
LISTED = frozenset({"order.add", "order.remove", "order.change"})  # "two of these and one of those" are two requests
GOODS = frozenset({"product", "category", "colour", "size", "price_limit"})
BARE = 0.9
LOOKS = frozenset({"colour", "size"})
_NAMED = frozenset({"<kind>", "<thing>"})
NARROWING = frozenset({"<limit>", "<money>", "<kind>"})
THINGS = frozenset({"product", "category", "reference"})
_AND = lexicon().phrases("conjunctions")
_FILLERS = lexicon().phrases("fillers")
_SUBORDINATE = lexicon().keys("subordinate")
_SMALL = lexicon().keys("polite") | lexicon().keys("pronouns") | lexicon().keys("articles") | frozenset({"auch", "too"})
_NOT = lexicon().keys("negation", "not", "but") | {"nothing", "nichts", "nix"}
_POLITE = lexicon().keys("polite")
_ARTICLES = lexicon().keys("articles")
_MARKS = frozenset(",.;!?:")
_ENDS = frozenset(".;!?")
_CLAUSES = lexicon().keys("clauses")
_ASKED = frozenset({"wo", "was", "wie", "what", "where", "how"})
_QUESTIONS = lexicon().keys("clauses", "question")
_VERBS = lexicon().keys("clauses", "verb", "question")


@Language.component("tresen_intent")
def intent(doc: Doc) -> Doc:
    """Sets requests, and the nearest intents as suggestions."""
    draft = draft_of(doc)
    if draft.model and draft.words:
        Reader(draft, draft.model).run()
    return doc


def _within(entity: Entity, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= entity.start and entity.end <= end for start, end in spans)


def _counted_after(requests: Sequence[Request]) -> list[Request]:
    """How many of it is told after it was named: "the cheapest one please, two of them"."""
    found: list[Request] = []
    for request in requests:
        before = found[-1] if found else None
        kinds = {entity.type for entity in request.entities}
        counts = kinds == {"quantity", "reference"} and all(
            e.value["kind"] == "pronoun" for e in request.of("reference")
        )
        if before and counts and before.intent == request.intent == "order.add" and not before.of("quantity"):
            found[-1] = replace(before, entities=(*before.entities, *request.of("quantity")), end=request.end)
        else:
            found.append(request)
    return found


def _same_things(requests: Sequence[Request]) -> Iterator[Request]:
    """A request that names only looks is about the thing of the one before: "two in blue and one in yellow"."""
    things: tuple[Entity, ...] = ()
    for request in requests:
        own = tuple(entity for entity in request.entities if entity.type in THINGS)
        borrows = request.intent in LISTED and not own and any(request.of(kind) for kind in LOOKS)
        yield replace(request, entities=(*request.entities, *things)) if borrows else request
        things = own or things if request.intent in LISTED else ()


class Reader:
    """Reads stretches of one message."""

    def __init__(self, draft: Draft, model: Model) -> None:
        self._draft = draft
        self._model = model
        self._tokens = tokens_of(draft, model.literal)
        self._read: dict[tuple[int, int], Reading] = {}

    def run(self) -> None:
        """The requests of the whole message."""
        first, last = self._start(), len(self._draft.words)
        whole = max(self.reading(0, last), self.reading(first, last), key=lambda reading: reading.score)
        if whole.intent == "help.thanks" and self._bare(first, last) and self._thing(first, last):
            whole = self.reading(first, self._before_thanks(last))  # "two mugs, thanks"
        self._draft.suggestions = whole.ranking[:3]
        parts = self._requested(whole, first, last)
        self._without_articles(parts)
        self._draft.requests = tuple(_same_things(_counted_after([self._request(part) for part in parts])))
        self._draft.ours = 1.0 if len(parts) > 1 else round(whole.inside, 4)
        if not parts and self._only_a_name(first, last):
            self._draft.asks = (self._request(Part(0, last, "search.find", whole.score)),)
        elif not parts and whole.inside >= self._model.acceptance.ask:
            self._draft.asks = tuple(self._asked(whole, last))

    def _requested(self, whole: Reading, first: int, last: int) -> list[Part]:
        """The answer to the open question, else the parts that are clear, else the whole if that is."""
        if answered := self._answered(whole, first, last):
            return answered
        parts = self._parts(first, last, MOST_CUTS) if last <= MOST_WORDS and self._may_part() else []
        parts = together.settled(self._draft, parts)
        if len(parts) > 1 or (parts and not self._model.accepts(whole)):
            return parts
        if parts and parts[0].intent != whole.intent and parts[0].last - parts[0].first < last - first:
            return parts
        if self._model.accepts(whole):
            return [Part(0, last, whole.intent, whole.score)]
        return [Part(0, last, "search.find", BARE)] if self._only_goods(first, last) else []

    def _answered(self, whole: Reading, first: int, last: int) -> list[Part]:
        """The answer to the open question, and what is asked beside it: "in green, and is it washable?"."""
        draft = self._draft
        cuts = self._cuts(first, last) if draft.question in together.ANSWERS and last <= MOST_WORDS else ()
        for end, begin in cuts:
            read = self.reading(first, end)
            answer = together.answer(draft, Part(first, end, read.intent, read.score), together.FEW_BESIDE)
            if answer and not together.answers_too(draft, begin, last):
                parts = together.settled(draft, self._parts(begin, last, MOST_CUTS - 1))
                beside = [part for part in parts if part.intent not in together.SOCIAL and self._earnest(part)]
                if (beside and beside == parts) or together.told(draft, end, last):
                    return [answer, *beside]
        answer = together.answer(draft, Part(0, last, whole.intent, whole.score))
        return [answer] if answer else []

    def _earnest(self, part: Part) -> bool:
        """Whether a part is a request for sure: it is clear, or begins as a question or a command does."""
        return part.score >= SURE or self._draft.words[part.first].key in _VERBS

    def _only_goods(self, first: int, last: int) -> bool:
        """Nothing but goods by name: "tea", though people say the word of other things, too."""
        masks = {self._draft.masks[place] for place in range(first, last) if self._draft.words[place].key.isalnum()}
        return bool(masks & {"category", "product"}) and masks <= GOODS and not self._draft.question

    def _only_a_name(self, first: int, last: int) -> bool:
        """A word that nobody here knows: perhaps goods that the shop does not name ("nudelholz")."""
        tokens = self._within(first, last)
        if len(tokens) != 1 or self._draft.question:
            return False
        return len(tokens[0].text) >= LONG_NAME and is_strange(tokens[0].text, self._model.literal)

    def _asked(self, whole: Reading, last: int) -> Iterator[Request]:
        """What the whole message may mean: the likeliest, and others that are not far behind."""
        for intent, score in whole.ranking[:MOST_ASKED]:
            if score >= whole.score * WORTH_ASKING:
                yield self._request(Part(0, last, intent, score))

    def _without_articles(self, parts: list[Part]) -> None:
        """An article counts only beside another count, in a request that puts goods in, and wherever some are taken out."""
        draft = self._draft
        counted = any(entity.type == "quantity" and entity.score > ADDED for entity in draft.entities)
        spans = [self._span(part.first, part.last) for part in parts if part.intent in LISTED]
        taken = [self._span(part.first, part.last) for part in parts if part.intent == "order.remove"]
        draft.entities = [
            entity
            for entity in draft.entities
            if entity.type != "quantity"
            or entity.score > ADDED
            or ((counted or entity.score == ADDED) and _within(entity, spans))
            or _within(entity, taken)
        ]

    def _may_part(self) -> bool:
        """Whether there is anything at which the message could fall into parts."""
        return any(word.key in _MARKS or _AND.begins(word.key) for word in self._draft.words[1:-1])

    def _start(self) -> int:
        """Where the message begins in earnest: "ok, so ..." is left aside if something follows."""
        words = self._draft.words
        place = 0
        while place < len(words) and (found := _FILLERS.at(words, place)):
            place = found.last
            while place < len(words) and words[place].key in _MARKS:
                place += 1
        return place if any(word.key.isalnum() for word in words[place:]) else 0

    def _before_thanks(self, last: int) -> int:
        """Where a message ends in earnest, polite words left aside."""
        words = self._draft.words
        while last > 1 and (words[last - 1].key in _POLITE or words[last - 1].key in _MARKS):
            last -= 1
        return last

    def reading(self, first: int, last: int) -> Reading:
        """What the words from `first` to `last` mean by themselves."""
        if (first, last) not in self._read:
            tokens = self._within(first, last)
            named = self._entities(first, last)
            read = self._model.read([token.text for token in tokens], tuple(flags_of(named, tokens)))
            if any(entity.type == "product" and entity.score >= OWN for entity in named):  # whatever is asked of it
                read = read._replace(inside=max(read.inside, self._model.acceptance.ask))
            self._read[first, last] = read
        return self._read[first, last]

    def _parts(self, first: int, last: int, left: int) -> list[Part]:
        """The requests of a stretch: cut where both sides are clear, else one."""
        whole = self.reading(first, last)
        for end, begin in self._cuts(first, last) if left else ():
            before = self.reading(first, end)
            after = self._listed(before, (first, end), (begin, last), left) or self._parts(begin, last, left - 1)
            if after and self._stands(before, after, whole, (first, end), (begin, last)):
                return [Part(first, end, before.intent, before.score), *after]
        return [Part(first, last, whole.intent, whole.score)] if self._model.accepts(whole) else []

    def _listed(self, before: Reading, done: tuple[int, int], rest: tuple[int, int], left: int) -> list[Part]:
        """As in "zwei Becher und die Kerze": things without a verb mean the same as what was said of the one before."""
        first, last = rest
        if before.intent not in LISTED or not self._model.accepts(before) or not self._thing(*done):
            return []
        if not self._thing(*rest):
            another = self._unknown(first, last) or self._another(first, last)
            return [Part(first, last, before.intent, before.score)] if another else []
        for end, begin in self._cuts(first, last) if left else ():
            after = self._bare(first, end) and self._listed(before, (first, end), (begin, last), left - 1)
            if after:
                return [Part(first, end, before.intent, before.score), *after]
        return [Part(first, last, before.intent, before.score)] if self._bare(first, last) else []

    def _cuts(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Where a message may fall into parts: end of the left part, begin of the right one."""
        words = self._draft.words
        place = first + 1
        while place < last - 1:
            found = _AND.at(words, place)
            mark = words[place].key in _MARKS
            begin = found.last if found else place + 1 if mark else 0
            while (
                begin and begin < last and (more := _AND.at(words, begin) if words[begin].key not in _MARKS else None)
            ):
                begin = more.last
            if begin and begin < last and not self._inside_entity(place, begin):
                comma = words[place].key == ","
                asked = _ASKED if begin == place + 1 else _QUESTIONS  # "..., and when are you open?"
                if not (comma and words[begin].key in _SUBORDINATE and words[begin].key not in asked):
                    yield place, begin
            place = max(begin, place + 1)

    def _inside_entity(self, end: int, begin: int) -> bool:
        left, right = self._draft.words[end - 1].end, self._draft.words[begin].start
        return any(entity.start < left and entity.end > right for entity in self._draft.entities)

    def _stands(
        self, before: Reading, after: list[Part], whole: Reading, left: tuple[int, int], right: tuple[int, int]
    ) -> bool:
        """Whether a cut stands: both sides clear and different, or a list of things to one verb."""
        named = self._thing(*right) or self._unknown(*right) or self._another(*right)
        listed = before.intent in LISTED and self._model.accepts(before) and self._thing(*left) and named
        if listed and before.intent == after[0].intent:
            return True
        if self._narrows(*right) or (listed and not self._clause(left[1], right[0])):
            return False
        if self._draft.correction and before.intent.startswith("dialogue."):
            return False  # "halt, ich meinte sechs"
        if self._clause(left[1], right[0]):
            return self._model.accepts(before) and self._told_apart(before, after, whole)
        if self._draft.correction or self._hangs_on(before, right):
            return False
        clear = min(before.score, *(part.score for part in after)) >= SURE and self._model.accepts(before)
        read = [(before.intent, before.score), *((part.intent, part.score) for part in after)]
        others = [score for name, score in read if name != whole.intent]
        weaker = bool(others) and min(others) < whole.score - LESS_CLEAR
        return clear and not weaker and all(before.intent != request.intent for request in after)

    def _hangs_on(self, before: Reading, right: tuple[int, int]) -> bool:
        """Things that are only named belong to the verb before; what is not wanted narrows a search."""
        refused = before.intent.startswith("search.") and self._draft.words[right[0]].key in _NOT
        return refused or (before.intent not in together.SOCIAL and self._bare(*right))

    def _clause(self, end: int, begin: int) -> bool:
        """Whether the right part begins anew: after the end of a sentence, or with a verb or a question word."""
        words = self._draft.words
        ended = any(word.key in _ENDS for word in words[end:begin])
        return ended or words[begin].key in _CLAUSES

    def _told_apart(self, before: Reading, after: list[Part], whole: Reading) -> bool:
        """Two requests in a row are different, and not much less clear than the whole."""
        least = min(before.score, *(part.score for part in after))
        if self._draft.words[after[0].first].key not in _VERBS and after[0].score < SURE:
            return False
        return least >= whole.score - FAR_LESS_CLEAR and before.intent != after[0].intent

    def _thing(self, first: int, last: int) -> bool:
        return any(entity.type in THINGS for entity in self._entities(first, last))

    def _unknown(self, first: int, last: int) -> bool:
        """Something nobody here knows, counted: "eine Vase", "two coasters please"."""
        tokens = [token for token in self._within(first, last) if token.text not in _POLITE]
        counted = bool(tokens) and (tokens[0].text in _ARTICLES or tokens[0].text == "<number>")
        return (
            counted
            and 1 < len(tokens) <= MOST_UNKNOWN
            and all(token.text in _NAMED or is_strange(token.text, self._model.literal) for token in tokens[1:])
            and tokens[-1].text != "<kind>"
        )

    def _another(self, first: int, last: int) -> bool:
        """More of the thing before in other looks: "and one in yellow"."""
        tokens = self._within(first, last)
        counted = bool(tokens) and (tokens[0].text in _ARTICLES or tokens[0].text == "<number>")
        looks = any(entity.type in LOOKS and not entity.negated for entity in self._entities(first, last))
        return counted and looks and all(token.text[0] == "<" or token.text in _SMALL | {"in"} for token in tokens)

    def _narrows(self, first: int, last: int) -> bool:
        """Only limits and kinds, said of what came before: "..., max 40"."""
        tokens = self._within(first, last)
        return all(token.text in NARROWING or token.text in _SMALL or token.text in _NOT for token in tokens)

    def _bare(self, first: int, last: int) -> bool:
        """Nothing but things, numbers and small words: no verb of its own."""
        texts = [token.text for token in self._within(first, last)]
        inside = {place for place, text in enumerate(texts[:-1]) if text == "in" and texts[place + 1] == "<kind>"}
        return bool(texts) and all(t[0] == "<" or t in _SMALL or place in inside for place, t in enumerate(texts))

    def _within(self, first: int, last: int) -> list[Token]:
        return [token for token in self._tokens if first <= token.first and token.last <= last]

    def _entities(self, first: int, last: int) -> list[Entity]:
        span = self._span(first, last)
        return [entity for entity in self._draft.entities if _within(entity, (span,))]

    def _span(self, first: int, last: int) -> tuple[int, int]:
        return self._draft.words[first].start, self._draft.words[last - 1].end

    def _request(self, part: Part) -> Request:
        words = self._draft.words
        entities = sorted(self._entities(part.first, part.last), key=lambda entity: (entity.start, -entity.end))
        start, end = words[part.first].start, words[part.last - 1].end
        return Request(
            intent=part.intent,
            score=round(part.score, 4),
            entities=tuple(entities),
            start=start,
            end=end,
            topic=topic(self._draft.raw, start, end, entities),
        )
