"""A new document into the corpus: its copy under `plans/`, and its entry in the manifest."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from indexer.communities import Communities
from indexer.errors import DocumentError, ManifestError
from indexer.manifest import FILE, PLANS, Corpus, id_of, load_corpus, sha256, slug
from indexer.naming import name_finder
from indexer.owners import kind_in, municipality_in, names_community
from indexer.records import Origin, Plan, Proposed

ASKED = ("title", "region", "period")
"""What an entry must say; what no document says of itself and nobody tells is asked for."""

FIELDS = ("title", "region", "publisher", "period", "language", "approved", "origin")
UNKNOWN = "unknown"
"""The period of a plan that has none, and the region of one that is of no health community."""


def refuse_double(path: Path, corpus: Corpus) -> None:
    """Raise `DocumentError` where the corpus has the document already, under whatever name."""
    own = sha256(path)
    for plan in corpus.plans:
        if plan.sha256 == own:
            raise DocumentError(
                f"{path.name} is in the corpus already, as {plan.plan_id} ({plan.file})"
            )
    for _, other in corpus.unlisted:
        if other.resolve() != path.resolve() and sha256(other) == own:
            raise DocumentError(
                f"{path.name} is in the corpus already, as {other.name} without an entry; "
                f"add that: plansok add {other}"
            )


def checked(field: str, value: str, communities: Communities) -> str:
    """A value as the manifest takes it. Raises `ManifestError`, saying what would do."""
    value = " ".join(value.split())
    if field == "period":
        return _checked_period(value)
    if field == "region" and value.lower() == UNKNOWN:
        return UNKNOWN
    if field == "region" and communities.all:
        known = {each.region.region_id: each.region.name for each in communities.all}
        by_name = {name.lower(): region for region, name in known.items()}
        named = name_finder(communities).one(value)
        found = by_name.get(value.lower()) or named or value.lower()
        if found not in known:
            near = get_close_matches(value.lower(), [*known, *by_name], n=3, cutoff=0.5)
            ids = ", ".join(dict.fromkeys(by_name.get(each, each) for each in near)) or "none"
            raise ManifestError(
                f"no region is called {value!r} (near it: {ids}); use the id of one in "
                "health_communities.toml, add it there, or, for the plan of a municipality that "
                f"is in none: --region {UNKNOWN} --publisher 'NAME kommune'"
            )
        return found
    if field == "language" and value not in {"nb", "nn"}:
        raise ManifestError(f"language {value!r}: use nb or nn")
    if field == "approved":
        try:
            date.fromisoformat(value)
        except ValueError as exc:
            raise ManifestError(f"approved {value!r}: write it as 2025-01-29") from exc
    return value


def _checked_period(value: str) -> str:
    match = re.fullmatch(r"(20\d\d)(?:\s*[-–]\s*(20\d\d))?", value)
    if value.lower() == UNKNOWN:
        return UNKNOWN
    if match is None or int(match[2] or match[1]) < int(match[1]):
        raise ManifestError(f"period {value!r}: write it as 2024-2025, 2024, or {UNKNOWN}")
    return f"{match[1]}-{match[2] or match[1]}"


def new_id(values: Mapping[str, str], path: Path) -> str:
    """An id of region and period ("ahus-2024-2025"); of a municipality's own plan, of its name, the
    kind of plan and the period ("storelv-demensplan-2025-2028"); or of the file's name."""
    period, region = values.get("period", UNKNOWN), values.get("region", UNKNOWN)
    own = municipality_in(values.get("publisher"))
    if period == UNKNOWN or (own is None and region == UNKNOWN):
        return id_of(path)
    whose = slug(" ".join(filter(None, (own, kind_in(values["title"]))))) if own else region
    return f"{whose}-{'-'.join(dict.fromkeys(period.split('-')))}"


def missing_in(values: Mapping[str, str]) -> tuple[str, ...]:
    """What an entry must say and these do not; a municipality's plan needs no region."""
    own = municipality_in(values.get("publisher"))
    return tuple(f for f in ASKED if f not in values and not (f == "region" and own))


def whose_is_open(values: Mapping[str, str], *, told: bool) -> bool:
    """Whether a plan may be one municipality's though it would be taken for its region's: neither
    publisher nor title tells whose it is, and nobody `told` the region."""
    region, title = values.get("region", UNKNOWN), values.get("title", "")
    return not (told or region == UNKNOWN or "publisher" in values or names_community(title))


