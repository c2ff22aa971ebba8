"""What makes two reports the same case, and what does not."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from audit import trail
from core.config import Config
from core.db import db
from intake.abuse import load
from intake.cases import joining
from intake.models.cases import Case, CaseKey, Kind
from intake.models.reports import Submission
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.installation import work_off

OTHER = "Die Stadt verbietet ab Herbst das Grillen auf allen Balkonen, sagt mein Nachbar."


def matched(*reports: dict[str, str]) -> list[Case]:
    """Send reports one after the other, match them together, and return the case of each."""
    sent = [factories.submission(**{"text": "", **fields}).id for fields in reports]
    joining.match_all_waiting()
    rows = {s.id: s.case for s in db.session.scalars(select(Submission).where(Submission.id.in_(sent)))}
    found = [rows[number] for number in sent]
    assert None not in found
    return [case for case in found if case is not None]


def address(number: int) -> dict[str, str]:
    return {"REMOTE_ADDR": f"198.51.100.{number}"}


def test_a_hundred_copies_sent_and_matched_at_once_make_one_case(
    app: Flask, client: Browser, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A hundred are a flood, in which nobody waits here.
    monkeypatch.setattr(load, "is_busy", lambda: False)
    together = threading.Barrier(16)
    codes: list[int] = []

    def send(number: int) -> None:
        browser = Browser(app, app.response_class)
        together.wait()
        codes.extend(
            # Each from a network of its own: what is tested is not how many one of them may send.
            browser.post(
                "/api/v1/submissions", json={"text": factories.POST}, environ_overrides=address(one)
            ).status_code
            for one in range(number, 100, 16)
        )

    run_together([threading.Thread(target=send, args=(number,)) for number in range(16)])
    assert codes == [202] * 100
    start = threading.Barrier(2)
    done: list[int] = []

    def match() -> None:
        with app.app_context():
            start.wait()
            done.append(joining.match_all_waiting())

    run_together([threading.Thread(target=match) for _ in range(2)])
    case = db.session.scalars(select(Case)).one()
    assert case.submission_count == 100
    assert db.session.scalars(select(Submission.case_id)).all() == [case.id] * 100
    assert sum(done) == 100
    assert trail.first_broken() is None
    # The jobs of all hundred are still in the queue: they find nothing to do.
    work_off(config)
    db.session.expire_all()
    assert db.session.scalars(select(Case)).one().submission_count == 100


def run_together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


COPIES = {
    "letter case": factories.POST.upper(),
    "invisible characters": factories.POST.replace("WhatsApp", "Whats\u200bApp\u2060").replace("a", "a\u00ad"),
    "white space": "\n\n" + factories.POST.replace(" ", " \n\t "),
    "direction marks": "\u200e" + factories.POST + "\u200f",
    "a forwarded line": "Weitergeleitet\n" + factories.POST,
    "a forwarded line in brackets": "[Häufig weitergeleitet]\n\n" + factories.POST,
    "an English forwarded line": factories.POST + "\nForwarded many times",
    "compatibility letters": factories.POST.replace("Geld", "\uff27\uff45\uff4c\uff44"),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())
def test_a_copy_that_changed_on_its_way_joins(app: Flask, copy: str) -> None:
    assert copy != factories.POST
    first, second = matched({"text": factories.POST}, {"text": copy})
    assert first.id == second.id
    assert first.submission_count == 2


@pytest.mark.parametrize("other", [factories.POST.replace("zwanzig", "zehn"), OTHER])
def test_other_words_are_another_case(app: Flask, other: str) -> None:
    first, second = matched({"text": factories.POST}, {"text": other})
    assert first.id != second.id


SAME_LINKS = [
    "https://example.org/a/7?utm_source=wa&fbclid=xyz",
    "http://www.example.org/a/7",
    "https://m.example.org/a/7/",
    "https://EXAMPLE.org/a/7#kommentare",
]


@pytest.mark.parametrize("link", SAME_LINKS)
def test_the_same_link_joins_however_it_was_shared(app: Flask, link: str) -> None:
    first, second = matched({"url": "https://example.org/a/7"}, {"url": link})
    assert first.id == second.id


def test_the_same_link_joins_reports_that_describe_it_in_different_words(app: Flask) -> None:
    link = "https://example.org/a/7"
    first, second = matched({"text": factories.POST, "url": link}, {"text": OTHER, "url": link})
    assert first.id == second.id


def test_another_page_of_the_same_site_is_another_case(app: Flask) -> None:
    found = matched(
        {"url": "https://example.org/a/7"},
        {"url": "https://example.org/a/8"},
        {"url": "https://example.org/watch?v=1"},
        {"url": "https://example.org/watch?v=2"},
    )
    assert len({case.id for case in found}) == 4


@pytest.mark.parametrize("link", ["https://example.org", "https://www.example.org/", "https://example.org/?fbclid=1"])
def test_links_to_the_front_page_of_a_site_do_not_join(app: Flask, link: str) -> None:
    first, second, third = matched({"text": factories.POST, "url": link}, {"text": OTHER, "url": link}, {"url": link})
    assert len({first.id, second.id, third.id}) == 3


def test_texts_of_which_nothing_is_left_do_not_join(app: Flask) -> None:
    first, second = matched({"text": "Weitergeleitet"}, {"text": "Forwarded"})
    assert first.id != second.id


def test_hate_and_check_reports_of_the_same_post_stay_apart(app: Flask) -> None:
    post = {"text": factories.POST, "url": "https://example.org/a/7"}
    check, hate, scam, hate_again = matched(
        post, {**post, "kind": "hate"}, {**post, "kind": "scam"}, {**post, "kind": "hate"}
    )
    assert check.id == scam.id
    assert hate.id == hate_again.id
    assert check.id != hate.id
    assert (check.kind, hate.kind) == (Kind.CHECK, Kind.HATE)


def test_what_joined_by_its_text_does_not_bring_its_link_as_a_new_key(app: Flask) -> None:
    opened, joined, by_link = matched(
        {"text": factories.POST},
        {"text": factories.POST, "url": "https://example.org/a/7"},
        {"text": OTHER, "url": "https://example.org/a/7"},
    )
    assert opened.id == joined.id
    assert by_link.id != opened.id
    assert [key.case_id for key in db.session.scalars(select(CaseKey).order_by(CaseKey.id))].count(opened.id) == 1


def test_the_text_is_the_surer_key_when_text_and_link_lead_to_two_cases(app: Flask) -> None:
    by_text, by_link, both = matched(
        {"text": factories.POST},
        {"url": "https://example.org/a/7"},
        {"text": factories.POST, "url": "https://example.org/a/7"},
    )
    assert both.id == by_text.id != by_link.id


def test_a_case_knows_its_first_and_its_latest_report(app: Flask) -> None:
    first, middle, last = (factories.submission() for _ in range(3))
    joining.match_all_waiting()
    case = db.session.scalars(select(Case)).one()
    assert (case.first_seen, case.last_seen) == (first.received_at, last.received_at)
    assert first.received_at < middle.received_at < last.received_at


def test_the_words_of_the_first_report_stand_for_the_case(app: Flask) -> None:
    first, _ = matched({"text": factories.POST}, {"text": "Weitergeleitet\n" + factories.POST})
    assert first.text == factories.POST
