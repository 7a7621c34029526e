"""The search skill; its functions stand in the modules beside it."""

from bot.fallback import not_yet
from bot.skill import Skill

skill = Skill("search")

for _name in ("compare", "recommend"):
    skill.intent(_name)(not_yet)
