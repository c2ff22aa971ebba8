"""Fact checks that the desk writes itself: what may stand in a draft, what publishing asks for, and doing it.

Who writes, when, and from which case is known to `review.articles`, whose verbs call these inside their transactions.
A draft is a claim like any other but for its state, and every question asks for published ones.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_decimal, gettext

from archive.models import ArchiveAction, Claim, ClaimSource, ClaimState, Verdict
from archive.slugs import free_slug
from core.db import db
from core.events import Subject, happened
from core.refusals import InvalidInput
from search.text.characters import CONTROLS, TURNERS, TURNERS_IN_LINK
from search.text.links import canonical_url, link_given
from search.text.normalise import text_hash, without_unseen

LONGEST_TITLE = 200
LONGEST_CLAIM = 1_000
LONGEST_CLAIMANT = 200
LONGEST_SUMMARY = 5_000
LONGEST_LINK = 1_000
MOST_SOURCES = 10
# What is not known when a draft is begun. A fact check of the desk says what it found.
NO_VERDICT = Verdict.UNRATED


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source as an editor typed it: what it is, and where it stands."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Written:
    """A fact check as an editor filled it in; anything but the language may still be missing."""

    title: str
    claim: str
    summary: str
    verdict: Verdict
    lang: str
    url: str
    sources: Sequence[NamedSource]
    # Who says what is claimed; most of what goes round comes from nobody in particular.
    claimant: str = ""


def check(written: Written) -> None:
    """Refuse what not even a draft may hold. Errors: `InvalidInput` for what is too long, or deceives who reads it."""
    problems: dict[str, str] = {}
    longest = (
        ("title", written.title, LONGEST_TITLE),
        ("claim", written.claim, LONGEST_CLAIM),
        ("claimant", written.claimant, LONGEST_CLAIMANT),
        ("summary", written.summary, LONGEST_SUMMARY),
        ("url", written.url, LONGEST_LINK),
        *(("source_title", source.title, LONGEST_TITLE) for source in written.sources),
        *(("source_url", source.url, LONGEST_LINK) for source in written.sources),
    )
    for name, text, most in longest:
        turners = TURNERS_IN_LINK if name.endswith("url") else TURNERS
        if len(text) > most:
            problems[name] = gettext("Please use at most %(most)s characters.", most=format_decimal(most))
        elif CONTROLS.search(text) or turners.search(text):
            problems[name] = gettext("Invisible characters stand in this text. Please type it anew.")
    if len(written.sources) > MOST_SOURCES:
        problems["source_title"] = gettext("Please name at most %(most)s sources.", most=MOST_SOURCES)
    if problems:
        raise InvalidInput(problems)


def begin(written: Written) -> Claim:
    """Return a new draft; call inside `writing()` with what was checked."""
    # Nobody reaches it by its address, which is made from the title when it is published.
    draft = Claim(state=ClaimState.DRAFT, slug=f"draft-{secrets.token_hex(16)}")
    rewrite(draft, written)
    db.session.add(draft)
    db.session.flush()
    return draft


def rewrite(draft: Claim, written: Written) -> None:
    """Put what was written in place of what stood in a draft; call inside `writing()` with what was checked."""
    draft.title, draft.text, draft.summary = written.title, written.claim, written.summary
    draft.verdict, draft.lang, draft.url = written.verdict, written.lang, written.url
    draft.claimant = written.claimant
    _known_by_words_and_link(draft)
    draft.sources.clear()
    # The old ones go first, because each place is taken only once.
    db.session.flush()
    draft.sources.extend(
        ClaimSource(position=position, title=source.title, url=source.url)
        for position, source in enumerate(written.sources, start=1)
    )


def missing(draft: Claim) -> dict[str, str]:
    """Return what a draft lacks to be published: by the name of each field a sentence for its editor."""
    problems = {
        name: sentence
        for name, text, sentence in (
            ("title", draft.title, gettext("Give it a title.")),
            ("claim", draft.text, gettext("Write down the claim as people put it.")),
            ("summary", draft.summary, gettext("Write down what you found.")),
        )
        if not without_unseen(text).strip()
    }
    if draft.verdict is NO_VERDICT:
        problems["verdict"] = gettext("Choose a verdict.")
    if draft.url and not link_given(draft.url):
        problems["url"] = gettext("This is no link to a web page.")
    return problems | dict(_missing_of_sources(draft.sources))


def _missing_of_sources(sources: Sequence[ClaimSource]) -> Iterator[tuple[str, str]]:
    if not sources:
        yield "source_title", gettext("Name at least one source, so that readers can check what you say.")
    links: list[str] = []
    for source in sources:
        number, link = source.position, canonical_url(source.link)
        if not without_unseen(source.title).strip():
            yield "source_title", gettext("Say what source %(number)s is.", number=number)
        if not link:
            yield "source_url", gettext("Source %(number)s has no link to a web page.", number=number)
        elif link in links:
            yield "source_url", gettext("Source %(number)s stands there twice.", number=number)
        links.append(link)


def publish(draft: Claim, *, source: str, day: date, by: int) -> None:
    """Make a draft an article that anybody can read; call inside `writing()`, first of all that locks claims.

    By its words and link it is found at once, by similarity when it is embedded (`archive.jobs.embed_missing_claims`).
    Errors: `InvalidInput` for what is `missing`.
    """
    if problems := missing(draft):
        raise InvalidInput(problems)
    happened(ArchiveAction.ARTICLE_PUBLISHED, Subject("claim", draft.id), by=by)
    draft.state, draft.source, draft.published_on = ClaimState.PUBLISHED, source, day
    draft.url = link_given(draft.url)
    for named in draft.sources:
        named.url = named.link
    _known_by_words_and_link(draft)
    draft.slug = free_slug(draft.headline)


def _known_by_words_and_link(claim: Claim) -> None:
    claim.text_hash, claim.canonical_url = text_hash(claim.text), canonical_url(claim.url)