def entry_text(
    plan_id: str,
    values: Mapping[str, str],
    proposed: Sequence[Proposed],
    file: str,
    sum_: str,
    password_env: str | None,
) -> str:
    """The entry, with a comment where a value is the document's own that says where it stands."""
    said = {each.field: each for each in proposed if values.get(each.field) == each.value}
    lines = ["[[plan]]", f"id = {_toml(plan_id)}"]
    for field in FIELDS:
        value = values.get(field)
        if value is None or value == UNKNOWN:
            continue
        if field == "period":
            written = f"[{value.replace('-', ', ')}]"
        else:
            written = value if field == "approved" else _toml(value)
        comment = f"  # {where_read(said[field])}" if field in said else ""
        lines.append(f"{field} = {written}{comment}")
    lines += [f"file = {_toml(file)}", f"sha256 = {_toml(sum_)}"]
    if password_env:
        lines.append(f"password_env = {_toml(password_env)}")
    return "\n".join(lines) + "\n"


def where_read(proposed: Proposed) -> str:
    """Where a document says something of itself, on one line."""
    quote = _clean(proposed.quote)[:160]
    if proposed.origin is Origin.METADATA:
        return f'the file\'s own metadata: "{quote}"'
    if proposed.origin is Origin.NAME:
        return f'the file\'s name: "{quote}"'
    if proposed.line is None:
        return f"its words: {quote}"
    page = f"page {proposed.page}, " if proposed.page is not None else ""
    return f'{page}line {proposed.line}: "{quote}"'


def _clean(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))


def _toml(text: str) -> str:
    """A basic string of TOML, which JSON's are for printable text."""
    return json.dumps(_clean(text), ensure_ascii=False)


def add_plan(
    path: Path,
    folder: Path,
    plan_id: str,
    values: Mapping[str, str],
    proposed: Sequence[Proposed],
    password_env: str | None = None,
) -> tuple[Plan, str]:
    """Copy a document into the corpus and write its entry; the plan, and the entry as written.

    A document under `plans/` already stays where it is. Nothing is overwritten, and where the
    entry would not be understood nothing is left. Raises `CorpusError`.
    """
    corpus = load_corpus_or_none(folder)
    if corpus:
        refuse_double(path, corpus)
        if any(plan.plan_id == plan_id for plan in corpus.plans):
            raise ManifestError(
                f"{FILE} has a plan {plan_id!r} already; choose another: --id ID, or "
                f"replace its document: --replace {plan_id}"
            )
    plans = (folder / PLANS).resolve()
    inside = path.resolve().is_relative_to(plans)
    target = path.resolve() if inside else plans / f"{plan_id}{path.suffix.lower()}"
    file = f"{PLANS}/{target.relative_to(plans).as_posix()}"
    entry = entry_text(plan_id, values, proposed, file, sha256(path), password_env)
    if not inside:
        _copy(path, target)
    before = _manifest_text(folder)
    try:
        write_whole(folder / FILE, f"{before}\n{entry}" if before else entry)
        written = load_corpus(folder)
        plan = next((p for p in written.plans if p.plan_id == plan_id), None)
        if plan is None:
            wrong = "; ".join(str(error) for name, error in written.problems if name == plan_id)
            raise ManifestError(f"the entry for {path.name} is not understood: {wrong}")
    except BaseException:
        if not inside:
            target.unlink(missing_ok=True)
        if before:
            write_whole(folder / FILE, before)
        else:
            (folder / FILE).unlink(missing_ok=True)
        raise
    return plan, entry


def load_corpus_or_none(folder: Path) -> Corpus | None:
    """The corpus, or null where the folder holds no plan yet. Raises `ManifestError`."""
    if not folder.is_dir():
        raise ManifestError(f"there is no corpus folder {folder}; make it, or name one: --corpus")
    if not (folder / FILE).exists() and not any((folder / PLANS).glob("*")):
        return None
    return load_corpus(folder)


def _manifest_text(folder: Path) -> str:
    path = folder / FILE
    return path.read_text(encoding="utf-8").rstrip("\n") + "\n" if path.exists() else ""


def _copy(path: Path, target: Path) -> None:
    try:
        target.parent.mkdir(exist_ok=True)
        with path.open("rb") as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy)
    except FileExistsError as exc:
        raise DocumentError(
            f"{target} is there already; choose another: --id ID, or move that away"
        ) from exc
    except OSError as exc:
        raise DocumentError(
            f"{path} cannot be copied to {target}: {exc.strerror}; mend that, or name another "
            "corpus: --corpus DIR"
        ) from exc


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    draft: Path | None = None
    try:
        draft = Path(tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")[1])
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        draft.replace(path)
    except OSError as exc:
        if draft:
            draft.unlink(missing_ok=True)
        raise ManifestError(
            f"{path} cannot be written: {exc.strerror}; let its folder be written"
        ) from exc
