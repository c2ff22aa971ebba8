"""Sessions in a signed cookie, which another site can neither use nor replace."""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class OwnSessions(SecureCookieSessionInterface):
    """Flask's, but for what another site posts: browsers send it without the reader's cookie, and would take ours."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Return whether the answer brings a session along."""
        return super().should_set_cookie(app, session) and not self._is_from_elsewhere(app)

    def _is_from_elsewhere(self, app: Flask) -> bool:
        # Older browsers do not say where a form comes from.
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        is_theirs = site not in {"same-origin", "none"} and request.method not in {"GET", "HEAD"}
        return is_theirs and self.get_cookie_name(app) not in request.cookies


def init_app(app: Flask) -> None:
    """Let an app keep its sessions so."""
    app.session_interface = OwnSessions()
