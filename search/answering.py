"""QUESTION -> CITED ANSWER: understand, find, answer by kind, or refuse."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from graph.facts import Fact
from search.answer import Answer
from search.decided import checked
from search.encoder.remembering import remembering
from search.encoder.rereading import Rereader
from search.evidence import Evidence
from search.facets import Facets, count_facets
from search.finding import EVERYTHING, NAMED, Filters, Finder, Page
from search.index import Found, Index
from search.kept import Held, Kept
from search.library import Library
from search.model import Endpoint, phrased, reworded, same_plan
from search.questions import answer
from search.questions.bounds import asks_bound
from search.questions.clarifying import asked_back
from search.questions.doubled import halves, joined
from search.questions.goals import asks_goal
from search.questions.metric import refuse
from search.questions.nearest import widened, with_nearest
from search.questions.turned import Asker, turned
from search.questions.within import asks_places, unknown_places
from search.roll import Roll, roll_of
from search.scope import Scope, narrowed, scope_of
from search.sureness import sure
from search.understand import Question, understand

# Passages that are read for an answer: a report has some 40, and the right one is among the first ten nearly always.
_READ = 40
_SIDE_BY_SIDE = frozenset({"compare", "which"})
_NUMBERS = frozenset({"metric", "compare", "computed", "pick"})
# Kinds that look at all rows of a report, not only at those that words fit.
_WHOLE = frozenset({"pick", "computed"})
_FEW = 3  # reports whose facts are all looked at
_NAMED = 12  # reports whose names are looked at where no name is asked for
_LONGEST_QUESTION = 500
# The words of a model are not the asker's.
_REWORDED = 0.8


class Desk:
    """Where questions are put: answers and hits from one library and its index.

    Safe to be used by several threads; each question sees the library as it is then.
    """

    def __init__(
        self,
        library: Library,
        index: Index,
        rereader: Rereader | None = None,
        model: Endpoint | None = None,
    ) -> None:
        self._library, self._index, self._rereader, self._model = library, index, rereader, model
        self._kept, self._encoder = Kept(library), remembering(index.encoder)
        self._agreed: tuple[Roll | None, Mapping[str, str], frozenset[str]] = (None, {}, frozenset())

    def ask(self, question: str) -> Answer:
        """The reply to a question in plain Chinese: an answer with citations, or a refusal that says why."""
        return sure(self.ask_unmapped(question))

    def ask_unmapped(self, question: str) -> Answer:
        """The same with the confidence that its kind gives, which `search.sureness` is fitted by."""
        given = self._plainly(question)
        if self._model is None:
            return given
        return phrased(given if given.answerable else self._in_other_words(question, given), self._model)

    def _in_other_words(self, question: str, refused: Answer) -> Answer:
        """The answer to the question as the model words it, if that is limited as the question is; else the refusal."""
        other = reworded(question, self._model) if self._model and not refused.clarify else None
        if other is None or not same_plan(self._understand(question)[0], self._understand(other)[0]):
            return refused
        found = self._plainly(other)
        if not found.answerable:
            return refused
        how = f"问题经语言模型改写为“{other}”后作答"
        return replace(
            found,
            question=question,
            text=f"{found.text}{how}。",
            confidence=round(found.confidence * _REWORDED, 3),
            warnings=(*found.warnings, how),
        )

    def _plainly(self, question: str) -> Answer:
        asked = question.strip()[:_LONGEST_QUESTION]
        two = halves(asked)
        if two:
            return self._checked(joined(question, self._one(two[0]), self._one(two[1])))
        given = turned(asked, Asker(self._one, self.prepare)) or self._one(asked)
        return self._checked(replace(given, question=asked))  # as it was asked, whatever was asked on its way

    def _checked(self, given: Answer) -> Answer:
        """The answer with what people said of the numbers in it; a refusal, if one of them is wrong."""
        sources = {cited.source for cited in given.citations}
        misread = self._library.misread(sources) if sources else ()
        if not misread:
            return given
        said = self._library.view().rulings.facts
        return checked(given, misread, said, self._library.facts(sources=sources))

    def _one(self, question: str) -> Answer:
        understood, evidence = self.prepare(question)
        if not evidence.scope.reports:
            return with_nearest(refuse(understood, evidence, ()), *self._without_failed(understood))
        wide = asked_back(understood, evidence, self._has_answer)
        if wide:
            return wide
        if not understood.about:
            return refuse(understood, evidence, ())
        unknown = unknown_places(understood, evidence)
        if unknown:
            scope = replace(evidence.scope, failed=unknown)
            return refuse(understood, replace(evidence, scope=scope), ())
        given = answer(understood, evidence)
        if given.answerable:
            return given
        refused = self._explained(given, understood, evidence)
        if evidence.scope.failed and not refused.closest and not refused.decided:
            return with_nearest(refused, *self._without_failed(understood))
        return refused

    def _has_answer(self, question: str) -> bool:
        understood, evidence = self.prepare(question)
        return bool(evidence.scope.reports) and answer(understood, evidence).answerable

    def _without_failed(self, question: Question) -> tuple[Answer | None, str]:
        """What the reports of other years, else of other places, answer to a question whose own are not there."""
        for failed, words in widened(question):
            wider, evidence = self.prepare(words)
            if evidence.scope.reports and wider.about:
                found = answer(wider, evidence)
                return (found if found.answerable else None), failed
        return None, ""

    def _explained(self, refused: Answer, question: Question, evidence: Evidence) -> Answer:
        """A refusal, which says so if only a person's word that a number is wrong stands against an answer."""
        misread = self._library.misread(evidence.documents.keys())
        said = self._library.view().rulings.facts
        wrong = [fact for fact in misread if said[fact.id].wrong] if misread else []
        if not wrong:
            return refused
        otherwise = answer(question, replace(evidence, facts=(*evidence.facts, *wrong)))
        explained = checked(otherwise, wrong, said, evidence.facts)
        return refused if explained.answerable else replace(explained, closest=refused.closest)

    def prepare(self, question: str) -> tuple[Question, Evidence]:
        """A question taken apart, and what it is answered from."""
        understood, scope = self._understand(question.strip()[:_LONGEST_QUESTION])
        if understood.kind == "compare":
            scope = narrowed(understood, scope)
        return understood, self._evidence(understood, scope)

    def search(self, query: str, top: int = 10, *, offset: int = 0, filters: Filters = EVERYTHING) -> Page:
        """The passages that fit a query best, from place `offset` on; reports that it names come first."""
        understood, scope = self._understand(query.strip()[:_LONGEST_QUESTION])
        limited = 0 < len(scope.reports) < len(self._roll().reports)
        boost = dict.fromkeys(scope.sources, NAMED) if limited else {}
        finder = Finder(self._library, self._index, self._rereader)
        return finder.page(understood, boost, self._current(), top=top, offset=offset, filters=filters)

    def facets(self, query: str, filters: Filters = EVERYTHING) -> Facets:
        """What the passages that have a word of a query are of, counted."""
        understood, _ = self._understand(query.strip()[:_LONGEST_QUESTION])
        return count_facets(self._library, self._index, understood, self._current(), filters)

    def _understand(self, question: str) -> tuple[Question, Scope]:
        roll = self._roll()
        understood = understand(question, roll.catalogue)
        return understood, scope_of(understood, roll.reports)

    def _roll(self) -> Roll:
        return roll_of(self._library.listed())

    def _current(self) -> frozenset[str]:
        """The reports whose indexed revision is the library's: between a change and its indexing they differ."""
        roll, stamps = self._roll(), self._index.stamps()
        known, agreed, current = self._agreed
        if known is not roll or agreed is not stamps:
            current = frozenset(r.source for r in roll.reports if stamps.get(r.source) == r.revision)
            self._agreed = (roll, stamps, current)
        return current

    def _allowed(self, scope: Scope) -> frozenset[str]:
        current = self._current()
        return current if scope.reports is self._roll().reports else scope.sources & current

    def _evidence(self, question: Question, scope: Scope) -> Evidence:
        query = f"{question.text} {question.wide}" if question.added else question.text
        allowed = self._allowed(scope)
        # Sides are read one by one, so that a long report does not crowd out a short one.
        groups = [[source] for source in sorted(allowed)] if question.kind == "compare" else [allowed]
        found = [
            each for group in groups if group for each in self._index.search(query, _READ, allowed=group)
        ]
        sources = {each.source for each in found}
        held = self._kept.of(scope.of(sources))
        documents = self._kept.documents(held)
        # One replaced between the search and this line may have fewer passages.
        found = [each for each in found if each.number < len(documents[each.source].passages)]
        named = (
            [held[source] for source in sorted(sources)] if len(sources) <= _NAMED or question.asked else []
        )
        return Evidence(
            scope=scope,
            found=found,
            facts=self._numbers(question, found, held),
            entities=self._kept.entities(named),
            relations=self._kept.relations(named) if question.asked else (),
            documents=documents,
            encoder=self._encoder,
        )

    def _numbers(
        self, question: Question, found: Collection[Found], held: Mapping[str, Held]
    ) -> tuple[Fact, ...]:
        rows = asks_places(question) or asks_goal(question) or asks_bound(question)
        if question.kind not in _NUMBERS and not rows:
            return ()
        whole = question.kind in _WHOLE or rows
        if whole and len(held) <= _FEW:
            return tuple(fact for source in sorted(held) for fact in held[source].facts)
        spans: dict[str, list[tuple[int, int]]] = {}
        for each in found:
            passage = held[each.source].document.passages[each.number]
            spans.setdefault(each.source, []).append((passage.start, passage.end))
        return self._kept.facts(held, spans)
