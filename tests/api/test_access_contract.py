"""Every door, tried by a user of another collection: nothing of the first collection comes out of any of them.

The routes are those of the OpenAPI and of the pages' registries, so that a door that is added is tried too; one that
this file has no values for fails the test.
"""

import asyncio
import itertools
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

import httpx
import pytest

import suizhi
from api.access.store import Access
from api.app import PREFIX
from bench.pages.serving import serving
from suizhi import Suizhi
from web.pages import FILES, PAGES

OWN, OTHER = "天河区", "越秀区"
RATE = {OWN: "97.53", OTHER: "61.28"}
SECRETS = ("越秀", "61.28", "612800", "秀通办", "7654322")
PASSWORD = "一句足够长的口令，谁也猜不到"

REPORT = (
    "2021年度广州市{place}政务服务数据管理局部门整体支出绩效自评报告\n\n一、部门基本情况\n\n（一）工作任务\n\n"
    "2021年，{place}12345热线共受理工单{cases}宗，按时办结率{rate}%。"
    "{place}政务服务数据管理局建设“{short}通办”平台，印发《{place}热线办法》。\n\n"
    "二、绩效分析\n\n{place}政务服务数据管理局全年支出共计{rate}万元，其中项目支出12.3万元。"
    "{place}部门预算100万元，实际支出50万元，预算执行率80%。\n"
)


