"""The JSON of HTTP responses is the JSON of the command line: `api.lines.encode`."""

from __future__ import annotations

from starlette.responses import Response

from api.lines import encode


class JsonLine(Response):
    """A response of one JSON object, decimals as numbers."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """The object as UTF-8 bytes."""
        return encode(content)
