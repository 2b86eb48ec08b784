"""A newer version of a plan's document: the file in its place, its sum in the manifest.

The entry is edited line by line, so that its comments and those of the others stay. What comes out
must be, read as TOML, what went in but for the sum and the file; else nothing is written.
"""

from __future__ import annotations

import copy
import json
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from indexer.adding import write_whole
from indexer.errors import DocumentError, ManifestError, told_of
from indexer.manifest import FILE, PLANS, load_corpus, sha256
from indexer.records import Plan

_OPENS = re.compile(r"^\s*\[\[\s*plan\s*\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Replaced:
    """The plan with its newer file, its entry as it stands now, and the old file if that had
    another name and is gone."""

    plan: Plan
    entry: str
    removed: str | None


def entry_of_id(folder: Path, plan_id: str) -> Mapping[str, Any]:
    """The entry of a plan, as the manifest has it. Raises `ManifestError` where there is none."""
    load_corpus(folder)  # says what is wrong with a folder or a manifest as a whole
    entries = tomllib.loads(_text(folder)).get("plan", [])
    found = [each for each in entries if isinstance(each, dict) and each.get("id") == plan_id]
    if len(found) == 1 and isinstance(found[0].get("file"), str):
        return found[0]
    if found:
        raise ManifestError(f"{FILE}: {plan_id}: name its file, and enter it once; mend the entry")
    ids = [str(each.get("id")) for each in entries if isinstance(each, dict)]
    near = ", ".join(get_close_matches(plan_id, ids, cutoff=0.4)) or "none"
    raise ManifestError(
        f"{FILE} has no plan {plan_id!r} (near it: {near}); name one that it has, or add the "
        "document as a plan of its own, without --replace"
    )


def replace_plan(path: Path, folder: Path, plan_id: str) -> Replaced:
    """Put a document in the place of a plan's file and enter its sum; all else of the entry stays.

    A document under `plans/` stays where it is, and the entry names it. Where anything goes wrong
    everything is as it was. Raises `CorpusError`.
    """
    entry = entry_of_id(folder, plan_id)
    old = folder / entry["file"]
    sum_ = sha256(path)
    target = _target(path, folder, old)
    file = target.relative_to(folder).as_posix()
    as_entered = (file, sum_) == (entry["file"], entry.get("sha256"))
    if as_entered and target.is_file() and sha256(target) == sum_:
        raise DocumentError(f"{path.name} is what {plan_id} has already ({file})")
    before = _text(folder)
    after, block = _edited(before, plan_id, file, sum_)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".replaced-") as scratch:
        kept = Path(scratch) / "old"
        moved = target.resolve() != path.resolve()
        try:
            if moved:
                if target.exists():
                    shutil.copy2(target, kept)
                draft = Path(scratch) / "new"
                shutil.copyfile(path, draft)
                target.parent.mkdir(parents=True, exist_ok=True)
                draft.replace(target)
            write_whole(folder / FILE, after)
            corpus = load_corpus(folder)
            plan = next((each for each in corpus.plans if each.plan_id == plan_id), None)
            if plan is None:
                wrong = "; ".join(str(error) for name, error in corpus.problems if name == plan_id)
                raise ManifestError(f"{plan_id} was not replaced: {wrong}")
        except BaseException as exc:
            if moved and kept.exists():
                kept.replace(target)
            elif moved:
                target.unlink(missing_ok=True)
            write_whole(folder / FILE, before)
            if isinstance(exc, OSError):
                raise DocumentError(
                    f"{path} cannot be put in the place of {target} ({told_of(exc)}); mend that"
                ) from exc
            raise
    gone = old.resolve() != target.resolve() and old.is_file()
    if gone:
        old.unlink()
    return Replaced(plan, block, entry["file"] if gone else None)


def _text(folder: Path) -> str:
    path = folder / FILE
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _target(path: Path, folder: Path, old: Path) -> Path:
    """Where the newer file is to lie: the old one's place, under the ending that it has itself."""
    if path.resolve().is_relative_to((folder / PLANS).resolve()):
        return folder / PLANS / path.resolve().relative_to((folder / PLANS).resolve())
    target = old.with_suffix(path.suffix.lower())
    if target != old and target.exists():
        raise DocumentError(f"{target} is there already; move it away, or remove it")
    return target


def _edited(text: str, plan_id: str, file: str, sum_: str) -> tuple[str, str]:
    """The manifest with the plan's file and sum entered, and the entry in it."""
    wanted = copy.deepcopy(tomllib.loads(text))
    for each in wanted["plan"]:
        if isinstance(each, dict) and each.get("id") == plan_id:
            each |= {"file": file, "sha256": sum_}
    starts = [match.start() for match in _OPENS.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        named = re.search(rf'^\s*id\s*=\s*["\']{re.escape(plan_id)}["\']', block, re.MULTILINE)
        if not named:
            continue
        changed = _with_line(_with_line(block, "file", file), "sha256", sum_)
        edited = text[:start] + changed + text[end:]
        try:
            if tomllib.loads(edited) == wanted:
                return edited, changed.strip() + "\n"
        except tomllib.TOMLDecodeError:
            pass
    raise ManifestError(
        f"{FILE}: the entry of {plan_id} is written so that it cannot be edited; put the file in "
        f"place and enter file = {json.dumps(file)}, sha256 = {json.dumps(sum_)} by hand"
    )


def _with_line(block: str, field: str, value: str) -> str:
    """The entry with a field set, in its own line or, where it has none, in one after the file's;
    what stands behind an old value, a comment on it, goes with it."""
    line = f"{field} = {json.dumps(value, ensure_ascii=False)}"
    own = re.compile(rf"^[ \t]*{field}[ \t]*=.*$", re.MULTILINE)
    if own.search(block):
        return own.sub(lambda _: line, block, count=1)
    return re.sub(
        r"^[ \t]*file[ \t]*=.*$", lambda m: f"{m[0]}\n{line}", block, count=1, flags=re.MULTILINE
    )
