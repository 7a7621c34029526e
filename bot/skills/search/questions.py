"""Questions about the shop itself, answered from its FAQ with the source named."""

from __future__ import annotations

from bot.reply import Reply
from bot.skills.search.skill import skill
from bot.turn import Turn
from catalog.model import Answer


@skill.intent("question")
def question(turn: Turn) -> Reply:
    """The passage of the FAQ that answers, or an honest "I do not know" with a person as the way out."""
    answer = turn.catalog.faq(turn.said, language=turn.language) or _wherever(turn)
    if answer is None:
        person = turn.button("button-human", "help.human", role="human")
        return Reply(text=turn.say("search-question-unknown"), buttons=(person,))
    return Reply(text=turn.say("search-answer", text=answer.text, source=answer.question), sources=(answer.source,))


def _wherever(turn: Turn) -> Answer | None:
    """The passage that answers a question without the place in it: "do you deliver to Zurich?" asks where to."""
    places = turn.request.of("place") if turn.request else ()
    said = turn.said
    for place in places:
        said = said.replace(place.text, " ")
    return turn.catalog.faq(said, language=turn.language) if places else None
