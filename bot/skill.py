"""A skill: named intents and the functions that answer them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

Handler = Callable[..., Any]
HandlerT = TypeVar("HandlerT", bound=Handler)

ENTRY_POINTS = "tresen.skills"
#: How a module of somebody else breaks while it is imported.
_BREAKS = (
    ImportError,
    SyntaxError,
    NameError,
    AttributeError,
    TypeError,
    ValueError,
    LookupError,
    OSError,
    RuntimeError,
)


class SkillError(Exception):
    """A skill is put together wrongly; the sentence says how to mend it."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter of a handler that the shopper fills in."""

    name: str
    annotation: Any
    required: bool
    default: Any = None
    owner: str = ""  # whose parameter it is, for people


@dataclass(frozen=True, kw_only=True)
class Intent:
    """One thing a shopper may want, and the function that answers it."""

    name: str  # 'order.add'
    handler: Handler
    sentences: Mapping[str, Sequence[str]] = field(default_factory=dict)
    task: str = ""  # the public name of the task while its slots are being filled
    command: str = ""  # '/cart' on channels that have commands
    questions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # slot -> language -> text
    takes: frozenset[str] = frozenset()  # kinds of messages besides text that this intent answers: 'location'

    @property
    def skill(self) -> str:
        """The name of the skill."""
        return self.name.partition(".")[0]

    @property
    def short(self) -> str:
        """The name within the skill, as sentence files call it."""
        return self.name.partition(".")[2]

    @property
    def waits(self) -> bool:
        """Whether the handler is an `async def`: it runs before the transaction and only reads."""
        return inspect.iscoroutinefunction(self.handler)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The handler's parameters after the turn."""
        return slots_of(self.handler, intent=self.name)


def slots_of(handler: Handler, *, intent: str = "") -> tuple[Slot, ...]:
    """The parameters of a handler but its first one, the turn; annotations are resolved."""
    owner = f"{intent and f'intent {intent}, '}function {handler.__module__}.{handler.__qualname__}"
    try:
        hints = get_type_hints(handler)
    except NameError as error:
        raise SkillError(
            f"{owner}: {error} in its annotations; import what they name, not for type checkers only"
        ) from error
    parameters = list(inspect.signature(handler).parameters.values())[1:]
    missing = [parameter.name for parameter in parameters if parameter.name not in hints]
    if missing:
        raise SkillError(
            f"{owner}: parameter {missing[0]!r} has no annotation; "
            "annotate it, the annotation says how the shopper's words become its value"
        )
    return tuple(
        Slot(
            parameter.name,
            hints[parameter.name],
            required=parameter.default is inspect.Parameter.empty,
            default=None if parameter.default is inspect.Parameter.empty else parameter.default,
            owner=owner,
        )
        for parameter in parameters
    )


def _caller() -> tuple[str, Path]:
    """The module that is making a Skill, and its folder."""
    frame = inspect.currentframe()
    maker = frame and frame.f_back and frame.f_back.f_back
    known = maker.f_globals if maker else {}
    return str(known.get("__name__", "")), Path(str(known.get("__file__", ""))).parent


class Skill:
    """A named group of intents.

    Sentences and messages stand in `folder`, by default beside the module that makes the skill, or inline for a small one.
    """

    def __init__(self, name: str, *, folder: Path | None = None) -> None:
        self.name = name
        self._module, beside = _caller()
        self.point: EntryPoint | None = None  # where it was found, if it is installed
        self.folder = folder or beside
        self.intents: dict[str, Intent] = {}
        self.listeners: dict[str, Handler] = {}

    @property
    def origin(self) -> str:
        """Where it comes from, for people; a package's name is looked up only here, for that takes a while."""
        package = self.point.dist if self.point else None
        return f"the package {package.name} ({self.point.value})" if self.point and package else self._module

    def intent(
        self,
        name: str,
        sentences: Mapping[str, Sequence[str]] | None = None,
        *,
        questions: Mapping[str, Mapping[str, str]] | None = None,
        task: str = "",
        command: str = "",
        takes: Sequence[str] = (),
    ) -> Callable[[HandlerT], HandlerT]:
        """Answer an intent with the decorated function.

        `sentences` (language -> sentences) may be left out: they are then read from `<language>.toml` beside the
        function's module. An intent without sentences anywhere is reached by buttons alone. `questions` (slot -> language ->
        text) ask for the slots; without one the message `ask-<slot>` does.
        """

        def register(handler: HandlerT) -> HandlerT:
            full = f"{self.name}.{name}"
            if full in self.intents:
                raise SkillError(f"intent {full} is registered twice; give one of the two functions another name")
            self.intents[full] = Intent(
                name=full,
                handler=handler,
                sentences=sentences or {},
                questions=questions or {},
                task=task,
                command=command,
                takes=frozenset(takes),
            )
            return handler

        return register

    def on(self, kind: str) -> Callable[[HandlerT], HandlerT]:
        """Listen to news of one kind (`order.expired`, `shipment`, ...) or to messages no intent takes (`sticker`)."""

        def register(handler: HandlerT) -> HandlerT:
            if kind in self.listeners:
                raise SkillError(f"skill {self.name} listens to {kind!r} twice; put both into one function")
            self.listeners[kind] = handler
            return handler

        return register


class Skills:
    """The skills of one bot, by name."""

    def __init__(self, skills: Sequence[Skill]) -> None:
        self._skills = {skill.name: skill for skill in skills}
        for skill in skills:
            namesakes = [each.origin for each in skills if each.name == skill.name]
            if len(namesakes) > 1:
                raise SkillError(
                    f"two skills are called {skill.name!r}: that of {' and that of '.join(namesakes)}; "
                    "uninstall one of the two packages, or give your own skill another name"
                )
        self._commands = {i.command: i for i in self.intents() if i.command}

    def __iter__(self) -> Iterator[Skill]:
        return iter(self._skills.values())

    def intents(self) -> Iterator[Intent]:
        """All intents of all skills."""
        return (intent for skill in self for intent in skill.intents.values())

    def intent(self, name: str) -> Intent | None:
        """The intent with a full name, or None."""
        skill = self._skills.get(name.partition(".")[0])
        return skill.intents.get(name) if skill else None

    def command(self, name: str) -> Intent | None:
        """The intent that a command stands for, or None."""
        return self._commands.get(name)

    def taking(self, kind: str) -> Intent | None:
        """The first intent that answers messages of a kind other than text."""
        return next((intent for intent in self.intents() if kind in intent.takes), None)

    def listeners(self, kind: str) -> list[tuple[str, Handler]]:
        """The functions that listen to a kind of news, with their skill's name."""
        return [(skill.name, skill.listeners[kind]) for skill in self if kind in skill.listeners]


def installed() -> list[Skill]:
    """The skills of all installed packages, in the order of their names."""
    return [loaded(point) for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)]


def loaded(point: EntryPoint) -> Skill:
    """The skill that an entry point names; raises SkillError with its name if there is none to be had."""
    try:
        skill = point.load()
    except _BREAKS as error:
        raise SkillError(
            f"the skill {point.name!r} ({point.value}) cannot be loaded: {type(error).__name__}: {error}. "
            "Mend it, or uninstall its package."
        ) from error
    if not isinstance(skill, Skill):
        raise SkillError(f"entry point {point.value!r} of {ENTRY_POINTS} is not a Skill; point it at a Skill object")
    skill.point = point
    return skill
