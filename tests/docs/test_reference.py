"""The reference held to the code: what exists is documented, what is documented exists."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from fastapi.routing import APIRoute
from typer.main import get_command

import suizhi
from api import shapes
from api.app import PREFIX
from api.cli import app as command_line
from api.knowledge import EXPORTS
from api.routes import (
    auditing,
    collecting,
    comparing,
    correcting,
    deciding,
    documents,
    keeping,
    knowledge,
    people,
    questions,
    service,
    watching,
)
from api.settings import Settings
from graph.facts import EntityType, Kind, Operator, RelationType
from ingest.loaders import SUFFIXES
from search.answer import AnswerKind
from search.intake import Status, Taken

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
COMMANDS = get_command(command_line).commands
ROUTES = {
    (method, route.path): route
    for part in (
        questions,
        comparing,
        auditing,
        knowledge,
        deciding,
        correcting,
        watching,
        documents,
        keeping,
        collecting,
        people,
        service,
    )
    for route in part.router.routes
    if isinstance(route, APIRoute)
    for method in route.methods
}
SHAPES = {
    "A reply": shapes.ReplyShape,
    "A citation": shapes.CitationShape,
    "A scoped value": shapes.ScopedShape,
    "A nearest fact": shapes.NearestShape,
    "A hit": shapes.HitShape,
    "A finding": shapes.FindingShape,
    "A report": shapes.ReportShape,
    "A cell": shapes.CellShape,
    "A change": shapes.ChangeShape,
    "A theme": shapes.ThemeShape,
    "A member of a theme": shapes.MemberShape,
    "A word on an answer": shapes.DecidedShape,
    "A person's word": shapes.WordShape,
    "A correction": shapes.CorrectionShape,
    "A watch": shapes.WatchShape,
    "An alarm": shapes.AlarmShape,
    "An event": shapes.EventShape,
    "A decision": shapes.DecisionShape,
}


def page(name: str) -> str:
    return (REFERENCE / name).read_text("utf-8")


def sections(name: str) -> dict[str, str]:
    """The text under each heading of the second level."""
    title, *rest = re.split(r"^## (.+)$", page(name), flags=re.MULTILINE)
    return dict(zip(rest[::2], rest[1::2], strict=True)) | {"": title}


def code(text: str) -> set[str]:
    """Everything that is set as code on one line."""
    return set(re.findall(r"`([^`\n]+)`", text))


def first_cells(text: str) -> set[str]:
    """What is set as code in the first column of the tables."""
    return {name for line in text.splitlines() if line.startswith("| ") for name in code(line.split("|")[1])}


def first_table(text: str) -> str:
    """The first table of a section."""
    return text[text.index("\n| ") :].lstrip("\n").split("\n\n")[0]


def test_the_commands_documented_are_those_that_exist():
    assert {name for name in sections("command-line.md") if name} == {f"suizhi {name}" for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_of_a_command_is_documented_and_no_other(name: str):
    table = first_table(sections("command-line.md")[f"suizhi {name}"])
    documented = {word.split()[0] for word in first_cells(table)}
    wanted: set[str] = set()
    command = COMMANDS[name]
    parts = getattr(command, "commands", {})
    wanted |= set(parts)
    for parameter in [p for one in (command, *parts.values()) for p in one.params]:
        is_option = parameter.param_type_name == "option"
        wanted |= set(parameter.opts) if is_option else {parameter.metavar or parameter.name}
    assert documented == wanted


def test_the_routes_documented_are_those_that_exist():
    documented = {
        tuple(cell.split()) for name in sections("http.md") for cell in first_cells(sections("http.md")[name])
    }
    assert {row for row in documented if len(row) == 2} == {
        (method, path.replace(":path", "")) for method, path in ROUTES
    }
    assert f"`{PREFIX}`" in page("http.md")


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_parameter_of_a_route_is_documented(method: str, path: str):
    route = ROUTES[method, path].dependant
    named = f"`{method} {path.replace(':path', '')}`"
    (line,) = (line for line in page("http.md").splitlines() if line.startswith(f"| {named} "))
    takes = line.split("|")[2]
    for parameter in route.query_params:
        assert f"`{parameter.alias}`" in takes, parameter.alias
    for parameter in route.body_params:
        model = parameter.field_info.annotation
        models = [one for one in (model, *get_args(model)) if hasattr(one, "model_fields")]
        names = [info.alias or name for one in models for name, info in one.model_fields.items()]
        for field in names or [parameter.alias]:
            assert field in takes, field


@pytest.mark.parametrize(("heading", "shape"), SHAPES.items())
def test_every_field_of_a_line_is_documented_and_no_other(heading: str, shape: type):
    assert first_cells(sections("replies.md")[heading]) == get_type_hints(shape).keys()


def test_every_value_that_a_field_can_have_is_documented():
    exports = sections("replies.md")["Exports"]
    for literal in (EntityType, RelationType, Operator, Kind):
        assert set(get_args(literal)) <= code(exports), literal
    assert set(get_args(AnswerKind)) <= code(sections("replies.md")["A reply"])


def test_every_field_and_status_of_a_file_taken_in_is_documented():
    ingest = sections("command-line.md")["suizhi ingest"]
    assert {field.name for field in fields(Taken)} <= code(ingest)
    assert set(get_args(Status)) <= first_cells(ingest)


@pytest.mark.parametrize("what", ["facts", "entities", "relations"])
def test_every_field_of_an_export_is_documented(what: str, tmp_path: Path):
    room = suizhi.open(tmp_path / "library")
    assert [taken.status for taken in room.ingest([ROOT / "corpus" / "liwan-2024.txt"])] == ["added"]
    line = next(iter(EXPORTS[what](room)))
    rows = {
        row.split("|")[1].strip(" `"): row for row in page("replies.md").splitlines() if row.startswith("| `")
    }
    assert line.keys() <= code(rows[what])


def test_the_settings_documented_are_those_that_exist_with_their_defaults():
    rows = dict(re.findall(r"^\| `(SUIZHI_\w+)` \| (.+?) \|", page("settings.md"), re.MULTILINE))
    assert rows.keys() == {f"SUIZHI_{name}".upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if name != "home":  # depends on the user
            assert rows[f"SUIZHI_{name}".upper()] == f"`{field.default}`"


def test_the_extras_documented_are_those_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (
        first_cells(sections("settings.md")["Installation extras"]) - {"extra"}
        == project["optional-dependencies"].keys()
    )


def test_the_suffixes_documented_are_those_that_are_read():
    rows = [line.split("|")[2] for line in page("file-formats.md").splitlines() if line.startswith("| ")]
    assert set().union(*map(code, rows)) == SUFFIXES | {".zip"}


def test_the_data_files_documented_are_those_that_exist():
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("ingest", "graph", "search", "web", "bench")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".toml", ".txt") and not {"model", "gold", "reports"} & set(path.parts)
    }
    assert first_cells(page("data-files.md")) == found
