"""How lines of the trail read: as sentences, put together by whoever knows the words for what they are about.

A line holds ids and chosen values only. Each package says with `tells` how its own actions read; it looks up what the
ids stand for, and the reasons that people gave, in the tables that keep them. The trail knows nothing of either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from flask import has_request_context, url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from audit.models import Event
from core.events import Action, kinds_of_actions, known, label_of
from core.labels import LabelledEnum
from core.web.access import may_open


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a sentence names; a link where it has a page that the reader may open."""

    words: str
    href: str = ""

    def __str__(self) -> str:
        return self.words

    def __html__(self) -> str:
        if not self.href:
            return escape(self.words)
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(self.href, self.words)


Word: TypeAlias = str | LazyString | Thing


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the reader's language, `"%(who)s decided %(case)s."`, and what stands in its places.

    On a page its things are links; as a string it is plain text.
    """

    text: str
    places: Mapping[str, Word] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % {name: str(word) for name, word in self.places.items()}

    def __html__(self) -> str:
        return escape(self.text) % dict(self.places)


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words, and the reason that was given for what was done, if the reader may see it."""

    sentence: Sentence
    reason: str = ""


# Is given all lines of one list of actions that stand on a page, so that it asks once for what they are about; returns
# what it has words for, by the numbers of the lines.
Teller: TypeAlias = Callable[[Sequence[Event]], Mapping[int, Told]]
# Is given the number of a thing, and returns how a sentence calls it, and the address of its page.
Naming: TypeAlias = Callable[[int], Thing]


@dataclass(frozen=True, slots=True)
class _Group:
    label: LazyString
    teller: Teller


_groups: dict[type[Action], _Group] = {}
_namings: dict[str, Naming] = {}


def tells(actions: type[Action], *, group: LazyString) -> Callable[[Teller], Teller]:
    """Say how lines of a list of actions read, and what the list is called where people choose among actions."""

    def joined(teller: Teller) -> Teller:
        _groups[actions] = _Group(group, teller)
        return teller

    return joined


def names(kind: str) -> Callable[[Naming], Naming]:
    """Say how sentences name subjects of a kind ("case"), and where their pages are."""

    def joined(naming: Naming) -> Naming:
        _namings[kind] = naming
        return naming

    return joined


def named(kind: str, number: int | None) -> Thing:
    """Return how a sentence names a subject; one that nobody names otherwise is its kind and number."""
    if number is None:
        return Thing(gettext("something that the line does not name"))
    naming = _namings.get(kind)
    return Thing(f"{kind} {number}") if naming is None else naming(number)


def page_of(endpoint: str, **arguments: Any) -> str:
    """Return the address of a page, or nothing if whoever reads the line may not open it."""
    return url_for(endpoint, **arguments) if may_read(endpoint) else ""


def may_read(endpoint: str) -> bool:
    """Return whether whoever reads the line may open a page; outside a request nobody is known."""
    return has_request_context() and may_open(endpoint)


def tell(events: Sequence[Event]) -> dict[int, Told]:
    """Return all lines in words, by their numbers; how often the database is asked does not grow with them."""
    by_list: dict[type[Action], list[Event]] = defaultdict(list)
    for event in events:
        action = known(event.action)
        if action is not None:
            by_list[type(action)].append(event)
    told = {event.id: plain(event) for event in events}
    for actions, of_list in by_list.items():
        if actions in _groups:
            told.update(_groups[actions].teller(of_list))
    return told


def plain(event: Event, *, about: Thing | None = None) -> Told:
    """Return a line that nobody has better words for: who, the action, and what it is about or its case."""
    words: dict[str, Word] = {"who": who(event), "what": label_of(event.action)}
    if about is None and event.case_id is not None:
        about = named("case", event.case_id)
    if about is None:
        return Told(Sentence("%(who)s: %(what)s", words))
    return Told(Sentence("%(who)s: %(what)s (%(about)s)", {**words, "about": about}))


def who(event: Event) -> str:
    """Return the desk name of whoever did something, or that it was the machine."""
    if event.editor is not None:
        return event.editor.desk_name
    name: str = gettext("The machine")
    return name if event.editor_id is None else str(named("account", event.editor_id))


def number_in(event: Event, name: str) -> int | None:
    """Return a number out of a line's details; None where it has none, as older lines may."""
    value = event.details.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def numbers_in(events: Sequence[Event], *names: str) -> set[int]:
    """Return all numbers that stand in lines under some names."""
    return {number for event in events for name in names if (number := number_in(event, name)) is not None}


def text_in(event: Event, name: str) -> str:
    """Return a chosen value out of a line's details; nothing where it has none."""
    value = event.details.get(name)
    return value if isinstance(value, str) else ""


def value_in(event: Event, name: str, choices: type[LabelledEnum]) -> LazyString | str:
    """Return the label of a value that was chosen; the value itself if this version does not know it, or nothing."""
    value = text_in(event, name)
    return choices(value).label if value in set(choices) else value


def groups() -> list[tuple[LazyString, list[Action]]]:
    """Return all actions that people can choose among, in the lists they come in, each with its name."""
    return [
        (_groups[actions].label if actions in _groups else _l("Other"), list(actions)) for actions in kinds_of_actions()
    ]
