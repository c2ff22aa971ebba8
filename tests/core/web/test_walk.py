"""The walk: every address, asked by everybody, in every way, with everything that is no id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import pytest
from flask import Flask
from werkzeug.routing import RequestRedirect, Rule

from accounts.models import Editor
from accounts.permissions import RoleName
from app import PUBLIC_ENDPOINTS
from core.db import db, writing
from review.queue.filters import Sort
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.databases import POSTGRESQL
from tests.support.desk import PASSWORD, plain_case, signed_in, suggestion

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")

# What comes near to a number, and what no number begins with: an address whose id is one takes nothing else in.
BAD_NUMBERS = (
    *("0", "-1", "-" + "9" * 40, "1_000", "٣", "７", "1e9", "nan", "\x00", "..", "a" * 3_000),
    *(str(2**31 - 1), str(2**31), str(2**63), str(10**30)),
)
BAD_VALUES = (
    *BAD_NUMBERS,
    "../../etc/passwd",
    "😱",
    "//[",
    "//elsewhere.example",
    "\\\\elsewhere",
    "http://[v1",
    "'\"><script>",
    "{{7*7}}",
    "%s%n",
    "\r\nSet-Cookie: x=1",
    "\u202e",
    "9999-12-31T23:59:59-23:59_1",
    "0001-01-01T00:00:00+23:59_1",
    "2026-02-30T00:00:00_1",
    "_",
    "1_" + "9" * 4_000,
    "-5_-5",
    "-" + "9" * 40 + "_1",
    "1_-" + "9" * 40,
    "2026-01-01T00:00:00_-" + "9" * 40,
    "2026-01-01T00:00:00_" + "٣" * 5,
)
# Every argument that some page of ours reads from its address, and one that none does.
ARGUMENTS = (
    *("next", "state", "kind", "sort", "after", "before", "check", "reports_after", "other", "reports", "x"),
    *("platform", "lang", "fit", "tag", "news", "opened", "undo", "like", "q", "range", "first", "last"),
    *("what", "case", "bulk", "lane", "held", "since", "about", "holder", "from", "correct", "letters"),
)
# Who asks with everything that is no id and no argument: a stranger, and whoever may open the most. What others may
# open is a part of that; of them each address is asked in every way.
THOROUGH = frozenset({"nobody", "lead"})
# What else a caller may write into a request for a page that reads it.
HEADERS = (
    {"Cookie": "gegencheck=.eJ; session=x; language=//["},
    {"Accept-Language": "a;q=x, *;q=-1, " + "de-" * 500},
    {"Host": "[", "X-Forwarded-Host": "//["},
    {"Authorization": "Bearer \xff\x00"},
    {"Authorization": "Basic ="},
    {"Range": "bytes=-1,0-,9-1", "If-Modified-Since": "x", "If-None-Match": 'W/"'},
    {"Content-Type": 'multipart/form-data; boundary="', "Content-Length": "x"},
)


# Every field that some form of ours has, and one that none has.
FIELDS = (
    *("kind", "text", "url", "platform", "why", "receipt", "mine"),
    *("danger", "seen_when", "targets", "concern", "advertised", "sending", "go"),
    *("body_de", "body_en", "per_hour", "country", "telephone", "hours_de", "hours_en", "position"),
    *("outcome", "claim_id", "verdict", "public_sentence", "reason", "version", "answer", "back"),
    *("other", "other_version", "reports", "reason_code", "claim", "until", "on", "case"),
    *("shielding", "hint_after", "masking"),
    *("about", "objector", "reopens", "read_words", "without", "not_sent"),
    *("title", "summary", "lang", "source_title", "source_url", "then", "words", "means_slurs"),
    *("names_person", "draft", "form", "holder", "editor_id", "takes", "was_open", "named_reason"),
    *("what", "token", "sentence_de", "sentence_en", "tag", "tag_id", "claim-1", "sentence-1"),
    *("email", "password", "new_password", "new_password_confirm", "remember", "next", "csrf_token", "x"),
    *("files", "format", "sure", "picture", "held", "held_name", "alike", "only_one", "hours", "most", "claimant"),
    *("opened", "proof", "remark"),
    *("reference", "withdraw", "for_good"),
    *("code", "response", "sealed", "state", "name", "desk_name", "roles", "seen"),
)
# What no field is made for, as programs send it.
ODD_BODIES = (
    ("application/json", b"[[[[[["),
    ("application/json", b'{"reason": 5, "version": [1], "reports": {"a": null}, "outcome": 1e999}'),
    ("application/json", b"null"),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="reason"; filename="a"\r\n\r\n\xff',
    ),
    ("application/x-www-form-urlencoded", b"reason=%ff&version=%00&reports=1&reports=2&reports=x&=&&outcome"),
    ("text/plain", b"\xff\xfe"),
    # A file in the place of each field.
    (
        "multipart/form-data; boundary=x",
        "".join(
            f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="a.txt"\r\n\r\nabc\r\n' for name in FIELDS
        ).encode()
        + b"--x--\r\n",
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the walk."""

    endpoint: str
    method: str
    path: str
    query: str = ""


