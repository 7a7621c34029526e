from bot.testing import Chat
from tresen_hours import skill


def test_hours_are_told_in_german() -> None:
    chat = Chat(skill, language="de", config={"hours": {"hours": "9–18 Uhr"}})
    assert chat.send("Wann habt ihr offen?") == "Wir haben 9–18 Uhr offen."
