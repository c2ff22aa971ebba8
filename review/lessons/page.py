"""What the page on learning shows: what is in effect, and everything that was learned, each with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, format_decimal, format_percent, get_locale, gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from archive.models import ArchiveAction, Claim, KeptApart, Wording
from audit.models import Event
from core.db import db
from core.labels import LabelledEnum
from core.web.display import excerpt
from intake.models.cases import SHIELDED, Case
from search.engine import engine
from search.learning.certainty import SURE
from search.learning.figures import LearnedFigures
from search.learning.in_effect import adapter_of, calibration_of, made_for
from search.learning.models import Learned, LearnedKind, LearnedState
from search.model.embedder import ModelMissing
from search.ranking.bands import Band
from search.ranking.calibration import Calibration

PAGE = 20
EXCERPT = 240
# An adapter or a calibration is learned once in a while; older ones stay in the database.
SHOWN_LEARNED = 20

LEARNED_KINDS = {LearnedKind.ADAPTER: _l("Adapter for questions"), LearnedKind.CALIBRATION: _l("Calibration")}
LEARNED_STATES = {
    LearnedState.ACTIVE: _l("In effect"),
    LearnedState.REJECTED: _l("Not used: it was not surely better than before"),
    LearnedState.REPLACED: _l("Replaced by a newer one"),
    LearnedState.TAKEN_BACK: _l("Taken back"),
}


class Lesson(LabelledEnum):
    """What an answer can teach; the values are the names under which the trail keeps the ids."""

    WORDING = "wording", _l("Another wording of")
    APART = "apart", _l("Not to be suggested")


@dataclass(frozen=True, slots=True)
class LessonLine:
    """What one answer taught, as people read it. `text` is the beginning of the post; `hidden` when it may hurt."""

    lesson: Lesson
    id: int
    at: datetime
    person: str
    case_id: int | None
    claim: Claim
    text: str
    hidden: bool
    in_effect: bool
    # Who took it back since, empty when nobody knows.
    taken_back_by: str


@dataclass(frozen=True, slots=True)
class Change:
    """One number before and after something was learned; before is None where nothing stood."""

    name: str
    before: float | None
    after: float
    # The held-out pairs that it was measured on, if that is known.
    pairs: int | None = None


@dataclass(frozen=True, slots=True)
class LearnedLine:
    """An adapter or a calibration as people read it."""

    id: int
    kind: LazyString
    model_id: str
    state: LazyString
    is_active: bool
    learned_at: datetime
    ended_at: datetime | None
    # Whether it is better, or chance could have made it so; empty where that was not measured.
    certainty: str
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class InEffect:
    """What takes part in matching now: the model, its adapter and its calibration.

    `calibration` without `calibration_line` is the one that came with the program; None says that nothing was
    measured for the model.
    """

    model_id: str
    adapter_line: LearnedLine | None
    calibration: Calibration | None
    calibration_line: LearnedLine | None


def in_effect() -> InEffect | None:
    """Return what is in effect, or None without a model."""
    try:
        embedder = engine().embedder
    except ModelMissing:
        return None
    adapter = adapter_of(embedder.model_id, embedder.dimension)
    name = made_for(embedder.model_id, adapter)
    return InEffect(
        model_id=embedder.model_id,
        adapter_line=_active_line(LearnedKind.ADAPTER, embedder.model_id),
        calibration=calibration_of(name),
        calibration_line=_active_line(LearnedKind.CALIBRATION, name),
    )


def _active_line(kind: LearnedKind, model_id: str) -> LearnedLine | None:
    rows = select(Learned).where(
        Learned.kind == kind, Learned.model_id == model_id, Learned.state == LearnedState.ACTIVE
    )
    row = db.session.scalar(rows.options(defer(Learned.data)))
    return None if row is None else _learned_line(row)


def learned_lines() -> list[LearnedLine]:
    """Return the newest adapters and calibrations, newest first, at most `SHOWN_LEARNED`."""
    rows = select(Learned).order_by(Learned.id.desc()).limit(SHOWN_LEARNED)
    return [_learned_line(row) for row in db.session.scalars(rows.options(defer(Learned.data)))]


def _learned_line(row: Learned) -> LearnedLine:
    return LearnedLine(
        id=row.id,
        kind=LEARNED_KINDS[row.kind],
        model_id=row.model_id,
        state=LEARNED_STATES[row.state],
        is_active=row.state is LearnedState.ACTIVE,
        learned_at=row.learned_at,
        ended_at=row.ended_at,
        certainty=certainty(row.figures),
        changes=changes(row.figures, _figures_before(row)),
    )


def certainty(figures: LearnedFigures) -> str:
    """Return in a sentence how sure it is that something learned is better, on answers that it had not seen."""
    if figures.sure_gain is None:
        return ""
    size = format_decimal(abs(figures.sure_gain), "0.0000")
    if figures.sure_gain > 0:
        told = gettext(
            "Better on answers it had not seen: with %(sure)s certainty by at least %(size)s.",
            sure=format_percent(SURE),
            size=size,
        )
    else:
        told = gettext(
            "Whether it is better may be chance: on answers it had not seen it could as well be worse by %(size)s.",
            size=size,
        )
    return str(told)


def changes(figures: LearnedFigures, before: LearnedFigures) -> list[Change]:
    """Return what the figures of something learned say, compared with before.

    An adapter was compared with none on the same held-out pairs, language by language. A calibration was compared by
    how much the desk's answers surprise it; its bands and its error stand beside those of the calibration before,
    which has measured nothing when there was none.
    """
    told = [
        Change(_language_name(lang), its.before, its.after, its.pairs)
        for lang, its in sorted(figures.per_language.items())
    ]
    if figures.surprise is not None:
        told.append(Change(gettext("Surprise at your answers"), figures.surprise.before, figures.surprise.after))
    for name, measured in figures.bands.items():
        stood = before.bands.get(name)
        label = Band(name).label
        told += [
            Change(
                gettext("%(band)s: share that was right", band=label),
                None if stood is None else stood.precision,
                measured.precision,
            ),
            Change(
                gettext("%(band)s: share of all answers that it found", band=label),
                None if stood is None else stood.coverage,
                measured.coverage,
            ),
        ]
    if figures.reliability is not None:
        error = None if before.reliability is None else before.reliability.error
        told.append(Change(gettext("Mean error of the probabilities"), error, figures.reliability.error))
    return told


def _language_name(code: str) -> str:
    locale = get_locale()
    return str((locale.languages.get(code) if locale else None) or code or gettext("Language not known"))


def _figures_before(row: Learned) -> LearnedFigures:
    """Return the figures of the one of its kind that was in use when this one was learned, none without one."""
    earlier = (
        select(Learned.figures)
        .where(
            Learned.kind == row.kind,
            Learned.model_id == row.model_id,
            Learned.id < row.id,
            Learned.state.in_([LearnedState.ACTIVE, LearnedState.REPLACED]),
        )
        .order_by(Learned.id.desc())
        .limit(1)
    )
    return db.session.scalar(earlier) or LearnedFigures()


def lesson_lines(*, before: int | None = None) -> tuple[list[LessonLine], int | None]:
    """Return what answers taught, newest first, and the number to continue before, if there is more.

    The trail is what is paged through: it knows who, when and for which case, and it never changes.
    """
    rows = (
        select(Event)
        # What machines learn by themselves teaches no wording.
        .where(Event.action == ArchiveAction.LEARNED, Event.editor_id.is_not(None))
        .options(joinedload(Event.editor))
        .order_by(Event.id.desc())
        .limit(PAGE + 1)
    )
    found = db.session.scalars(rows if before is None else rows.where(Event.id < before)).all()
    events = found[:PAGE]
    lessons = _lessons(events)
    case_ids = {event.case_id for event in events if event.case_id is not None}
    hidden = set(db.session.scalars(select(Case.id).where(Case.id.in_(case_ids), Case.kind.in_(SHIELDED))))
    taken = _taken_back(case_ids)
    lines = []
    for event in events:
        key = _key(event)
        if key is None or key not in lessons:
            continue
        lines.append(_lesson_line(event, key, lessons[key], hidden=event.case_id in hidden, taken=taken.get(key)))
    return lines, events[-1].id if len(found) > PAGE else None


def _key(event: Event) -> tuple[Lesson, int] | None:
    """Return what an event of the trail taught or took back."""
    found = ((lesson, event.details.get(lesson)) for lesson in Lesson)
    return next(((lesson, number) for lesson, number in found if isinstance(number, int)), None)


def _lessons(events: Sequence[Event]) -> dict[tuple[Lesson, int], Wording | KeptApart]:
    keys = [key for event in events if (key := _key(event)) is not None]
    wordings = [number for lesson, number in keys if lesson is Lesson.WORDING]
    pairs = [number for lesson, number in keys if lesson is Lesson.APART]
    found: dict[tuple[Lesson, int], Wording | KeptApart] = {}
    for wording in db.session.scalars(
        select(Wording).where(Wording.id.in_(wordings)).options(joinedload(Wording.claim))
    ):
        found[Lesson.WORDING, wording.id] = wording
    for pair in db.session.scalars(
        select(KeptApart).where(KeptApart.id.in_(pairs)).options(joinedload(KeptApart.claim))
    ):
        found[Lesson.APART, pair.id] = pair
    return found


def _taken_back(case_ids: set[int]) -> dict[tuple[Lesson, int], Event]:
    """Return the last line of the trail by which something was taken back that these cases taught."""
    rows = select(Event).where(Event.action == ArchiveAction.LEARNED_TAKEN_BACK, Event.case_id.in_(case_ids))
    events = db.session.scalars(rows.options(joinedload(Event.editor)).order_by(Event.id))
    return {key: event for event in events if (key := _key(event)) is not None}


def _lesson_line(
    event: Event, key: tuple[Lesson, int], learned: Wording | KeptApart, *, hidden: bool, taken: Event | None
) -> LessonLine:
    # What was taken back and learned again stands further up, with a line of its own.
    since = taken if taken is not None and taken.id > event.id else None
    in_effect = learned.taken_back_at is None and since is None
    return LessonLine(
        lesson=key[0],
        id=learned.id,
        at=event.at,
        person=event.editor.desk_name if event.editor else "",
        case_id=event.case_id,
        claim=learned.claim,
        text=excerpt(learned.text, EXCERPT),
        hidden=hidden,
        in_effect=in_effect,
        taken_back_by=since.editor.desk_name if since is not None and since.editor else "",
    )
