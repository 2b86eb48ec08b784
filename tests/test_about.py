"""What a document says of itself, and taking it into the corpus with that."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.about import about
from indexer.communities import load_communities
from indexer.manifest import load_corpus
from indexer.read import read_unlisted
from indexer.readers import read_document
from indexer.records import Origin, Proposed
from service.cli import main

Said = Callable[..., dict[str, Proposed]]


@pytest.fixture
def said(tmp_path: Path, corpus: Path) -> Said:
    """What a text says of itself, by field."""

    def said(text: str, name: str = "dokument", **facts: str) -> dict[str, Proposed]:
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        reading = replace(read_document(path), facts=tuple(facts.items()))
        return {each.field: each for each in about(reading, name, load_communities(corpus))}

    return said


def test_the_five_plans_without_their_entries(tmp_path: Path, corpus: Path) -> None:
    """One says nowhere what it is called; all else is found, under a name that says nothing."""
    found: dict[str, int] = dict.fromkeys(("title", "region", "period", "publisher"), 0)
    for plan in load_corpus(corpus).plans:
        path = tmp_path / "dokument.txt"
        shutil.copy(corpus / plan.file, path)
        guess = read_unlisted(path, path.name, corpus).plan
        found["title"] += guess.title.lower() == plan.title.lower()
        found["region"] += guess.region == plan.region
        found["period"] += guess.period == plan.period
        spelled = (guess.publisher or "").lower().replace("helsefelleskap", "helsefellesskap")
        found["publisher"] += spelled == (plan.publisher or "").lower()
    assert found == {"title": 4, "region": 5, "period": 5, "publisher": 4}


@pytest.mark.thorough
def test_each_is_found_where_it_is_said_to_be(corpus: Path) -> None:
    for plan in load_corpus(corpus).plans:
        read = read_unlisted(corpus / plan.file, plan.file, corpus)
        lines = (corpus / plan.file).read_text(encoding="utf-8").split("\n")
        assert read.proposed
        for each in read.proposed:
            if each.line is not None:
                words = re.findall(r"\w+", each.quote)
                assert words == [w for w in re.findall(r"\w+", lines[each.line - 1]) if w in words]


def test_the_date_of_approval_is_the_last_that_stands_with_such_a_word(said: Said) -> None:
    found = said(
        "Handlingsplan for Helsefellesskapet Vestfold 2025-2028\n\n"
        "Behandlet i FSU\t3.2.2025\nVedtatt av SSU\t14. mars 2025\nNeste møte 1.9.2025\n"
    )
    assert (found["approved"].value, found["approved"].line) == ("2025-03-14", 4)
    assert "approved" not in said("Plan for fjorden 2030\n\nGjelder fra 1.1.2030\n")


@pytest.mark.parametrize(
    ("text", "title", "region", "period"),
    [
        (
            "Handlingsplan for\nHelsefellesskapet i Bergensområdet\n2025–2027\n\nInnledning her.\n",
            "Handlingsplan for Helsefellesskapet i Bergensområdet 2025–2027",
            None,
            "2025-2027",
        ),
        (
            "# Samhandlingsplan 2024-27 for Helse Fonna og kommunane\n\nVi skal ikkje vente.\n",
            "Samhandlingsplan 2024-27 for Helse Fonna og kommunane",
            "fonna",
            "2024-2027",
        ),
        (
            "TILTAKSPLAN FOR FINNMARKSSYKEHUSET 2026\n\nNasjonal helse- og sykehusplan 2020-2023 "
            "peker på viktige områder.\n",
            "TILTAKSPLAN FOR FINNMARKSSYKEHUSET 2026",
            "finnmark",
            "2026-2026",
        ),
        (
            "Helsefellesskapet Telemark\n\nStrategi og handlingsplan\n\nFor perioden 2024 til 2026",
            "Strategi og handlingsplan",
            "telemark",
            "2024-2026",
        ),
        (
            "Kompetanseplan for Alta kommune 2025-2029\n\nMål\tTiltak\nRo\tKurs\n",
            "Kompetanseplan for Alta kommune 2025-2029",
            "finnmark",
            "2025-2029",
        ),
    ],
)
def test_plans_of_other_regions(
    said: Said, text: str, title: str, region: str | None, period: str
) -> None:
    found = said(text)
    assert found["title"].value == title
    if region is not None:
        assert found["region"].value == region
    assert found["period"].value == period


@pytest.mark.parametrize(
    "text",
    [
        "Referat fra møte\n\nVi viste til Handlingsplan for Helsefellesskapet Østfold 2023-2024.\n",
        "Møtebok\n\nSe Nasjonal helse- og sykehusplan 2020-2023 og kvalitetsplanen fra 2019.\n",
        "Innhold\n\nHandlingsplan ........ 4\nTiltaksplan 12\n",
        "Mål\tTiltak\nHandlingsplan for fjorden\tLage kaien\n",
        "",
    ],
)
def test_another_plan_that_is_spoken_of_is_no_title_and_no_period(said: Said, text: str) -> None:
    found = said(text + "Noe mer.\n")
    assert "period" not in found
    assert found.get("title") is None or "plan" not in found["title"].value.lower()


def test_two_regions_in_a_title_are_none(said: Said) -> None:
    assert "region" not in said(
        "Plan for samarbeid mellom Ahus og Sykehuset Østfold 2025\n\nTekst."
    )


def test_the_files_own_metadata_is_asked_where_the_text_is_silent(said: Said) -> None:
    text = "VISJON\n\nBedre sammen i lag\n"
    found = said(text, Title="Handlingsplan Helsefellesskapet Vestfold 2025-2026")
    assert {each.origin for name, each in found.items() if name != "language"} == {Origin.METADATA}
    assert found["region"].value == "vestfold"
    assert found["period"].value == "2025-2026"
    assert "title" not in said(text, Title="Microsoft Word - plan v3 endelig.docx")
    named = said(text, name="Handlingsplan_Innlandet_2025-2028")
    assert (named["region"].value, named["region"].origin) == ("innlandet", Origin.NAME)
    assert (named["period"].value, named["period"].origin) == ("2025-2028", Origin.NAME)


def test_nynorsk_and_bokmaal_are_told_apart_and_too_little_is_unknown(said: Said) -> None:
    nynorsk = "Plan for fjorden 2030\n\nVi veit ikkje kva dei treng frå oss, og det er eit krav.\n"
    assert said(nynorsk)["language"].value == "nn"
    bokmaal = "Plan for fjorden 2030\n\nVi vet ikke hva de trenger fra oss, og det er et krav.\n"
    assert said(bokmaal)["language"].value == "nb"
    assert "language" not in said("Plan for fjorden 2030\n\nBygge naust.\n")


# ── plansok add ──────────────────────────────────────────────────────────────────────────

TEXT = (
    "Handlingsplan for Helsefellesskapet Vestfold 2025-2027\n\nMål\tTiltak\tAnsvar\nRo\tKurs\tAU\n"
)


@pytest.fixture
def own(tmp_path: Path, corpus: Path) -> Path:
    """A corpus without plans."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    shutil.copy(corpus / "health_communities.toml", folder)
    return folder


