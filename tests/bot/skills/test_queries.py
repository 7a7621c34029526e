"""What a turn asks of the database: its cart once, and nothing twice."""

from __future__ import annotations

from bot.testing import Chat


def asked(chat: Chat, text: str) -> list[str]:
    """The questions about carts that one message asks inside its transaction, with their values."""
    statements: list[str] = []
    connection = chat.app.store._writer._connection
    connection.set_trace_callback(statements.append)
    chat.send(text)
    connection.set_trace_callback(None)
    return [sql for sql in statements if sql.startswith("SELECT") and "cart" in sql]


def test_every_step_of_the_till_reads_its_cart_once() -> None:
    chat = Chat()
    chat.send("ein Postkartenset Uferstedt")
    for text in ("zur Kasse", "bitte liefern", "Mia Sand, Deichweg 4, 20095 Hamburg", "Standard", "doch Express"):
        assert len(asked(chat, text)) == 1, text
    assert chat.state["awaiting"] == "summary"


def test_showing_the_cart_reads_it_once() -> None:
    chat = Chat()
    chat.send("ein Postkartenset Uferstedt")
    assert len(asked(chat, "was ist im Korb?")) == 1
