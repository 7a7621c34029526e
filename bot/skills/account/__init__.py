"""The shopper's own affairs: consent to offers, language, a copy of the data, their erasure."""

from __future__ import annotations

from typing import Literal

from bot import desk
from bot.commerce import address as addresses
from bot.commerce import consent, offers, personal
from bot.commerce.address import Address
from bot.fallback import not_yet
from bot.reply import File, Reply
from bot.skill import Skill
from bot.turn import Option, Turn

skill = Skill("account")

for _name in ("wallet", "send", "split"):
    skill.intent(_name)(not_yet)


@skill.intent("offers_on")
def offers_on(turn: Turn) -> str:
    """Agree to offers in this chat (§ 7 UWG): the words of both sides and the moment are stored."""
    said = turn.say("account-offers-on")
    shown = turn.message.text or turn.say("account-button-offers-on")
    turn.undoable("account.offers_off")
    consent.give(turn.tx, turn.shopper, wording=f"{shown} — {said}", channel=turn.conversation.channel, now=turn.now)
    return said


@skill.intent("offers_off", command="stop")
def offers_off(turn: Turn) -> str:
    """Object to offers: at once, whatever else is going on, and confirmed once."""
    before = consent.current(turn.reader, turn.shopper)
    if before and before.granted:
        turn.undoable("account.offers_on")
    wording = turn.message.text or str(turn.message.data.get("name", "stop"))
    consent.withdraw(turn.tx, turn.shopper, wording=wording, channel=turn.conversation.channel, now=turn.now)
    return turn.say("account-offers-off")


@skill.intent("offer_declined")
def offer_declined(turn: Turn) -> str:
    """A no to one offer is no objection to others."""
    return turn.say("account-offer-declined")


@skill.on(offers.DUE)
def offer_due(turn: Turn) -> None:
    """A follow-up's moment has come: it is planned if it still makes sense, and leaves through the gate."""
    offers.on_timer(turn.tx, turn.catalog, turn.message, now=turn.now)


@skill.on("handover.over")
def handed_back(turn: Turn) -> None:
    """What came in while a person answered is told to who waits for it, through the gate."""
    offers.on_hand_back(turn.tx, turn.catalog, turn.shopper, key=turn.message.key, now=turn.now)


@skill.intent("address")
def address(turn: Turn) -> Reply | None:
    """Another address for the open checkout; saved ones can be changed later."""
    told = addresses.parse(turn.message.text, countries=addresses.delivery_countries(turn.shop), home=turn.shop.country)
    parts = addresses.dump(told) if isinstance(told, Address) else {**addresses.NOTHING, **told.values}
    parts = parts if any(parts[part] for part in ("street", "postcode", "city")) else {}
    if not parts and "?" in turn.message.text and (known := _known(turn)):
        return Reply(text=turn.say("account-address", **known))
    reopened = turn.reopen("checkout", "address", "name", **({"address": parts} if parts else {}))
    return None if reopened else not_yet(turn)


def _known(turn: Turn) -> dict[str, str]:
    """The whole address that was told for the open checkout."""
    waiting = turn.conversation.waiting("checkout")
    told = {**addresses.NOTHING, **((waiting.values.get("address") if waiting else None) or {})}
    told["name"] = told["name"] or str((waiting and waiting.values.get("name")) or "")
    return told if all(told[part] for part in ("street", "postcode", "city")) else {}


@skill.intent("language", command="language")
def language(turn: Turn, language: Literal["de", "en"] | None = None) -> str:
    """Go on in the named language, in the one that was just written, or in the other one."""
    spoken = turn.shop.languages
    if language is None and turn.parse and turn.parse.language == turn.language:
        return turn.say("account-languages")
    written = turn.parse.language if turn.parse and turn.parse.language in spoken else ""
    other = next((code for code in spoken if code != turn.language), spoken[0])
    turn.conversation.language = language or written or other
    return turn.say("account-language")


@skill.intent("export")
def export(turn: Turn) -> Reply:
    """Hand out a copy of everything that is stored about the shopper."""
    turn.conversation.focus["list"] = "account.export"
    document = File(name="tresen.json", type="application/json", content=personal.export(turn.reader, turn.shopper))
    return Reply(text=turn.say("account-export"), files=(document,))


@skill.intent("erase")
def erase(turn: Turn, confirm: bool | None = None) -> object:
    """Erase what may go, after asking."""
    if confirm is None:
        options = (
            Option(turn.say("account-button-erase"), True, role="confirm"),
            Option(turn.say("button-keep"), False, role="deny"),
        )
        return turn.ask("confirm", turn.say("account-erase-confirm"), options=options)
    if not confirm:
        return turn.say("account-erase-kept")
    people = desk.of(turn)
    shown_at = people.place(turn.shopper) if people else ""
    kept = personal.erase(turn.tx, turn.shopper, now=turn.now, shown_at=shown_at)
    conversation = turn.conversation
    conversation.listing, conversation.focus, conversation.notes, conversation.last = [], {}, {}, []
    conversation.suspended, conversation.held = [], []
    turn.final = True
    return [Reply(text=turn.say("account-erased", orders=kept)), *_shown_elsewhere(turn)]


def _shown_elsewhere(turn: Turn) -> list[Reply]:
    """Only the people of the shop can delete what they were shown."""
    seen = turn.reader.row("SELECT thread FROM topic WHERE conversation = :shopper", shopper=turn.shopper)
    return desk.tell(turn, "account-erased-here") if seen else []
