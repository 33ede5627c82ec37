"""Requests to a hub. The access token goes nowhere else, and a refusal becomes a sentence with a remedy."""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ...errors import LabError
from .address import origin

ANSWER_WITHIN = 30.0
"""The most seconds until the answer begins, or its body goes on."""

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP statuses of problems that may pass within moments."""

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds to wait before each further attempt."""

_LONGEST_PAUSE = 60.0
_MOST_JSON_BYTES = 64_000_000
_WEB_PAGE = re.compile(r"\s*(text/html|application/xhtml\+xml)\b", re.IGNORECASE)
Answer = http.client.HTTPResponse
_T = TypeVar("_T")


class HubUnavailable(LabError):
    """The hub could not be asked now, or something else answered in its place; what is cached may be used instead."""


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects; a token that was meant for the hub goes along within the hub alone."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        # Python 3.10 does not know 308, which is 307 for ever.
        new = super().redirect_request(req, fp, 307 if code == 308 else code, msg, headers, newurl)
        token = req.unredirected_hdrs.get("Authorization")
        if new is not None and token is not None and origin(newurl) == origin(req.full_url):
            new.add_unredirected_header("Authorization", token)
        return new

    http_error_308 = urllib.request.HTTPRedirectHandler.http_error_302


_opener = urllib.request.build_opener(_Redirects())


@dataclass(frozen=True)
class FileState:
    """What a server says of a file."""

    size: int | None
    """Bytes; None if the server does not say."""
    etag: str | None


class Hub:
    """A hub or its mirror, with the access token for it."""

    def __init__(self, url: str, token: str | None) -> None:
        """The address has no slash at the end."""
        self.url = url
        self._token = token

    def open(self, url: str, what: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        """Sends one request.

        Raises:
            HubUnavailable: for trouble that may pass, such as no connection
            LabError: if the hub refuses
        """
        request = urllib.request.Request(
            url, headers={"User-Agent": "lora-lab-cluster", **(headers or {})}, method=method
        )
        if self._token and origin(url) == origin(self.url):
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        try:
            answer: Answer = _opener.open(request, timeout=ANSWER_WITHIN)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == 416:
                raise
            refused = self.refusal(what, error.code)
            if error.code in PASSING:
                raise Passing(str(refused), _seconds(error.headers.get("Retry-After"))) from None
            raise refused from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Passing(self.unreachable(what, url, error)) from None
        if _WEB_PAGE.match(answer.headers.get("Content-Type") or ""):
            answer.close()
            raise _page_instead(what, url)
        return answer

    def state(self, url: str, what: str) -> FileState:
        """What a file is now. Asks by HEAD, or else by a request for its first byte: signed addresses often allow GET alone.

        Raises:
            LabError: if neither is answered
        """

        def ask(method: str, headers: Mapping[str, str] | None = None) -> FileState:
            with self.open(url, what, headers, method) as answer:
                told = answer.headers
                total = re.search(r"/([0-9]+)\Z", told.get("Content-Range") or "")
                length = None if told.get("Content-Encoding") else told.get("Content-Length")
                size = total[1] if total else length if answer.status == 200 else None
                return FileState(int(size) if size else None, told.get("ETag"))

        try:
            return self._patiently(what, url, lambda: ask("HEAD"))
        except HubUnavailable:
            raise
        except LabError:
            return self._patiently(what, url, lambda: ask("GET", {"Range": "bytes=0-0"}))

    def json(self, url: str, what: str) -> tuple[Any, str | None]:
        """Asks a question, again if the trouble may pass.

        Returns:
            the answer, and the address of its next page if there is one

        Raises:
            HubUnavailable: if the hub cannot be asked now, or does not answer as a hub does
            LabError: if it refuses
        """

        def ask() -> tuple[Any, str | None]:
            with self.open(url, what) as answer:
                body = answer.read(_MOST_JSON_BYTES + 1)
                following = re.search(r'<([^>]+)>;\s*rel="next"', answer.headers.get("Link") or "")
                length = answer.headers.get("Content-Length")
            if length is not None and len(body) < min(int(length), _MOST_JSON_BYTES):
                raise OSError(f"the connection broke after {len(body)} of {length} bytes")
            if len(body) > _MOST_JSON_BYTES:
                raise HubUnavailable(f"{what}: the answer of {url} is too long.", "Check the hub's address.")
            try:
                return json.loads(body), following[1] if following else None
            except ValueError:
                raise HubUnavailable(
                    f"{self.url} does not answer as a hub does.", "Check the hub's address."
                ) from None

        return self._patiently(what, url, ask)

    def _patiently(self, what: str, url: str, ask: Callable[[], _T]) -> _T:
        """Asks, and again if the trouble may pass."""
        for pause in (*PAUSES, None):
            try:
                return ask()
            except urllib.error.HTTPError as error:
                raise self.refusal(what, error.code) from None
            except (Passing, OSError, http.client.HTTPException) as error:
                if pause is None:
                    told = str(error) if isinstance(error, LabError) else self.unreachable(what, url, error)
                    raise HubUnavailable(told) from None
                wait(error, pause)
        raise AssertionError("the last attempt raises")

    def refusal(self, what: str, status: int) -> LabError:
        """What a hub's refusal means."""
        has_token = self._token is not None
        told, remedy = {
            401: (
                "the hub knows no such repository, or asks for an access token (401)",
                "Check the name"
                + (
                    " and that the token may read it."
                    if has_token
                    else "; for a private or gated repository set HF_TOKEN."
                ),
            ),
            403: (
                "the hub refuses access (403)",
                "Accept the repository's conditions on its page at the hub, and use a token that may read it.",
            ),
            404: (
                "the hub has nothing of this name and revision (404)",
                "Check the name, and the revision if there is one.",
            ),
            429: (
                "the hub has had too many requests (429)",
                "Wait a few minutes and run again; an access token in HF_TOKEN raises the limit.",
            ),
        }.get(status, (f"the hub answers {status}", "Run again later, or use another hub by --hub."))
        return LabError(f"{what}: {told}.", remedy)

    def unreachable(self, what: str, url: str, why: Exception) -> str:
        """The sentence for a request that has got no answer."""
        reason = why.reason if isinstance(why, urllib.error.URLError) else why
        return (
            f"{what} could not be loaded from {urlsplit(url).netloc}: {reason}. Check the connection and the hub's address "
            "(--hub), then run again: what has arrived is kept."
        )


class Passing(HubUnavailable):
    """Trouble that may pass within moments."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        """The hub may have said how many seconds to wait."""
        super().__init__(message)
        self.pause = pause


def wait(error: Exception, usual: float) -> None:
    """Waits before the next attempt: as long as the hub asks for, up to a minute, or as usual."""
    asked = error.pause if isinstance(error, Passing) else None
    time.sleep(min(_LONGEST_PAUSE, usual if asked is None else asked))


def _seconds(text: str | None) -> float | None:
    return float(text) if text is not None and re.fullmatch(r"[0-9]{1,6}", text) else None


def _page_instead(what: str, url: str) -> HubUnavailable:
    return HubUnavailable(
        f"{url} answers with a web page where {what} was asked for.",
        "If this network asks for a sign-in, sign in first; else check the hub's address. Then run again.",
    )
