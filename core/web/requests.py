"""What a request may bring along: how large, how many fields, which bytes; and HEAD, which is GET without a body.

All of it is decided before a view runs, and what costs time only when a view asks for the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, TypeAlias, TypeVar, cast
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, current_app, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, NotFound, RequestEntityTooLarge, RequestURITooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.routing import RequestRedirect

from core.config import Config
from core.files.spool import PIECE, Spool
from core.files.turns import turn
from core.web.errors import API_PREFIX

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# The longest report, 20,000 emoji in a form, takes a quarter of it.
LARGEST_BODY = 1024 * 1024
# The largest of our forms has thirty.
MOST_FIELDS = 500
# The longest address that our own pages make names the page to come back to.
LONGEST_QUERY = 4 * 1024

View = TypeVar("View", bound=Callable[..., Any])
_FILES_TAKEN = "files_taken"
# Of a form with files, the rest is held in memory: so much more than its words is what was read ahead of a file.
_READ_AHEAD = 2 * PIECE
# What a decoder puts in the place of bytes that are no text.
_NO_TEXT = "\ufffd"

_URLENCODED = "application/x-www-form-urlencoded"
_MULTIPART = "multipart/form-data"
# Browsers write a percent sign as %25; a program may forget to. Taking a body of nothing else apart takes seconds.
MOST_LONE_PERCENTS = 500
_PERCENT_OF_A_BYTE = re.compile(rb"%[0-9A-Fa-f]{2}")


def takes_files(*, most_bytes: int, most_files: int) -> Callable[[View], View]:
    """Note beside a view that its form takes files: how many, and of how many bytes together.

    They are never held in memory as a whole, nor written anywhere as they are: a view finds each in a `Spool`. It has
    to be exempt from the guard against forged forms, which would read the body before it, and checks the token itself.
    """

    def noted(view: View) -> View:
        setattr(view, _FILES_TAKEN, (most_bytes, most_files))
        return view

    return noted


def largest_body(app: Flask, method: str, path: str) -> int:
    """Return how many bytes the body of a request may have; asked before it is read."""
    try:
        endpoint, _ = app.url_map.bind("").match(path, method)
    except (HTTPException, RequestRedirect):
        return LARGEST_BODY
    return LARGEST_BODY + _files_taken(app, endpoint)[0]


def _files_taken(app: Flask, endpoint: str | None) -> tuple[int, int]:
    """Return how many bytes of files a view takes, and how many files."""
    taken: tuple[int, int] = getattr(app.view_functions.get(endpoint or ""), _FILES_TAKEN, (0, 0))
    return taken


def has_too_much_in_files() -> bool:
    """Return whether a request holds more than its view takes with files, or more files; a long text is another thing.

    Of too many files it is known once the form was asked for.
    """
    if isinstance(request, BoundedRequest) and request.has_too_many_files:
        return True
    return request.mimetype == _MULTIPART and (request.content_length or 0) > (request.max_content_length or 0)


class FormParser(FormDataParser):
    """Flask's parser, strict about what is no text, and after a look at the body that costs less than parsing it."""

    # Set for the requests of a view that takes files.
    takes_files = False
    # How many bytes of those that were read are in files.
    bytes_in_files: Callable[[], int] = staticmethod(lambda: 0)

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]:
        """Return what is left of the stream, the fields and the files.

        Errors: 400 for bytes that are no text, since the parser would quietly put other characters in their place;
        413 for more fields than any form has, or more files than this one has, and 400 for a file where no form
        takes one.
        """
        if mimetype == _URLENCODED:
            body = stream.read()
            _check_fields(body)
            return stream, MultiDict(map(_field, filter(None, body.split(b"&")))), MultiDict()
        if mimetype == _MULTIPART and self.takes_files:
            # The body is here as a whole, so nobody waits for its sender.
            beside = cast(IO[bytes], _WordsBeside(stream, self.bytes_in_files))
            with turn:
                _, fields, files = super().parse(beside, mimetype, content_length, options)
            return _checked((stream, fields, files))
        if mimetype == _MULTIPART:
            body = stream.read()
            _text(body)
            stream = BytesIO(body)
        rest, fields, files = super().parse(stream, mimetype, content_length, options)
        for file in (file for _, same_name in files.lists() for file in same_name):
            file.close()
        if files:
            # A view would find a file where it expects text.
            raise BadRequest("no form takes a file")
        return rest, fields, files


