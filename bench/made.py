"""Reports made from the corpus: as many as wanted, each different, the same from the same seed.

    python -m bench.made FOLDER --reports 1000      writes made/000000.txt … into FOLDER

The reports of `corpus/` are templates, read when they are needed. A made report takes the headings of one
of them and the paragraphs of all, in an order of its own; it lies in another district and belongs to another
department; its quoted names, its numbers and its year are others. So it has the length, the density of
numbers and the names of the genre, which is what time and memory depend on. It says nothing that is true.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import ingest
from ingest.divisions import Division, divisions
from ingest.document import About, Document
from ingest.markers import starts_heading

CORPUS = Path(__file__).parents[1] / "corpus"
CHARACTERS = 10_000
"""The length that speed is stated for: that of the longer reports of the corpus."""

_SPREAD = 0.05  # a report is up to so much longer or shorter
FIELDS = (
    *("财政", "教育", "卫生健康", "民政", "交通运输", "文化广电旅游体育", "应急管理", "市场监督管理", "司法"),
    *(
        "人力资源和社会保障",
        "住房和城乡建设",
        "生态环境",
        "农业农村",
        "水务",
        "统计",
        "审计",
        "科技工业商务和信息化",
    ),
)
"""What departments are for, without 局."""

# Syllables that officials name their platforms and brands with.
_FIRST = "惠智云慧通便捷乐安康益优易数信知联畅同心暖红粤金"
_LAST = "办通码享管家达聚联行服窗简秒帮问审查评图链眼脑桥"
_NAME = re.compile(r"“([一-鿿]{2,6})”")
# The numbers that stay: numbers of headings and of documents, months, days, hotlines and parts of names.
_NUMBER = re.compile(r"(?<![\d.〔\[A-Za-z+-])\d+(?:\.\d+)?(?![\d.、．号月日时A-Za-z+）)-]|年[^度]|\.\d)")
_YEAR = re.compile(r"(?<!\d)20[12]\d(?=\s?年|〕|\])")
_HOTLINE = re.compile(r"1\d{4}")
_AUTHORITY = re.compile(r"(?:.*[省市区县])?(.{2,14}?)局")
_LONGEST_HEADING = 40  # a longer line is a numbered paragraph
_YEARS = range(2015, 2027)


@dataclass(frozen=True, slots=True)
class _Template:
    """A report of the corpus: its paragraphs under their headings, and what of it is replaced.

    Attributes:
        parts: each heading and the paragraphs under it.
        about: whose names are replaced.
    """

    parts: tuple[tuple[str, tuple[str, ...]], ...]
    about: About


def make(number: int, *, seed: int = 0, characters: int = CHARACTERS, corpus: Path = CORPUS) -> bytes:
    """The made report of that number as a text file, whichever others are made.

    >>> make(3) == make(3), make(3) == make(4), 9_000 < len(make(3).decode()) < 11_000
    (True, False, True)
    """
    random = Random(f"{seed}/{number}")
    templates = _templates(corpus)
    template = random.choice(templates)
    wanted = round(characters * random.uniform(1 - _SPREAD, 1 + _SPREAD))
    home = random.choice([place for place in divisions() if place.level == "district" and place.city])
    department = random.choice(FIELDS)
    year = random.choice(_YEARS)
    names: dict[str, str] = {}
    text = "\n".join(_arrange(random, template, templates, wanted))
    for one in templates:
        text = _move(text, one.about, home, department)
    text = _NAME.sub(lambda m: f"“{names.setdefault(m[1], quoted_name(random, m[1]))}”", text)
    shift = year - (template.about.year or year)
    text = _NUMBER.sub(lambda m: _number(random, m[0]), text)
    text = _YEAR.sub(lambda m: str(int(m[0]) + shift), text)
    title = f"{year}年度{home.city}{home.name}{department}局部门整体支出绩效自评报告"
    return f"{title}\n{text}\n".encode()


def made(
    reports: int, *, seed: int = 0, characters: int = CHARACTERS, corpus: Path = CORPUS
) -> Iterator[tuple[str, bytes]]:
    """(source, file) of so many reports, made one by one."""
    for number in range(reports):
        yield f"made-{number:06d}.txt", make(number, seed=seed, characters=characters, corpus=corpus)


def write(folder: Path, reports: int, *, seed: int = 0, characters: int = CHARACTERS) -> None:
    """Writes so many reports into `folder`, which is made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for source, data in made(reports, seed=seed, characters=characters):
        (folder / source).write_bytes(data)


