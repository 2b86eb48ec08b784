"""Files are read apart: each in a process of its own that can be stopped, several at a time.

    Job -> `python -m indexer.read_one` -> Outcome, as one line of JSON

A file can be made to take all time or memory there is, or to bring its library down. What it can
reach here is a process that is stopped at its limits, with a folder of its own that goes with
it. What comes back is validated like a request from outside; nothing is unpickled.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from indexer.errors import DocumentError, DocumentLocked
from indexer.records import Plan, PlanRead

MEBIBYTE = 2**20
ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Libraries of mathematics start a thread a core, each with address space of its own (32 MiB and
more), which counts towards `memory`; here the cores are shared out by files."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take before it is given up; the defaults are generous for a plan.

    The five plans take at most 3 s and 80 MiB, and their records 0.4 MiB. A page that must be
    recognised from its picture takes some 5 s, so that `seconds` is enough for about 100 of
    them; a plan of more needs a larger one. `memory` is address space, of which a program takes
    more than it uses.
    """

    seconds: int = 600
    memory: int = 2048 * MEBIBYTE
    pages: int = 1000
    file_size: int = 200 * MEBIBYTE
    output: int = 64 * MEBIBYTE


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read; `plan` is its entry, null where it has none, `file` its name for people."""

    path: str
    file: str
    corpus: str | None
    plan: Plan | None
    password: str | None
    limits: Limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read and in how many seconds, or why not; `locked` where a password is wanted."""

    read: PlanRead | None
    seconds: float = 0.0
    refused: str | None = None
    locked: bool = False


JOB: TypeAdapter[Job] = TypeAdapter(Job)
OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


Result = tuple[PlanRead, float] | DocumentError
"""What was read of a file and in how many seconds, or why it was not."""


@dataclass(slots=True)
class _Running:
    """The processes at work, to stop them all where the reading itself is broken off."""

    alive: set[subprocess.Popen[bytes]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: bool = False

    def add(self, process: subprocess.Popen[bytes]) -> None:
        with self.lock:
            self.alive.add(process)
            if self.stopped:
                _stop(process)

    def remove(self, process: subprocess.Popen[bytes]) -> None:
        with self.lock:
            self.alive.discard(process)

    def stop(self) -> None:
        with self.lock:
            self.stopped = True
            for process in self.alive:
                _stop(process)


def cores() -> int:
    """How many files are read at a time: one a core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_apart(job: Job) -> PlanRead:
    """What is read out of one file. Raises `DocumentError`."""
    (result,) = read_all_apart([job], 1, lambda _: None)
    if isinstance(result, DocumentError):
        raise result
    return result[0]


def read_all_apart(
    jobs: Sequence[Job], at_a_time: int, done: Callable[[int], None]
) -> tuple[Result, ...]:
    """What is read out of every file, or why not, in the order of the jobs.

    `done` is told how many are finished. However the call ends, no process is left.
    """
    running = _Running()
    with ThreadPoolExecutor(max_workers=max(1, at_a_time)) as pool:
        futures = [pool.submit(_run, job, running) for job in jobs]
        try:
            for count, _ in enumerate(as_completed(futures), start=1):
                done(count)
        except BaseException:
            running.stop()
            pool.shutdown(cancel_futures=True)
            raise
    return tuple(future.result() for future in futures)


def _run(job: Job, running: _Running) -> Result:
    try:
        size = Path(job.path).stat().st_size
    except OSError as exc:
        return DocumentError(f"{job.file} cannot be read: {exc.strerror}")
    if size > job.limits.file_size:
        return _too_much(
            job, f"has {_mib(size)}", f"at most {_mib(job.limits.file_size)} are read", "split it"
        )
    with tempfile.TemporaryDirectory(prefix="plansok-", ignore_cleanup_errors=True) as folder:
        errors = Path(folder) / "stderr"
        with errors.open("wb") as talk:
            ended = _talk_with(job, folder, talk, running)
        return _result(job, ended, _last_line(errors))


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a process ended: what it wrote, its status, and whether its time was up."""

    output: bytes
    status: int
    late: bool


def _talk_with(job: Job, folder: str, talk: IO[bytes], running: _Running) -> _Ended:
    """Give a new process its job and take what it writes, up to the limits."""
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer.read_one"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=talk,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    running.add(process)
    try:
        with _deadline(process, job.limits.seconds) as late:
            with suppress(BrokenPipeError), process.stdin as stdin:
                stdin.write(JOB.dump_json(job))
            output = process.stdout.read(job.limits.output + 1)
            if len(output) > job.limits.output:
                _stop(process)
            process.wait()
        return _Ended(output, process.returncode, late.is_set())
    finally:
        _stop(process)
        process.wait()
        process.stdout.close()
        running.remove(process)


def _environment(folder: str) -> dict[str, str]:
    """Of the child: temporary files in its folder, one thread, our packages before others."""
    ours = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))
    one = dict.fromkeys(ONE_THREAD, "1")
    return {**os.environ, **one, "TMPDIR": folder, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}


@contextmanager
def _deadline(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """Stop the process when its time is up; the event says that it was."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        _stop(process)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started; they are a group of their own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _last_line(path: Path) -> str:
    with suppress(OSError), path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2000))
        lines = file.read().decode("utf-8", "replace").strip().split("\n")
        return lines[-1].strip()[:200]
    return ""


def _result(job: Job, ended: _Ended, said: str) -> Result:
    if fault := _fault(job, ended, said):
        return fault
    try:
        outcome = OUTCOME.validate_json(ended.output)
    except ValidationError as exc:
        return DocumentError(
            f"{job.file} could not be read (its reader gave no records: "
            f"{exc.errors()[0]['msg']}); report this file"
        )
    if outcome.locked:
        return DocumentLocked(f"{job.file} is locked with a password; {_key(job)}")
    if outcome.read is None:
        return DocumentError(outcome.refused or f"{job.file} could not be read; report this file")
    read = outcome.read if job.plan is None else replace(outcome.read, plan=job.plan)
    return read, outcome.seconds


def _fault(job: Job, ended: _Ended, said: str) -> DocumentError | None:
    """What is wrong with how a process ended, if anything is."""
    limits = job.limits
    if ended.late or -ended.status == signal.SIGXCPU:
        return _too_much(
            job, "takes too long", f"it was stopped after {limits.seconds} s", "give it more time"
        )
    if len(ended.output) > limits.output:
        return _too_much(
            job, "gives too much", f"more than {_mib(limits.output)} of records", "split it"
        )
    if ended.status:
        how = _signal(-ended.status) if ended.status < 0 else f"status {ended.status}"
        why = f": {said}" if said else ""
        return DocumentError(
            f"{job.file} could not be read (its reader ended with {how}{why}); "
            "save the document anew, or report this file"
        )
    return None


def _key(job: Job) -> str:
    if job.password is not None:
        return "the one given does not open it"
    return (
        "put it in a variable of the environment, and name that in its entry "
        '(password_env = "NAME") or with --password-env NAME'
    )


def _too_much(job: Job, what: str, limit: str, remedy: str) -> DocumentError:
    return DocumentError(
        f"{job.file} {what} ({limit}); {remedy}, or save the document anew if it is damaged"
    )


def _signal(number: int) -> str:
    with suppress(ValueError):
        return signal.Signals(number).name
    return f"signal {number}"


def _mib(size: int) -> str:
    return f"{size / MEBIBYTE:.0f} MiB"
