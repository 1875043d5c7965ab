"""Dates out of order: started in 2021 and finished in 2020, from September to March of one year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.audit.paper import Finding, Paper

_DATE = r"(20\d\d)年(\d{1,2})月(?:\d{1,2}日)?"
_BEGUN = re.compile(
    rf"{_DATE}[^,。;\d]{{0,10}}?(?:启动|开工|动工|立项|招标|中标|签订合同|签约|开建|试运行|印发通知)[^。;\n]{{0,30}}?{_DATE}[^,。;\d]{{0,10}}?(?:验收|竣工|完工|建成|投用|投入使用|交付|正式运行|正式上线)"
)
_SPAN = re.compile(rf"(?:自|从)?{_DATE}\s*(?:至|到|[-—–~])\s*{_DATE}")


def read_order(paper: Paper) -> Iterator[Finding]:
    """项目于2021年3月启动，2020年11月通过验收; 2021年9月至2021年3月."""
    for pattern in (_BEGUN, _SPAN):
        for match in pattern.finditer(paper.text):
            begun, done = ((int(match[n]), int(match[n + 1])) for n in (1, 3))
            if done < begun:
                message = f"{done[0]}年{done[1]}月早于{begun[0]}年{begun[1]}月，先后颠倒"
                yield paper.finding("year_slip", "error", message, paper.clause(*match.span()))
