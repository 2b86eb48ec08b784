"""The table of health communities holds together: ids, municipalities, names, areas."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from service.words.word_lists import word_list

PATH = Path(__file__).resolve().parents[1] / "corpus" / "health_communities.toml"
DATA: dict[str, Any] = tomllib.loads(PATH.read_text(encoding="utf-8"))
COMMUNITIES: list[dict[str, Any]] = DATA["communities"]
IDS = {c["id"] for c in COMMUNITIES}
# Municipalities of one name in different counties, in 2024.
SAME_NAME = {"Herøy": 2, "Våler": 2}
LISTS = ("trust_aliases", "aliases", "municipalities", "districts")


def names(community: dict[str, Any]) -> Iterator[str]:
    """Every name that can point to the community."""
    yield community["name"]
    yield community["trust"]
    for field in LISTS:
        yield from community[field]
    yield from community["former"]


def owners() -> dict[str, set[str]]:
    """Folded name -> ids of the communities that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for community in COMMUNITIES:
        for name in names(community):
            found[name.casefold()].add(community["id"])
    return found


def test_ids() -> None:
    assert len(COMMUNITIES) == len(IDS) == 19
    assert {"ahus", "ostfold", "stolav", "helgeland", "finnmark"} <= IDS
    assert all(i.isascii() and i.isalpha() and i.islower() for i in IDS)
    assert isinstance(DATA["as_of"], date)


def test_fields() -> None:
    expected = {"id", "name", "trust", "former", *LISTS}
    for community in COMMUNITIES:
        assert set(community) == expected, community["id"]
        for field in LISTS:
            values = community[field]
            assert len(values) == len(set(values)), (community["id"], field)


def test_every_municipality_is_there_once() -> None:
    count = Counter(m for c in COMMUNITIES for m in c["municipalities"])
    shared = dict.fromkeys(DATA["in_two_communities"], 2)
    assert {m: n for m, n in count.items() if n > 1} == shared | SAME_NAME
    # 355 names, 357 municipalities: two names are used twice.
    assert count.total() - len(shared) == DATA["municipality_count"] == 357
    assert len(count) == 355


def test_former_names_point_to_members() -> None:
    for community in COMMUNITIES:
        members = {*community["municipalities"], *community["districts"]}
        for old, new in community["former"].items():
            assert new in members, (community["id"], old, new)
            assert old not in members, (community["id"], old)


def test_ambiguous_lists_exactly_the_shared_names() -> None:
    shared = {name for name, ids in owners().items() if len(ids) > 1}
    assert {name.casefold() for name in DATA["ambiguous"]} == shared


def test_ordinary_words_are_lower_case_names() -> None:
    known = owners().keys() | {c.casefold() for c in DATA["counties"]}
    common, rare = DATA["ordinary_words"], DATA["ordinary_words_rare"]
    assert not set(common) & set(rare)
    for word in common + rare:
        assert word == word.casefold() and word in known, word


def test_areas_name_known_communities() -> None:
    for table in ("counties", "former_counties"):
        for county, ids in DATA[table].items():
            assert ids and set(ids) <= IDS and len(ids) == len(set(ids)), county
    assert not DATA["counties"].keys() & DATA["former_counties"].keys()
    assert len(DATA["counties"]) == 15
    assert {i for ids in DATA["counties"].values() for i in ids} == IDS
    regions = DATA["health_regions"]
    assert len(regions) == 4
    assert sorted(i for r in regions.values() for i in r["communities"]) == sorted(IDS)
    aliases = Counter(a.casefold() for name, r in regions.items() for a in (name, *r["aliases"]))
    assert aliases.total() == len(aliases) and not aliases.keys() & owners().keys()


def test_districts_of_word_lists_have_municipalities_that_there_are() -> None:
    """`service/data/local.toml` names parts of communities by their municipalities: one that is
    merged or renamed here is to be mended there too."""
    known = {name for c in COMMUNITIES for name in (*c["municipalities"], *c["districts"])}
    for district, own in word_list("local")["districts"].items():
        assert set(own) <= known, district
