"""Questions about the shop itself, answered from its FAQ with the source named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.reply import Reply
from bot.skills.search.skill import skill
from bot.turn import Turn
from catalog.model import Answer

#: So many words make a question of their own.
FEWEST = 3
#: From this score on the FAQ knows an answer to a part of a message.
SURE = 0.6
_SENTENCE = re.compile(r"[^?!.;,]+")


@skill.intent("question")
def question(turn: Turn) -> Sequence[Reply] | Reply:
    """The passage of the FAQ that answers each question, or an honest "I do not know" with a person as the way out."""
    answers = _each_of_several(turn) or [each for each in [_answer(turn, turn.said)] if each]
    if not answers:
        person = turn.button("button-human", "help.human", role="human")
        return Reply(text=turn.say("search-question-unknown"), buttons=(person,))
    return [
        Reply(text=turn.say("search-answer", text=each.text, source=each.question), sources=(each.source,))
        for each in answers
    ]


def _each_of_several(turn: Turn) -> list[Answer]:
    """The answers to the parts of a message that is no one question, if the FAQ surely knows several of them, each by itself."""
    whole = _answer(turn, turn.said)
    if whole and whole.score == 1:
        return []
    found = {each.source: each for part in _parts(turn) if (each := _answer(turn, part)) and each.score >= SURE}
    return list(found.values()) if len(found) > 1 else []


def _parts(turn: Turn) -> Iterator[str]:
    """What stands between marks and words like "and", where it asks something by itself: "and what is that?" does not."""
    between, back = turn.words("search-words-between"), turn.words("search-words-back")
    for sentence in _SENTENCE.findall(turn.said):
        part: list[str] = []
        for word in [*sentence.split(), ""]:
            if word and word.casefold() not in between:
                part.append(word)
                continue
            if len(part) >= FEWEST and part[-1].casefold() not in back:
                yield " ".join(part)
            part = []


def _answer(turn: Turn, said: str) -> Answer | None:
    return turn.catalog.faq(said, language=turn.language) or _wherever(turn, said)


def _wherever(turn: Turn, said: str) -> Answer | None:
    """The passage that answers a question without the place in it: "do you deliver to Zurich?" asks where to."""
    places = [place for place in turn.request.of("place") if place.text in said] if turn.request else []
    for place in places:
        said = said.replace(place.text, " ")
    return turn.catalog.faq(said, language=turn.language) if places else None
