"""The states of an order and every move between them, as one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, get_args

State = Literal[
    "awaiting_payment",
    "confirmed",
    "packed",
    "shipped",
    "ready_for_pickup",
    "out_for_delivery",
    "delivered",
    "cancelled",
    "returned",
]
START: State = "awaiting_payment"
#: Every move an order can make; whatever is not here is impossible.
MOVES: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        "awaiting_payment": frozenset({"confirmed", "cancelled"}),
        "confirmed": frozenset({"packed", "shipped", "ready_for_pickup", "out_for_delivery", "delivered", "cancelled"}),
        "packed": frozenset({"shipped", "ready_for_pickup", "out_for_delivery", "delivered", "cancelled"}),
        "shipped": frozenset({"out_for_delivery", "ready_for_pickup", "delivered", "returned"}),
        "out_for_delivery": frozenset({"ready_for_pickup", "delivered", "returned"}),
        "ready_for_pickup": frozenset({"delivered", "cancelled", "returned"}),
        "delivered": frozenset({"returned"}),
        "cancelled": frozenset(),
        "returned": frozenset(),
    }
)
#: States in which the goods have left the shop.
GONE: frozenset[State] = frozenset({"shipped", "out_for_delivery", "delivered"})


class UnknownOrderError(LookupError):
    """There is no order with this number."""


class ImpossibleMoveError(ValueError):
    """An order cannot go from where it is to where somebody wants it."""

    def __init__(self, order: str, state: str, to: str) -> None:
        super().__init__(f"order {order} is {state} and cannot become {to}")
        self.order, self.state, self.to = order, state, to


def may(state: State, to: State) -> bool:
    """Whether an order can go from one state to another."""
    return to in MOVES[state]


def unreachable(moves: Mapping[State, Iterable[State]] = MOVES) -> list[str]:
    """States that no order can come to, or that none can leave for an end: empty when the table is sound."""
    ends = {state for state, following in moves.items() if not set(following)}
    backwards = {state: {origin for origin in moves if state in set(moves[origin])} for state in get_args(State)}
    sound = _reached({START}, moves) & _reached(ends, backwards)
    return [state for state in get_args(State) if state not in sound]


def _reached(begin: Iterable[Any], moves: Mapping[State, Iterable[State]]) -> set[Any]:
    seen: set[Any] = set()
    open_ends = list(begin)
    while open_ends:
        state = open_ends.pop()
        if state not in seen:
            seen.add(state)
            open_ends.extend(moves.get(state, ()))
    return seen
