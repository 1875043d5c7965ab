"""The ontology's files as frozen values: kinds of names, word classes, the field's common names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from graph.facts import EntityType, RelationType

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Kind:
    """How names of one type look.

    Attributes:
        heads: nouns that such a name ends in.
        common: those heads that are common nouns unless something of the name's own stands before them.
        anchored: heads that need a place, a quotation, a number or Latin letters before them.
        quoted: heads that name something only right behind a quotation.
        launched: heads that also name something right behind a verb that sets it up.
        proper: heads of institutions and works: a word that is a name must stand before them, or a place or number.
        after: nouns behind a list of quotations that tell what the quoted things are.
        never: words and phrases that end in a head and name nothing.
    """

    type: EntityType
    label: str
    heads: frozenset[str]
    common: frozenset[str]
    anchored: frozenset[str]
    quoted: frozenset[str]
    launched: frozenset[str]
    proper: frozenset[str]
    after: frozenset[str]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Word classes that say where a name begins; `boundaries.toml` explains each."""

    governs: frozenset[str]
    joins: frozenset[str]
    breaks: frozenset[str]
    praises: frozenset[str]
    opens: frozenset[str]
    generic: frozenset[str]
    sorts: frozenset[str]
    sayings: frozenset[str]
    described: frozenset[str]
    launches: frozenset[str]
    places: frozenset[str]
    inner: frozenset[str]
    acts: frozenset[str]
    builds: frozenset[str]
    figures: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stating:
    """How one relation is stated; `relations.toml` explains each attribute."""

    rel: RelationType
    heads: frozenset[str]
    tails: frozenset[str]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    unless: tuple[str, ...]
    never: tuple[str, ...]
    elided: bool
    companions: tuple[str, ...]
    together: tuple[str, ...]
    begins: tuple[str, ...]


@cache
def statings() -> dict[RelationType, Stating]:
    """The ten relations, in the order of `relations.toml`; words are sorted, the longest first."""

    def words(entry: dict[str, Any], key: str) -> tuple[str, ...]:
        return tuple(sorted(set(entry.get(key, "").split()), key=lambda w: (-len(w), w)))

    return {
        cast(RelationType, rel): Stating(
            rel=cast(RelationType, rel),
            heads=frozenset(entry["heads"].split()),
            tails=frozenset(entry["tails"].split()),
            before=words(entry, "before"),
            behind=words(entry, "behind"),
            unless=words(entry, "unless"),
            never=words(entry, "never"),
            elided=entry["elided"],
            companions=words(entry, "with"),
            together=words(entry, "together"),
            begins=words(entry, "begins"),
        )
        for rel, entry in load("relations.toml").items()
    }


@cache
def kinds() -> dict[EntityType, Kind]:
    """The eight kinds of names, in the order of `entities.toml`."""
    return {
        cast(EntityType, type_): Kind(
            type=cast(EntityType, type_),
            label=entry["label"],
            heads=frozenset(entry["heads"].split()),
            common=frozenset(entry["common"].split()),
            anchored=frozenset(entry["anchored"].split()),
            quoted=frozenset(entry["quoted"].split()),
            launched=frozenset(entry.get("launched", "").split()),
            proper=frozenset(entry.get("proper", "").split()),
            after=frozenset(entry["after"].split()),
            never=tuple(entry["not"].split()),
        )
        for type_, entry in load("entities.toml").items()
        if type_ in get_args(EntityType)
    }


@cache
def head_nouns() -> frozenset[str]:
    """The head nouns of all kinds, with those that need a quotation or an anchor."""
    return frozenset().union(*(kind.heads | kind.quoted | kind.anchored for kind in kinds().values()))


@cache
def boundaries() -> Boundaries:
    """The word classes of `boundaries.toml`."""
    entries = load("boundaries.toml")
    return Boundaries(**{name: frozenset(words.split()) for name, words in entries.items()})


@cache
def common_names() -> dict[str, tuple[EntityType, str]]:
    """Every form of the field's common names, with its type and canonical form.

    >>> common_names()["12345热线"]
    ('PLATFORM', '12345政务服务便民热线')
    """
    return {
        form: (cast(EntityType, type_), forms[0])
        for type_, entries in load("lexicon.toml").items()
        if type_ in get_args(EntityType)
        for forms in entries
        for form in forms
    }


@cache
def equivalents() -> tuple[tuple[str, str], ...]:
    """Wordings that mean the same inside a name, each with the one that is compared (人民政府, 政府)."""
    same = {form: forms[0] for forms in load("lexicon.toml")["equal"] for form in forms[1:]}
    return (*((one.old, same.get(one.new, one.new)) for one in renamings()), *same.items())


@dataclass(frozen=True, slots=True)
class Renaming:
    """An office that went on under a new name from the year `since` on."""

    old: str
    new: str
    since: int


@cache
def renamings() -> tuple[Renaming, ...]:
    """The renamings that reforms brought: one body with two names."""
    return tuple(Renaming(**line) for line in load("lexicon.toml")["renamed"])


@cache
def local_names() -> frozenset[str]:
    """Canonical common names of which each place has its own (its 12345 hotline, its 政务云)."""
    return frozenset(load("lexicon.toml")["local"])


@cache
def frameworks() -> frozenset[str]:
    """Canonical names of what is set up above the departments that carry it out (“放管服”改革)."""
    return frozenset(load("lexicon.toml")["frameworks"])


@cache
def load(name: str) -> dict[str, Any]:
    """The content of an ontology file."""
    return tomllib.loads((_HERE / name).read_text("utf-8"))
