"""The corpus manifest: which plans there are, and files that nobody entered."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from indexer.analysis import fold
from indexer.communities import FILE as COMMUNITIES
from indexer.communities import Communities, load_communities
from indexer.errors import CorpusError, DocumentError, ManifestError
from indexer.mistakes import mistakes_of
from indexer.records import NO_REGION, Plan, Proposed, Region

FILE = "manifest.toml"
PLANS = "plans"

YEARS = range(1950, 2101)
"""Years that a plan can be for; one outside is a slip of the finger."""

BESIDE_DOCUMENTS = frozenset({"thumbs.db", "desktop.ini"})
"""Files that a system keeps in folders of documents."""

WRITTEN = {
    "period": "write it as [2024, 2025]",
    "language": "use nb or nn",
    "approved": "write it as 2025-01-29",
}
"""How the fields are written that are not plain text."""

ALIKE = 0.85
"""Likeness from which an unknown region is a misspelt one: "østfoldd" and "ostfodl" have 0.93 and
0.86 to "ostfold", "ahuss" 0.89 to "ahus"; "orkland", no region, has 0.8 to "nordland"."""


class _Entry(BaseModel):
    """A `[[plan]]` of the manifest."""

    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    region: str | None = None
    publisher: str | None = None
    period: tuple[int, int] | None = None
    language: Literal["nb", "nn"] = "nb"
    file: str
    sha256: str | None = None
    origin: str | None = None
    approved: date | None = None
    password_env: str | None = None

    @field_validator("period")
    @classmethod
    def _of_years(cls, period: tuple[int, int] | None) -> tuple[int, int] | None:
        if period and not all(year in YEARS for year in period):
            raise ValueError(f"{list(period)} are no years; {WRITTEN['period']}")
        if period and period[1] < period[0]:
            raise ValueError(f"{list(period)} ends before it begins; {WRITTEN['period']}")
        return period


@dataclass(frozen=True, slots=True)
class Corpus:
    """The plans with an entry, those that cannot be read with what is wrong, and the communities.

    `unlisted` are documents without an entry, by the id that the file's name gives. `locks` are
    the variables of the environment that hold the passwords of locked documents, by plan.
    """

    folder: Path
    plans: tuple[Plan, ...]
    unlisted: tuple[tuple[str, Path], ...]
    locks: Mapping[str, str]
    problems: tuple[tuple[str, CorpusError], ...]
    communities: Communities

    def path(self, plan: Plan) -> Path:
        """Where a plan's file is."""
        return self.folder / plan.file


def load_corpus(folder: Path) -> Corpus:
    """The corpus in a folder, plans in the order of their ids.

    One bad entry is a problem of its own and the others stand. Raises `ManifestError` where
    there is no manifest and no plan, or the manifest is not TOML.
    """
    if not folder.is_dir():
        raise ManifestError(f"there is no corpus folder {folder}; name one: plansok index CORPUS")
    communities = load_communities(folder)
    plans: dict[str, Plan] = {}
    held: dict[str, str] = {}  # what holds a document, by its checksum
    locks: dict[str, str] = {}
    problems: list[tuple[str, CorpusError]] = []
    for name, raw in _entries(folder):
        try:
            entry, plan = _plan(folder, raw, communities)
            if plan.plan_id in plans:
                raise ManifestError(
                    f"{FILE} has two plans with the id {plan.plan_id!r}; rename one"
                )
            if plan.sha256 in held:
                raise ManifestError(
                    f"{plan.file} is the same document as that of {held[plan.sha256]}; remove one "
                    "of the entries, or put the right file in place"
                )
            plans[plan.plan_id] = plan
            held[plan.sha256] = f"{plan.plan_id} ({plan.file})"
            if entry.password_env:
                locks[plan.plan_id] = entry.password_env
        except CorpusError as error:
            problems.append((name, error))
    unlisted: dict[str, Path] = {}
    for path in _unlisted(folder):
        plan_id, file = id_of(path), path.relative_to(folder).as_posix()
        try:
            sum_ = _sum_of_unlisted(path)
            if sum_ in held and not path.stat().st_size:
                raise DocumentError("is empty; put the document there, or remove the file")
            if sum_ in held:
                raise ManifestError(f"is the same document as {held[sum_]}; remove one of them")
            if plan_id in plans or plan_id in unlisted:
                other = plans[plan_id].file if plan_id in plans else unlisted[plan_id].name
                raise ManifestError(
                    f"has no entry, and the id that its name gives, {plan_id!r}, is that of "
                    f"{other}; give it another: plansok add {path} --corpus {folder} --id ID"
                )
            unlisted[plan_id] = path
            held[sum_] = file
        except CorpusError as error:
            problems.append((file, error))
    if not (plans or unlisted or problems):
        raise ManifestError(
            f"{folder} holds no plans; put files under {PLANS}/ and list them in {FILE}"
        )
    ordered = tuple(plans[plan_id] for plan_id in sorted(plans))
    others = tuple(sorted(unlisted.items()))
    return Corpus(folder, ordered, others, locks, tuple(problems), communities)


