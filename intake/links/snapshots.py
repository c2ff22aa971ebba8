"""Fetching the page behind the link of a case: asked for by a person, done by the worker, kept as it was seen.

Off unless `FETCH_LINKS=on`. Then nothing is fetched by itself either: a stranger could otherwise send this server
wherever they like, and would see in their own log that a report of theirs is being read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import gettext
from sqlalchemy import delete, select

from core import owed
from core.config import Config, FetchLinks
from core.db import db, existing, now, writing
from core.events import Subject, happened
from core.fetching.fetching import LARGEST_PAGE, Fetcher, Page
from core.fetching.outcomes import NotFetched, Outcome
from core.fetching.reading import Words, words_of
from core.files.sealed import sealed_files
from core.refusals import Conflict
from intake.models.cases import Case
from intake.models.pages import PageAction, PageSnapshot
from search.text.links import canonical_url

# The job that fetches; it stands above this file.
FETCH = "intake.jobs.fetch_page"
# Whoever presses the button again at once wants to see what the first press brought.
AGAIN_AFTER = timedelta(minutes=1)
SHOWN = 5

_EXTENSION = "fetcher"


def init_app(app: Flask, config: Config) -> None:
    """Give the app what it fetches with, where the installation allows it."""
    app.extensions[_EXTENSION] = _fetcher(config) if config.fetch_links is FetchLinks.ON else None


def is_on() -> bool:
    """Return whether this installation fetches pages."""
    return current_app.extensions[_EXTENSION] is not None


def ask(case_id: int, *, by: int) -> None:
    """Have the page behind the link of a case fetched; one that waits already is not asked for twice.

    Errors: `NotFound` without such a case, `Conflict` where nothing is fetched, the case has no link, or the page was
    fetched just now.
    """
    if not is_on():
        raise Conflict(gettext("Pages are not fetched here. Whoever runs this service can switch it on."))
    with writing() as session:
        case = existing(Case, case_id)
        if not _link(case):
            raise Conflict(gettext("This case has no link."))
        # The lock of the trail comes with it, so that of two who ask at once the second sees what the first wrote.
        happened(PageAction.PAGE_ASKED, Subject("case", case_id), by=by)
        latest = next(iter(of_case(case)), None)
        if latest is not None and latest.outcome is Outcome.WAITING:
            raise Conflict(gettext("This page is being fetched already."))
        if latest is not None and now() - latest.asked_at < AGAIN_AFTER:
            raise Conflict(gettext("This page was fetched just now. Please wait a minute."))
        asked = PageSnapshot(link_hash=_hash(case), url=_link(case), asked_at=now())
        session.add(asked)
        session.flush()
        owed.owe(FETCH, asked.id)
    owed.hand_over()


def fetch(snapshot_id: int) -> None:
    """Fetch a page that somebody asked for, and keep what came; of one that is done already, nothing is done.

    No transaction is open while the site is asked. A process that dies meanwhile leaves nothing but a sealed file
    without a name, which is removed within hours; the job is still owed.
    """
    url = db.session.scalar(
        select(PageSnapshot.url).where(PageSnapshot.id == snapshot_id, PageSnapshot.outcome == Outcome.WAITING)
    )
    db.session.rollback()
    if url is None:
        return
    fetcher: Fetcher | None = current_app.extensions[_EXTENSION]
    page, refused = None, NotFetched(Outcome.SWITCHED_OFF)
    if fetcher is not None:
        try:
            page = fetcher.fetch(url)
        except NotFetched as why:
            refused = why
    if page is None:
        _end(snapshot_id, refused.outcome, refused.url)
    else:
        _keep(snapshot_id, page)


def of_case(case: Case) -> Sequence[PageSnapshot]:
    """Return what was fetched of the page behind the link of a case, the newest first, at most `SHOWN`."""
    if not _link(case):
        return ()
    rows = select(PageSnapshot).where(PageSnapshot.link_hash == _hash(case)).order_by(PageSnapshot.id.desc())
    return db.session.scalars(rows.limit(SHOWN)).all()


def erase(links: Iterable[str]) -> list[str]:
    """Erase what was fetched of the pages behind links; call inside `writing()`.

    Return the keys of the sealed pages, to forget afterwards. A page that is being fetched meanwhile is not kept.
    """
    hashes = {_hash_of(link) for link in links}
    rows = delete(PageSnapshot).where(PageSnapshot.link_hash.in_(hashes))
    gone = db.session.execute(rows.returning(PageSnapshot.id, PageSnapshot.html_key)).all()
    owed.forget(FETCH, *(row.id for row in gone))
    return [row.html_key for row in gone if row.html_key]


def _keep(snapshot_id: int, page: Page) -> None:
    outcome, words = Outcome.FETCHED, Words("", "")
    try:
        words = words_of(page)
    except NotFetched as why:
        # What came is evidence all the same.
        outcome = why.outcome
    sealed = sealed_files().put([page.body], most=LARGEST_PAGE)
    is_kept = _end(
        snapshot_id,
        outcome,
        page.url,
        status=page.status,
        title=words.title,
        text=words.text,
        sha256=sealed.sha256,
        html_key=sealed.key,
    )
    if not is_kept:
        sealed_files().forget(sealed.key)


def _end(snapshot_id: int, outcome: Outcome, final_url: str, **found: str | int) -> bool:
    """Write down how it ended; return whether nobody else had done so before."""
    with writing() as session:
        row = session.get(PageSnapshot, snapshot_id, with_for_update=True, populate_existing=True)
        if row is None or row.outcome is not Outcome.WAITING:
            return False
        row.outcome, row.final_url, row.fetched_at = outcome, final_url, now()
        for name, value in found.items():
            setattr(row, name, value)
    return True


def _link(case: Case) -> str:
    """Return the link of a case as somebody sent it; else the one that its reports are about."""
    return case.url or (f"https://{case.about}" if case.about else "")


def _hash(case: Case) -> str:
    return _hash_of(_link(case))


def _hash_of(link: str) -> str:
    return sha256((canonical_url(link) or link).encode()).hexdigest()


def _fetcher(config: Config) -> Fetcher:
    host = urlsplit(config.public_url).hostname
    contact = config.face.contact
    told = [f"+{config.public_url}" if config.public_url else "", contact.href if contact else ""]
    # A header is ASCII; what is not would be refused by the library in the middle of a job.
    told = [part for part in told if part and part.isascii()]
    agent = f"Gegencheck ({'; '.join(told)})" if told else "Gegencheck"
    return Fetcher(agent, own_hosts=frozenset({host} if host else ()))
