"""The `plansok` command over the real index: exit status, what is printed and what is said."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from fastapi.testclient import TestClient

from service.api import create_app
from service.cli import main
from service.engine import Engine

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = (
    *("index", "add", "show", "search", "ask", "similar", "coverage"),
    *("measures", "plans", "diff", "deadlines", "serve", "eval"),
)


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*argv: str) -> Ran:
        status = main([*argv, "--index", str(index_dir)])
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run


@pytest.fixture
def refused(index_dir: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What is said where a command is used wrongly (exit status 2)."""

    def refused(*argv: str) -> str:
        with pytest.raises(SystemExit) as raised:
            main(list(argv))
        assert raised.value.code == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        return captured.err

    return refused


def plansok(*argv: str, **options: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "service.cli", *argv]
    return subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


# ── help and wrong usage ─────────────────────────────────────────────────────────────────


def test_help_comes_at_once() -> None:
    started = time.perf_counter()
    process = plansok("--help")
    out, _ = process.communicate()
    assert process.returncode == 0
    assert time.perf_counter() - started < 0.5
    for command in COMMANDS:
        assert re.search(rf"^    {command}\s", out, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main([command, "--help"])
    assert raised.value.code == 0
    assert f"usage: plansok {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["serach", "barn"], "invalid choice: 'serach'"),
        (["search"], "the following arguments are required: TEXT"),
        (["search", "barn", "-k", "0"], "argument -k: 0 is not 1 to 100"),
        (["search", "barn", "-k", "101"], "argument -k: 101 is not 1 to 100"),
        (["search", "barn", "-k", "ti"], "argument -k: invalid number value: 'ti'"),
        (["search", "barn", "--offset", "-1"], "argument --offset"),
        (["search", "barn", "--year", "i fjor"], "argument --year: invalid int value: 'i fjor'"),
        (["search", "barn", "--regions", "ahus"], "unrecognized arguments: --regions ahus"),
        (["ask", "barn", "-k", "3"], "unrecognized arguments: -k 3"),
        (["measures", "--url", "https://x.no"], "--url is for --format csv, xlsx or md"),
        (["similar", "barn", "--scope", "all"], "--scope is for a measure's id"),
        (["similar", "a-1:p1:t1:r1", "--year", "2024"], "filters are for a text"),
        (["measures", "--format", "csv", "-k", "3"], "--format csv holds all measures"),
        (["measures", "--format", "xlsx", "--json"], "do not go together"),
        (["measures", "--delimiter", "semicolon"], "--delimiter is for --format csv"),
        (["deadlines", "--ics", "a.ics", "--format", "csv"], "--ics goes neither with --json"),
        (["diff", "a", "b", "--sheet", "Tiltak"], "--sheet is for --format csv"),
        (["serve", "--port", "70000"], "argument --port: 70000 is not 0 to 65535"),
    ],
)
def test_wrong_usage(refused: Callable[..., str], argv: list[str], says: str) -> None:
    assert says in refused(*argv)


# ── what is printed ──────────────────────────────────────────────────────────────────────


def test_search_prints_place_text_and_why(run: Callable[..., Ran]) -> None:
    ran = run("search", "digital", "hjemmeoppfølging", "-k", "1", "--region", "ahus")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.count("\n   Hvorfor: betydning 0,") == 1
    assert ran.out.startswith("1. ahus-202")
    assert ", side " in ran.out
    assert "hjemmeoppfølging" in ran.out
    assert "\n1–1 av " in ran.out
    assert ran.out.endswith("; flere: --offset 1\n")


def test_ask_prints_the_answer_its_citations_and_every_plan(run: Callable[..., Ran]) -> None:
    ran = run("ask", "Hvem har ansvar for digital hjemmeoppfølging?")
    assert (ran.status, ran.err) == (0, "")
    answer, citations, coverage = ran.out.strip().split("\n\n")[-3:]
    assert "[1]" in answer
    assert citations.startswith("[1] ahus-2026-2027.txt, side ")
    assert ", linje " in citations
    assert " | " in citations
    assert "\t" not in citations
    assert all(len(line) < 500 for line in citations.split("\n"))
    heading, *plans = coverage.split("\n")
    assert heading.split()[:3] == ["Plan", "Region", "Periode"]
    assert [line.split()[0] for line in plans] == [
        "ahus-2024-2025",
        "ahus-2026-2027",
        "helgeland-2023-2025",
        "ostfold-2023-2024",
        "stolav-2022-2024",
    ]


def test_what_is_not_answered_is_no_failure(run: Callable[..., Ran]) -> None:
    ran = run("ask", "Hva gjør Helsefellesskapet Finnmark for eldre?")
    assert (ran.status, ran.err) == (0, "")
    assert "Finnmark" in ran.out