def write(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_is_added_with_where_each_value_was_read(
    tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "vedlegg 3.TXT", TEXT)
    assert main(["add", str(path), "--corpus", str(own), "--origin", 'Fra «a" \\b»']) == 0
    entry = capsys.readouterr().out
    assert 'region = "vestfold"  # line 1: "Handlingsplan for Helsefellesskapet Ve' in entry
    (plan,) = load_corpus(own).plans
    assert (plan.plan_id, plan.period) == ("vestfold-2025-2027", (2025, 2027))
    assert plan.origin == 'Fra «a" \\b»'
    assert (own / plan.file).read_bytes() == path.read_bytes()
    assert sorted(each.name for each in own.iterdir()) == [
        *("health_communities.toml", "manifest.toml", "plans")
    ]


def test_a_document_that_is_there_already_is_refused(
    tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", str(write(tmp_path, "a.txt", TEXT)), "--corpus", str(own)]) == 0
    before = (own / "manifest.toml").read_bytes()
    same, other = write(tmp_path, "b.txt", TEXT), write(tmp_path, "c.txt", TEXT + "\nMer.\n")
    assert main(["add", str(same), str(other), "--corpus", str(own)]) == 1
    said = capsys.readouterr().err
    assert "b.txt is in the corpus already, as vestfold-2025-2027" in said
    assert "a plan 'vestfold-2025-2027' already; choose another: --id ID, or replace" in said
    assert (own / "manifest.toml").read_bytes() == before
    assert len(list((own / "plans").iterdir())) == 1
    assert main(["add", str(other), "--corpus", str(own), "--id", "vestfold-ny"]) == 0
    assert {plan.plan_id for plan in load_corpus(own).plans} == {
        *("vestfold-2025-2027", "vestfold-ny")
    }


def test_a_file_that_lies_in_the_corpus_gets_its_entry_and_stays(tmp_path: Path, own: Path) -> None:
    (own / "plans").mkdir()
    path = write(own / "plans", "fil.txt", TEXT)
    assert main(["add", str(path), "--corpus", str(own)]) == 0
    assert [plan.file for plan in load_corpus(own).plans] == ["plans/fil.txt"]
    assert load_corpus(own).unlisted == ()


def test_what_is_not_found_is_asked_for_by_its_option(
    tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "x.txt", "VISJON\n\nMål\tTiltak\tAnsvar\nRo\tKurs\tAU\n")
    argv = ["add", str(path), "--corpus", str(own)]
    assert main(argv) == 1
    said = capsys.readouterr().err
    assert "does not say its title and region and period; add them: --title TITLE" in said
    more = ["--title", "Plan [x]\n", "--region", "Helsefellesskapet Vestfold"]
    assert main([*argv, *more, "--period", "i fjor"]) == 1
    assert "write it as 2024-2025, 2024, or unknown" in capsys.readouterr().err
    assert list(own.glob("manifest*")) == []
    assert main([*argv, *more, "--period", "unknown", "--json"]) == 0
    (added,) = json.loads(capsys.readouterr().out)
    assert (added["plan_id"], added["file"]) == ("x", "plans/x.txt")
    (plan,) = tomllib.loads((own / "manifest.toml").read_text(encoding="utf-8"))["plan"]
    assert (plan["title"], plan["region"], "period" in plan) == ("Plan [x]", "vestfold", False)


def test_a_terminal_is_asked_until_the_answer_will_do(
    tmp_path: Path,
    own: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    path = write(tmp_path, "x.txt", "VISJON\n\nMål\tTiltak\nRo\tKurs\n")
    answers = "\nHavneplan\nvestfoldd\nvestfold\n2025-2024\n2025\n"
    monkeypatch.setattr(sys, "stdin", Terminal(answers))
    assert main(["add", str(path), "--corpus", str(own)]) == 0
    assert "no region is called 'vestfoldd' (near it: vestfold" in capsys.readouterr().err
    (plan,) = load_corpus(own).plans
    assert (plan.plan_id, plan.title, plan.period) == ("vestfold-2025", "Havneplan", (2025, 2025))


def test_a_dry_run_writes_nothing(
    tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "x.txt", TEXT)
    assert main(["add", str(path), "--corpus", str(own), "--dry-run"]) == 0
    assert 'file = "plans/vestfold-2025-2027.txt"' in capsys.readouterr().out
    assert [each.name for each in own.iterdir()] == ["health_communities.toml"]


@pytest.mark.parametrize("data", [b"", b"\x7fELF\x02\x01", b"\x89PNG\r\n\x1a\n", None])
def test_what_cannot_be_read_is_not_added(tmp_path: Path, own: Path, data: bytes | None) -> None:
    path = tmp_path / "x.txt"
    if data is not None:
        path.write_bytes(data)
    assert main(["add", str(path), "--corpus", str(own)]) == 1
    assert [each.name for each in own.iterdir()] == ["health_communities.toml"]


@pytest.mark.parametrize("option", ["--title", "--id", "--approved"])
def test_what_can_hold_for_one_document_only_is_wrong_usage_for_two(option: str) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["add", "a.txt", "b.txt", option, "2025-01-01"])
    assert raised.value.code == 2


def test_what_a_measure_says_was_approved_is_not_the_document(said: Said) -> None:
    table = "Tiltak\tAnsvarlig\tStatus\nLage rutine\tAU\tGodkjent 3.4.2025\nVedta plan\tAU\tPågår\n"
    assert "approved" not in said(f"Handlingsplan for fjorden 2025-2028\n\n{table}")
    assert "approved" not in said("Plan for fjorden 2025\n\nRutine\tvedtatt 3.4.2025\tAU\n")
    found = said(f"Handlingsplan for fjorden 2025-2028\nVedtatt 1.2.2025\n\n{table}")
    assert found["approved"].value == "2025-02-01"


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Beredskapsplan etter ROS 2024\nFjellvik kommune\nGjelder 2025-2027\n", "2025-2027"),
        ("Gjelder 2025-2027\nBeredskapsplan etter ROS 2024\n", "2025-2027"),
        ("Gjeld for perioden 2025 til 2027\nBeredskapsplan for Fjellvik\n", "2025-2027"),
        ("Handlingsplan for fjorden 2026\nGjelder alle som bor her i 2020-2030.\n", "2026-2026"),
        ("Handlingsplan for fjorden 2026-2029\nGjelder 2020-2030\n", "2026-2029"),
    ],
)
def test_a_line_that_says_what_the_plan_is_for_is_its_period(
    said: Said, text: str, period: str
) -> None:
    assert said(text)["period"].value == period


