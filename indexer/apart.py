"""What there is to read, for the processes that read it: files with their entries and passwords."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from indexer.corrections import apply_corrections, load_overlay
from indexer.manifest import FILE as MANIFEST
from indexer.manifest import Corpus, entry_of, load_corpus
from indexer.records import PlanRead
from indexer.sandbox import LIMITS, Job, Limits, read_apart


def read_file_apart(
    path: Path, corpus_dir: Path | None, password: str | None = None, limits: Limits = LIMITS
) -> PlanRead:
    """What is read out of a file, under its entry in the corpus and corrected, if it has one.

    Raises `DocumentError` or `ManifestError`.
    """
    has_manifest = corpus_dir is not None and (corpus_dir / MANIFEST).exists()
    corpus = load_corpus(corpus_dir) if corpus_dir and has_manifest else None
    plan = entry_of(path, corpus) if corpus else None
    if plan and corpus and password is None:
        password = password_in(corpus.locks.get(plan.plan_id))
    job = unlisted_job(path, corpus_dir, password, limits)
    read = read_apart(replace(job, plan=plan))
    if plan is None or corpus is None:
        return read
    return apply_corrections(read, load_overlay(corpus.folder, plan.plan_id))


def unlisted_job(path: Path, corpus_dir: Path | None, password: str | None, limits: Limits) -> Job:
    """A file to read under what it says of itself."""
    folder = str(corpus_dir.resolve()) if corpus_dir else None
    return Job(str(path.resolve()), path.name, folder, None, password, limits)


def jobs_of(corpus: Corpus, limits: Limits = LIMITS) -> dict[str, Job]:
    """What there is to read in a corpus, by the plans' ids; passwords from the environment."""
    listed = {
        plan.plan_id: Job(
            str(corpus.path(plan).resolve()),
            plan.file,
            str(corpus.folder.resolve()),
            plan,
            password_in(corpus.locks.get(plan.plan_id)),
            limits,
        )
        for plan in corpus.plans
    }
    return listed | {
        plan_id: replace(
            unlisted_job(path, corpus.folder, None, limits),
            file=path.relative_to(corpus.folder).as_posix(),
        )
        for plan_id, path in corpus.unlisted
    }


def password_in(variable: str | None) -> str | None:
    """The password that a variable of the environment holds; the only place that reads one."""
    return os.environ.get(variable) if variable else None
