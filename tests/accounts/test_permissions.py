"""Who may what, held against a table written by hand: every address, asked by everybody, in every way it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from accounts.models import Editor, Role
from accounts.permissions import MATRIX, Permission, RoleName
from app import PUBLIC_ENDPOINTS, create_app
from core.config import Config
from core.db import writing
from core.web import access
from intake.models.cases import CaseState
from review.desk import trail
from tests.support import factories
from tests.support.browsing import Browser, links, open_text
from tests.support.busy_desk import at_work, fill, take_part
from tests.support.desk import PASSWORD, filled, plain_case, reread, signed_in, suggestion
from tests.support.door import close
from tests.support.second_factor import give_second_factors
from tests.support.wearing import weary

PEOPLE = {
    *("people.page", "people.person", "people.invite", "people.change_roles", "people.close", "people.reopen"),
    *("people.make_link", "people.withdraw_link", "people.reset_second_factor"),
}
ARTICLES = {
    *("articles.write", "articles.save", "articles.reshape"),
    *("articles.preview", "articles.publish", "articles.discard"),
}
HELP = {"help.page", "help.add", "help.edit", "help.check", "help.hide", "help.show"}
NOTICES = {"notices.listed", "notices.edit", "notices.give_back"}
# What each address of the desk asks for.
ASKED = {
    "security.logout": "own_account",
    "review.account": "own_account",
    "review.rename": "own_account",
    "review.change_password": "own_account",
    "review.add_app": "own_account",
    "review.remove_app": "own_account",
    "review.add_passkey": "own_account",
    "review.remove_passkey": "own_account",
    "review.renew_recovery_codes": "own_account",
    "review.end_other_sessions": "own_account",
    "review.start": "read_cases",
    "review.queue": "read_cases",
    "review.search": "read_cases",
    "review.case": "read_cases",
    "review.merging.similar_page": "read_cases",
    "review.file_preview": "read_cases",
    "review.save_original": "save_originals",
    "attention.page": "read_cases",
    "review.queue_top": "read_cases",
    "review.save_view": "read_cases",
    "review.remove_view": "read_cases",
    "review.tag_case": "decide",
    "review.untag_case": "decide",
    "bulk.show": "decide",
    "bulk.carry_out": "decide",
    "bulk.undo": "decide",
    "automatic.page": "read_cases",
    "automatic.part": "group",
    "automatic.ask_again": "answer_matches",
    "review.answer_match": "answer_matches",
    "review.add_article": "answer_matches",
    "review.keep_pictures": "answer_matches",
    "review.answer_with": "decide",
    "review.undo_decision": "decide",
    "review.switch_going_on": "decide",
    "review.change_kind": "decide",
    "review.see_news": "decide",
    "review.fetch_page": "fetch_pages",
    "review.correct_picture": "decide",
    "review.decide": "decide",
    "review.reopen": "decide",
    "objections.page": "read_cases",
    "objections.objection": "read_cases",
    "objections.answer": "answer_objections",
    "objections.give": "answer_objections",
    "held.page": "decide",
    "held.release": "decide",
    "held.give_back": "decide",
    "held.withdraw": "decide",
    "archived.page": "read_cases",
    "archived.picture": "read_cases",
    "archived.add_picture": "answer_matches",
    "archived.remove_picture": "answer_matches",
    "archived.retract": "retract",
    "archived.publish": "retract",
    "review.merging.merge_page": "group",
    "review.merging.merge": "group",
    "review.merging.split_page": "group",
    "review.merging.split": "group",
    "review.merging.undo": "group",
    "attention.try_again": "rescue_reports",
    "attention.try_all_again": "rescue_reports",
    "attention.open_by_hand": "rescue_reports",
    "attention.keep_together": "group",
    "trainings.page": "open_trainings",
    "trainings.close": "open_trainings",
    "quarantine.page": "read_cases",
    "quarantine.let_in": "empty_quarantine",
    "quarantine.discard": "empty_quarantine",
    "quarantine.take_back": "empty_quarantine",
    "muting.mute": "empty_quarantine",
    "muting.undo": "empty_quarantine",
    "holding.keep_draft": "write_notes",
    "holding.discard_draft": "write_notes",
    "holding.beat": "read_cases",
    "holding.leave": "read_cases",
    "holding.take": "decide",
    "holding.release": "decide",
    "holding.take_over": "decide",
    "holding.say_named": "decide",
    "holding.lift_named": "assign",
    "holding.assign": "assign",
    "talk.show": "decide",
    "talk.withdraw": "decide",
    "notes.write": "write_notes",
    "notes.withdraw": "write_notes",
    "notes.mentions": "read_cases",
    "notes.mark_seen": "read_cases",
    "notes.mark_all_seen": "read_cases",
    "locking.lock": "lock_files",
    "locking.page": "handle_locked_files",
    "locking.unlock": "handle_locked_files",
    "locking.erase": "handle_locked_files",
    "retention.overview": "erase_reports",
    "retention.report": "erase_reports",
    "retention.erase": "erase_reports",
    "retention.hold": "hold_cases",
    "retention.lift": "hold_cases",
    "contacts.show": "open_contacts",
    "contacts.unsent": "handle_mail",
    "contacts.again": "handle_mail",
    "contacts.release": "handle_mail",
    **dict.fromkeys(HELP, "edit_help"),
    **dict.fromkeys(NOTICES, "edit_notices"),
    "channels.page": "manage_programs",
    "channels.withdraw": "manage_programs",
    "figures.page": "read_learning",
    "figures.all_tables": "read_learning",
    "figures.one_table": "read_learning",
    "learning.page": "read_learning",
    "learning.take_back_wording": "unteach",
    "learning.let_together": "unteach",
    "learning.take_back_learned": "unteach",
    "review.audit": "read_trail",
    "review.export_trail": "export_trail",
    "care.page": "own_account",
    "care.house": "own_account",
    "care.not_today": "read_cases",
    "care.today_again": "read_cases",
    "care.skip": "read_cases",
    "care.skipped_again": "read_cases",
    "care.opened": "read_cases",
    "care.opened_without_script": "read_cases",
    "care.read_on": "read_cases",
    "articles.listed": "read_cases",
    **dict.fromkeys(ARTICLES, "write_articles"),
    **dict.fromkeys(PEOPLE, "manage_accounts"),
}
EDITORS = {
    "own_account",
    "read_cases",
    "save_originals",
    "answer_matches",
    "decide",
    "answer_objections",
    "retract",
    "group",
    "rescue_reports",
    "empty_quarantine",
    "open_trainings",
    "fetch_pages",
    "write_notes",
    "write_articles",
    "read_learning",
    "unteach",
    "read_trail",
    "lock_files",
}
# What each role has. Editors and leads could do all there was before there were permissions.
HAVE = {
    "viewer": {"own_account", "read_cases", "read_learning"},
    "editor": EDITORS,
    "lead": EDITORS
    | {"assign", "manage_accounts", "export_trail", "handle_locked_files", "edit_help", "edit_notices"}
    | {"erase_reports", "hold_cases", "manage_programs", "open_contacts", "handle_mail"},
    "legal": {"own_account", "read_cases", "save_originals", "hold_cases", "write_notes", "read_trail", "export_trail"},
    "admin": {"own_account", "manage_accounts", "read_trail", "export_trail", "edit_notices", "manage_programs"},
}
# What an account with a one-time password reaches.
FIRST = {"review.change_password", "security.logout"}

ENGLISH, GERMAN = "Your account may not open this page.", "Ihr Konto darf diese Seite nicht öffnen."


class Walk:
    """Asks for every closed address in every way it takes, and notes what became of it."""

    def __init__(self, app: Flask) -> None:
        app.config["WTF_CSRF_ENABLED"] = False
        self._app = app
        self._reached = False
        for name, view in app.view_functions.items():
            app.view_functions[name] = self._noting(view)

    def _noting(self, view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def noted(**values: Any) -> Any:
            self._reached = True
            return view(**values)

        return noted

    def of(self, browser: Browser) -> dict[tuple[str, str], str]:
        """Return for each endpoint and method `open`, `refused`, or where the caller was sent instead."""
        return {
            (rule.endpoint, method): self._outcome(browser, method, path)
            for rule in closed(self._app)
            for method, path in asked(self._app, rule)
        }

    def _outcome(self, browser: Browser, method: str, path: str) -> str:
        self._reached = False
        answer = browser.open(path, method=method)
        # Which methods an address takes is answered without its view.
        if self._reached or (method == "OPTIONS" and answer.status_code == 200):
            return "open"
        return "refused" if answer.status_code == 403 else str(answer.location).partition("?")[0]


def closed(app: Flask) -> list[Rule]:
    """Return every address that is not open to all; the one that ends the session comes last."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint not in PUBLIC_ENDPOINTS]
    return sorted(rules, key=lambda rule: (rule.endpoint == "security.logout", rule.endpoint))


