"""The order skill; its functions stand in the modules beside it."""

from bot.fallback import not_yet
from bot.skill import Skill

skill = Skill("order")

for _name in ("book", "gift", "invoice", "move", "problem", "subscribe", "unsubscribe", "withdraw"):
    skill.intent(_name)(not_yet)
