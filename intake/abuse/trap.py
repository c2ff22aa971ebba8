"""A field that nobody sees or reaches, and that programs which fill in every field fill in."""

from __future__ import annotations

from collections.abc import Mapping

# No word by which a browser or a password manager knows what belongs into a field.
FIELD = "remark"


def is_sprung(form: Mapping[str, str]) -> bool:
    """Return whether something stands in the field."""
    return bool(form.get(FIELD, "").strip())
