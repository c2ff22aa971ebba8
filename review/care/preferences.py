"""How an editor works: what the house says, and in what each person departs from it.

The house's defaults come from the setting `CARE_DEFAULTS`. Only what somebody chose otherwise is stored, by name and
value, so that a change of the house reaches everybody who left it as it was. Read `current()` in a page and
`of(editor)` elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from flask import current_app, g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from sqlalchemy import delete, select

from accounts.models import Editor
from core.config_values import ConfigError
from core.db import db, writing
from core.labels import LabelledEnum
from core.refusals import InvalidInput
from intake.models.cases import Kind
from review.care.days import today
from review.care.models import EditorPreference, NotToday

FEWEST_BEFORE_HINT, MOST_BEFORE_HINT = 1, 500


class Shielding(LabelledEnum):
    """How a text that may hurt stands on a page before somebody chooses to read it."""

    FOLD = "fold", _l("Folded away")
    BLUR = "blur", _l("Blurred")
    OPEN = "open", _l("Open at once")


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody works at the desk; the values here are the house's where its settings say nothing else."""

    shielding: Shielding = Shielding.FOLD
    # Whether slurs are masked, in every kind.
    masking: bool = True
    # Whether pictures and films have no colour.
    greyscale: bool = True
    # Whether, and after how many hurtful texts of a day, a pause is suggested.
    hint: bool = True
    hint_after: int = 20
    # Whether the next case opens once one is decided.
    auto_advance: bool = True
    # Whether single keys do something.
    shortcuts: bool = True
    not_today: frozenset[Kind] = frozenset()

    def with_value(self, name: str, value: str) -> Preferences:
        """Return the same with one thing changed, as it is stored and set. Errors: `ValueError` for what is unknown."""
        if name not in _READERS:
            raise ValueError(f"there is no {name}")
        changed: dict[str, Any] = {name: _READERS[name](value)}
        return replace(self, **changed)

    def values(self) -> dict[str, str]:
        """Return everything that can be chosen, as it is stored."""
        return {name: _written(getattr(self, name)) for name in _READERS}


_Value: TypeAlias = "Shielding | bool | int"


def _on_or_off(value: str) -> bool:
    if value not in {"on", "off"}:
        raise ValueError("it is either on or off")
    return value == "on"


def _texts(value: str) -> int:
    if not (value.isascii() and value.isdigit() and FEWEST_BEFORE_HINT <= int(value[:9]) <= MOST_BEFORE_HINT):
        raise ValueError(f"it is a number from {FEWEST_BEFORE_HINT} to {MOST_BEFORE_HINT}")
    return int(value)


def _written(value: _Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)


_READERS: Mapping[str, Callable[[str], _Value]] = {
    "shielding": Shielding,
    "masking": _on_or_off,
    "greyscale": _on_or_off,
    "hint": _on_or_off,
    "hint_after": _texts,
    "auto_advance": _on_or_off,
    "shortcuts": _on_or_off,
}


def read_defaults(setting: str) -> Preferences:
    """Read the house's defaults, as `shielding=blur hint_after=10`. Errors: `ConfigError` for what is unknown."""
    house = Preferences()
    for part in setting.replace(",", " ").split():
        name, _, value = part.partition("=")
        try:
            house = house.with_value(name, value)
        except ValueError as error:
            raise ConfigError(f"CARE_DEFAULTS: {part} cannot be used: {error}.") from error
    return house


def house_defaults() -> Preferences:
    """Return what holds for whoever chose nothing else."""
    found: Preferences = current_app.extensions["care_defaults"]
    return found


def of(editor: Editor) -> Preferences:
    """Return how an editor works today: two queries, however much they chose.

    A stored value that this version does not know counts as not chosen.
    """
    found = house_defaults()
    rows = select(EditorPreference.name, EditorPreference.value).where(EditorPreference.editor_id == editor.id)
    for name, value in db.session.execute(rows):
        try:
            found = found.with_value(name, value)
        except ValueError:
            continue
    kinds = select(NotToday.kind).where(NotToday.editor_id == editor.id, NotToday.day == today())
    return replace(found, not_today=frozenset(db.session.scalars(kinds)))


def current() -> Preferences:
    """Return how the one who asks works, read once a request; a stranger as the house says."""
    if "care_preferences" not in g:
        g.care_preferences = of(current_user) if current_user.is_authenticated else house_defaults()
    found: Preferences = g.care_preferences
    return found


def choose(values: Mapping[str, str], *, editor: Editor) -> None:
    """Keep how an editor wants to work; what is missing or as the house has it, follows the house.

    Errors: `InvalidInput` for a value that cannot be used.
    """
    house, chosen, problems = house_defaults(), {}, {}
    for name, value in values.items():
        try:
            chosen[name] = house.with_value(name, value).values()[name]
        except ValueError:
            problems[name] = _problem(name)
    if problems:
        raise InvalidInput(problems)
    with writing() as session:
        # Whoever presses the button twice waits here for the first press.
        session.get_one(Editor, editor.id, with_for_update=True)
        session.execute(delete(EditorPreference).where(EditorPreference.editor_id == editor.id))
        departing = chosen.items() - house.values().items()
        session.add_all(EditorPreference(editor_id=editor.id, name=name, value=value) for name, value in departing)


def _problem(name: str) -> str:
    if name != "hint_after":
        return str(gettext("Please choose one of these."))
    least, most = FEWEST_BEFORE_HINT, MOST_BEFORE_HINT
    return str(gettext("Please give a number from %(least)s to %(most)s.", least=least, most=most))
