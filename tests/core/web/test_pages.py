"""Health, readiness, and the choice of language."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from core.config import Config
from search.engine import engine
from tests.support.browsing import Browser
from tests.support.installation import changed, configured


def test_a_process_that_lives_says_so_even_when_nothing_else_does(tmp_path: Path) -> None:
    broken = configured(
        tmp_path,
        redis_url=f"unix://{tmp_path}/nothing.sock",
        DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder/x.db",
    )

    response = create_app(broken).test_client().get("/healthz")

    assert (response.status_code, response.json) == (200, {"status": "ok"})


def test_a_process_is_ready_once_its_model_is_loaded(client: Browser) -> None:
    before = client.get("/readyz")
    assert before.status_code == 503
    assert before.json == {
        "status": "unavailable",
        "checks": {"database": "ok", "queue": "ok", "files": "ok", "model": "NotLoadedYet"},
        "figures": {"oldest_waiting_seconds": 0.0, "needs_a_person": 0},
    }

    assert engine().embedder.dimension

    after = client.get("/readyz")
    assert after.status_code == 200
    assert after.json is not None
    assert (after.json["status"], set(after.json["checks"].values())) == ("ok", {"ok"})


def test_a_process_without_its_database_is_not_ready_and_says_which_check_failed(
    config: Config, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/no/such/folder/x.db"
    app = create_app(changed(config, DATABASE_URL=url))
    with app.app_context():
        assert engine().embedder.dimension

        response = app.test_client().get("/readyz")

    assert response.status_code == 503
    assert response.json is not None
    assert response.json["checks"] == {"database": "OperationalError", "queue": "ok", "files": "ok", "model": "ok"}
    assert response.json["figures"] == {"oldest_waiting_seconds": None, "needs_a_person": None}


def test_a_process_without_its_queue_is_ready_because_reports_are_taken_all_the_same(
    config: Config, tmp_path: Path
) -> None:
    app = create_app(changed(config, REDIS_URL=f"unix://{tmp_path}/nothing.sock"))
    with app.app_context():
        assert engine().embedder.dimension

        response = app.test_client().get("/readyz")

    assert response.status_code == 200
    assert response.json is not None
    assert response.json["status"] == "ok"
    assert response.json["checks"]["queue"] == "ConnectionError"


def language_of(client: Browser, **headers: str) -> str:
    page = client.get("/", headers=headers).text
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize(
    "wanted,shown",
    [("en", "en"), ("de-AT,de;q=0.9", "de"), ("en-GB,en;q=0.8", "en"), ("fr,en;q=0.5", "en"), ("ja", "de")],
)
def test_the_browser_says_which_language_comes_first(client: Browser, wanted: str, shown: str) -> None:
    assert language_of(client, **{"Accept-Language": wanted}) == shown


def test_a_choice_of_language_is_kept_in_a_cookie_and_weighs_more_than_the_browser(app: Flask) -> None:
    client = Browser(app, language="")
    assert language_of(client) == "de"

    response = client.get("/language/en?next=/report")

    assert (response.status_code, response.location) == (302, "/report")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("language=en;")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert language_of(client, **{"Accept-Language": "de"}) == "en"


@pytest.mark.parametrize("code", ["fr", "EN", "de_AT", "<script>"])
def test_a_language_that_is_not_offered_changes_nothing(client: Browser, code: str) -> None:
    response = client.get(f"/language/{code}")

    assert response.status_code == 302
    assert "Set-Cookie" not in response.headers


def test_a_cookie_with_a_language_that_is_not_offered_is_ignored(app: Flask) -> None:
    client = Browser(app, language="")
    client.set_cookie("language", "../../etc")

    assert language_of(client) == "de"


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "evil.example",
        "",
    ],
)
def test_the_choice_of_language_never_leads_to_another_site(client: Browser, target: str) -> None:
    response = client.get("/language/en", query_string={"next": target})

    assert (response.status_code, response.location) == (302, "/")


@pytest.mark.parametrize("target", ["/", "/lookup", "/claims/some-claim", "/desk/?page=2&state=open"])
def test_the_choice_of_language_leads_back_to_where_the_reader_was(client: Browser, target: str) -> None:
    response = client.get("/language/en", query_string={"next": target})

    assert (response.status_code, response.location) == (302, target)


def test_the_links_of_a_page_lead_back_to_it(app: Flask, client: Browser) -> None:
    page = client.get("/privacy").text

    assert 'href="/language/en?next=/privacy"' in page.replace("%2F", "/")


def test_a_database_that_nobody_has_prepared_is_not_ready(tmp_path: Path, queue_server: str) -> None:
    app = create_app(configured(tmp_path, redis_url=queue_server))

    answer = app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["checks"]["database"] != "ok"
