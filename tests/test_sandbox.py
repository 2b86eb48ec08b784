"""Files that take all there is, or bring their reader down, are one line in the report."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.apart import read_file_apart
from indexer.errors import DocumentError
from indexer.read import read_file
from indexer.sandbox import (
    LIMITS,
    MEBIBYTE,
    Job,
    Limits,
    read_all_apart,
    read_apart,
)
from service.cli import main

EVIL = '''
"""A reader that does what the first word of its file says."""
import os, signal, subprocess, sys, time
import indexer.readers

read = indexer.readers.read_document

def evil(path, password=None, most_pages=None):
    match path.read_bytes().split(b" ")[0].decode("latin-1"):
        case "LOOP":
            while True:
                pass
        case "SLEEP":
            time.sleep(600)
        case "BOMB":
            hold = [bytearray(2**24) for _ in range(10_000)]
        case "DEEP":
            def down():
                down()
            down()
        case "SEGV":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "ABORT":
            sys.stderr.write("free(): invalid pointer\\n")
            sys.stderr.flush()
            os.abort()
        case "EXIT":
            sys.exit(7)
        case "LEAVE":
            os._exit(0)
        case "PRINT":
            print("a library talks")
            os.system("echo and so does its program")
        case "LITTER":
            import tempfile
            tempfile.mkdtemp()
            open(tempfile.mkstemp()[1], "w").write("left")
            open("here", "w").write("left")
        case "CHILD":
            child = subprocess.Popen(["sleep", "600"])
            path.with_suffix(".pid").write_text(str(child.pid))
            time.sleep(600)
        case "SECRET":
            if password != "sesam":
                from indexer.errors import DocumentLocked
                raise DocumentLocked(f"{path.name} is locked")
    return read(path)

indexer.readers.read_document = evil
'''
PLAN = (
    "Handlingsplan for havna 2031\n\nMål\tTiltak\tAnsvar\tFrist\n"
    "Ro\tBygge molo\tHavnesjefen\t2031\n"
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where temporary files are made; a test may leave none there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def evil(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary: Path) -> Callable[..., Job]:
    """Make a file that its reader chokes on, as its first word says."""
    own = tmp_path / "evil"
    own.mkdir()
    (own / "sitecustomize.py").write_text(EVIL, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(own))

    def make(word: str, limits: Limits = LIMITS) -> Job:
        path = tmp_path / f"{word.lower()}.txt"
        path.write_text(f"{word} {PLAN}", encoding="utf-8")
        return Job(str(path), path.name, None, None, None, limits)

    return make


def job_for(path: Path, limits: Limits = LIMITS) -> Job:
    return Job(str(path), path.name, None, None, None, limits)


def test_a_file_read_apart_gives_what_it_gives_here(corpus: Path, temporary: Path) -> None:
    for name in ("ostfold-2023-2024", "stolav-2022-2024"):
        path = corpus / f"plans/{name}.txt"
        assert read_file_apart(path, corpus) == read_file(path, corpus)
        assert read_file_apart(path, None) == read_file(path)


@pytest.mark.parametrize(
    ("word", "limits", "says"),
    [
        ("LOOP", Limits(seconds=2), r"loop.txt takes too long .*after 2 s.*; give it more time"),
        ("SLEEP", Limits(seconds=2), "takes too long"),
        ("BOMB", Limits(memory=400 * MEBIBYTE), "takes too much memory .over 400 MiB.; split it"),
        ("DEEP", LIMITS, r"deep.txt could not be read \(RecursionError"),
        ("SEGV", LIMITS, r"segv.txt could not be read .*SIGSEGV.*; save the document anew"),
        ("ABORT", LIMITS, r"SIGABRT: free\(\): invalid pointer"),
        ("EXIT", LIMITS, "ended with status 7"),
        ("LEAVE", LIMITS, "gave no records"),
        ("FINE", Limits(output=1000), r"gives too much \(more than 0 MiB of records\)"),
        ("FINE", Limits(file_size=10), r"fine.txt has 0 MiB \(at most 0 MiB are read\)"),
    ],
)
def test_a_file_that_its_reader_chokes_on_is_one_line(
    evil: Callable[..., Job], word: str, limits: Limits, says: str
) -> None:
    started = time.monotonic()
    with pytest.raises(DocumentError, match=says) as raised:
        read_apart(evil(word, limits))
    assert "\n" not in str(raised.value)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("word", ["FINE", "PRINT", "LITTER"])
def test_what_a_library_prints_or_leaves_is_no_part_of_what_is_read(
    evil: Callable[..., Job], word: str
) -> None:
    (measure,) = read_apart(evil(word)).measures
    assert measure.responsible == ("Havnesjefen",)


def test_the_programs_that_a_reader_started_end_with_it(evil: Callable[..., Job]) -> None:
    job = evil("CHILD", Limits(seconds=2))
    with pytest.raises(DocumentError, match="takes too long"):
        read_apart(job)
    pid = int(Path(job.path).with_suffix(".pid").read_text(encoding="utf-8"))
    assert not alive(pid)


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended may stay listed until its parent looks."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def test_many_files_keep_their_order_and_the_bad_ones_stop_none(
    evil: Callable[..., Job],
) -> None:
    jobs = [evil("SLEEP", Limits(seconds=1)), evil("FINE"), evil("SEGV"), evil("PRINT")]
    told: list[int] = []
    results = read_all_apart(jobs, 2, told.append)
    assert [isinstance(result, DocumentError) for result in results] == [True, False, True, False]
    assert told == [1, 2, 3, 4]
    again = read_all_apart(jobs[1:2] * 3, 3, lambda _: None)
    assert len({str(result[0]) for result in again if isinstance(result, tuple)}) == 1


def test_a_password_reaches_the_reader_and_nobody_else(evil: Callable[..., Job]) -> None:
    job = evil("SECRET")
    with pytest.raises(DocumentError, match=r"secret\.txt is locked"):
        read_apart(job)
    read = read_apart(replace(job, password="sesam"))
    assert len(read.measures) == 1
    assert "sesam" not in str(read)


def test_breaking_off_leaves_no_process(evil: Callable[..., Job], tmp_path: Path) -> None:
    job = evil("CHILD", Limits(seconds=60))
    pid_file = Path(job.path).with_suffix(".pid")

    def interrupt() -> None:
        while not (pid_file.exists() and pid_file.read_text(encoding="utf-8")):
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        read_all_apart([job, evil("SLEEP")], 2, lambda _: None)
    assert time.monotonic() - started < 20
    assert not alive(int(pid_file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("pages", [2, 3])
def test_more_pages_than_allowed_are_refused(tmp_path: Path, pages: int, temporary: Path) -> None:
    path = tmp_path / "sider.txt"
    path.write_text("\n\f".join(["Litt tekst om havna."] * 3), encoding="utf-8")
    if pages == 3:
        assert read_apart(job_for(path, Limits(pages=pages))).pages == 3
    else:
        with pytest.raises(DocumentError, match=r"sider.txt has 3 pages \(at most 2\); split it"):
            read_apart(job_for(path, Limits(pages=pages)))


def test_a_child_that_is_given_nonsense_fails(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "indexer.read_one"],
        input=b'{"path": 7}',
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, b"")


def test_a_corpus_of_bad_files_is_indexed_without_them(
    evil: Callable[..., Job], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plans = tmp_path / "corpus/plans"
    plans.mkdir(parents=True)
    bad = {
        "bilde.txt": b"\x89PNG\r\n\x1a\n\x00\x00",
        "blank.txt": b" \n\n\f\n",
        "program.txt": b"\x7fELF\x02\x01\x01" + bytes(200),
        "tom.txt": b"",
        "uten-endelse": bytes(range(256)),
        "evig.txt": f"LOOP {PLAN}".encode(),
        "fall.txt": f"SEGV {PLAN}".encode(),
        "stengt.txt": f"SECRET {PLAN}".encode(),
    }
    for name, data in {**bad, "god.txt": PLAN.encode()}.items():
        (plans / name).write_bytes(data)
    corpus, index = str(tmp_path / "corpus"), str(tmp_path / "index")
    assert main(["index", corpus, "--index", index, "--timeout", "3"]) == 1
    table, _, refused = capsys.readouterr().out.partition("\nKunne ikke leses:\n")
    assert [line.split()[0] for line in table.split("\n")[1:2]] == ["god"]
    lines = refused.rstrip("\n").split("\n")
    assert [line.split(": ")[1].split()[0] for line in lines] == [
        f"plans/{name}" if name in {"evig.txt", "fall.txt", "stengt.txt"} else name
        for name in sorted(bad)
    ]
    assert all("; " in line for line in lines)


# ── mutated files ────────────────────────────────────────────────────────────────────────

KINDS = ("flipped", "truncated", "doubled", "shuffled", "spliced")


def mutate(data: bytes, kind: str, chance: random.Random) -> bytes:
    """The file with bytes flipped, an end lost, a stretch twice, lines or stretches moved."""
    at, to = sorted(chance.randrange(len(data)) for _ in range(2))
    match kind:
        case "flipped":
            mutated = bytearray(data)
            for _ in range(chance.randint(1, 40)):
                mutated[chance.randrange(len(data))] = chance.randrange(256)
            return bytes(mutated)
        case "truncated":
            return data[: max(1, at)]
        case "doubled":
            return data[:to] + data[at:to] * chance.randint(1, 3) + data[to:]
        case "shuffled":
            lines = data.split(b"\n")
            chance.shuffle(lines)
            return b"\n".join(lines)
        case _:
            return data[:at] + bytes(chance.choices(b"\t\n\f|#<>&*[]()\\ \x00x1", k=60)) + data[to:]


@pytest.mark.parametrize("kind", KINDS)
def test_mutated_text_is_read_or_refused(tmp_path: Path, corpus: Path, kind: str) -> None:
    chance = random.Random(kind)
    sources = [path.read_bytes() for path in sorted((corpus / "plans").glob("*.txt"))]
    until = time.monotonic() + 2
    tried = 0
    path = tmp_path / "plan.txt"
    while tried < 40 and time.monotonic() < until:
        data = chance.choice(sources)
        start = chance.randrange(len(data))
        path.write_bytes(mutate(data[start : start + chance.randint(20, 3000)], kind, chance))
        tried += 1
        try:
            read = read_file(path)
        except DocumentError:
            continue
        assert read.rows == len(read.measures) + len(read.rejected)
        ids = [passage.passage_id for passage in read.passages]
        assert len(ids) == len(set(ids))
    assert tried > 3
