"""The ontology's files hold together, and every example in them is read as it says."""

from __future__ import annotations

from itertools import chain
from typing import get_args

import pytest

from graph.facts import EntityType, RelationType
from graph.mentions import find_mentions, find_names
from graph.ontology.vocabulary import (
    Kind,
    Stating,
    boundaries,
    common_names,
    equivalents,
    frameworks,
    kinds,
    load,
    local_names,
    statings,
)
from graph.relations import find_relations
from graph.resolve import resolve
from ingest.document import About, Document, Run, Section

DEPARTMENT = "广州市花都区某局"

NAME_EXAMPLES = [
    pytest.param(type_, example["text"], example["names"], id=f"{type_}: {example['text'][:16]}")
    for type_, entry in load("entities.toml").items()
    for example in entry["examples"]
]
RELATION_EXAMPLES = [
    pytest.param(rel, example["text"], example["triples"], id=f"{rel}: {example['text'][:16]}")
    for rel, entry in load("relations.toml").items()
    for example in entry["examples"]
]


def report(text: str) -> Document:
    about = About(
        province="广东省", city="广州市", district="花都区", department=DEPARTMENT, names=(DEPARTMENT,)
    )
    section = Section(0, 0, "", "", 0, 0, len(text), None, ())
    runs = (Run(0, len(text), "", 0),)
    return Document("甲.txt", "", "", "txt", "utf-8", text, runs, (), (section,), (), about)


@pytest.mark.parametrize(("type_", "text", "names"), NAME_EXAMPLES)
def test_an_example_of_a_kind_of_names_is_read_as_it_says(type_: str, text: str, names: list[str]) -> None:
    assert [m.text for m in find_names(text) if m.type == type_] == names


@pytest.mark.parametrize(("rel", "text", "triples"), RELATION_EXAMPLES)
def test_an_example_of_a_relation_is_read_as_it_says(rel: str, text: str, triples: list[list[str]]) -> None:
    document = report(f"{DEPARTMENT}自评报告。\n{text}")
    resolution = resolve(document, find_mentions(document))
    forms = {e.id: {e.name, *e.aliases} for e in resolution.entities}
    found = [r for r in find_relations(document, resolution) if r.rel == rel and r.citation.start > 12]
    stands_for = {"本部门": DEPARTMENT, "我区": "花都区"}
    wanted = [tuple(stands_for.get(end, end) for end in triple) for triple in triples]
    assert len(found) == len(wanted)
    for head, tail in wanted:
        assert any(head in forms[r.head] and tail in forms[r.tail] for r in found), (head, tail)


def test_every_type_and_every_relation_has_its_words_and_an_example() -> None:
    assert tuple(kinds()) == get_args(EntityType)
    assert tuple(statings()) == get_args(RelationType)
    assert {p.values[0] for p in NAME_EXAMPLES} == set(get_args(EntityType))
    assert {p.values[0] for p in RELATION_EXAMPLES} == set(get_args(RelationType))


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda k: k.type)
def test_the_words_of_a_kind_agree_with_each_other(kind: Kind) -> None:
    assert kind.common <= kind.heads
    assert kind.proper <= kind.heads
    heads = kind.heads | kind.anchored | kind.quoted
    idle = [n for n in kind.never if not n.endswith(tuple(heads))]
    assert not idle, "an exception that no head makes needed"


@pytest.mark.parametrize("stating", statings().values(), ids=lambda s: s.rel)
def test_a_relation_joins_known_types(stating: Stating) -> None:
    assert stating.heads <= set(get_args(EntityType))
    assert stating.tails <= set(get_args(EntityType))


def test_a_form_of_a_common_name_belongs_to_one_thing() -> None:
    forms = [
        form
        for type_, entries in load("lexicon.toml").items()
        if type_ in get_args(EntityType)
        for form in chain.from_iterable(entries)
    ]
    assert len(forms) == len(set(forms))
    canonical = {name for _, name in common_names().values()}
    assert local_names() <= canonical
    assert frameworks() <= canonical


def test_equivalent_wordings_do_not_chain() -> None:
    compared = {to for _, to in equivalents()}
    assert not compared & {form for form, _ in equivalents()}


def test_no_word_both_governs_names_and_opens_them() -> None:
    classes = boundaries()
    assert not classes.joins & classes.governs
    assert not classes.opens & classes.breaks


def test_the_vocabulary_knows_no_place_of_a_report() -> None:
    """Names of places are facts of ingest/divisions.txt; here they would decide for single reports."""
    words = " ".join(w for kind in kinds().values() for w in kind.heads | kind.anchored | kind.quoted)
    for place in ("花都", "增城", "荔湾", "天河", "狮岭", "南沙"):
        assert place not in words
        assert not any(place in form for form in common_names())
