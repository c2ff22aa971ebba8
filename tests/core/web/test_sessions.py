"""A session is neither begun nor replaced by what another site posts."""

from __future__ import annotations

import pytest
from flask import Flask

from app import PUBLIC_ENDPOINTS
from tests.support.browsing import Browser


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_form_that_another_site_sends_brings_a_session_along(app: Flask, site: str) -> None:
    adapter = app.url_map.bind("localhost")
    taking = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())}
    asked = 0
    for endpoint in sorted(taking & PUBLIC_ENDPOINTS):
        rule = next(app.url_map.iter_rules(endpoint))
        path = adapter.build(endpoint, dict.fromkeys(rule.arguments, 1), method="POST")
        stranger = Browser(app, app.response_class)
        answer = stranger.post(path, data={"text": "Von anderswo", "kind": "check"}, headers={"Sec-Fetch-Site": site})
        assert "gegencheck=" not in answer.headers.get("Set-Cookie", ""), path
        asked += 1
    assert asked > 15


def test_a_page_of_ours_does(client: Browser) -> None:
    answer = client.post("/report", data={"text": "Von hier"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert "gegencheck=" in answer.headers["Set-Cookie"]
