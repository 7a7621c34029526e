"""Questions about the shop itself, answered from its FAQ with the source named."""

from __future__ import annotations

from bot.reply import Reply
from bot.skills.search.skill import skill
from bot.turn import Turn


@skill.intent("question")
def question(turn: Turn) -> Reply:
    """The passage of the FAQ that answers, or an honest "I do not know" with a person as the way out."""
    answer = turn.catalog.faq(turn.said, language=turn.language)
    if answer is None:
        person = turn.button("button-human", "help.human", role="human")
        return Reply(text=turn.say("search-question-unknown"), buttons=(person,))
    return Reply(text=turn.say("search-answer", text=answer.text, source=answer.question), sources=(answer.source,))