def _entries(folder: Path) -> Iterator[tuple[str, Any]]:
    path = folder / FILE
    if not path.exists():
        return
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        raise ManifestError(f"{path} cannot be read ({exc.strerror}); put the file there") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ManifestError(f"{path} is not TOML: {exc}; mend it") from exc
    if unknown := sorted(set(data) - {"plan"}):
        raise ManifestError(
            f"{path}: {', '.join(unknown)}: not known; write each plan under [[plan]]"
        )
    entries = data.get("plan", [])
    if not isinstance(entries, list):
        raise ManifestError(f"{path}: plan is no list of tables; write each plan under [[plan]]")
    for number, raw in enumerate(entries, start=1):
        name = raw.get("id") if isinstance(raw, dict) else None
        yield str(name or f"entry {number}"), raw


def _plan(folder: Path, raw: object, communities: Communities) -> tuple[_Entry, Plan]:
    try:
        entry = _Entry.model_validate(raw)
    except ValidationError as exc:
        wrong = mistakes_of(exc, _Entry.model_fields, WRITTEN)
        raise ManifestError(f"{FILE}: {wrong}; mend the entry") from exc
    if re.fullmatch(r"[a-z0-9][a-z0-9.-]*", entry.id) is None:
        raise ManifestError(f"{FILE}: id {entry.id!r}: use a-z, 0-9, hyphen and full stop")
    path = folder / entry.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ManifestError(
            f"{FILE}: file {entry.file!r} lies outside the corpus; copy it under {PLANS}/"
        )
    if not path.is_file():
        raise DocumentError(f"{entry.file} is not there; put the file in place or remove the entry")
    actual = sha256(path)
    if entry.sha256 is not None and entry.sha256 != actual:
        raise DocumentError(
            f"{entry.file} has changed (sha256 {actual}, {FILE} says {entry.sha256}); restore the "
            f"file, or take it as the plan's newer version: plansok add --replace {entry.id} "
            f"{path} --corpus {folder}"
        )
    plan = Plan(
        plan_id=entry.id,
        title=entry.title,
        region=_region(entry.region, communities),
        publisher=entry.publisher,
        period=entry.period,
        language=entry.language,
        file=entry.file,
        sha256=actual,
        origin=entry.origin,
        approved=entry.approved,
    )
    return entry, plan


def sha256(path: Path) -> str:
    """The checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _region(value: str | None, communities: Communities) -> Region:
    """The region of an entry, none where it names none; one that no list knows stands by itself,
    unless it is misspelt."""
    if value is None:
        return NO_REGION
    if found := communities.region(value):
        return found
    names = {each.region.region_id: each.region.region_id for each in communities.all}
    names |= {fold(each.region.name): each.region.region_id for each in communities.all}
    municipal = {fold(name) for each in communities.all for name in each.municipalities}
    near = get_close_matches(fold(value), names, n=1, cutoff=ALIKE)
    if near and fold(value) not in municipal:
        raise ManifestError(
            f"{FILE}: region: no region is called {value!r}; did you mean {names[near[0]]}? Use "
            f"the id of one in {COMMUNITIES}, or add it there"
        )
    return Region(value, value)


def _unlisted(folder: Path) -> list[Path]:
    """What lies anywhere under `plans/` and no entry names; nothing hidden, and nothing that an
    office program or a system keeps beside documents."""
    listed = {
        (folder / str(raw.get("file"))).resolve()
        for _, raw in _entries(folder)
        if isinstance(raw, dict)
    }
    plans = folder / PLANS
    return [
        path
        for path in sorted(plans.rglob("*"))
        if (path.is_symlink() or not path.is_dir())
        and not any(part.startswith(".") for part in path.relative_to(plans).parts)
        and not (path.name.startswith("~$") or path.name.lower() in BESIDE_DOCUMENTS)
        and path.resolve() not in listed
    ]


def _sum_of_unlisted(path: Path) -> str:
    """The checksum of a document. Raises `DocumentError` for what is no file."""
    if path.is_symlink() and not path.exists():
        raise DocumentError(
            f"is a link to {path.readlink()}, which is not there; put the file in place or remove "
            "the link"
        )
    if not path.is_file():
        raise DocumentError("is no file, and is not read; put the documents themselves there")
    try:
        return sha256(path)
    except OSError as exc:
        raise DocumentError(f"cannot be read: {exc.strerror}; let it be read") from exc


def entry_of(path: Path, corpus: Corpus) -> Plan | None:
    """The manifest's plan of a file, if it has one."""
    return next((p for p in corpus.plans if corpus.path(p).resolve() == path.resolve()), None)


def id_of(path: Path) -> str:
    """The id that the name of a file without an entry gives."""
    return slug(path.stem)


def slug(name: str) -> str:
    """A name as an id has it: lower case, no marks."""
    plain = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "plan"


def unlisted_plan(
    path: Path, file: str, proposed: Sequence[Proposed], communities: Communities
) -> Plan:
    """The plan of a file without an entry: what the document says of itself, the rest unknown."""
    said = {each.field: each.value for each in proposed}
    first, _, last = said.get("period", "").partition("-")
    return Plan(
        plan_id=id_of(path),
        title=said.get("title", path.stem),
        region=communities.region(said.get("region", "")) or NO_REGION,
        publisher=said.get("publisher"),
        period=(int(first), int(last)) if last else None,
        language=said.get("language", "nb"),
        file=file,
        sha256=sha256(path),
        origin=None,
        listed=False,
        approved=date.fromisoformat(said["approved"]) if "approved" in said else None,
    )
