"""`suizhi mcp` as agents see it: the official client, over standard input and output and HTTP, on a real process."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="pip install 'suizhi[mcp]'")

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

PATIENCE = 60.0
QUESTION = "花都区2023年12345热线的满意率是多少？"
TOOLS = {"ask", "search", "facts", "path", "similar", "compare", "audit"}
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "api.cli", "mcp"]

Talk = Callable[[ClientSession], Awaitable[Any]]


def over_stdio(home: Path, talk: Talk) -> Any:
    async def whole() -> Any:
        server = StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], "--home", str(home)], cwd=ROOT)
        async with stdio_client(server) as (reader, writer), ClientSession(reader, writer) as session:
            await session.initialize()
            return await talk(session)

    return asyncio.run(asyncio.wait_for(whole(), PATIENCE))


async def called(session: ClientSession, tool: str, /, **given: Any) -> dict:
    result = await session.call_tool(tool, given)
    assert not result.isError, result.content
    assert json.loads(result.content[0].text) == result.structuredContent
    return result.structuredContent


def test_an_agent_finds_the_tools_and_gets_what_the_command_line_gives(home, suizhi):
    async def talk(session: ClientSession) -> dict[str, Any]:
        tools = (await session.list_tools()).tools
        assert {tool.name for tool in tools} == TOOLS
        for tool in tools:
            assert tool.description
            assert tool.outputSchema
            assert tool.annotations
            assert tool.annotations.readOnlyHint
        return {
            "ask": await called(session, "ask", question=QUESTION),
            "search": await called(session, "search", query="热线", regions=["花都区"], top=3),
            "facts": await called(session, "facts", metric="满意率", region="花都区", year=2023),
            "path": await called(session, "path", a="广州市政务服务和数据管理局", b="广州市"),
            "similar": await called(session, "similar", name="接诉即办", top=3),
            "compare": await called(session, "compare", metric="满意率", years=[2023]),
            "audit": await called(session, "audit", sources=["huadu-2022.txt"], top=2),
        }

    found = over_stdio(home, talk)

    def lines(*arguments: str) -> list[dict]:
        return suizhi(*arguments, "--home", home, "--json").lines

    assert [found["ask"]] == lines("ask", QUESTION)
    assert found["ask"]["citations"][0]["quote"] == "满意率67.82%"
    hits = lines("search", "热线", "--region", "花都区", "--top", "3")
    assert [hit | {"found": found["search"]["found"]} for hit in found["search"]["hits"]] == hits
    assert found["facts"]["total"] == len(found["facts"]["facts"]) > 0
    assert found["path"]["hops"] == lines("path", "广州市政务服务和数据管理局", "广州市")
    assert found["similar"]["hits"] == lines("similar", "接诉即办", "--top", "3")
    assert found["compare"]["cells"] == lines("compare", "满意率", "--year", "2023")
    assert found["audit"]["findings"] == lines("audit", "huadu-2022.txt")[:2]


def test_what_cannot_be_is_told_to_the_agent_in_words(home):
    async def talk(session: ClientSession) -> list[Any]:
        return [
            await session.call_tool("path", {"a": "没有的名称甲", "b": "广州市"}),
            await session.call_tool("audit", {"sources": ["无.txt"]}),
            await session.call_tool("ask", {"question": ""}),
            await session.call_tool("search", {"query": "热线", "top": 0}),
        ]

    results = over_stdio(home, talk)
    assert all(result.isError for result in results)
    told = [result.content[0].text for result in results]
    assert "没有的名称甲" in told[0]
    assert "没有这份报告" in told[1]


def test_nothing_but_the_protocol_comes_on_standard_output(home):
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "0"}},
    }  # fmt: skip
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    asked = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "ask", "arguments": {"question": QUESTION}},
    }
    with subprocess.Popen(
        [*COMMAND, "--home", str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    ) as server:
        assert server.stdin
        assert server.stdout
        for message in (hello, ready, asked):
            server.stdin.write(json.dumps(message).encode() + b"\n")
        server.stdin.flush()
        lines = [server.stdout.readline() for _ in range(2)]
        rest, _ = server.communicate(timeout=PATIENCE)
    assert [json.loads(line)["id"] for line in lines] == [1, 2]
    assert rest == b""
    assert server.returncode == 0


def test_the_same_tools_answer_over_http(home):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [*COMMAND, "--http", "--port", str(port), "--home", str(home)], stderr=subprocess.PIPE, cwd=ROOT
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)

        async def whole() -> dict:
            async with (
                streamable_http_client(f"http://127.0.0.1:{port}/mcp") as (reader, writer, *_),
                ClientSession(reader, writer) as session,
            ):
                await session.initialize()
                return await called(session, "ask", question=QUESTION)

        assert asyncio.run(asyncio.wait_for(whole(), PATIENCE))["short"] == "67.82%"
    finally:
        server.terminate()
        server.communicate(timeout=PATIENCE)
