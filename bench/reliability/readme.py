"""The tables in `bench/README.md`."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def into_readme(told: str, path: Path = README) -> None:
    """Puts the tables between the marks that the file has for them.

    Raises:
        ValueError: the file has no such marks.
    """
    text = path.read_text("utf-8")
    marked = re.compile(r"(<!-- reliability: begin -->\n).*?(<!-- reliability: end -->)", re.DOTALL)
    if not marked.search(text):
        raise ValueError(f"{path} 里没有 reliability 的标记；请补上两行标记后再写")
    path.write_text(marked.sub(lambda m: f"{m[1]}{told}\n{m[2]}", text), encoding="utf-8")
