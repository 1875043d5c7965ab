"""What browsers are told to refuse, in every answer."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SELF = "'self'"

PAGES = "; ".join(
    (
        f"default-src {_SELF}",
        # NiceGUI writes its page's elements into a script of the page, and Vue compiles templates in the browser.
        f"script-src {_SELF} 'unsafe-inline' 'unsafe-eval'",
        f"style-src {_SELF} 'unsafe-inline'",
        f"img-src {_SELF} data: blob:",
        f"font-src {_SELF} data:",
        f"connect-src {_SELF}",
        "object-src 'none'",
        f"base-uri {_SELF}",
        f"form-action {_SELF}",
        "frame-ancestors 'none'",
    )
)
"""Content-Security-Policy of pages: nothing from outside, nothing to outside, in nobody's frame."""

DATA = "default-src 'none'; frame-ancestors 'none'"
"""Of what is no page: opened in a browser it runs nothing."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_YEAR = 365 * 24 * 3600


class SafeHeaders:
    """Adds them to every answer; with `https`, browsers are told to come by TLS only."""

    def __init__(self, app: ASGIApp, *, https: bool = False, private: bool = False) -> None:
        self.app = app
        self.https = https
        self.private = private

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                page = headers.get("content-type", "").startswith(
                    ("text/html", "text/javascript", "text/css")
                )
                headers.setdefault("Content-Security-Policy", PAGES if page else DATA)
                if self.private:
                    # What one person was shown stands in no cache for the next one at the same machine.
                    headers.setdefault("Cache-Control", "no-store")
                if self.https:
                    headers.setdefault("Strict-Transport-Security", f"max-age={_YEAR}")
            await send(message)

        await self.app(scope, receive, with_headers)
