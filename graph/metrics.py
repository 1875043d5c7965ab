"""Canonical metrics: which wordings mean the same count (data: `ontology/metrics.toml`)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph.facts import identify
from ingest.fold import squeeze

_DATA = Path(__file__).with_name("ontology") / "metrics.toml"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: its id and name; `known` if the data lists it, else it is proposed by a report's own wording."""

    id: str
    name: str
    known: bool


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """The rows of the data file, examples included."""
    return tuple(tomllib.loads(_DATA.read_text("utf-8"))["metric"])


# 全年度平均执行率, 在用固定资产的使用率: the year and 的 tell no metric from another.
_IDLE = re.compile(r"^(?:全年度|全年|年度|本年度)|的")


def _bare(wording: str) -> str:
    return _IDLE.sub("", squeeze(wording))


@cache
def _by_wording() -> dict[str, str]:
    return {_bare(wording): entry["name"] for entry in entries() for wording in entry["wordings"]}


def canonical(wording: str) -> Metric:
    """The metric that `wording` means; one of its own where the data knows none.

    >>> canonical("年度总收入").name, canonical("年度总收入").known
    ('总收入', True)
    >>> canonical("企业工单满意率") == canonical("满意率")
    False
    """
    key = squeeze(wording)
    name = _by_wording().get(_bare(wording))
    return Metric(identify("metric", squeeze(name) if name else key), name or wording, name is not None)
