"""A program that sends reports with a token."""

from __future__ import annotations

from accounts.permissions import RoleName
from review.channels import making
from tests.support import factories


def token_of_a_program(name: str = "Der Messenger-Bot") -> str:
    """Let a program send, as the desk does, and return its token."""
    return making.make(name, 10, editor=factories.editor(role=RoleName.LEAD))
