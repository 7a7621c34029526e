"""The search skill; its functions stand in the modules beside it."""

from bot.fallback import not_yet
from bot.skill import Skill

skill = Skill("search")

skill.intent("compare")(not_yet)
