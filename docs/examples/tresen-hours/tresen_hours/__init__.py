"""Tell shoppers when the shop is open."""

from bot import Skill, Turn

skill = Skill("hours")


@skill.intent("open", {"de": ["wann habt ihr offen"], "en": ["when are you open"]})
def opening_hours(turn: Turn) -> str:
    """Answer with the hours from config.toml."""
    return turn.say({"de": "Wir haben { $hours } offen.", "en": "We are open { $hours }."}, hours=turn.config["hours"])
