"""The gate: what is not open by name is closed, and each door opens only its own pages."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.routing import Rule

from accounts.permissions import RoleName
from app import PUBLIC_ENDPOINTS, create_app
from core.config import Config
from tests.support import factories
from tests.support.browsing import Browser
from tests.support.desk import PASSWORD, signed_in
from tests.support.installation import changed


def closed_rules(app: Flask) -> list[tuple[str, str, str]]:
    """Return method, path and endpoint of everything that is not open by name."""
    return [
        (method, path_of(app, rule), rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC_ENDPOINTS
        for method in sorted(rule.methods or set())
    ]


def path_of(app: Flask, rule: Rule) -> str:
    values = dict.fromkeys(rule.arguments, 1 if "<int" in rule.rule else "x")
    return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def test_everything_that_is_not_open_by_name_turns_strangers_away(app: Flask, client: Browser) -> None:
    # The guard against forged forms stands before the gate; without it every POST meets the gate itself.
    app.config["WTF_CSRF_ENABLED"] = False
    rules = closed_rules(app)
    assert {"review.queue", "security.logout"} <= {endpoint for _, _, endpoint in rules}

    open_doors = []
    for method, path, endpoint in rules:
        answer = client.open(path, method=method)
        to_sign_in = answer.status_code == 302 and answer.location.startswith("/desk/login")
        if not to_sign_in and answer.status_code != 401:
            open_doors.append(f"{method} {path} ({endpoint}) answers {answer.status_code}")

    assert open_doors == [], "close it, or open it by name in app.PUBLIC_ENDPOINTS"


def test_the_guard_against_forged_forms_stands_before_every_closed_form(app: Flask) -> None:
    # The gate stands before it, so that what strangers send is not even read: who may do all of it meets the guard.
    client = signed_in(app, factories.editor(password=PASSWORD, role=RoleName.LEAD))
    posts = [(path, endpoint) for method, path, endpoint in closed_rules(app) if method == "POST"]
    assert posts

    assert {endpoint: client.post(path).status_code for path, endpoint in posts} == {
        endpoint: 400 for _, endpoint in posts
    }


def test_every_name_in_the_list_of_open_doors_exists(app: Flask) -> None:
    existing = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert existing >= PUBLIC_ENDPOINTS, "a name that leads nowhere hides a spelling mistake"


def test_nothing_below_desk_is_open_but_what_signing_in_takes(app: Flask) -> None:
    below = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")}

    assert below & PUBLIC_ENDPOINTS == {"security.login", "security.second_step", "security.link"}


def test_an_address_that_leads_nowhere_is_not_found_instead_of_forbidden(client: Browser) -> None:
    assert client.get("/desk/nothing").status_code == 404


def paths(app: Flask) -> set[str]:
    return {rule.rule for rule in app.url_map.iter_rules()}


SHARED = {
    "/face/face.css",
    "/face/logo",
    "/face/serif.ttf",
    "/static/<path:filename>",
    "/healthz",
    "/readyz",
    "/language/<code>",
}


def with_role(config: Config, role: str) -> Flask:
    return create_app(changed(config, APP_ROLE=role))


def test_the_two_roles_share_nothing_and_make_up_the_whole(app: Flask, config: Config) -> None:
    public, desk = paths(with_role(config, "public")), paths(with_role(config, "desk"))

    assert public & desk == SHARED
    assert public | desk == paths(app)
    assert not [path for path in public if path.startswith("/desk")]
    assert not [path for path in desk - SHARED if not path.startswith("/desk")]


@pytest.mark.parametrize(
    "role,missing,way_on",
    [("public", "/desk/login", "/"), ("desk", "/report", "/desk/"), ("desk", "/", "/desk/")],
)
def test_a_page_of_the_other_role_does_not_exist_and_the_error_page_leads_back_inside(
    config: Config, role: str, missing: str, way_on: str
) -> None:
    client = with_role(config, role).test_client()

    response = client.get(missing, headers={"Accept-Language": "en"})

    assert response.status_code == 404
    assert "There is no page at this address." in response.text
    links = set(re.findall(r'<a [^>]*href="([^"]*)"', response.text))
    assert way_on in links
    adapter = client.application.url_map.bind("localhost")
    local = {link.split("?")[0] for link in links if link.startswith("/")}
    assert {link for link in local if not adapter.test(link, "GET")} == set(), "links that lead nowhere"


def test_each_role_shows_its_first_page(config: Config) -> None:
    public, desk = with_role(config, "public").test_client(), with_role(config, "desk").test_client()

    for path in ("/", "/report", "/lookup", "/status"):
        assert public.get(path).status_code == 200
    assert desk.get("/desk/").status_code == 302
    assert desk.get("/desk/login").status_code == 200