@cache
def _templates(corpus: Path) -> tuple[_Template, ...]:
    files = sorted(corpus.glob("*.txt"))
    if not files:
        raise FileNotFoundError(f"{corpus}: no reports to make others from; name the folder of the corpus")
    return tuple(_template(ingest.read(file.read_bytes(), file.name)) for file in files)


def _template(document: Document) -> _Template:
    parts: list[tuple[str, list[str]]] = []
    for line in document.text.split("\n"):
        if starts_heading(line) and len(line) <= _LONGEST_HEADING and "。" not in line.rstrip("。"):
            parts.append((line, []))
        elif line.strip() and parts:  # before the first heading stands the title, which is made anew
            parts[-1][1].append(line)
    return _Template(tuple((heading, tuple(body)) for heading, body in parts), document.about)


def _arrange(
    random: Random, template: _Template, templates: Sequence[_Template], wanted: int
) -> Iterator[str]:
    """The headings of `template`, each with its paragraphs shuffled, in `wanted` characters."""
    parts = [(heading, random.sample(body, len(body))) for heading, body in template.parts]
    pool = [line for one in templates for _, body in one.parts for line in body]
    own = sum(len(line) for _, body in parts for line in body)
    room = wanted - sum(len(heading) + 1 for heading, _ in parts)
    while own < room:  # a short report is filled up from the others
        line = random.choice(pool)
        own += len(line)
        random.choice([body for _, body in parts if body]).append(line)
    left = 0.0
    for heading, body in parts:
        yield heading
        left += sum(map(len, body)) * room / own
        for line in body:
            if left <= 0:
                break
            # Whole sentences: a report does not break off inside one.
            kept = line if len(line) <= left else line[: line.find("。", int(left)) + 1] or line
            yield kept
            left -= len(kept)


def _move(text: str, old: About, home: Division, department: str) -> str:
    """`text` with the names of the place and department of another report replaced."""
    names = {old.district: home.name, old.city: home.city, old.province: home.province}
    places = {before: after for before, after in names.items() if before and after}
    for before, after in list(places.items()):
        places.setdefault(before[:-1], after[:-1])  # 花都 for 花都区
    field = next((f for f in (_field(name) for name in old.names) if f), None)
    if field:
        places[field] = department
    for name in old.names:
        places.setdefault(_field(name) or name, department)
    pattern = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    return re.sub(pattern, lambda m: places[m[0]], text) if places else text


def _field(name: str) -> str | None:
    """What an authority is for: 政务服务数据管理 of 广州市花都区政务服务数据管理局."""
    found = _AUTHORITY.fullmatch(name)
    return found[1] if found else None


def quoted_name(random: Random, old: str) -> str:
    """A quoted name of the length of `old`."""
    return random.choice(_FIRST) + "".join(random.choice(_LAST) for _ in old[1:])


def _number(random: Random, old: str) -> str:
    """A number of as many digits; a year and a hotline stay."""
    if _YEAR.match(old + "年") or _HOTLINE.fullmatch(old):
        return old
    first, rest = old[0], old[1:]
    digits = "".join(c if c == "." else random.choice("0123456789") for c in rest)
    return (random.choice("123456789") if first != "0" else first) + digits


def main() -> None:
    """The command: see the top of this file."""
    parser = argparse.ArgumentParser(prog="python -m bench.made", description="made reports, to measure with")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--characters", type=int, default=CHARACTERS)
    given = parser.parse_args()
    write(given.folder, given.reports, seed=given.seed, characters=given.characters)


if __name__ == "__main__":
    main()
