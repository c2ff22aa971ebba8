"""What makes the public pages an app on a phone: its manifest, and the script that answers without a connection."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, url_for

from core.config import PROJECT_FOLDER, Config
from core.face.colours import tokens
from core.web.language import current_language
from intake.files import uploads
from intake.models.files import FileType

bp = Blueprint("intake_installing", __name__)

# Long enough for a visit; a new name or colour is there within the hour.
FOR_AN_HOUR = "public, max-age=3600"
_SERVICE_WORKER = PROJECT_FOLDER / "static" / "js" / "without-connection.js"
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Send what the pages are called and look like as an app, and what the share menu may hand to them."""
    settings: Config = current_app.extensions["settings"]
    face = settings.face
    light = tokens()[0]
    response = jsonify(
        {
            "id": "/",
            "name": face.name,
            "short_name": face.name,
            "lang": current_language(),
            "start_url": url_for("intake.home"),
            "scope": "/",
            "display": "standalone",
            "background_color": str(light["paper"]),
            "theme_color": face.accent.light["petrol"] if face.accent else str(light["petrol"]),
            "icons": [_icon(size, purpose) for size, purpose in ICONS],
            "share_target": {
                "action": url_for("intake_sharing.take"),
                "method": "POST",
                "enctype": "multipart/form-data",
                "params": {
                    **{name: name for name in ("title", "text", "url")},
                    "files": [{"name": uploads.FIELD, "accept": [kind.value for kind in FileType]}],
                },
            },
        }
    )
    response.content_type = "application/manifest+json"
    response.headers["Cache-Control"] = FOR_AN_HOUR
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@bp.get("/sw.js")
def service_worker() -> Response:
    """Send the script for the time without a connection; it has power over the folder that it comes from only."""
    response = make_response(_SERVICE_WORKER.read_bytes())
    response.content_type = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline")
def offline() -> str:
    """Show the page that is kept for the time without a connection."""
    return render_template("intake/offline.html")


def _icon(size: int, purpose: str) -> dict[str, str]:
    name = f"icons/{purpose}-{size}.png"
    address = url_for("static", filename=name)
    return {"src": address, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
