"""Names without the places in front: as if every place were looked for, one after the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.fold import squeeze
from search.profiles_things import _LEVELS, Places, _bare

NAMES = st.text("广州市花都区局智", max_size=10)


@given(NAMES, st.sets(NAMES, max_size=8))
def test_places_are_taken_out_longest_first(name: str, places: set[str]) -> None:
    bare = squeeze(name)
    for place in sorted(places - {""}, key=lambda place: (-len(place), place)):
        bare = bare.replace(place, "")
    assert _bare(name, Places.of(places)) == (bare.lstrip(_LEVELS) or bare)
