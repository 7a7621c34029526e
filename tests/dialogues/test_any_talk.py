"""Whatever is said in whatever order: random talks with the real bot over the demo shop.

Shoppers of both languages ask, answer, correct, cancel, take back and press what there is to press; time passes, goods
run out, prices change, people take over and leave. `any_talk.py` says what must hold after every line.
"""

from __future__ import annotations

from itertools import count
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bot.testing import Chat
from tests.dialogues.any_talk import Talk

#: What shoppers say, in German and in English.
_WISHES = [
    ("zwei blaue Becher Anker", "two blue anchor mugs"),
    ("einen Becher bitte", "a mug please"),
    ("eine Regenjacke Luv in L", "a windward rain jacket in L"),
    ("die Flüssigseife", "the liquid soap"),
    ("drei Ostfriesentee", "three east frisian teas"),
    ("zeig mir Tees", "show me teas"),
    ("rote Becher unter 20 Euro", "red mugs under 20 euros"),
    ("den zweiten bitte", "the second one please"),
    ("die billigere", "the cheaper one"),
    ("mehr davon zeigen", "show me more"),
    ("sind die aus Wolle?", "what is it made of?"),
    ("was kostet der Earl Grey?", "how much is the earl grey?"),
    ("vergleich die ersten beiden", "compare the first two"),
    ("empfiehl mir was", "recommend something"),
    ("wie viele habt ihr noch?", "how many do you have left?"),
    ("sag Bescheid, wenn der Becher Mole wieder da ist", "tell me when the mole mug is back"),
    ("was liegt im Korb?", "what's in my cart?"),
    ("leer den Korb", "empty my cart"),
    ("nimm den Becher raus", "remove the mug"),
    ("mach drei draus", "make it three"),
    ("doch lieber in rot", "in red rather"),
    ("Gutschein WILLKOMMEN10", "voucher WILLKOMMEN10"),
    ("ich habe einen Gutschein", "I have a voucher"),
    ("zur Kasse", "checkout"),
    ("zur Kasse, bitte liefern", "check out, deliver"),
    ("wo ist meine Bestellung?", "where is my order?"),
    ("wo ist Bestellung K-9999?", "where is order K-9999?"),
    ("storniere meine Bestellung", "cancel my order"),
    ("wo ist der nächste Laden?", "where's your nearest store?"),
    ("wann habt ihr am Hafen auf?", "when are you open at the harbour?"),
    ("wie lange dauert der Versand?", "how long does delivery take?"),
    ("was kostet der Versand nach Österreich?", "what is shipping to Austria?"),
    ("ich will einen Menschen sprechen", "I want to talk to a human"),
    ("bitte Angebote schicken", "please send me offers"),
    ("keine Angebote mehr", "no more offers"),
    ("lösch alle meine Daten", "delete all my data"),
    ("was habt ihr über mich gespeichert?", "what do you know about me?"),
    ("auf Englisch bitte", "in German please"),
    ("das ist eine Frechheit", "your service is terrible"),
    ("warum fragst du das?", "why do you ask?"),
    ("ich möchte das zurückgeben", "I want to return this"),
    ("Tisch für zwei morgen um drei", "book a table for two tomorrow at three"),
    ("hallo", "hello"),
    ("danke, tschüss", "thanks, bye"),
    ("xyzzy plugh", "zwirbel hoppla"),
]
_ANSWERS = [
    ("ja", "yes"),
    ("nein", "no"),
    ("blau", "blue"),
    ("die große", "the large one"),
    ("2", "3"),
    ("fünf", "five"),
    ("minus zwei", "0.5"),
    ("100", "1000"),
    ("liefern", "deliver"),
    ("abholen", "pick up"),
    ("am Hafen", "the one at the harbour"),
    ("Standard", "express"),
    ("Mia Sand, Deichweg 4, 20095 Hamburg", "Tom Reed, Am Kai 3, 24103 Kiel"),
    ("Ringstraße 5, 1010 Wien, Österreich", "12 High Street, London"),
    ("Deichweg 4", "20095 Hamburg"),
    ("Ole Hansen", "Eva Brandt"),
    ("WILLKOMMEN10", "NOPE123"),
    ("mit Karte", "I'll pay in the store"),
    ("weiß nicht", "whatever"),
]
_TURNS = [
    ("nein, vier", "no, four"),
    ("ich meinte den grünen", "I meant the green one"),
    ("doch abholen", "pick up after all"),
    ("falsche Adresse", "wrong address"),
    ("vergiss es", "never mind"),
    ("abbrechen", "cancel"),
    ("stopp", "stop"),
    ("mach das rückgängig", "undo that"),
    ("doch weiter", "go on after all"),
    ("sag das nochmal", "say that again"),
]