def test_similar_takes_an_id_or_a_text(run: Callable[..., Ran], engine: Engine) -> None:
    measure = engine.measures().measures[0]
    by_id = run("similar", measure.measure_id, "-k", "2")
    assert by_id.status == 0
    assert by_id.out.startswith(f"{measure.measure_id} (side ")
    assert "\n1. " in by_id.out
    by_text = run("similar", "digital hjemmeoppfølging", "-k", "1", "--region", "ahus")
    assert by_text.status == 0
    assert by_text.out.startswith("1. ahus-202")


def test_coverage_is_a_plan_a_line(run: Callable[..., Ran]) -> None:
    ran = run("coverage", "digital", "hjemmeoppfølging", "--region", "ahus")
    assert ran.status == 0
    assert ran.out.count("  ja  ") == 2
    assert "stolav" not in ran.out


def test_plans_prints_what_was_read(run: Callable[..., Ran]) -> None:
    ran = run("plans")
    assert ran.status == 0
    heading, first, *_ = ran.out.split("\n")
    assert heading.split()[:5] == ["Plan", "Region", "Periode", "Sider", "Rader"]
    assert first.startswith("ahus-2024-2025 ")
    assert "2024–2025" in first


@pytest.mark.parametrize(
    ("argv", "path"),
    [
        (["search", "barn", "--region", "ahus", "-k", "3"], "/v1/search?q=barn&region=ahus&k=3"),
        (["ask", "Hva", "gjøres", "for", "barn?"], "/v1/ask?q=Hva gjøres for barn%3F"),
        (["coverage", "barn", "--year", "2026"], "/v1/coverage?q=barn&year=2026"),
        (["measures", "-k", "2", "--offset", "1"], "/v1/measures?k=2&offset=1"),
        (["plans"], "/v1/plans"),
    ],
)
def test_json_is_what_the_api_sends(
    run: Callable[..., Ran], engine: Engine, argv: list[str], path: str
) -> None:
    ran = run(*argv, "--json")
    assert (ran.status, ran.err) == (0, "")
    printed = json.loads(ran.out)
    sent = TestClient(create_app(engine)).get(path).json()
    for each in (printed, sent):
        each.pop("took_ms", None)
    assert printed == sent


def test_measures_as_csv_and_xlsx(run: Callable[..., Ran], engine: Engine, tmp_path: Path) -> None:
    total = engine.measures().total
    ran = run("measures", "--format", "csv", "--delimiter", "semicolon")
    assert ran.status == 0
    rows = csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"), newline=""), delimiter=";")
    assert len(list(rows)) == total
    file = tmp_path / "tiltak.xlsx"
    ran = run("measures", "--format", "xlsx", "-o", str(file))
    assert (ran.status, ran.out, ran.err) == (0, "", f"Skrev {file}: {total} av {total} tiltak\n")
    assert openpyxl.load_workbook(file).active.max_row == total + 1


@pytest.mark.thorough
def test_a_file_of_measures_holds_all_or_says_what_it_holds(
    run: Callable[..., Ran], engine: Engine, tmp_path: Path
) -> None:
    total = engine.measures().total
    for name in ("m.json", "m.md", "m.txt"):
        ran = run("measures", "-o", str(tmp_path / name))
        assert ran.err == f"Skrev {tmp_path / name}: {total} av {total} tiltak\n"
    held = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert len(held["measures"]) == held["total"] == total
    assert f"1–{total} av {total}" in (tmp_path / "m.txt").read_text(encoding="utf-8")
    file = tmp_path / "few.json"
    assert run("measures", "-k", "3", "-o", str(file)).err.endswith(f": 3 av {total} tiltak\n")
    assert len(json.loads(file.read_text(encoding="utf-8"))["measures"]) == 3
    assert len(json.loads(run("measures", "--json").out)["measures"]) == 10
    assert ": 2 av " in run("search", "hospitering", "-k", "2", "-o", str(file)).err