@pytest.mark.parametrize("broken", ["2026–\n2029", "2026\n– 2029", "2026 –\n2029"])
def test_a_title_whose_years_break_over_two_lines_is_one(said: Said, broken: str) -> None:
    found = said(f"Temaplan for gode oppvekstvilkår {broken}\n\nFjellvik kommune\n")
    assert re.sub(r"\s", "", found["title"].value).endswith("oppvekstvilkår2026–2029")
    assert found["period"].value == "2026-2029"


@pytest.mark.parametrize(
    ("text", "publisher", "region"),
    [
        ("Handlingsplan for demens 2026–2027\n\nVoss herad\n", "Voss herad", "bergen"),
        (
            "Kommunedelplan for helse 2026–2029\n\nVoss herad. Vedteken 11. desember 2025.\n",
            "Voss herad",
            "bergen",
        ),
        (
            "  RINGSAKER KOMMUNE\nRuspolitisk handlingsplan 2026-2029\n",
            "Ringsaker kommune",
            "innlandet",
        ),
        ("Demensplan 2026–2029\n\nSØR-VARANGER KOMMUNE\n", "Sør-Varanger kommune", "finnmark"),
        ("Demensplan 2026–2029\n\nOslo kommune, Bydel Alna\n", "Bydel Alna", "oslo"),
        ("Demensplan 2026–2029\n\nBydel Gamle Oslo\n", "Bydel Gamle Oslo", "oslo"),
        ("Demensplan Vik kommune 2026–2029\n\nTekst.\n", "Vik kommune", "forde"),
        ("Demensplan 2026–2029\n\nHelse Stavanger HF\n", "Helse Stavanger HF", "stavanger"),
        (
            "Handlingsplan 2026–2027\n\nHelsefellesskapet Nord-Trøndelag. Vedtatt 12.12.2025.\n",
            "Helsefellesskapet Nord-Trøndelag",
            "nordtrondelag",
        ),
        (
            "Samarbeidsavtale om rus\nmellom Helse Møre og Romsdal HF og Molde kommune\n",
            None,
            "moreromsdal",
        ),
        ("Demensplan 2026–2029\n\nVoss herad, Vaksdal kommune og andre er med.\n", None, "bergen"),
        ("Demensplan 2026–2029\n\nVoss herad har laget planen.\n", None, "bergen"),
        (
            "Plan for selvmordsforebygging 2026–2028\n\nKristiansand kommune\n\nTiltak\tAnsvarlig\n"
            "Kurs\tHelse Bergen\nMøte\tHelse Bergen\nTur\tHelse Bergen\n",
            "Kristiansand kommune",
            "agder",
        ),
        (
            "Plan for alle 2026–2028\n\nTiltak\tAnsvarlig\nKurs\tHelse Bergen\nMøte\tHelse Bergen\n"
            "Tur\tHelse Bergen\n",
            None,
            None,
        ),
    ],
)
def test_who_published_it_and_for_which_region(
    said: Said, text: str, publisher: str | None, region: str | None
) -> None:
    found = {field: each.value for field, each in said(text).items()}
    assert (found.get("publisher"), found.get("region")) == (publisher, region)