def _said(pairs: list[tuple[str, str]]) -> st.SearchStrategy[str]:
    return st.sampled_from([sentence for pair in pairs for sentence in pair])


_NUMBERS = count(1)


class Talks(RuleBasedStateMachine):
    """What may happen in a conversation, in any order."""

    chat: ClassVar[Chat]
    met: ClassVar[set[str]] = set()

    @initialize(language=st.sampled_from(["de", "en"]), cart=st.booleans())
    def begins(self, language: str, *, cart: bool) -> None:
        self.talk = Talk(self.chat, f"any-{next(_NUMBERS)}", language)
        if cart:
            self._line(given={"cart": [{"sku": "TEE-EARLGREY", "quantity": 1}]})

    @rule(text=_said(_WISHES))
    def wishes(self, text: str) -> None:
        self._line(say=text)

    @rule(text=_said(_ANSWERS))
    def answers(self, text: str) -> None:
        self._line(say=text)

    @rule(text=_said(_TURNS))
    def turns(self, text: str) -> None:
        self._line(say=text)

    @rule(one=_said(_WISHES + _ANSWERS), other=_said(_WISHES), between=st.sampled_from([" und ", ", and ", ". "]))
    def wishes_two_things(self, one: str, other: str, between: str) -> None:
        self._line(say=one + between + other)

    @rule(place=st.integers(0, 15))
    def presses(self, place: int) -> None:
        if self.talk.buttons:
            self._line(press=self.talk.buttons[place % len(self.talk.buttons)]["id"])

    @rule(
        what=st.sampled_from(
            [{"sticker": "👍"}, {"voice": {}}, {"photo": {}}, {"location": {"lat": 53.5, "lon": 10.0}}]
        )
    )
    def sends(self, what: dict[str, Any]) -> None:
        self._line(**what)

    @rule(outcome=st.sampled_from(["succeeded", "failed"]))
    def pays(self, outcome: str) -> None:
        if any(order["status"] == "awaiting_payment" for order in self.talk.state["orders"]):
            self._line(pay={"outcome": outcome})

    @rule(duration=st.sampled_from(["PT1M", "PT31M", "PT2H", "P1D"]))
    def waits(self, duration: str) -> None:
        self._line(wait=duration)

    @rule(action=st.sampled_from(["take", "say", "release"]))
    def is_spoken_to(self, action: str) -> None:
        self._line(shop="operator", action=action, text="Moment", name="Ohm")

    @precondition(lambda self: self.talk.state["cart"]["lines"])
    @rule(what=st.sampled_from(["price", "buy"]))
    def the_shop_changes(self, what: str) -> None:
        """What lies in the cart costs more, or is bought by somebody else and comes in again later."""
        line = self.talk.state["cart"]["lines"][0]
        left = self.talk.state["stock"][line["sku"]]["online"]
        if what == "price":
            self._line(shop="price", sku=line["sku"], price=line["unit_price"] + 100)
        elif left:
            self._line(shop="buy", shopper="rival", sku=line["sku"], quantity=left)
            self._line(wait="PT5M")
            self._line(shop="restock", sku=line["sku"], quantity=left)

    @rule()
    def cancels(self) -> None:
        self.talk.cancels()

    @rule(place=st.integers(0, 5))
    def types_an_option(self, place: int) -> None:
        self.talk.types_an_option(place)

    @rule()
    def takes_back(self) -> None:
        self.talk.takes_back()

    def teardown(self) -> None:
        if hasattr(self, "talk"):
            self.talk.cancels()

    def _line(self, **line: Any) -> None:
        self.met.update(self.talk.line(**line).acts)


def test_whatever_is_said_the_talk_holds() -> None:
    Talks.chat = Chat()
    run_state_machine_as_test(
        Talks,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    Talks.chat.close()
    assert len(Talks.met) > 80, sorted(Talks.met)
