"""The console as plain text, read again and replayed."""

from typing import Any

from bot.channels import transcript

SENTENCES = ["Hallo", "", "# wird nicht gesagt", "/cart", "habt ihr rote Becher unter 20 Euro?", "/as tom", "moin"]


def test_in_a_transcript_only_the_shopper_speaks() -> None:
    lines = [
        "# tresen chat --as mia",
        "you> Hallo",
        "bot> Moin!",
        "     Zweite Zeile",
        "",
        "bot (tom)> Ja",
        "you> /state",
        'state> {"a": 1}',
    ]
    assert list(transcript.spoken(lines)) == ["Hallo", "/state"]


def test_in_a_list_of_sentences_every_line_is_said() -> None:
    assert list(transcript.spoken(SENTENCES)) == [
        "Hallo",
        "/cart",
        "habt ihr rote Becher unter 20 Euro?",
        "/as tom",
        "moin",
    ]
    assert list(transcript.spoken(["     Hallo"])) == ["Hallo"]


def test_the_head_holds_what_a_replay_has_to_know() -> None:
    head = transcript.head({"as": "mia", "language": "", "shop": "my shop", "at": "2026-11-25T12:00:00+01:00"})
    assert head == "# tresen chat --as mia --shop 'my shop' --at 2026-11-25T12:00:00+01:00"
    then = transcript.parse(f"{head}\nyou> Hallo\n")
    assert then.options == {"as": "mia", "shop": "my shop", "at": "2026-11-25T12:00:00+01:00"}


def test_what_somebody_said_may_have_several_lines() -> None:
    assert transcript.entry("bot", "Moin!\n\nWas darf es sein?") == ["bot> Moin!", "", "     Was darf es sein?"]
    assert transcript.entry("bot", "") == ["bot>"]


async def _chat(counter: Any, lines: list[str]) -> tuple[int, list[str]]:
    shown: list[str] = []
    code = await transcript.chat(counter.session, lines, shown.append)
    return code, shown


async def test_a_chat_is_printed_as_it_goes(counter: Any) -> None:
    code, shown = await _chat(counter, ["/stat", "/explain", "/quit", "never said"])
    assert code == 1
    assert shown == [
        "you> /stat",
        "error> there is no command /stat. Did you mean state?",
        "you> /explain",
        'error> there is no message to explain yet. Write one first: {"say": "Hallo"}.',
    ]


async def test_buttons_and_what_goes_to_others_are_seen(counter: Any) -> None:
    await counter.line(given={"cart": [{"sku": "BECHER-MOEWE-ROT"}]})
    _, shown = await _chat(counter, ["/cart", "/as tom", "/shop buy shopper=mia sku=BECHER-MOEWE-ROT"])
    assert "     [Zur Kasse]" in shown
    assert any(line.startswith("bot (mia)> ") for line in shown)


async def test_the_state_and_what_a_payment_came_to_are_printed_when_asked_for(counter: Any) -> None:
    await counter.line(
        given={"orders": [{"id": "K-7", "status": "awaiting_payment", "lines": [{"sku": "BECHER-MOEWE-ROT"}]}]}
    )
    _, shown = await _chat(counter, ["/pay", "/state"])
    assert 'payment> {"pre_checkout": "accepted"}' in shown
    assert any(line.startswith('state> {"clock": ') for line in shown)


async def test_help_lists_the_commands(counter: Any) -> None:
    code, shown = await _chat(counter, ["/help"])
    assert code == 0
    assert any("/wait 25h" in line for line in shown)


async def test_a_transcript_replays_without_a_difference(counter: Any, second_counter: Any) -> None:
    _, shown = await _chat(counter, SENTENCES)
    then = transcript.parse("\n".join(shown))
    assert await transcript.replay(second_counter.session, then) == []


async def test_a_replay_shows_what_is_answered_differently(counter: Any, second_counter: Any) -> None:
    _, shown = await _chat(counter, ["Hallo"])
    then = transcript.parse("\n".join(shown).replace("kein Mensch", "ein Mensch"))
    difference = await transcript.replay(second_counter.session, then)
    assert any(line.startswith("-bot> ") and "ein Mensch" in line for line in difference)
    assert any(line.startswith("+bot> ") and "kein Mensch" in line for line in difference)