TABLE = "Tiltak\tAnsvarlig\tFrist\nKurs\tNAV\t2026\nMøte\tLege\t2027\n"


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        ("ASKER K0MMUNE", "Asker kommune"),
        ("A1TA KOMMUNE", "Alta kommune"),
        ("A1ta kommune", "Alta kommune"),
        ("Asker kommune / Municipality of Asker", "Asker kommune"),
        ("Municipality of Asker / Asker kommune", "Asker kommune"),
        ("Asker kommune / Helse og omsorg", "Asker kommune"),
        ("Asker kommune / Vestre Viken HF", None),
        ("Municipality of Asker", "Asker kommune"),
        ("Asker Municipality", "Asker kommune"),
        ("Municipality of Elsewhere", None),
        ("Sykehuset Innlandet HF og kommunene i Innlandet", "="),
        ("Helse Førde HF og kommunane i Sunnfjord, Nordfjord og Sogn", "="),
        ("Vestre Viken HF og kommunene Asker, Bærum og Lier", "="),
        ("Kommunene Asker og Lier og Vestre Viken HF", "="),
        ("Helse Fonna og kommunane", "="),
        ("Vestre Viken HF og kommunene skal samarbeide om dette.", None),
        ("Vedtatt av Alta kommunestyre 10.12.2024", "Alta kommune"),
        ("Vedtatt 10. desember 2024 av Alta kommunestyre", "Alta kommune"),
        ("Planen ble vedtatt av kommunestyret i Alta 10.12.2024", "Alta kommune"),
        ("Vedteken i Voss heradsstyre 11.12.2025", "Voss herad"),
        ("Vedtatt av Tromsø bystyre i sak 12/25", "Tromsø kommune"),
        ("Vedtatt av Nore og Uvdal kommunestyre 3.2.2025", "Nore og Uvdal kommune"),
        ("Vedtatt av Asker og Lier kommunestyre 3.2.2025", None),
        ("Vedtatt av Asker kommunestyre 3.2.2025\nVedtatt av Lier kommunestyre 4.2.2025", None),
        ("Vedtatt av kommunestyret 3.2.2025", None),
        ("Vedtatt av Stortinget 3.2.2025", None),
        ("Vi bygger på rusplanen, vedtatt av Asker kommunestyre 3.2.2021", None),
        (
            "Vedtatt av Asker kommunestyre 3.2.2025\n\nHelsefellesskapet Ahus",
            "Helsefellesskapet Ahus",
        ),
    ],
)
def test_whose_a_plan_is_by_its_first_lines(said: Said, lines: str, publisher: str | None) -> None:
    found = said(f"Handlingsplan 2026-2029\n\n{lines}\n\n{TABLE}")
    assert (found["publisher"].value if "publisher" in found else None) == (
        lines if publisher == "=" else publisher
    )


