"""Finding goods, explaining them, their stock, and the shop's own questions and answers."""

from bot.skills.search import comparing, details, finding, questions
from bot.skills.search.skill import skill

__all__ = ["comparing", "details", "finding", "questions", "skill"]