class BoundedRequest(Request):
    """A request whose form is read by `FormParser`."""

    form_data_parser_class = FormParser
    # Whether the form was not read because it holds more files than its view takes.
    has_too_many_files = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One for each file that has begun, also of a form that is refused half-way.
        self._spools: list[Spool] = []

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON for us: only the interface for programs takes any.

        Form libraries read a JSON body as the fields of a form, and their fields then hold lists and numbers where
        every view expects text.
        """
        return self.path.startswith(API_PREFIX) and bool(super().is_json)

    def make_form_data_parser(self) -> FormDataParser:
        """Return what reads the form; only of a view that takes files it takes them."""
        parser = super().make_form_data_parser()
        if isinstance(parser, FormParser):
            parser.bytes_in_files = lambda: sum(map(len, self._spools))
            parser.takes_files = _files_taken(current_app, self.endpoint)[1] > 0
        return parser

    def _load_form_data(self) -> None:
        if self.has_too_many_files:
            # Half of it is read; nobody takes the rest for a form.
            raise RequestEntityTooLarge
        super()._load_form_data()

    def close(self) -> None:
        """Forget the files, also those that no view has asked for and those of a form that was not read to its end."""
        super().close()
        for spool in self._spools:
            spool.close()
        self._spools.clear()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        _, most_files = _files_taken(current_app, self.endpoint)
        # Each holds memory or an open file until the answer has left. Where no form takes any, they are in memory.
        if most_files and len(self._spools) >= most_files:
            self.has_too_many_files = True
            self.close()
            raise RequestEntityTooLarge
        settings: Config | None = current_app.extensions.get("settings")
        spool = Spool(None if settings is None else settings.files_folder)
        self._spools.append(spool)
        return cast(IO[bytes], spool)


class _WordsBeside:
    """A body with files on its way to the parser, of which what is in no file may be as much as a form without files.

    The parser bounds each field, and holds all of them in memory.
    """

    def __init__(self, stream: IO[bytes], in_files: Callable[[], int]) -> None:
        self._stream = stream
        self._in_files = in_files
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes. Errors: 413 for more words than a form has."""
        if self._read - self._in_files() > LARGEST_BODY + _READ_AHEAD:
            raise RequestEntityTooLarge
        taken = self._stream.read(size)
        self._read += len(taken)
        return taken


class HeadAsGet:
    """Answers HEAD as GET does, without the body: no view has to know the difference."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("REQUEST_METHOD") != "HEAD":
            return self._application(environ, start_response)
        environ["REQUEST_METHOD"] = "GET"
        answer = self._application(environ, start_response)
        close: Callable[[], Any] | None = getattr(answer, "close", None)
        if close is not None:
            close()
        return []


def init_app(app: Flask) -> None:
    """Bound the requests of an app; call before anything that reads them."""
    app.request_class = BoundedRequest
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.config["MAX_FORM_PARTS"] = MOST_FIELDS
    app.wsgi_app = HeadAsGet(app.wsgi_app)  # type: ignore[method-assign]

    @app.before_request
    def _bound_body() -> None:
        # Only this kind of body is not held in memory.
        files = _files_taken(app, request.endpoint)[0] if request.mimetype == _MULTIPART else 0
        request.max_content_length = LARGEST_BODY + files

    @app.teardown_request
    def _close_files(_error: BaseException | None) -> None:
        # Also those that no view has asked for.
        request.close()

    @app.before_request
    def _bound_address() -> None:
        # PostgreSQL takes no text with one, and no address of ours has one.
        if "\0" in request.path:
            raise NotFound
        query = request.query_string
        if len(query) > LONGEST_QUERY:
            raise RequestURITooLarge
        if query.count(b"&") >= MOST_FIELDS:
            raise BadRequest("too many arguments")


Parsed: TypeAlias = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]


def _checked(parsed: Parsed) -> Parsed:
    """Return what was parsed of a form with files. Errors: 400 for a field that is no text."""
    if any(_NO_TEXT in text for name, values in parsed[1].lists() for text in (name, *values)):
        raise BadRequest("not UTF-8")
    return parsed


def _check_fields(body: bytes) -> None:
    if body.count(b"&") >= MOST_FIELDS:
        raise RequestEntityTooLarge
    if body.count(b"%") - sum(1 for _ in _PERCENT_OF_A_BYTE.finditer(body)) > MOST_LONE_PERCENTS:
        raise BadRequest("percent signs that stand for no byte")


def _field(pair: bytes) -> tuple[str, str]:
    """Take one field apart; werkzeug would do the same, but has to be told twice what is no text."""
    name, _, value = pair.replace(b"+", b" ").partition(b"=")
    return _text(unquote_to_bytes(name)), _text(unquote_to_bytes(value))


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("not UTF-8") from error
