"""The security headers that every response carries."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, g, request

from core.config import Config

# Nothing may be loaded from elsewhere, nothing inline runs, and no other site may frame a page.
_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    # To be installed as an app, and for the page without a connection.
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join((*_POLICY, "frame-ancestors 'none'"))
# Of a page that other sites may show in a frame: it has styles and a form that opens elsewhere, and nothing runs in it.
_FRAMED = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "sandbox allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin",
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Somebody who reads about hate against them must not announce it to the next site.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "autoplay=(), camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def let_frame(response: Response, sites: Sequence[str]) -> None:
    """Let some sites, by their origins, show a page in a frame; without scripts."""
    response.headers["Content-Security-Policy"] = "; ".join((*_FRAMED, f"frame-ancestors {' '.join(sites)}"))
    g.is_framed = True


def init_app(app: Flask, config: Config) -> None:
    """Set the headers on every response, error pages included."""

    @app.after_request
    def _set(response: Response) -> Response:
        for name, value in HEADERS.items():
            # It knows no list of sites, and old browsers would follow it and not the policy.
            if name != "X-Frame-Options" or not g.get("is_framed"):
                response.headers.setdefault(name, value)
        if config.secure_cookies:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            # A shared computer's Back button must not show the last person's report.
            response.headers.setdefault("Cache-Control", "no-store")
        return response