def asked(app: Flask, rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield each method an address takes, with its path."""
    path = str(app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, 1)))
    for method in sorted(rule.methods or set()):
        yield method, path


def everything(app: Flask) -> set[tuple[str, str]]:
    return {(rule.endpoint, method) for rule in closed(app) for method, _ in asked(app, rule)}


def account(role: str) -> Editor:
    return factories.editor(password=PASSWORD, role=RoleName(role))


def test_the_table_names_every_address_and_the_views_ask_for_what_it_says(app: Flask) -> None:
    assert {rule.endpoint: access.needed(app, rule.endpoint) for rule in closed(app)} == ASKED


def test_the_matrix_says_what_the_table_says(app: Flask) -> None:
    assert {role: set(MATRIX[role]) for role in MATRIX} == HAVE
    assert {role.value for role in RoleName} == HAVE.keys()
    assert {permission.value for permission in Permission} == set(ASKED.values())


@pytest.mark.parametrize("role", HAVE)
def test_each_role_opens_what_it_may_and_nothing_else(app: Flask, role: str) -> None:
    suggestion(plain_case(), factories.claim())
    browser = signed_in(app, account(role))

    expected = {key: "open" if ASKED[key[0]] in HAVE[role] else "refused" for key in everything(app)}
    if "read_cases" not in HAVE[role]:
        # The front door, which everybody knows, leads on to what is open.
        expected |= dict.fromkeys([("review.queue", "GET"), ("review.queue", "HEAD")], "/desk/audit")
    assert Walk(app).of(browser) == expected


def test_a_stranger_opens_nothing(app: Flask) -> None:
    assert Walk(app).of(Browser(app, app.response_class)) == dict.fromkeys(everything(app), "/desk/login")


@pytest.mark.parametrize("role", HAVE)
def test_a_one_time_password_opens_only_the_page_for_choosing_ones_own(app: Flask, role: str) -> None:
    editor = account(role)
    browser = signed_in(app, editor)
    with writing() as session:
        session.get_one(Editor, editor.id).must_change_password = True

    expected = {key: "open" if key[0] in FIRST else "/desk/password" for key in everything(app)}
    assert Walk(app).of(browser) == expected


@pytest.mark.parametrize("role", HAVE)
def test_a_closed_account_opens_nothing_from_that_moment(app: Flask, role: str) -> None:
    editor = account(role)
    browser = signed_in(app, editor)
    close(editor)

    assert Walk(app).of(browser) == dict.fromkeys(everything(app), "/desk/login")


def with_roles(*names: str) -> Editor:
    editor = account("viewer")
    with writing() as session:
        found = session.get_one(Editor, editor.id)
        found.roles = [session.scalar(select(Role).where(Role.name == name)) or Role(name=name) for name in names]
    return editor


def test_two_roles_of_one_account_add_up_and_an_unknown_one_adds_nothing(app: Flask) -> None:
    both = signed_in(app, with_roles("viewer", "admin", "from_a_later_version"))
    assert [both.get(path).status_code for path in ("/desk/", "/desk/audit", "/desk/learning/")] == [200, 200, 200]

    nothing = signed_in(app, with_roles())
    assert nothing.get("/desk/").location == "/desk/account"
    assert [nothing.get(path).status_code for path in ("/desk/audit", "/desk/account")] == [403, 200]
    assert nothing.send("/desk/logout", {}, seen_at="/desk/account").status_code == 302


def test_a_role_that_is_taken_away_is_gone_with_the_next_request(app: Flask) -> None:
    editor = account("editor")
    browser = signed_in(app, editor)
    assert browser.get("/desk/audit").status_code == 200

    with writing() as session:
        session.get_one(Editor, editor.id).roles = []

    assert browser.get("/desk/audit").status_code == 403


@pytest.mark.parametrize(
    "language, said", [("en", ["No entry", ENGLISH, "Its role: Reads along."]), ("de", ["Kein Zutritt", GERMAN])]
)
def test_whoever_is_refused_reads_what_happened_and_where_to_go(app: Flask, language: str, said: list[str]) -> None:
    browser = Browser(app, app.response_class, language=language)
    browser.send("/desk/login", {"email": account("viewer").email, "password": PASSWORD})

    page = browser.get("/desk/audit")

    assert page.status_code == 403
    shown = open_text(page.text)
    assert [sentence for sentence in said if sentence not in shown] == []
    assert "Nothing was stored." not in shown
    local = {link for link in links(page.text) if link.startswith("/desk/")}
    assert {"/desk/", "/desk/learning/"} <= local
    assert "/desk/audit" not in local
    # To sign out and to count are no pages.
    assert [
        link for link in local - {"/desk/logout", "/desk/care/opened"} if browser.get(link).status_code != 200
    ] == []


def test_what_a_refused_form_would_have_done_is_not_done_and_the_page_says_so(app: Flask) -> None:
    case = plain_case()
    browser = signed_in(app, account("viewer"))
    page = f"/desk/cases/{case.id}"

    answer = browser.send(f"{page}/decision", filled(case), seen_at=page)

    assert answer.status_code == 403
    assert "Nothing was stored." in open_text(answer.text)
    assert reread(case).state is CaseState.OPEN


def test_a_program_is_refused_in_json(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    # No address of the interface asks for a permission yet; this one stands for the first that will.
    app.add_url_rule("/api/v1/later", endpoint="later", view_func=access.needs(Permission.DECIDE)(lambda: "done"))

    answers = [signed_in(app, account(role)).get("/api/v1/later") for role in ("viewer", "editor")]
    stranger = Browser(app, app.response_class).get("/api/v1/later")

    assert [answer.status_code for answer in answers] == [403, 200]
    assert answers[0].json == {"error": {"status": 403, "message": ENGLISH, "fields": {}}}
    assert (stranger.status_code, stranger.is_json) == (401, True)


def test_no_permission_is_no_way_in(app: Flask) -> None:
    """An address that is added later and names nothing stays closed to everybody."""
    app.add_url_rule("/desk/forgotten", endpoint="forgotten", view_func=lambda: "open")

    assert signed_in(app, account("lead")).get("/desk/forgotten").status_code == 403


def test_a_service_with_an_address_that_names_no_permission_does_not_start(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(trail.show, "needed_permission")

    with pytest.raises(access.UnnamedPermission, match=r"review\.audit") as refused:
        create_app(config)

    assert "review.queue" not in str(refused.value)


@pytest.fixture
def busy_desk(demo: Flask) -> list[str]:
    """A desk on which every button there is can be pressed; the addresses of its pages."""
    return fill(demo, account("editor"))


def led_to(app: Flask, browser: Browser, pages: list[str]) -> set[str]:
    """Return every endpoint of the desk that some link or button of these pages leads to."""
    adapter = app.url_map.bind("localhost")
    found = set()
    for page in pages:
        for link in links(browser.get(page).text):
            path = urlsplit(link).path
            for method in ("GET", "POST"):
                if path.startswith("/desk") and adapter.test(path, method):
                    found.add(adapter.match(path, method)[0])
    return found - PUBLIC_ENDPOINTS


def test_no_page_shows_a_button_that_leads_to_a_refusal_and_an_editor_misses_none(
    demo: Flask, busy_desk: list[str]
) -> None:
    shown = {}
    for role in HAVE:
        own = at_work(weary(account(role)))
        browser = signed_in(demo, own)
        give_second_factors(own)
        shown[role] = led_to(demo, browser, [*busy_desk, *take_part(own)])

    assert shown == {
        role: {endpoint for endpoint, permission in ASKED.items() if permission in HAVE[role]} for role in HAVE
    }
