"""Stores: the nearest one, its hours, the way there, and how to get in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.references import stores_at
from bot.reply import Button, Place, Reply, Said
from bot.skill import Skill
from bot.slots import Location
from bot.turn import Ask, Option, Turn
from catalog import hours
from catalog.model import Store
from catalog.nearby import by_distance, map_links
from catalog.words import stop_words
from intents.parse import Entity

skill = Skill("directions")

#: How many stores an answer about "the nearest" names.
NEAREST = 3


@skill.intent("nearest", takes=("location",))
def nearest(turn: Turn, location: Location | None = None) -> Reply | Ask:
    """The stores nearest to a shared location or in a named place, with today's hours."""
    if not turn.catalog.stores():
        return Reply(text=turn.say("directions-no-store"))
    if location is None:
        return _ask_where(turn, _town(turn))
    if location.stores:
        named = [store for store in map(turn.catalog.store, location.stores) if store]
        return _shown(turn, [(store, None) for store in named[:NEAREST]])
    here = (location.latitude, location.longitude)
    return _shown(turn, list(by_distance(turn.catalog.stores(), here)[:NEAREST]), here=here)


def _town(turn: Turn) -> Entity | None:
    """The town that was named; a small word read as one is none: "the closest"."""
    named = turn.entity("place")
    return named if named and named.text.casefold() not in stop_words(turn.language) else None


def _ask_where(turn: Turn, place: Entity | None) -> Ask:
    """Ask for the location; the stores are buttons, for those who would rather not share it."""
    nowhere = turn.say("directions-no-store-there", place=place.text) if place else ""
    stores = tuple(
        Button(
            label=store.name[turn.language],
            intent="directions.hours",
            role=f"choose:{store.id}",
            values={"store": store.id},
        )
        for store in turn.catalog.stores()[:6]
    )
    share = Button(label=turn.say("directions-button-location"), wants="location")
    return turn.ask(
        "location", Reply(text=Said.join([nowhere, turn.say("directions-ask-location")], " "), buttons=(share, *stores))
    )


def _shown(
    turn: Turn, found: Sequence[tuple[Store, float | None]], *, here: tuple[float, float] | None = None
) -> Reply:
    """Stores with distance, today's hours and links; the first one is what "there" means from now on."""
    first = found[0][0]
    turn.conversation.focus["store"] = first.id
    lines = [Said.join([_line(turn, store, metres), state(turn, store)], " ") for store, metres in found]
    return Reply(text=Said.join(lines), places=(_place(turn, first),), buttons=_links(turn, first, here))


def _line(turn: Turn, store: Store, metres: float | None) -> Said:
    values = {"store": store.name[turn.language], "street": store.street, "city": store.city}
    if metres is None:
        return turn.say("directions-store", **values)
    if metres < 1000:
        return turn.say("directions-store-metres", distance=round(metres / 10) * 10, **values)
    return turn.say("directions-store-kilometres", distance=round(metres / 1000, 1), **values)


def state(turn: Turn, store: Store) -> Said:
    """Whether a store is open now, until when, or when it opens next."""
    zone = turn.shop.timezone
    closes = hours.closing(store, turn.now, zone) if hours.is_open(store, turn.now, zone) else None
    if closes is not None:
        return turn.say("directions-open-until", time=_clock(turn, closes))
    if hours.is_open(store, turn.now, zone):
        return turn.say("directions-open")
    opens = hours.next_opening(store, turn.now, zone)
    if opens is None:
        return turn.say("directions-closed")
    local = opens.astimezone(ZoneInfo(zone))
    if local.date() == turn.local_now.date():
        return turn.say("directions-opens-today", time=_clock(turn, opens))
    return turn.say("directions-opens", day=local.date(), time=_clock(turn, opens))


def _clock(turn: Turn, moment: datetime) -> time:
    return moment.astimezone(ZoneInfo(turn.shop.timezone)).time().replace(tzinfo=None)


def _place(turn: Turn, store: Store) -> Place:
    return Place(
        store=store.id,
        name=store.name[turn.language],
        address=f"{store.street}, {store.postcode} {store.city}",
        latitude=store.latitude,
        longitude=store.longitude,
    )


def _links(turn: Turn, store: Store, here: tuple[float, float] | None) -> tuple[Button, ...]:
    links = map_links(store, start=here)
    named = (("google", links.google), ("apple", links.apple), ("osm", links.osm))
    return tuple(turn.button(f"directions-button-{name}", url=url) for name, url in named if url)


@skill.intent("hours")
def opening_hours(turn: Turn, store: Store | None = None, date: date | None = None) -> Reply:
    """When a store is open on a day; without a store, all of them."""
    day = date or turn.local_now.date()
    place = turn.entity("place")
    stores = [store] if store else (stores_at(turn, place) if place else []) or list(turn.catalog.stores())
    if not stores:
        return Reply(text=turn.say("directions-no-store"))
    lines = [_hours_said(turn, each, day) for each in stores]
    if day == turn.local_now.date():
        lines = [Said.join([said, state(turn, each)], " ") for said, each in zip(lines, stores, strict=True)]
    turn.conversation.focus["store"] = stores[0].id
    alone = len(stores) == 1
    return Reply(
        text=Said.join([turn.say("directions-hours-day", day=day), *lines]),
        places=(_place(turn, stores[0]),) if alone else (),
        buttons=_links(turn, stores[0], None) if alone else (),
    )


def _hours_said(turn: Turn, store: Store, day: date) -> Said:
    name = store.name[turn.language]
    spans = hours.day_hours(store, day)
    if spans:
        said = [str(turn.say("directions-span", begin=begin, end=end)) for begin, end in spans]
        return turn.say("directions-hours", store=name, hours=said)
    feast = hours.holiday(store, day, language=turn.language)
    if feast and hours.closed_all_day(store, day):
        return turn.say("directions-hours-holiday", store=name, holiday=feast)
    return turn.say("directions-hours-closed", store=name)


@skill.intent("route")
def route(turn: Turn, store: Store | None = None, location: Location | None = None) -> Reply | Ask:
    """The way to a store: links that open in the map programs; steps in the chat come later."""
    if store is None and location is not None:
        return nearest(turn, location)
    chosen = store or _focused(turn)
    if chosen is None:
        return nearest(turn)
    reply = _shown(turn, [(chosen, None)])
    return Reply(text=Said.join([reply.text, turn.say("directions-route")]), places=reply.places, buttons=reply.buttons)


def _focused(turn: Turn) -> Store | None:
    stores = turn.catalog.stores()
    elsewhere = turn.entity("store")  # one that was named, and is none of the shop's
    known = None if elsewhere else turn.catalog.store(str(turn.conversation.focus.get("store", "")))
    return known or (stores[0] if len(stores) == 1 else None)


@skill.intent("access")
def access(turn: Turn, store: Store | None = None) -> Reply | Ask:
    """Steps, parking and public transport at a store, as far as the shop says."""
    chosen = store or _focused(turn)
    if not turn.catalog.stores():
        return Reply(text=turn.say("directions-no-store"))
    if chosen is None:
        options = [Option(each.name[turn.language], each.id) for each in turn.catalog.stores()]
        return turn.ask("store", turn.say("ask-store"), options=options[:6])
    said = [turn.say("directions-access", store=chosen.name[turn.language])]
    said.append(turn.say(f"directions-wheelchair-{chosen.wheelchair or 'unknown'}"))
    if chosen.parking:
        said.append(turn.say("directions-parking", text=chosen.parking[turn.language]))
    if chosen.transit:
        said.append(turn.say("directions-transit", text=chosen.transit[turn.language]))
    return Reply(text=Said.join(said))