@pytest.mark.parametrize("cell", ["Vestre Viken HF", "Asker kommune", "Helsefellesskapet Ahus"])
def test_a_cell_of_a_table_does_not_tell_whose_a_plan_is(
    tmp_path: Path, corpus: Path, cell: str
) -> None:
    path = tmp_path / "plan.html"
    for heads in (("Tiltak", "Ansvarlig"), ("Action", "Partners")):
        rows = "".join(
            f"<tr><td>{left}</td><td>{right}</td></tr>"
            for left, right in (heads, ("Kurs", "NAV"), ("Møte", cell))
        )
        path.write_text(f"<h1>Handlingsplan 2026-2029</h1><table>{rows}</table>", encoding="utf-8")
        found = about(read_document(path), "plan", load_communities(corpus))
        assert "publisher" not in {each.field for each in found}


@pytest.mark.parametrize(
    ("title", "publisher"),
    [
        ("Demensplan for Asker kommune og Lier kommune 2026-2029", None),
        ("Demensplan for Asker kommune 2026-2029", "Asker kommune"),
        ("Plan for Lier kommune i Helsefellesskapet Ahus 2026", "Helsefellesskapet Ahus"),
    ],
)
def test_a_title_that_names_two_municipalities_is_neithers(
    said: Said, title: str, publisher: str | None
) -> None:
    found = said(f"{title}\n\n{TABLE}")
    assert (found["publisher"].value if "publisher" in found else None) == publisher


