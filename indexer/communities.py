"""The country's health communities and the names by which people know them.

Read from `health_communities.toml` in the corpus folder, which says what its keys mean.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.errors import ManifestError
from indexer.records import Region

FILE = "health_communities.toml"


@dataclass(frozen=True, slots=True)
class Community:
    """A hospital trust and its municipalities; `former` maps older and local names to them."""

    region: Region
    trust: str
    trust_aliases: tuple[str, ...]
    aliases: tuple[str, ...]
    municipalities: tuple[str, ...]
    former: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Communities:
    """All communities, wider areas, and the names that must be handled with care.

    `areas` maps counties and health regions to community ids; of `counties` the first has most.
    `ordinary_words` are lower-case names that are common words as well.
    """

    all: tuple[Community, ...]
    areas: tuple[tuple[str, tuple[str, ...]], ...]
    counties: frozenset[str]
    ordinary_words: frozenset[str]

    def region(self, region_id: str) -> Region | None:
        """The community with this id."""
        return next((c.region for c in self.all if c.region.region_id == region_id), None)

    def names(self) -> frozenset[str]:
        """Every single word that occurs in a place's or trust's name, as written."""
        found: set[str] = set()
        for community in self.all:
            for name in (
                *community.municipalities,
                *community.aliases,
                *community.trust_aliases,
                *(old for old, _ in community.former),
            ):
                found.update(name.replace("-", " ").split())
        return frozenset(found)


def load_communities(corpus: Path) -> Communities:
    """The communities of a corpus folder; none where it has no such file.

    Raises `ManifestError` for a file that cannot be understood.
    """
    path = corpus / FILE
    if not path.exists():
        return Communities((), (), frozenset(), frozenset())
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        regions = data["health_regions"]
        areas = {**data["former_counties"], **data["counties"]}
        for name, region in regions.items():
            for alias in (name, *region["aliases"]):
                areas[alias] = region["communities"]
        return Communities(
            tuple(_community(entry) for entry in data["communities"]),
            tuple((name, tuple(ids)) for name, ids in areas.items()),
            frozenset((*data["former_counties"], *data["counties"])),
            frozenset(data["ordinary_words"]),
        )
    except OSError as exc:
        raise ManifestError(f"{path} cannot be read ({exc.strerror}); put the file there") from exc
    except (ValueError, KeyError, TypeError, AttributeError) as exc:  # TOML's and UTF-8's too
        raise ManifestError(f"{path} cannot be understood: {exc}; mend it") from exc


def _community(entry: dict[str, Any]) -> Community:
    return Community(
        Region(entry["id"], entry["name"]),
        entry["trust"],
        tuple(entry["trust_aliases"]),
        tuple(entry["aliases"]),
        (*entry["municipalities"], *entry["districts"]),
        tuple(entry["former"].items()),
    )