@pytest.fixture(autouse=True)
def quick_passwords(app: Flask) -> None:
    """Passwords are hashed with the real scheme, but not slowly: nobody guesses those of tests."""
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)


@pytest.fixture
def everybody(app: Flask) -> dict[str, Browser]:
    """A browser for nobody and for each kind of account, and a desk with something in it."""
    claim = factories.claim()
    suggestion(plain_case(), claim)
    factories.case()
    # What goes wrong is to be seen as a reader would see it, not as the exception that a test client passes on.
    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = False
    return {
        "nobody": Browser(app, app.response_class),
        "one-time password": with_one_time_password(app),
        "editor": signed_in(app, factories.editor(password=PASSWORD)),
        "viewer": signed_in(app, factories.editor(password=PASSWORD, role=RoleName.VIEWER)),
        "lead": signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD)),
    }


def with_one_time_password(app: Flask) -> Browser:
    """Return a browser in which somebody has signed in who has yet to choose a password."""
    editor = factories.editor(password=PASSWORD)
    browser = signed_in(app, editor)
    with writing() as session:
        session.get_one(Editor, editor.id).must_change_password = True
    return browser


def rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def usual(app: Flask, rule: Rule) -> str:
    values = dict.fromkeys(rule.arguments, 1 if "<int" in rule.rule else "x")
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def steps(app: Flask, who: str) -> Iterator[Asked]:
    """Every address in every way and with every bad id; then each page with every bad argument.

    What the router itself turns away reaches no view and knows of no rule: of that, one of each blueprint is asked, and
    one of all on the second database, of which only the page with the error has something to ask.
    """
    is_second = db.engine.dialect.name == POSTGRESQL
    turned_away: set[tuple[str, ...]] = set()
    for rule, value, step in ways(app, who):
        why = refusal(app, step)
        kind = (why, step.method, value, "" if is_second else rule.endpoint.partition(".")[0])
        if not why or kind not in turned_away:
            turned_away.add(kind)
            yield step
    for rule in rules(app):
        if "GET" in (rule.methods or ()) and rule.endpoint != "static" and is_read(rule, who):
            yield from (Asked(rule.endpoint, "GET", usual(app, rule), query) for query in bad_queries(rule, who))


def ways(app: Flask, who: str) -> Iterator[tuple[Rule, str, Asked]]:
    """Every address in every way and with every bad id."""
    for rule in rules(app):
        for method in METHODS:
            yield rule, "", Asked(rule.endpoint, method, usual(app, rule))
        bad_ids = BAD_NUMBERS if "<int" in rule.rule else BAD_VALUES
        for value in bad_ids if rule.arguments and is_read(rule, who) else ():
            yield rule, value, Asked(rule.endpoint, "GET", _with(rule, value))
            yield rule, value, Asked(rule.endpoint, "POST", _with(rule, value))


def refusal(app: Flask, step: Asked) -> str:
    """Return in which way the router turns a request away before any view is asked; empty if it does not."""
    with app.test_request_context(step.path, method=step.method) as context:
        why = context.request.routing_exception
    return "" if why is None or isinstance(why, RequestRedirect) else type(why).__name__