OF_NOBODY = f"Rusplan 2026-2029\n\nAsker kommune har 100 000 innbyggere.\n\n{TABLE}"


@pytest.mark.parametrize(
    ("text", "options", "warned"),
    [
        (OF_NOBODY, [], True),
        (OF_NOBODY, ["--publisher", "Asker kommune"], False),
        (OF_NOBODY, ["--region", "vestreviken"], False),
        (OF_NOBODY.replace("Asker kommune har", "Asker kommune.\nHar"), [], False),
        (TEXT, [], False),
        ("Plan for Sykehuset i Vestfold 2026-2029\n\nTekst.\n", [], False),
    ],
)
def test_a_plan_that_does_not_say_whose_it_is_is_asked_about(
    tmp_path: Path,
    own: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    options: list[str],
    warned: bool,
) -> None:
    path = write(tmp_path, "x.txt", text)
    assert main(["add", str(path), "--corpus", str(own), "--dry-run", *options]) == 0
    assert ("x.txt does not say who published it" in capsys.readouterr().err) == warned


@pytest.mark.parametrize(("answer", "entered"), [("Asker kommune", True), ("", False)])
def test_a_terminal_is_asked_whose_a_plan_is(
    tmp_path: Path,
    own: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    entered: bool,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))
    path = write(tmp_path, "x.txt", OF_NOBODY)
    assert main(["add", str(path), "--corpus", str(own)]) == 0
    (plan,) = load_corpus(own).plans
    assert plan.publisher == (answer or None)
    assert ("does not say who published" in capsys.readouterr().err) != entered


def test_a_figure_in_a_words_midst_is_none_in_a_title(said: Said) -> None:
    found = said("Rusmiddelpolitisk hand1ingsplan 2025-2028\n\nALTA K0MMUNE\n")
    assert found["title"].value == "Rusmiddelpolitisk handlingsplan 2025-2028"
    assert "hand1ingsplan" in found["title"].quote
    for title in ("Plan for Q1 2026", "Handlingsplan T1-H1 2026"):
        assert said(f"{title}\n\nTekst.\n")["title"].value == title
