"""Writing a fact check from a case: one draft a case, which anybody at the desk may go on with, and publishing it."""

from __future__ import annotations

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.models import Editor
from archive import debunks
from archive.debunks import Written
from archive.models import Claim, ClaimState
from core.db import db, existing, now, writing
from core.events import Subject, happened
from core.refusals import Conflict, InvalidInput, NotFound
from core.web.display import local_day
from intake.cases import keys
from intake.models.cases import Case, CaseState
from review.articles.models import ArticleAction, WrittenArticle
from review.care import slurs
from review.case.answers import check_not_merged, put_beside
from review.holding.named import check_not_named, is_named

# The version of a draft that nobody has begun yet.
NOT_BEGUN = 0


class Stale(Conflict):
    """Somebody else began, changed, published or threw away the draft since the form was opened."""


def draft_of(case_id: int) -> WrittenArticle | None:
    """Return the draft that is being written from a case; there is one at most."""
    rows = select(WrittenArticle).join(WrittenArticle.claim)
    rows = rows.where(WrittenArticle.case_id == case_id, Claim.state == ClaimState.DRAFT)
    return db.session.scalar(rows.options(joinedload(WrittenArticle.changed_by)))


def save(case_id: int, written: Written, *, version: int, editor: Editor) -> int:
    """Keep a draft, which may lack anything but its language, and return its version; the first time begins it.

    What reads as before is no change. Errors: `InvalidInput` for what not even a draft may hold; `NotFound` without
    such a case; `Stale` when the draft is not the one the form was opened with; `Conflict` for whoever is named in the
    case, and for a new draft from a case that was merged into another.
    """
    debunks.check(written)
    with writing() as session:
        # One after the other, so that two who begin at once do not make two drafts.
        keys.hold_grouping()
        case = existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        draft = _expected(case_id, version)
        if draft is None:
            check_not_merged(case)
            happened(ArticleAction.DRAFT_BEGUN, Subject("case", case_id), by=editor.id)
            claim = debunks.begin(written)
            article = WrittenArticle(claim=claim, case_id=case_id, begun_by_id=editor.id, changed_by_id=editor.id)
            article.version = NOT_BEGUN + 1
            session.add(article)
            return article.version
        if written_of(draft.claim) != written:
            # Told of the case: the number of a draft that is thrown away may become that of another article.
            happened(ArticleAction.DRAFT_CHANGED, Subject("case", case_id), by=editor.id)
            debunks.rewrite(draft.claim, written)
            draft.version, draft.changed_by_id, draft.changed_at = draft.version + 1, editor.id, now()
        return draft.version


def written_of(claim: Claim) -> Written:
    """Return what stands in a draft, as an editor would fill it in."""
    sources = tuple(debunks.NamedSource(source.title, source.url) for source in claim.sources)
    return Written(
        claim.title, claim.text, claim.summary, claim.verdict, claim.lang, claim.url, sources, claim.claimant
    )


def slurs_in(claim: Claim) -> list[str]:
    """Return the slurs that a fact check would publish, masked, each once."""
    text = "\n".join([*claim.parts, claim.claimant, *(source.title for source in claim.sources)])
    return list(dict.fromkeys(piece.mask for piece in slurs.segments(text) if piece.is_slur))


def publish(case_id: int, *, version: int, means_slurs: bool, source: str, editor: Editor) -> int | None:
    """Publish a draft as it was seen, beside the case that it was written from; return that case.

    None when no open case is left that it could stand beside. Nothing is answered: that is decided. `source` is how
    the desk is called in public, and `means_slurs` says that whoever publishes wants the slurs in it to be read.
    Errors: `NotFound` without such a draft, `Stale` when it is another version, `InvalidInput` for what it lacks,
    `Conflict` for whoever is named in the case.
    """
    with writing():
        keys.hold_grouping()
        case = existing(Case, case_id, locked=True)
        # Where its reports are, if it was merged into another; locked before the trail, as every case is.
        standing = existing(Case, case.standing.id, locked=True)
        check_not_named(case_id, editor)
        if _is_published(case_id, version, editor):
            return standing.id if standing.state is CaseState.OPEN else None
        draft = _seen(case_id, version)
        if slurs_in(draft.claim) and not means_slurs:
            raise InvalidInput({"means_slurs": gettext("Say that the slurs are meant to be read, or take them out.")})
        debunks.publish(draft.claim, source=source, day=local_day(now()), by=editor.id)
        draft.changed_by_id, draft.changed_at = editor.id, now()
        if standing.state is not CaseState.OPEN or is_named(standing.id, editor.id):
            return None
        put_beside(standing, draft.claim, editor=editor)
        return standing.id


def discard(case_id: int, *, version: int, editor: Editor) -> None:
    """Throw a draft away for good.

    Errors: `NotFound` without such a draft, `Stale` when it is another version, `Conflict` for whoever is named in the
    case.
    """
    with writing():
        keys.hold_grouping()
        existing(Case, case_id, locked=True)
        check_not_named(case_id, editor)
        _throw_away(_seen(case_id, version), editor)


def erase_draft(case_id: int, *, editor: Editor) -> None:
    """Throw away what is being written from a case whose words are erased; call inside `writing()`, with it locked."""
    draft = draft_of(case_id)
    if draft is not None:
        _throw_away(draft, editor)


def _throw_away(draft: WrittenArticle, editor: Editor) -> None:
    happened(ArticleAction.DRAFT_DISCARDED, Subject("case", draft.case_id), by=editor.id)
    claim = draft.claim
    db.session.delete(draft)
    # It points at the claim, so it goes first.
    db.session.flush()
    db.session.delete(claim)


def _is_published(case_id: int, version: int, editor: Editor) -> bool:
    """Return whether the same form has published a draft a moment ago: a second click publishes nothing anew."""
    rows = (
        select(WrittenArticle.id)
        .join(WrittenArticle.claim)
        .where(
            WrittenArticle.case_id == case_id,
            WrittenArticle.version == version,
            WrittenArticle.changed_by_id == editor.id,
            Claim.state == ClaimState.PUBLISHED,
        )
    )
    return draft_of(case_id) is None and db.session.scalar(rows.limit(1)) is not None


def _seen(case_id: int, version: int) -> WrittenArticle:
    draft = _expected(case_id, version)
    if draft is None:
        raise NotFound(f"no fact check is being written from case {case_id}")
    return draft


def _expected(case_id: int, version: int) -> WrittenArticle | None:
    """Return the draft of a case, if it is the version that was seen; None where none is and none was seen."""
    draft = draft_of(case_id)
    if (NOT_BEGUN if draft is None else draft.version) == version:
        return draft
    if draft is None:
        raise Stale(gettext("This draft was published or thrown away in the meantime."))
    raise Stale(
        gettext("%(name)s has changed this draft in the meantime. Nothing was saved.", name=draft.changed_by.desk_name)
    )
