"""How fetching a page ended, in words that an editor understands."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from core.labels import LabelledEnum


class Outcome(LabelledEnum):
    """What became of it; every member but the first two says why nothing was read."""

    # Asked for, and not done yet.
    WAITING = "waiting", _l("Waiting to be fetched")
    FETCHED = "fetched", _l("Fetched")

    NO_ADDRESS = "no_address", _l("This is not the address of a public web page.")
    CREDENTIALS = "credentials", _l("The address holds a name or a password.")
    PORT = "port", _l("The address names a port on which no public web page stands.")
    OURSELVES = "ourselves", _l("The address leads back to this service.")
    NOT_PUBLIC = "not_public", _l("The address leads into a network that is not public. Nothing was asked there.")
    UNKNOWN_HOST = "unknown_host", _l("There is no site by this name, or it is not to be found now.")
    UNSAFE_REDIRECT = "unsafe_redirect", _l("The page leads on from a protected to an unprotected connection.")
    TOO_MANY_REDIRECTS = "too_many_redirects", _l("The page leads on and on to other addresses.")
    NO_ANSWER = "no_answer", _l("The site did not answer, or broke off.")
    CERTIFICATE = "certificate", _l("The site could not prove that it is the one it is called.")
    TOO_SLOW = "too_slow", _l("The site took too long.")
    TOO_LARGE = "too_large", _l("The page is too large.")
    WRONG_TYPE = "wrong_type", _l("This is not a page with text, but a file of another kind.")
    WRONG_ENCODING = "wrong_encoding", _l("The page is packed in a way that is not opened here.")
    UNREADABLE = "unreadable", _l("The page came, but no text could be taken out of it.")
    SWITCHED_OFF = "switched_off", _l("Fetching was switched off before its turn came.")


class NotFetched(Exception):
    """A page was not read; `outcome` says why, and `url` at which address of the way there."""

    def __init__(self, outcome: Outcome, url: str = "") -> None:
        super().__init__(outcome.value)
        self.outcome = outcome
        self.url = url
