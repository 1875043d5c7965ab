"""Which reports: who has done, said or named a thing, each with the sentence that shows it."""

from __future__ import annotations

from collections import defaultdict

from ingest.document import Citation
from ingest.fold import squeeze
from search.answer import Answer
from search.evidence import Evidence
from search.questions.listing import answer_list
from search.questions.metric import refuse
from search.questions.text import ENOUGH, Sentence, rank_sentences, sureness
from search.understand import Question
from search.wording import shorten

_LONGEST = 60
# A report counts if its best sentence comes near the best of all; a name that is asked for must stand in it.
_NEAR = 0.6
# Sentences of each report that are looked at for the name.
_LOOKED_AT = 40


def answer_which(question: Question, evidence: Evidence) -> Answer:
    """The regions whose reports say what the question describes, or name what it quotes."""
    if len({report.about.region or report.source for report in evidence.scope.reports}) < 2:
        return answer_list(question, evidence)  # of one place only names in its reports can be asked for
    best: dict[str, Sentence] = {}
    by_report: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in rank_sentences(question, evidence, per_report=True):
        by_report[sentence.document.source].append(sentence)
    for source, ranked in by_report.items():
        named = [s for s in ranked[:_LOOKED_AT] if _names(question, s)]
        if named:
            best[source] = named[0]
    top = max((s.score for s in best.values()), default=0.0)
    said = {source: s for source, s in best.items() if s.score >= max(ENOUGH, _NEAR * top)}
    if question.keys:  # what is quoted in the question is named or it is not; likeness does not count
        said = best
    if not said:
        return refuse(question, evidence, ())
    told: dict[str, Citation] = {}
    for source in sorted(said, key=lambda s: -said[s].score):
        about = evidence.report(source).about
        sentence = said[source]
        told.setdefault(about.region or source, sentence.document.cite(sentence.start, sentence.end))
    return Answer(
        question=question.text,
        kind="list",
        short=shorten("、".join(told), _LONGEST),
        text="；".join(f"{name}：“{shorten(citation.quote, 80)}”" for name, citation in told.items()) + "。",
        confidence=round(sureness(min(s.score for s in said.values())), 3),
        citations=tuple(told.values()),
        items=tuple(told),
    )


def _names(question: Question, sentence: Sentence) -> bool:
    text = squeeze(sentence.text)
    return all(squeeze(key) in text for key in question.keys)
