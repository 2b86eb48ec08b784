"""The process that reads one file: a job on stdin, its outcome as one line on stdout.

Started by `indexer.sandbox`, never by a person. It sets its limits before it looks at the file,
and opens nothing but that file and the corpus's list of communities.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

from indexer.errors import DocumentError, DocumentLocked, PlansokError
from indexer.read import read_listed, read_unlisted
from indexer.records import PlanRead
from indexer.sandbox import JOB, MEBIBYTE, OUTCOME, Job, Limits, Outcome

LARGEST_TEMPORARY_FILE = 512 * MEBIBYTE
"""A page recognised from its picture is written down first: some 30 MiB at 300 dpi in A4."""


def main() -> int:
    """Read the file of the job; 0 also where it was refused."""
    job = JOB.validate_json(sys.stdin.buffer.read())
    _limit(job.limits)
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no part of the outcome
    line = OUTCOME.dump_json(_outcome(job)) + b"\n"
    with open(out, "wb") as stdout:  # noqa: PTH123 (a descriptor has no path)
        stdout.write(line)
    return 0


def _limit(limits: Limits) -> None:
    """Processor time a little over the wall's, so that an orphan ends as well; no core dumps."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds + 5),
        (resource.RLIMIT_FSIZE, LARGEST_TEMPORARY_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a stricter limit stands already, or there is none
            resource.setrlimit(kind, (most, most))


def _outcome(job: Job) -> Outcome:
    path, pages = Path(job.path), job.limits.pages
    corpus = Path(job.corpus) if job.corpus else None
    started = time.perf_counter()
    try:
        if job.plan is None:
            read = read_unlisted(path, job.file, corpus, job.password, pages)
        else:
            read = read_listed(job.plan, path, corpus, job.password, pages)
        _assert_quoted(read)
        return Outcome(read, time.perf_counter() - started)
    except DocumentError as error:
        return Outcome(None, refused=str(error), locked=isinstance(error, DocumentLocked))
    except PlansokError as error:
        return Outcome(None, refused=str(error))
    except MemoryError:
        most = job.limits.memory // MEBIBYTE
        return Outcome(
            None,
            refused=f"{job.file} takes too much memory (over {most} MiB); split it, "
            "or save the document anew if it is damaged",
        )
    except Exception as error:  # one document must not stop the others, whatever is in it
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return Outcome(
            None,
            refused=f"{job.file} could not be read ({fault}); save it anew, or report this file",
        )


def _assert_quoted(read: PlanRead) -> None:
    """Every quote of a file that is no text stands in its transcript, on the lines it names."""
    if read.transcript is None:
        return
    lines = [line.text for line in read.transcript]
    assert not any("\n" in line for line in lines), "a line of the transcript is several"
    for source in (*(p.source for p in read.passages), *(r.source for r in read.rejected)):
        there = "\n".join(lines[source.line - 1 : source.end_line])
        verbatim = source.quote == there if source.row else source.quote in there
        assert verbatim, f"line {source.line} is not {source.quote[:60]!r}"


if __name__ == "__main__":
    sys.exit(main())
