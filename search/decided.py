"""What people said of the numbers that an answer rests on: told with it, or, if one is wrong, instead of it.

Facts that a person marked as wrong are no evidence (`search/library/view.py`). But an answer may also take its
number from a sentence, and the sentence still says it: such an answer is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.facts import Fact
from graph.quantity import plain
from ingest.document import Citation
from ingest.fold import fold
from search.answer import Answer, Decided
from search.library.corrections import Correction, told_with
from search.wording import amount, named, printed_number

_DAY = 10  # characters of a time that are its day


def checked(
    answer: Answer, misread: Sequence[Fact], said: Mapping[str, Correction], live: Sequence[Fact]
) -> Answer:
    """The answer with the corrections that it rests on, or a refusal if it gives a number that is wrong.

    Args:
        answer: as it was found.
        misread: the facts of its reports that people corrected, as they were read.
        said: the corrections, by the ids of these facts.
        live: the facts of its reports as they hold now.
    """
    notes: list[Decided] = []
    for fact in misread:
        one = said.get(fact.id)
        if one is None or not any(_overlap(fact, cited) for cited in answer.citations):
            continue
        note = _note(fact, one)
        if _given(answer, fact) and not _said_otherwise(fact, one, live):
            return _refusal(answer, note)
        if not one.wrong:
            now = told_with(fact, one)
            if _given(answer, now):
                notes.append(note)
        elif _shown(plain(fact.quantity.low), fold(answer.text)) or _printed_in(answer.text, fact):
            notes.append(note)
    if not notes:
        return answer
    words = "；".join(note.text for note in notes)
    return replace(
        answer,
        working=f"{answer.working}；{words}" if answer.working else words,
        decided=tuple(notes),
    )


def _overlap(fact: Fact, cited: Citation) -> bool:
    return any(
        place.source == cited.source and place.start < cited.end and cited.start < place.end
        for place in (fact.citation, *fact.also)
    )


def _given(answer: Answer, fact: Fact) -> bool:
    """Whether the answer itself, not only the sentence around it, gives the number of the fact."""
    values = [answer.value, *(value.value for value in answer.values)]
    if any(value is not None and abs(fact.quantity.low) == value for value in values):
        return True
    return any(_printed_in(text, fact) for text in (answer.short, *answer.items))


def _printed_in(text: str, fact: Fact) -> bool:
    printed = printed_number(fact)
    numbers = {fold(printed)} if printed else set()
    return any(_shown(number, fold(text)) for number in numbers | {plain(fact.quantity.low)})


def _shown(number: str, text: str) -> bool:
    """Whether the number stands in the text, and not as a part of another."""
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", text) is not None


def _said_otherwise(fact: Fact, said: Correction, live: Sequence[Fact]) -> bool:
    """Whether a fact that holds gives the same number at the same place, so that the number itself is none."""
    if not said.wrong and (now := told_with(fact, said)).quantity.low == fact.quantity.low:
        return now.quantity.unit == fact.quantity.unit
    return any(
        other.quantity.low == fact.quantity.low
        and other.quantity.unit == fact.quantity.unit
        and _overlap(fact, other.citation)
        for other in live
        if other.id != fact.id
    )


def _note(fact: Fact, said: Correction) -> Decided:
    day = said.when[:_DAY]
    why = f"：{said.reason}" if said.reason else ""
    if said.wrong:
        text = f"“{named(fact)}”{amount(fact)}已由{said.who}于{day}标为有误{why}"
    else:
        now = told_with(fact, said)
        text = f"{said.who}于{day}更正：{named(now)}为{amount(now)}（原读作{named(fact)}{amount(fact)}）{why}"
    return Decided(said.id, text, said.who, said.when, said.reason, fact.citation)


def _refusal(answer: Answer, note: Decided) -> Answer:
    failed = f"数据：{note.text}"
    return Answer(
        question=answer.question,
        kind="unanswerable",
        short="",
        text=f"报告里没有可用的答案。{failed}。",
        confidence=answer.confidence,
        failed=(failed,),
        decided=(note,),
    )
