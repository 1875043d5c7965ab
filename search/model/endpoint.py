"""An OpenAI-compatible endpoint (Ollama, vLLM, a gateway): one request, one text, within a time and a size."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# An answer of a sentence or two and the JSON around it; more is nothing that was asked for.
_MOST_BYTES = 64 * 1024
_TOKENS = 400
_STATUS_OK = 200


class ModelError(Exception):
    """The model gave nothing that can be used; `reason` says what, without what was asked or answered."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"语言模型 {url}：{reason}；已改用不经模型的回答")
        self.url, self.reason = url, reason


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is.

    Attributes:
        url: the base, as OpenAI clients take it (`http://127.0.0.1:11434/v1`).
        model: its name there.
        key: sent as a bearer token; "" sends none. Never shown.
        seconds: for the whole of one request, with all that is read.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 10.0

    def complete(self, messages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        """The JSON object that the model answers with.

        Raises:
            ModelError: no answer in time, another status, no JSON, none of the shape of a chat completion.
        """
        body = self._fetch(messages)
        try:
            content = json.loads(body)["choices"][0]["message"]["content"]
            told = json.loads(_unfenced(str(content)))
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise ModelError(self.url, f"回复不是约定的 JSON（{type(error).__name__}）") from error
        if not isinstance(told, dict):
            raise ModelError(self.url, "回复不是 JSON 对象")
        return told

    def _fetch(self, messages: Sequence[Mapping[str, str]]) -> bytes:
        import httpx

        deadline = time.monotonic() + self.seconds
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        wanted = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": _TOKENS,
            "stream": False,
        }
        read = bytearray()
        try:
            # What the environment says of proxies is not asked: a request goes to this address or nowhere.
            with (
                httpx.Client(timeout=self.seconds, trust_env=False) as client,
                client.stream(
                    "POST", f"{self.url.rstrip('/')}/chat/completions", json=wanted, headers=headers
                ) as reply,
            ):
                if reply.status_code != _STATUS_OK:
                    raise ModelError(self.url, f"状态 {reply.status_code}")
                for piece in reply.iter_raw():
                    read += piece
                    if len(read) > _MOST_BYTES:
                        raise ModelError(self.url, "回复过长")
                    if time.monotonic() > deadline:  # a reply that drips keeps every single read alive
                        raise ModelError(self.url, f"超过 {self.seconds:g} 秒")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            raise ModelError(self.url, f"连接失败（{type(error).__name__}）") from error
        return bytes(read)


def _unfenced(text: str) -> str:
    """Without the marks of a block of code, which many models put around JSON.

    >>> _unfenced('```json\\n{"a": 1}\\n```')
    '{"a": 1}'
    """
    text = text.strip()
    if text.startswith("```"):
        text = text.partition("\n")[2].rpartition("```")[0]
    return text.strip()
