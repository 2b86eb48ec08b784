"""The corpus manifest: which plans there are, and files that nobody entered."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.communities import Communities, load_communities
from indexer.errors import CorpusError, DocumentError, ManifestError
from indexer.readers import read_document
from indexer.records import Plan, Region

FILE = "manifest.toml"
PLANS = "plans"


class _Entry(BaseModel):
    """A `[[plan]]` of the manifest."""

    model_config = ConfigDict(extra="forbid")

    id: str
    title: str
    region: str
    publisher: str | None = None
    period: tuple[int, int] | None = None
    language: str = "nb"
    file: str
    sha256: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """The plans that can be read, those that cannot with what is wrong, and the communities."""

    folder: Path
    plans: tuple[Plan, ...]
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
    problems: list[tuple[str, CorpusError]] = []
    for name, raw in _entries(folder):
        try:
            plan = _plan(folder, raw, communities)
            if plan.plan_id in plans:
                raise ManifestError(
                    f"{FILE} has two plans with the id {plan.plan_id!r}; rename one"
                )
            plans[plan.plan_id] = plan
        except CorpusError as error:
            problems.append((name, error))
    for path in _unlisted(folder):
        try:
            plan = guess_plan(path, str(path.relative_to(folder)), communities)
        except DocumentError as error:
            problems.append((path.stem, error))
            continue
        if plan.plan_id in plans:
            taken = ManifestError(
                f"{path.name} has no entry and its name is taken; add it to {FILE}"
            )
            problems.append((path.name, taken))
        else:
            plans[plan.plan_id] = plan
    if not plans and not problems:
        raise ManifestError(
            f"{folder} holds no plans; put files under {PLANS}/ and list them in {FILE}"
        )
    ordered = tuple(plans[plan_id] for plan_id in sorted(plans))
    return Corpus(folder, ordered, tuple(problems), communities)


def _entries(folder: Path) -> Iterator[tuple[str, Any]]:
    path = folder / FILE
    if not path.exists():
        return
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ManifestError(f"{path} is not TOML: {exc}; mend it") from exc
    entries = data.get("plan", [])
    if not isinstance(entries, list):
        raise ManifestError(f"{path}: plan is no list of tables; write each plan under [[plan]]")
    for number, raw in enumerate(entries, start=1):
        name = raw.get("id") if isinstance(raw, dict) else None
        yield str(name or f"entry {number}"), raw


def _plan(folder: Path, raw: object, communities: Communities) -> Plan:
    try:
        entry = _Entry.model_validate(raw)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "entry"
        raise ManifestError(f"{FILE}: {where}: {first['msg']}; mend the entry") from exc
    if re.fullmatch(r"[a-z0-9][a-z0-9.-]*", entry.id) is None:
        raise ManifestError(f"{FILE}: id {entry.id!r}: use a-z, 0-9, hyphen and full stop")
    path = folder / entry.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ManifestError(f"{FILE}: {entry.id}: file {entry.file!r} lies outside the corpus")
    if not path.is_file():
        raise DocumentError(
            f"{entry.id}: {entry.file} is not there; put the file in place or remove the entry"
        )
    actual = sha256(path)
    if entry.sha256 is not None and entry.sha256 != actual:
        raise DocumentError(
            f"{entry.id}: {entry.file} has changed (sha256 {actual}, {FILE} says {entry.sha256}); "
            "restore the file or enter the new sum"
        )
    return Plan(
        plan_id=entry.id,
        title=entry.title,
        region=communities.region(entry.region) or Region(entry.region, entry.region),
        publisher=entry.publisher,
        period=entry.period,
        language=entry.language,
        file=entry.file,
        sha256=actual,
        origin=entry.origin,
    )


def sha256(path: Path) -> str:
    """The checksum of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unlisted(folder: Path) -> list[Path]:
    """Documents under `plans/` that no entry names."""
    listed = {raw.get("file") for _, raw in _entries(folder) if isinstance(raw, dict)}
    return [
        path
        for path in sorted((folder / PLANS).glob("*"))
        if path.is_file()
        and not path.name.startswith(".")
        and str(path.relative_to(folder)) not in listed
    ]


def entry_of(path: Path, folder: Path) -> Plan | None:
    """The manifest's plan of a file, if it has one. Raises `ManifestError`."""
    if not (folder / FILE).exists():
        return None
    corpus = load_corpus(folder)
    return next(
        (p for p in corpus.plans if p.listed and corpus.path(p).resolve() == path.resolve()), None
    )


def guess_plan(path: Path, file: str, communities: Communities) -> Plan:
    """What a file says of itself, for a plan without an entry. Raises `DocumentError`."""
    reading = read_document(path)
    head = "\n".join(line.text for page in reading.pages for line in page.lines)[:4000]
    lines = [line.strip("# *\t\r") for line in head.split("\n") if line.strip("# *\t\r")]
    title = next((line for line in lines if "plan" in line.lower()), (lines or [path.stem])[0])[
        :200
    ]
    years = [int(year) for year in re.findall(r"\b(20\d\d)\b", f"{title} {path.stem}")]
    return Plan(
        plan_id=re.sub(r"[^a-z0-9]+", "-", _fold(path.stem)).strip("-") or "plan",
        title=title,
        region=_guess_region(f"{title} {path.stem}", communities),
        publisher=None,
        period=(min(years), max(years)) if years else None,
        language="nn" if re.search(r"\b(ikkje|eit|kva|helsefellesskapet si)\b", head) else "nb",
        file=file,
        sha256=sha256(path),
        origin=None,
        listed=False,
    )


def _fold(text: str) -> str:
    return text.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")


def _guess_region(text: str, communities: Communities) -> Region:
    """The community that a title names; the first word of most is enough ("Ahus", "Fonna")."""
    words = _fold(text)
    for community in communities.all:
        names = (community.region.region_id, *community.trust_aliases, *community.aliases)
        if any(re.search(rf"\b{re.escape(_fold(name))}\b", words) for name in names):
            return community.region
    return Region("unknown", "Ukjent region")