def is_read(rule: Rule, who: str) -> bool:
    """Return whether somebody asks here with everything that is no id and no argument.

    The gate turns a stranger away from each closed page in the same way: a list and one of its cases stand for all.
    """
    if who == "nobody":
        return rule.endpoint in {*PUBLIC_ENDPOINTS, "review.queue", "review.case"}
    return who in THOROUGH


def bad_queries(rule: Rule, who: str) -> Iterator[str]:
    """Give all arguments the same bad value: the one that matters for a page is among them."""
    # A cursor of the queue is read as the order of its page says.
    sees_orders = who == "lead" and rule.endpoint in {"review.queue", "review.queue_top", "review.case"}
    orders = [{}, *({"sort": sort.value} for sort in Sort)] if sees_orders else [{}]
    for value in BAD_VALUES:
        for order in orders:
            yield urlencode(dict.fromkeys(ARGUMENTS, value[:250]) | order)
    yield "%ff&=&&%00=%00&reports=1&reports=//["


def _with(rule: Rule, value: str) -> str:
    """Return the address with the same value in the place of each of its ids, whatever the rule says about them."""
    path = rule.rule
    while "<" in path:
        before, _, rest = path.partition("<")
        path = before + quote(value, safe="") + rest.partition(">")[2]
    return path


class Walk:
    """What was tried and what was seen."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.broken: list[str] = []
        self.opened: list[str] = []

    def take(self, who: str, browser: Browser, step: Asked, **headers: str) -> None:
        """Ask once, from an address that no limit knows yet."""
        number = self.tried.total()
        sender = {"REMOTE_ADDR": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        answer = browser.open(
            step.path, method=step.method, query_string=step.query, headers=headers, environ_overrides=sender
        )
        self.tried[who] += 1
        # Before the model is loaded `/readyz` says so with a 503.
        if answer.status_code == 429 or (answer.status_code >= 500 and step.endpoint != "pages.readyz"):
            self.broken.append(f"{who}: {step} {headers} answers {answer.status_code}")
        closed = step.endpoint not in PUBLIC_ENDPOINTS and step.method != "OPTIONS"
        if who == "nobody" and closed and answer.status_code < 300:
            self.opened.append(f"{step} answers {answer.status_code}")
        if urlsplit(answer.headers.get("Location", "")).netloc not in {"", "localhost"}:
            self.opened.append(f"{step} {headers} leads to {answer.headers['Location']}")


def test_whatever_is_asked_by_whomever_nothing_breaks_and_nothing_opens(
    app: Flask, everybody: dict[str, Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    walk = Walk()
    for who, browser in everybody.items():
        for step in steps(app, who):
            # Signing out is walked by nobody alone, or the others would walk on as nobody.
            if who == "nobody" or step.endpoint != "security.logout":
                walk.take(who, browser, step)
    for headers in HEADERS:
        for rule in rules(app):
            if rule.endpoint != "security.logout":
                walk.take("lead", everybody["lead"], Asked(rule.endpoint, "GET", usual(app, rule)), **headers)

    with capsys.disabled():
        print(f"\nthe walk tried {walk.tried.total()} requests: {dict(walk.tried)}")  # noqa: T201
    assert walk.broken == []
    assert walk.opened == []
    assert walk.tried.total() > 5_000


def test_whatever_is_put_into_a_form_breaks_nothing(
    app: Flask, everybody: dict[str, Browser], capsys: pytest.CaptureFixture[str]
) -> None:
    forms = [rule for rule in rules(app) if "POST" in (rule.methods or ()) and rule.endpoint != "security.logout"]
    filled = [("application/x-www-form-urlencoded", urlencode(dict.fromkeys(FIELDS, v)).encode()) for v in BAD_VALUES]
    broken, tried = [], 0
    for rule in forms:
        for kind, body in (*filled, *ODD_BODIES):
            sender = {"REMOTE_ADDR": f"10.9.{tried >> 8 & 255}.{tried & 255}"}
            answer = everybody["lead"].post(usual(app, rule), data=body, content_type=kind, environ_overrides=sender)
            tried += 1
            if answer.status_code >= 500:
                broken.append(f"{rule.endpoint}: {kind} {body[:80]!r} answers {answer.status_code}")

    with capsys.disabled():
        print(f"\nthe walk filled in {tried} forms")  # noqa: T201
    assert broken == []
    assert tried > 20 * len(forms)
