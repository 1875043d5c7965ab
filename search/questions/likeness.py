"""Whether two metrics count the same thing: how alike they are worded."""

from __future__ import annotations

import re

from graph.facts import Fact
from search.matching import terms
from search.understand import asking

# A wording that has all of a shorter one is like it, a little less than an equal one.
_PART = 0.6


def core(metric: str) -> str:
    """A metric without the words that do not change what it counts.

    >>> core("市12345政务服务便民热线转办工单满意率"), core("企业工单满意率")
    ('满意率', '企业满意率')
    """
    return re.sub("|".join(sorted(asking()["neutral"]["words"], key=len, reverse=True)), "", metric)


def alike(one: Fact, other: Fact) -> float:
    """How alike two metrics are worded, 0 to 1; 1 for one canonical metric.

    Dice, or the overlap of the shorter, over the character pairs of their cores.
    """
    if one.metric_id == other.metric_id or core(one.metric) == core(other.metric):
        return 1.0
    left, right = ({t for t in terms(core(f.metric)) if len(t) > 1} for f in (one, other))
    if not left or not right:
        return 0.0
    both = len(left & right)
    return max(2 * both / (len(left) + len(right)), _PART * both / min(len(left), len(right)))
