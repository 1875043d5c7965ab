"""One statement: a stating word, its tail, and the head that is named or left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.clauses import Sentence, widen
from graph.facts import Entity, EntityType, Mention, Relation, RelationType
from graph.ontology.vocabulary import Stating, statings
from graph.resolve import Resolution
from ingest.document import Document

# Attributes may stand between a word and its name (打造|全国领先、安全可信的|X); more is another statement.
_REACH_BEFORE = 30
_REACH_BEHIND = 10
# 与A、B等10个省、22个城市26个区县|签订: a list goes on in numbers before its verb.
_REACH_FAR = 30
# What may stand before the subject of a sentence: numbering, a date, 目前.
LEAD = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．是]+)?(?:20\d\d年(?:度|以来|底)?|截至[^，]{0,12}|目前|同时|此外|其中)?，?[“]?$"
)
_ISSUED = re.compile(r"[发布台定]的[^，]{0,6}$")
_BY = re.compile(r"(?:由|经)$")
# A name inside a name is hidden from the stating words: 《关于印发…的通知》 issues nothing.
_HIDDEN = "\x00"


@dataclass(frozen=True, slots=True)
class Reader:
    """A report on which the rules run.

    Attributes:
        masked: the text with every character of a name hidden.
        mentions: all, those inside longer names included; `outer` without these.
        department, home: ids of the reporting department and place, None where they are not named.
        above: ids of the places that the reporting one lies in.
    """

    document: Document
    entities: Mapping[str, Entity]
    by_mention: Mapping[Mention, str]
    mentions: tuple[Mention, ...]
    outer: tuple[Mention, ...]
    masked: str
    department: str | None
    home: str | None
    above: frozenset[str] = frozenset()

    @classmethod
    def of(cls, document: Document, resolution: Resolution) -> Reader:
        """The reader of a report whose names are resolved."""
        mentions = sorted(resolution.by_mention, key=lambda m: (m.start, -m.end))
        outer: list[Mention] = []
        for mention in mentions:
            if not outer or mention.start >= outer[-1].end:
                outer.append(mention)
        pieces, position = [], 0
        for mention in outer:
            pieces += [document.text[position : mention.start], _HIDDEN * (mention.end - mention.start)]
            position = mention.end
        masked = "".join([*pieces, document.text[position:]])
        entities = {e.id: e for e in resolution.entities}
        about = document.about
        return cls(
            document,
            entities,
            resolution.by_mention,
            tuple(mentions),
            tuple(outer),
            masked,
            _find(entities, "ORG", (about.department, *about.names)),
            _find(entities, "REGION", (about.region,)),
            frozenset(
                found
                for name in (about.province, about.city)
                if (found := _find(entities, "REGION", (name,))) is not None
            ),
        )

    def state(
        self, head: str | None, rel: RelationType, tail: Mention, start: int, end: int
    ) -> Iterator[Relation]:
        """One relation, cited from `start` to `end`; nothing where the head is unknown or the tail itself."""
        target = self.by_mention[tail]
        if head is not None and head != target and self._may(head, rel, target):
            yield Relation(head, rel, target, self.document.cite(*widen(self.document.text, start, end)))

    def _may(self, head: str, rel: RelationType, tail: str) -> bool:
        """Whether the ontology has such a relation between things of these kinds."""
        stating = statings()[rel]
        return self.entities[head].type in stating.heads and self.entities[tail].type in stating.tails

    def type_of(self, mention: Mention) -> EntityType:
        """The type of what a mention means: a quotation alone may mean a platform named after it."""
        return self.entities[self.by_mention[mention]].type

    def is_called(self, mention: Mention, nouns: tuple[str, ...]) -> bool:
        """Whether any name of what is mentioned ends in one of `nouns`: “苏水云脑” is a 平台 where it is told in full."""
        entity = self.entities[self.by_mention[mention]]
        return any(name.endswith(nouns) for name in (mention.text, entity.name, *entity.aliases))

    def belong(self, office: Mention, start: int) -> Iterator[Relation]:
        """`office` is part of the department; cited from `start` on."""
        head = self.by_mention[office]
        if self.department is not None and head != self.department:
            citation = self.document.cite(*widen(self.document.text, start, office.end))
            yield Relation(head, "隶属", self.department, citation)

    def lie(self, place: Mention, around: str, start: int) -> Iterator[Relation]:
        """`place` lies in `around`; cited from `start` to the end of its name."""
        head = self.by_mention[place]
        if head != around:
            yield Relation(head, "隶属", around, self.document.cite(start, place.end))

    def nested(self) -> Iterator[tuple[Mention, Mention]]:
        """Names inside longer names, each with the longer one."""
        starts = [m.start for m in self.outer]
        hidden = set(self.mentions) - set(self.outer)
        for mention in sorted(hidden, key=lambda m: m.start):
            yield mention, self.outer[bisect_left(starts, mention.start + 1) - 1]

    def thing_before(
        self, sentence: Sentence, types: Iterable[str], nouns: tuple[str, ...] = ("",)
    ) -> Mention | None:
        """The last name of one of `types` that ends in one of `nouns`, in the section before the sentence."""
        section = self.document.section_at(sentence.start)
        index = bisect_left(self.outer, sentence.start, key=lambda m: m.start) - 1
        while index >= 0 and self.outer[index].start >= section.start:
            if self.outer[index].type in types and self.is_called(self.outer[index], nouns):
                return self.outer[index]
            index -= 1
        return None


def _find(entities: Mapping[str, Entity], type_: str, names: Iterable[str | None]) -> str | None:
    wanted = set(names) - {None}
    return next((i for i, e in entities.items() if e.type == type_ and wanted & {e.name, *e.aliases}), None)


def read_statements(
    reader: Reader, sentence: Sentence, stating: Stating, tail: Mention
) -> Iterator[Relation]:
    """The relations in which `tail` stands behind or before a word of `stating`."""
    if tail.text.endswith(stating.never or ("\n",)) or reader.type_of(tail) not in stating.tails:
        return
    run = sentence.run_of(tail)
    clause, _ = sentence.clause(run[0])
    word = word_before(sentence, clause, run[0].start, stating)
    end = tail.end
    if word is None:
        _, clause_end = sentence.clause(run[-1])
        behind = word_behind(sentence, run[-1].end, clause_end, stating)
        if behind is None:
            return
        word, end = run[0].start, behind
    found = subject(reader, sentence, stating, clause, word)
    # 下发的《…》 was issued by somebody, who is not named: hardly by the department that reads it.
    if found is None and stating.rel == "印发" and _ISSUED.search(sentence.masked[clause : run[0].start]):
        return
    if found is None and stating.rel in ("建设", "推出") and (places := doers(reader, sentence, word)):
        # 余杭区…，推出“定制快巴”: what a place does is in use there; who launched it is not told.
        for place in places:
            yield from reader.state(reader.by_mention[tail], "覆盖", place, place.start, end)
        return
    if found is None and reader.department is not None:
        found = reader.department, word
    if found is not None:
        yield from reader.state(found[0], stating.rel, tail, min(word, found[1], tail.start), end)
        for other in (
            _companions(sentence, clause, word) if stating.rel in ("建设", "推出", "印发", "举办") else ()
        ):
            yield from reader.state(
                reader.by_mention[other], stating.rel, tail, min(other.start, tail.start), end
            )


def doers(reader: Reader, sentence: Sentence, word: int) -> tuple[Mention, ...]:
    """The places that a sentence begins with as its subject, the reporting one and those above it apart."""
    first = sentence.mentions[0]
    if (
        first.type != "REGION"
        or first.end > word
        or not LEAD.fullmatch(sentence.masked[sentence.start : first.start])
    ):
        return ()
    around = {reader.home, *reader.above}
    run = sentence.run_of(first)
    acts = not _NO_DOER.match(sentence.masked, run[-1].end)
    return tuple(m for m in run if reader.by_mention[m] not in around) if acts else ()


# 萧山区的…, 杭州市首个…: the place belongs to what follows and does nothing.
_NO_DOER = re.compile(r"的|首[个创推批家次]|唯一|范围|各|内|中|\x00|“")
# 与A、B联合推出X, but not 与A、B探索建立X.
_AND = re.compile(r"(?:与|和|同|由)“?$")
_BESIDE = re.compile(r"(?:^|，)(?:与|和|同)“?$")
_JOINED = re.compile(r"(?:等[^，。；]{0,8})?(?:联合|共同|携手|合办|共建|联办|合作)")
_WITH = re.compile(r"(?:会同|联合|携手|协同)“?$")


def _companions(sentence: Sentence, clause: int, word: int) -> Iterator[Mention]:
    """A会同B、C开展X: B and C do it as well."""
    for mention in sentence.mentions:
        if mention.type == "ORG" and clause <= mention.start and mention.end <= word:
            run = sentence.run_of(mention)
            before = sentence.masked[clause : run[0].start]
            jointly = _AND.search(before) and _JOINED.match(sentence.masked, run[-1].end)
            # 同江苏银行、苏州银行|推出X: right before the verb, and hardly another's doing.
            beside = _BESIDE.search(before) and word - run[-1].end <= 1
            if jointly or beside or _WITH.search(before):
                yield mention


def word_before(sentence: Sentence, clause: int, tail: int, stating: Stating) -> int | None:
    """Where the nearest stating word before the tail begins, unless a word of using is nearer."""
    window = sentence.masked[max(clause, tail - _REACH_BEFORE) : tail]
    at, end = last_of(window, stating.before)
    if at < 0 or last_of(window, stating.unless)[0] >= end:
        return None
    return tail - len(window) + at


def last_of(window: str, words: Iterable[str]) -> tuple[int, int]:
    """Start and end of the word that ends last in `window`, the longest of several; (-1, -1) if none."""
    found = [(at + len(word), len(word)) for word in words if (at := window.rfind(word)) >= 0]
    if not found:
        return -1, -1
    end, length = max(found)
    return end - length, end


def word_behind(
    sentence: Sentence,
    end: int,
    clause_end: int,
    stating: Stating,
    words: Iterable[str] | None = None,
    far: bool = False,
) -> int | None:
    """Where the first stating word behind `end` ends."""
    window = sentence.masked[end : min(clause_end, end + (_REACH_FAR if far else _REACH_BEHIND))]
    window = window.partition(_HIDDEN)[0]
    found = [(window.find(w), -len(w)) for w in (stating.behind if words is None else words) if w in window]
    if not found:
        return None
    at, length = min(found)
    return end + at - length


def subject(
    reader: Reader, sentence: Sentence, stating: Stating, clause: int, word: int
) -> tuple[str, int] | None:
    """The head that clause or sentence name before the word, and where; None where it is left out."""
    named = [m for m in sentence.mentions if clause <= m.start and m.end <= word and m.type in stating.heads]
    for mention in reversed(named):
        run = [m for m in sentence.run_of(mention) if m.end <= word]
        before = sentence.masked[clause : run[0].start]
        in_name_of = before.endswith("以") and sentence.text.startswith("名义", mention.end)
        if in_name_of or _BY.search(before) or LEAD.fullmatch(before):
            return reader.by_mention[run[0]], run[0].start
        if word - mention.end <= 1 and mention.type == "ORG" and not before.endswith(_COMPANIONS):
            return reader.by_mention[mention], mention.start
    first = next((m for m in sentence.mentions if m.end <= word), None)
    if first is None or first.type != "ORG" or "ORG" not in stating.heads:
        return None
    leads = LEAD.fullmatch(sentence.masked[sentence.start : first.start])
    return (reader.by_mention[first], first.start) if leads else None


_COMPANIONS = (
    "与",
    "和",
    "同",
    "向",
    "对",
    "为",
    "在",
    "协调",
    "配合",
    "联合",
    "会同",
    "协同",
    "督促",
    "指导",
)
