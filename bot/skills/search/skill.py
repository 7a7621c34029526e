"""The search skill; its functions stand in the modules beside it."""

from bot.skill import Skill

skill = Skill("search")