def test_links_of_a_file_lead_to_the_service_that_is_named(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    file = tmp_path / "m.csv"
    run("measures", "-o", str(file), "--url", "https://plan.example/")
    rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    assert all(row["href"].startswith("https://plan.example/v1/plans/") for row in rows)


def test_show_prints_what_is_read_out_of_one_file(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(corpus / "plans" / "ahus-2024-2025.txt")
    assert main(["show", file]) == 0
    out = capsys.readouterr().out
    assert main(["show", file, "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["read"]["rows"] == len(read["measures"]) + len(read["rejected"])
    for measure in read["measures"]:
        assert f"{measure['measure_id']} (side {measure['citation']['page']}, linje " in out
    for row in read["rejected"]:
        assert f"{row['row_id']} (side {row['citation']['page']}, linje " in out
        assert row["reason"] in out


# ── failures ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["search", ""], "plansok: the text is empty; write 1 to 500 characters\n"),
        (["ask", "x" * 501], "plansok: the text is 501 characters long; write at most 500\n"),
        (["search", "barn", "--region", "helgelannd"], "did you mean helgeland?\n"),
        (["measures", "--year", "1999"], "plansok: no plan has year '1999'"),
        (["similar", "ahus-2024-2025:p99:t1:r1"], "plansok: no measure is called 'ahus-2024"),
        (["measures", "--format", "csv", "-o", "/no/such/folder/x.csv"], "cannot write /no/such"),
    ],
)
def test_a_failure_is_one_line(run: Callable[..., Ran], argv: list[str], says: str) -> None:
    ran = run(*argv)
    assert (ran.status, ran.out) == (1, "")
    assert says in ran.err
    assert ran.err.startswith("plansok: ")
    assert ran.err.count("\n") == 1


def test_without_an_index_it_says_how_to_build_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "barn", "--index", str(tmp_path)]) == 1
    assert "plansok index" in capsys.readouterr().err


def test_a_file_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.txt"
    file.write_bytes(b"%PDF-1.7 ...")
    assert main(["show", str(file)]) == 1
    assert "plan.txt is damaged and cannot be opened as a PDF" in capsys.readouterr().err
    assert main(["show", str(tmp_path / "none.txt")]) == 1
    assert "none.txt cannot be read" in capsys.readouterr().err


# ── index ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_corpus(corpus: Path, tmp_path: Path) -> Path:
    plans = tmp_path / "corpus" / "plans"
    plans.mkdir(parents=True)
    shutil.copy(corpus / "plans" / "helgeland-2023-2025.txt", plans)
    return plans.parent


def test_index_ends_with_a_plan_a_line(
    small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["index", str(small_corpus), "--index", str(tmp_path / "index")]
    assert main(argv) == 0
    first = capsys.readouterr()
    heading, plan, *_ = first.out.split("\n")
    assert heading.split()[:5] == ["Plan", "Sider", "Rader", "Tiltak", "Forkastet"]
    assert plan.startswith("helgeland-2023-2025 ")
    assert "0 gjenbrukt" in first.out
    assert "Leser planer: 1/1\n" in first.err
    assert "Koder tekster: " in first.err
    assert main([*argv, "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["encoded"], again["problems"]) == (0, [])
    assert again["reused"] == again["plans"][0]["passages"] > 0


def test_a_document_that_cannot_be_read_is_told_and_the_others_are_indexed(
    small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_corpus / "plans" / "tom.txt").write_bytes(b"")
    index = str(tmp_path / "index")
    assert main(["index", str(small_corpus), "--index", index]) == 1
    out = capsys.readouterr().out
    assert "\nKunne ikke leses:\n  tom: tom.txt is empty" in out
    assert main(["search", "rekruttering", "--index", index, "-k", "1"]) == 0
    assert "1. helgeland-2023-2025, linje " in capsys.readouterr().out
    assert main(["plans", "--index", index]) == 0
    assert "\nKunne ikke leses:\n  tom: " in capsys.readouterr().out


def test_index_of_a_folder_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["index", str(tmp_path / "none"), "--index", str(tmp_path / "index")]) == 1
    assert "there is no corpus folder" in capsys.readouterr().err


# ── processes ────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_a_reader_that_has_enough_is_no_failure(index_dir: Path) -> None:
    process = plansok("measures", "--format", "csv", "--index", str(index_dir))
    assert process.stdout
    assert process.stdout.read(11) == "\ufeffmeasure_id"
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(30) == 0


@pytest.fixture
def served(index_dir: Path) -> Any:
    process = plansok("serve", "--port", "0", "--index", str(index_dir))
    assert process.stderr
    address = process.stderr.readline().split()[3]
    yield process, address
    process.kill()
    process.communicate()


@pytest.mark.parametrize("seconds", (0.0, 0.2, 0.5))
def test_serve_answers_until_it_is_interrupted(served: Any, seconds: float) -> None:
    """Also while it works out beside its answers what the first visitor would wait for."""
    process, address = served
    with urllib.request.urlopen(f"{address}/readyz", timeout=30) as response:
        assert json.load(response)["plans"] == 5
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err


def test_serve_on_a_port_that_is_taken(served: Any, run: Callable[..., Ran]) -> None:
    _, address = served
    ran = run("serve", "--port", address.rsplit(":", 1)[1])
    assert ran.status == 1
    assert "Address already in use" in ran.err
    assert "choose another --host or --port" in ran.err