def text_of(place: str) -> str:
    cases = {OWN: "7654321", OTHER: "7654322"}[place]
    return REPORT.format(place=place, short=place[:-1], rate=RATE[place], cases=cases)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports, a collection each; of both somebody said something, and watches something."""
    folder, files = tmp_path_factory.mktemp("library"), tmp_path_factory.mktemp("files")
    room = suizhi.open(folder)
    for place in (OWN, OTHER):
        path = files / f"{place}.txt"
        path.write_text(text_of(place), "utf-8")
        assert [t.status for t in room.within(None, target=place).ingest([path])] == ["added"]
    for place in (OWN, OTHER):
        seat = room.within({place}, who=f"{place}的人")
        seat.watch(f"{place}12345热线按时办结率 < 99%", who="", reason=f"{place}要看")
        fact = seat.library.facts()[-1]
        seat.correct_fact(fact.id, None, who="", reason=f"{place}说错了")
        path = files / f"{place}-2.txt"
        path.write_text(text_of(place).replace("2021", "2022"), "utf-8")
        assert [t.status for t in seat.ingest([path])] == ["added"]
    access = Access(folder)
    access.add("乙", PASSWORD, "editor", [OWN])
    access.add("丙", PASSWORD, "editor", [OTHER])
    return folder


@pytest.fixture(scope="module")
def whole(home: Path) -> Suizhi:
    return suizhi.open(home)


@contextmanager
def served(home: Path, *command: str) -> Iterator[str]:
    """The address of a real service in a process of its own, where users log in."""
    settings = {"SUIZHI_ACCESS": "true", "SUIZHI_REQUESTS_PER_MINUTE": "1000000"}
    with serving(command, home, settings) as address:
        yield address


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[httpx.Client]:
    """The service with its pages."""
    with served(home, "serve") as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def headers(home: Path) -> dict[str, dict[str, str]]:
    access = Access(home)
    return {name: {"Authorization": f"Bearer {access.new_token(name)[1]}"} for name in ("乙", "丙")}


def hidden(whole: Suizhi) -> dict[str, list[str]]:
    """What can be asked for by name or id of the collection that is not seen."""
    part = whole.within({OTHER})
    entities = part.library.entities(merged=True)
    seen = {entity.id for entity in whole.within({OWN}).library.entities()}
    return {
        "source": [report.source for report in part.documents()],
        "entity": [e.id for e in entities if e.id not in seen],
        "name": [e.name for e in entities if e.id not in seen],
        "fact": [fact.id for fact in part.library.facts()],
        "correction": [one.id for one in part.corrections()],
        "watch": [one.id for one in part.library.watches()],
    }


QUESTION = f"{OTHER}2021年12345热线的按时办结率是多少？"


def values(name: str, path: str, known: dict[str, list[str]]) -> list[object]:
    """What to ask a door for, by the name of its parameter: what there is of the other collection."""
    if name == "id":
        kind = next(
            kind
            for part, kind in (
                ("/facts/", "fact"), ("/relations/", "fact"), ("/entities/", "entity"), ("/watches/", "watch"),
                ("/corrections/", "correction"), ("/aliases/", "correction"), ("/audit/", "correction"),
            )
            if part in path
        )  # fmt: skip
        return list(known[kind][:2])
    if name == "name" and "/jobs/" in path:
        return ["0" * 32]
    asked: dict[str, list[object]] = {
        "source": [*known["source"]],
        "a": [known["source"][0], known["name"][0]], "b": [known["source"][1], known["name"][-1]],
        "q": [QUESTION, "按时办结率", "通办平台"], "query": [QUESTION], "text": ["越秀", "按时"], "typed": ["越秀"],
        "name": [*known["name"][:3], *known["entity"][:1], OTHER], "metric": ["按时办结率", "支出"],
        "subject": ["12345热线", OTHER], "region": [OTHER, f"广州市{OTHER}"], "department": [f"{OTHER}政务服务数据管理局"],
        "year": [2021], "type": ["ORG"], "entity": [known["name"][0]], "center": [known["name"][0]],
        "since": ["2020-01-01"], "state": ["open"], "kind": ["entity"], "format": ["json"], "page": [1], "kinds": ["entity"],
        "what": ["facts", "entities", "relations", "graph", "all"], "token": ["0123abcd"],
    }  # fmt: skip
    return asked.get(name, [])


def doors(
    client: httpx.Client, headers: dict[str, dict[str, str]]
) -> list[tuple[str, str, list[str], list[str], bool]]:
    """Method, path, parameters in the path, others, and whether a body is sent; of every route of the OpenAPI."""
    found = []
    schema = client.get(f"{PREFIX}/openapi.json", headers=headers["乙"]).json()
    for path, methods in schema["paths"].items():
        for method, about in methods.items():
            parameters = about.get("parameters", [])
            inside = [p["name"] for p in parameters if p["in"] == "path"]
            others = [p["name"] for p in parameters if p["in"] == "query"]
            found.append((method.upper(), path, inside, others, "requestBody" in about))
    return found


def asked(door: tuple[str, str, list[str], list[str], bool], known: dict[str, list[str]]) -> Iterator[str]:
    """Addresses to try a door with: each value of what stands in its path, with each value of one parameter."""
    _, path, inside, others, _ = door
    choices = [values(name, path, known) for name in inside]
    assert all(choices), f"no values for {path}: teach this test what its parameters mean"
    for chosen in itertools.product(*choices):
        address = path
        for name, value in zip(inside, chosen, strict=True):
            address = re.sub(r"\{" + name + r"(:path)?\}", quote(str(value), safe="/"), address)
        given = {name: values(name, path, known) for name in others}
        required = "&".join(f"{name}={quote(str(v[0]))}" for name, v in given.items() if v)
        yield address
        yield f"{address}?{required}&top=1000" if "top" in others else f"{address}?{required}"
        for name, several in given.items():
            for value in several:
                yield f"{address}?{name}={quote(str(value))}"
        if {"a", "b"} <= set(others):
            yield f"{address}?a={quote(known['name'][0])}&b={quote(known['name'][-1])}"


def told(text: str, address: str) -> list[str]:
    """What of the other collection stands in an answer; what was asked for is told back."""
    echoes = {
        QUESTION,
        *re.findall(r"[^/?=&]+", unquote(address)),
        *([OTHER] if OTHER in unquote(address) else []),
    }
    for echo in sorted(echoes, key=len, reverse=True):
        text = text.replace(echo, "")
    return [secret for secret in SECRETS if secret in text]


def test_every_reading_door_shows_nothing_of_another_collection(
    client: httpx.Client, whole: Suizhi, headers: dict[str, dict[str, str]]
):
    known = hidden(whole)
    tried, leaks, found_own = 0, [], 0
    for door in doors(client, headers):
        if door[0] != "GET":
            continue
        for address in asked(door, known):
            answer = client.get(address, headers=headers["乙"])
            tried += 1
            assert answer.status_code < 500, (address, answer.text)
            found_own += OWN in answer.text
            leaks += [(address, secret) for secret in told(answer.text, address)]
    assert leaks == []
    assert tried > 100
    assert found_own > 10, "the doors tell nothing at all, so the test shows nothing"


def test_the_same_doors_do_tell_whoever_may_see_it(
    client: httpx.Client, whole: Suizhi, headers: dict[str, dict[str, str]]
):
    """Without this the test above could pass with secrets that no door ever shows."""
    known = hidden(whole)
    seen = {
        door[1]
        for door in doors(client, headers)
        if door[0] == "GET"
        for address in asked(door, known)
        if told(client.get(address, headers=headers["丙"]).text, address)
    }
    for path in ("/documents", "/search", "/facts", "/entities", "/compare", "/corrections", "/watches", "/alarms",
                 "/changes", "/audit", "/documents/{source}/text", "/entities/{name}"):  # fmt: skip
        assert f"{PREFIX}{path}" in seen, path


BODIES: dict[str, list[object]] = {
    "/ask": [{"question": QUESTION}, {"question": "各区按时办结率是多少？"}],
    "/corrections/facts/{id}": [{"wrong": True}],
    "/corrections/relations/{id}": [{"wrong": True}],
    "/corrections/entities/{id}": [{"wrong": True}, {"type": "ORG"}],
    "/corrections/reports/{source}": [{"year": "2019"}],
    "/aliases/{id}": [{"state": "yes"}, {"state": "undone"}],
    "/audit/{id}": [{"settled": True}, {"settled": False}],
    "/watches": [{"text": f"{OTHER}12345热线按时办结率 < 98%"}],
    "/documents/refresh": [{"sources": [f"{OTHER}.txt"]}],
    "/collections/{name}": [{"sources": [f"{OTHER}.txt"]}],
    "/jobs/{name}/stop": [None],
}


def test_no_changing_door_reaches_another_collection(
    client: httpx.Client, whole: Suizhi, headers: dict[str, dict[str, str]]
):
    known, part = hidden(whole), whole.within({OTHER})

    def held() -> object:
        library = part.library
        return (library.reports(), library.facts(), library.entities(), library.relations(), part.corrections(),
                library.watches(), library.decisions(), library.events(), part.collections())  # fmt: skip

    before = held()
    leaks, tried = [], set()
    for door in doors(client, headers):
        method, path, _, _, _ = door
        short = path.removeprefix(PREFIX)
        if method == "GET" or (method, short) == ("POST", "/documents"):
            continue
        tried.add((method, short))
        for address in asked(door, known):
            for body in BODIES.get(short, [None]):
                answer = client.request(method, address, json=body, headers=headers["乙"])
                assert answer.status_code < 500, (address, answer.text)
                leaks += [
                    (address, secret, answer.text[:300]) for secret in told(answer.text, f"{address}/{body}")
                ]
    assert leaks == []
    assert held() == before
    assert len(tried) >= 10


def test_an_upload_under_a_taken_name_tells_nothing_and_takes_nothing(
    client: httpx.Client, whole: Suizhi, headers: dict[str, dict[str, str]]
):
    before = whole.within({OTHER}).documents()
    for name, data in ((f"{OTHER}.txt", text_of(OWN).replace("97.53", "11.1")), ("neu.txt", text_of(OTHER))):
        for query in ("?replace=true", f"?replace=true&collection={OTHER}"):
            files = {"files": (name, data.encode())}
            job = client.post(f"{PREFIX}/documents{query}", files=files, headers=headers["乙"]).json()
            assert client.get(f"{PREFIX}/jobs/{job['id']}", headers=headers["丙"]).status_code == 404
            deadline = time.monotonic() + 60
            while (line := client.get(f"{PREFIX}/jobs/{job['id']}", headers=headers["乙"]).json())["state"] not in (
                "done", "failed", "stopped",
            ) and time.monotonic() < deadline:  # fmt: skip
                time.sleep(0.05)
            assert [one["status"] for one in line["documents"]] == ["failed"], line
            assert "61.28" not in str(line)
            assert "越秀区-2" not in str(line)
    assert whole.within({OTHER}).documents() == before


def test_every_page_and_file_shows_nothing_of_another_collection(
    client: httpx.Client, whole: Suizhi, headers: dict[str, dict[str, str]]
):
    known = hidden(whole)
    source, name, id_ = known["source"][0], known["name"][0], known["entity"][0]
    queries = [
        "", f"?q={quote(QUESTION)}", f"?q={quote('按时办结率')}", f"?metric={quote('按时办结率')}", f"?source={quote(source)}",
        f"?a={quote(source)}&b={quote(known['source'][1])}", f"?name={quote(name)}", f"?center={quote(name)}",
        f"?center={id_}", f"?a={quote(name)}&b={quote(known['name'][-1])}", "?view=names", f"?source={quote(source)}&page=1",
        f"?source={quote(source)}&start=0&end=9", f"?text={quote('越秀')}", f"?typed={quote('越秀')}", f"?q={quote('越秀')}",
    ]  # fmt: skip
    leaks, own = [], 0
    for path in [page.path for page in PAGES] + [*FILES]:
        for given in (path.replace("{source:path}", quote(source)).replace("{id}", id_),):
            for query in queries:
                answer = client.get(given + query, headers={**headers["乙"], "Accept": "text/html"})
                assert answer.status_code < 500, (given + query, answer.text[:500])
                # A page is a script of escaped JSON.
                page = answer.text + re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), answer.text)
                own += OWN in page
                leaks += [(given + query, secret) for secret in told(page, given + query)]
    assert leaks == []
    assert own > 5


def test_whoever_has_not_come_in_gets_nothing(
    client: httpx.Client, whole: Suizhi, headers: dict[str, dict[str, str]]
):
    known = hidden(whole)
    for door in doors(client, headers):
        address = next(asked(door, known))
        answer = client.request(door[0], address)
        if address.removeprefix(PREFIX) in ("/health", "/ready"):
            assert answer.json().get("documents", 0) == 0
        else:
            assert answer.status_code == 401, address
    for page in PAGES:
        path = page.path.replace("{source:path}", "x").replace("{id}", "x")
        answer = client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login"), path
    for path in (
        *FILES,
        "/docs",
        f"{PREFIX}/openapi.json",
        "/_nicegui_ws/socket.io/?EIO=4&transport=polling",
    ):
        assert client.get(path).status_code == 401, path


def test_every_tool_of_an_agent_shows_nothing_of_another_collection(
    home: Path, whole: Suizhi, headers: dict[str, dict[str, str]]
):
    pytest.importorskip("mcp", reason="pip install 'suizhi[mcp]'")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    known = hidden(whole)
    asked_of = {
        "ask": {"question": QUESTION}, "search": {"query": "按时办结率", "top": 50}, "facts": {"top": 200},
        "path": {"a": known["name"][0], "b": known["name"][-1]}, "similar": {"name": "通办平台"},
        "compare": {"metric": "按时办结率"}, "audit": {},
    }  # fmt: skip

    async def answers(url: str, name: str) -> dict[str, str]:
        async with (
            httpx.AsyncClient(headers=headers[name], timeout=60) as http,
            streamable_http_client(url, http_client=http) as (reader, writer, *_),
            ClientSession(reader, writer) as session,
        ):
            await session.initialize()
            tools = {tool.name for tool in (await session.list_tools()).tools}
            assert tools == asked_of.keys(), "teach this test what to ask the new tool"
            return {tool: str(await session.call_tool(tool, given)) for tool, given in asked_of.items()}

    with served(home, "mcp", "--http") as address:
        assert (
            httpx.post(f"{address}/mcp", json={}, headers={"Accept": "text/event-stream"}).status_code == 401
        )
        own = asyncio.run(answers(f"{address}/mcp", "乙"))
        other = asyncio.run(answers(f"{address}/mcp", "丙"))
    for tool, said in own.items():
        assert told(said, "&".join(f"{name}={value}" for name, value in asked_of[tool].items())) == [], said
    assert OWN in own["facts"]
    assert told(other["facts"], "")
