"""The schema refuses a sent offer by itself: rows written behind the code's back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from bot.clock import to_micros
from bot.outbound import release
from bot.store.errors import Refused
from tests.bot.offer_scenes import SECOND, Scene, wrote
from tests.bot.offers_shop import DAY, MIA, NOW, TICK, Shopper, database, offering


def _sent(shopper: Shopper, at: datetime = NOW) -> None:
    """Write the row of a sent offer behind the code's back."""
    shopper.tx.change(
        "INSERT INTO decision (conversation, offer, effect, outcome, at) VALUES (:c, 'news', 'k', 'sent', :at)",
        c=shopper.id,
        at=to_micros(at),
    )


BEHIND = {
    "nobody wrote": Scene(wrote=None),
    "no consent": Scene(agreed=None),
    "consent of the future": Scene(agreed=lambda mia: mia.agrees(at=NOW + TICK)),
    "consent withdrawn": Scene(given=(lambda mia: mia.objects(),)),
    "a second after the window": Scene(wrote=wrote(DAY + SECOND)),
    "a microsecond after the window": Scene(wrote=wrote(DAY + TICK)),
    "before the shopper wrote": Scene(wrote=wrote(-TICK)),
    "blocked": Scene(given=(lambda mia: mia.does("blocked"),)),
    "with a person": Scene(given=(lambda mia: mia.is_with("human"),)),
    "a window stretched behind the code's back": Scene(
        wrote=wrote(DAY + TICK),
        given=(lambda mia: mia.tx.change("UPDATE conversation SET active_until = active_until + 999999999999"),),
    ),
    "a window taken away": Scene(given=(lambda mia: mia.tx.change("UPDATE conversation SET active_until = NULL"),)),
}


@pytest.mark.parametrize("name", BEHIND)
def test_the_schema_itself_refuses_a_sent_offer(name: str) -> None:
    scene = BEHIND[name]
    with database() as tx:
        mia = Shopper(tx)
        scene.set_up(mia)
        with pytest.raises(Refused):
            _sent(mia)
        assert tx.rows("SELECT * FROM decision") == []


def test_the_schema_takes_a_sent_offer_of_an_active_conversation_with_consent() -> None:
    with database() as tx:
        mia = Shopper(tx)
        mia.agrees()
        mia.does(at=NOW - DAY)
        _sent(mia)
        with pytest.raises(Refused):  # once per effect
            _sent(mia)


def test_the_schema_refuses_an_effect_marked_as_sent_without_a_decision() -> None:
    with database() as tx:
        mia = Shopper(tx)
        effect = offering("news")
        tx.plan(effect)
        with pytest.raises(Refused, match="without a decision"):
            tx.change("UPDATE effect SET result = 'sent'")
        tx.change("UPDATE effect SET result = 'withheld:no_consent'")
        mia.agrees()
        mia.does()
        release(tx, effect, now=NOW, catalog=mia.catalog)
        tx.change("UPDATE effect SET result = 'sent'")


def test_the_schema_refuses_an_offer_that_is_born_sent() -> None:
    with database() as tx, pytest.raises(Refused, match="planned first"):
        tx.change(
            "INSERT INTO effect (conversation, key, kind, class, data, due, result)"
            " VALUES (:c, 'k', 'send', 'offer', :data, 0, 'sent')",
            c=MIA,
            data=json.dumps({"offer": "news"}),
        )


def test_the_schema_refuses_to_change_a_decision() -> None:
    with database() as tx:
        mia = Shopper(tx)
        release(tx, offering("news"), now=NOW, catalog=mia.catalog)
        with pytest.raises(Refused, match="never changed"):
            tx.change("UPDATE decision SET reason = '', outcome = 'sent'")
