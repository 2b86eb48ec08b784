"""From file to records: the five plans as they are, and the files that people send."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.manifest import load_corpus
from indexer.read import read_file, read_plan
from indexer.records import Measure, Passage, PlanRead, Rejected, Source

COUNTS = {
    "ahus-2024-2025": 24,
    "ahus-2026-2027": 21,
    "helgeland-2023-2025": 23,
    "ostfold-2023-2024": 32,
    "stolav-2022-2024": 52,
}


@pytest.fixture(scope="module")
def reads(corpus: Path) -> Mapping[str, PlanRead]:
    found = load_corpus(corpus)
    names = found.communities.names()
    return {plan.plan_id: read_plan(plan, found.path(plan), names) for plan in found.plans}


def records(read: PlanRead) -> list[Measure | Rejected | Passage]:
    """Everything that was read out of a plan and says where."""
    return [*read.measures, *read.rejected, *read.passages]


def assert_verbatim(data: bytes, source: Source, encoding: str = "utf-8") -> None:
    """The quote and all pieces stand in the file at their lines, byte for byte.

    Lines are cut from the bytes here, not by the reader that is tested.
    """
    lines = data.decode(encoding).split("\n")
    assert source.quote.strip()
    assert source.quote in "\n".join(lines[source.line - 1 : source.end_line])
    for piece in source.pieces:
        height = piece.quote.count("\n") + 1
        own = "\n".join(lines[piece.line - 1 : piece.line - 1 + height])
        assert piece.quote in own, (piece, own)


# ── the five plans ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("plan_id", "count"), COUNTS.items())
def test_every_measure_of_a_plan_is_found(
    reads: Mapping[str, PlanRead], plan_id: str, count: int
) -> None:
    assert len(reads[plan_id].measures) == count


@dataclass(frozen=True, slots=True)
class Golden:
    """A measure as a person reads it in the plan; `text` is how it begins."""

    place: int
    text: str
    number: str | None
    goal: str | None
    target_group: str | None
    responsible: tuple[str, ...]
    deadline: str | None
    years: tuple[int, ...]
    status: str | None


VULNERABLE = "Sikre gode og sammenhengende tjenester til de mest sårbare pasientgruppene"
JOINT = "Felles planlegging av tjenester til prioriterte grupper"
ALL_YEARS = (2022, 2023, 2024, 2025)

GOLDEN = {
    "ahus-2024-2025": (
        Golden(
            0,
            "Etablere nytt fagråd barn/unge/familie med tydelig mandat",
            None,
            VULNERABLE,
            "Barn/unge",
            ("AU",),
            "2024",
            (2024,),
            "Etablert innenfor fristen",
        ),
        Golden(
            9,
            "Innføre kunnskapsbasert fallforebyggende tiltak (sekundærforebygging av fall)\n"
            "• Identifisere risikoindivider og årsaker til fall\n",
            None,
            VULNERABLE,
            "Skrøpelige/ sårbare eldre",
            ("AU", "Fagråd Eldre med skrøpeligheit"),
            "2025",
            (2025,),
            None,
        ),
        Golden(
            -1,
            "Kompetansestyringsverktøy/ komplett kurstilbud for helsepersonell i kommunene",
            None,
            "Sikre systematisk kunnskapsdeling og kompetanse- utvikling",
            "Helsepersonell i kommuner og sykehus",
            ("AU", "Fagråd Kompetanse og innovasjon"),
            "2025-2026",
            (2025, 2026),
            None,
        ),
    ),
    "helgeland-2023-2025": (
        Golden(
            0,
            "Pasientens legemiddelliste og Kjernejournal",
            None,
            "Pasienten opplever en sømløs og sammenhengende helsetjeneste",
            None,
            ("Kommunene", "sykehuset"),
            "2024",
            (2024,),
            None,
        ),
        Golden(
            9,
            "Mål for digital hjemmeoppfølging Helgeland er blant annet:\n"
            "• Helhetlige og sammenhengende helsetjenester",
            None,
            "Sørge for å øke helsekompetansen hos Helgelands innbyggere",
            None,
            ("Arbeidsgruppa DHH",),
            "2024",
            (2024,),
            None,
        ),
        Golden(
            -1,
            "Jobbe systematisk etter rammeverket Recruit & Retain som skal understøtte",
            None,
            "Arbeide for rekruttering og stabilisering av helsepersonell gjennom systematisk og "
            "forpliktende samarbeid mellom kommunene og sykehus",
            None,
            ("Helgelandssykehuset", "kommunene"),
            "2024-2025",
            (2024, 2025),
            None,
        ),
    ),
    "ostfold-2023-2024": (
        Golden(
            0,
            "Etablere et fast partssammensatt underutvalg for psykisk helse barn og unge (UBUP)",
            "1.a.i",
            JOINT,
            "Barn og unge",
            (),
            None,
            (),
            None,
        ),
        Golden(
            9,
            "Utarbeide handlingsplan som oppfølging til hoftebruddrapporten",
            "1.c.iii",
            JOINT,
            "Skrøpelig eldre",
            (),
            None,
            (),
            None,
        ),
        Golden(
            -1,
            "Strategi for å rekruttere og beholde ansatte med rett kompetanse",
            "10.e",
            "Utarbeide Strategidokument for samarbeidet mellom partene i Helsefelleskapet for "
            "perioden 2023-2038?",
            None,
            (),
            None,
            (),
            None,
        ),
    ),
    "stolav-2022-2024": (
        Golden(
            0,
            "Gjennomgå arbeidsform og oppgavefordeling i AU og Sekretariat ift. bla.",
            "0.1.1",
            "Samordne og videreutvikle AU og sekretariatsfunksjon",
            None,
            ("AU", "Sekretariat"),
            "2022",
            (2022,),
            None,
        ),
        Golden(
            9,
            "Sekretariatet skal ved behov bistå brukerrepresentantene med opplæring",
            "0.4.2",
            "Sikre brukermedvirkning",
            None,
            ("Sekretariat",),
            "2022-2025",
            ALL_YEARS,
            None,
        ),
        Golden(
            -1,
            "Etter behov fremskaffe relevante data, samt bidra med analyser i arbeidsgrupper",
            "6.1.2",
            "Analyse og styringsinformasjon",
            None,
            ("ASU",),
            "2022-2025",
            ALL_YEARS,
            None,
        ),
    ),
}


@pytest.mark.parametrize(
    ("plan_id", "golden"), [(name, golden) for name, three in GOLDEN.items() for golden in three]
)
def test_the_first_the_tenth_and_the_last_measure_are_as_the_plan_says(
    reads: Mapping[str, PlanRead], plan_id: str, golden: Golden
) -> None:
    measure = reads[plan_id].measures[golden.place]
    assert measure.text.startswith(golden.text)
    assert _fields(measure) == (
        golden.number,
        golden.goal,
        golden.target_group,
        golden.responsible,
        golden.deadline,
        golden.years,
        golden.status,
    )
    assert measure.uncertain == ()


def _fields(measure: Measure) -> tuple[object, ...]:
    return (
        measure.number,
        measure.goal,
        measure.target_group,
        measure.responsible,
        measure.deadline,
        measure.years,
        measure.status,
    )


def test_every_row_is_a_measure_or_rejected_with_a_reason(
    reads: Mapping[str, PlanRead],
) -> None:
    for read in reads.values():
        assert read.rows == len(read.measures) + len(read.rejected)
        assert all(record.reason for record in read.rejected)


def test_every_quote_and_piece_stands_in_its_file_at_its_line(
    reads: Mapping[str, PlanRead], corpus: Path
) -> None:
    for read in reads.values():
        data = (corpus / read.plan.file).read_bytes()
        assert len(records(read)) > 20
        for record in records(read):
            assert record.source.plan_id == read.plan.plan_id
            assert_verbatim(data, record.source)


def test_every_line_with_text_is_read_skipped_for_a_reason_or_a_heading(
    reads: Mapping[str, PlanRead], corpus: Path
) -> None:
    """Nothing vanishes: what no record cites must be a heading, and stand in a record."""
    for read in reads.values():
        cited = {number for number, _, _ in read.skipped}
        headings: set[str] = set()
        for record in records(read):
            source = record.source
            cited.update(range(source.line, source.end_line + 1))
            cited.update(piece.line for piece in source.pieces)
            headings.update(_letters(section) for section in source.section)
        for measure in read.measures:
            headings.update(_letters(heading) for heading in measure.heading)
        text = (corpus / read.plan.file).read_text(encoding="utf-8")
        for number, line in enumerate(text.split("\n"), start=1):
            if number in cited or not re.search(r"\w{2}", line):
                continue
            for repair in read.repairs:
                if repair.line == number:
                    line = line.replace(repair.source, repair.repaired)  # noqa: PLW2901
            stands = _letters(line) in headings
            assert stands or _is_header(line) or _is_bare(line), (read.plan.plan_id, number, line)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"<[^>]*>", "", text)).lower()


def _is_header(line: str) -> bool:
    return "\t" in line and re.search(r"tiltak|få det til|mål", line.lower()) is not None


def _is_bare(line: str) -> bool:
    """A heading that may have no text of its own: Markdown's, or one in capitals."""
    return line.startswith("#") or line == line.upper()


def test_ids_are_unique_and_name_their_plan(reads: Mapping[str, PlanRead]) -> None:
    ids = [passage.passage_id for read in reads.values() for passage in read.passages]
    assert len(ids) == len(set(ids))
    for read in reads.values():
        assert all(p.passage_id.startswith(f"{read.plan.plan_id}:") for p in read.passages)
        rows = [record.row_id for record in read.rejected]
        assert len(rows) == len(set(rows))


def test_the_numbering_of_st_olavs_has_no_gaps(reads: Mapping[str, PlanRead]) -> None:
    numbers = [measure.number or "" for measure in reads["stolav-2022-2024"].measures]
    before = (0, 0, 0, "")
    for number in numbers:
        match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)([A-Z]?)", number)
        assert match, number
        chapter, goal, place, letter = int(match[1]), int(match[2]), int(match[3]), match[4]
        followers = {
            (before[0], before[1], before[2] + 1, letter if letter in ("", "A") else "-"),
            (before[0], before[1] + 1, 1, letter),
            (before[0] + 1, 1, 1, letter),
        }
        if before[3]:
            followers.add((before[0], before[1], before[2], chr(ord(before[3]) + 1)))
        assert (chapter, goal, place, letter) in followers, f"{number} after {before}"
        before = (chapter, goal, place, letter)
    assert before[:3] == (6, 1, 2)


def test_pages_ascend_and_only_paged_files_have_them(reads: Mapping[str, PlanRead]) -> None:
    assert {name: read.pages for name, read in reads.items()} == {
        "ahus-2024-2025": 9,
        "ahus-2026-2027": 8,
        "helgeland-2023-2025": None,
        "ostfold-2023-2024": None,
        "stolav-2022-2024": 11,
    }
    for read in reads.values():
        pages = [measure.source.page for measure in read.measures]
        if read.pages is None:
            assert set(pages) == {None}
        else:
            stated = [page for page in pages if page is not None]
            assert stated == sorted(stated)
            assert len(stated) == len(pages)
            assert max(stated) <= read.pages


def test_damaged_letters_are_repaired_for_reading_and_kept_in_quotes(
    reads: Mapping[str, PlanRead],
) -> None:
    read = reads["ahus-2026-2027"]
    assert any("skadd" in warning for warning in read.warnings)
    damaged = [p for m in read.measures for p in m.source.pieces if "skrgpelighet" in p.quote]
    assert damaged
    groups = {measure.target_group for measure in read.measures}
    assert "Eldre med skrøpelighet" in groups
    assert not any("skrgpelighet" in measure.text for measure in read.measures)


@pytest.mark.parametrize(
    "word",
    [
        "helsesjukepleiarar",
        "samhandlingskoordinator",
        *(
            pytest.param(
                word,
            )
            for word in (
                "kreftkoordinatorer",
                "forløpskoordinatorer",
                "helseføretaka",
                "barnevernstenesta",
            )
        ),
    ],
)
def test_no_word_of_an_undamaged_file_is_changed(tmp_path: Path, word: str) -> None:
    path = tmp_path / "plan.txt"
    row = f"Trygghet\tMøte {word} kvar veke\t{word.capitalize()}\t2028\n"
    path.write_text(f"Plan for fjorden\n\nMål\tTiltak\tKven\tNår\n{row}", encoding="utf-8")
    (measure,) = read_file(path).measures
    assert measure.text == f"Møte {word} kvar veke"
    assert measure.responsible == (word.capitalize(),)


@pytest.mark.parametrize(
    "plan_id",
    [
        "ahus-2024-2025",
        pytest.param(
            "ahus-2026-2027",
            marks=pytest.mark.xfail(
                strict=True,
                reason="read._loose_row: headings of a table run together have no pieces, so "
                "what governs a measure there cannot be traced to its line",
            ),
        ),
    ],
)
def test_every_heading_that_governs_a_measure_is_cited(
    reads: Mapping[str, PlanRead], plan_id: str
) -> None:
    governed = [measure for measure in reads[plan_id].measures if measure.heading]
    assert governed
    for measure in governed:
        assert "heading" in {piece.field for piece in measure.source.pieces}, measure.measure_id


# ── files as people send them ────────────────────────────────────────────────────────────

PLAN = """Handlingsplan Helsefellesskapet Østfold 2031

Mål\tTiltak\tAnsvarlig\tFrist
God øyehelse\tSkaffe øyelege på Ørje\tMarker kommune\t2031
\tÅpne synssenter\tÅlesund kommune\t2032

Vi ønsker gode vilkår for ældre på øya.
"""


@pytest.mark.parametrize(
    ("encoding", "warning"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("cp1252", "lest som Windows-1252"),
        ("utf-16", "lest som UTF-16"),
    ],
)
def test_every_usual_encoding_is_read_the_same(
    tmp_path: Path, encoding: str, warning: str | None
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode(encoding))
    read = read_file(path)
    assert [m.text for m in read.measures] == ["Skaffe øyelege på Ørje", "Åpne synssenter"]
    assert [m.responsible for m in read.measures] == [("Marker kommune",), ("Ålesund kommune",)]
    assert [p.text for p in read.passages if p.measure is None] == [
        "Handlingsplan Helsefellesskapet Østfold 2031",
        "Vi ønsker gode vilkår for ældre på øya.",
    ]
    assert (warning is None) == (not any("lest som" in text for text in read.warnings))
    assert warning is None or any(warning in text for text in read.warnings)
    for passage in read.passages:
        assert_verbatim(path.read_bytes(), passage.source, encoding)


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        pytest.param(
            "cp1252",
        ),
        pytest.param(
            "utf-16",
        ),
    ],
)
def test_what_a_file_says_of_itself_is_read_in_its_encoding(
    tmp_path: Path, corpus: Path, encoding: str
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode(encoding))
    plan = read_file(path, corpus).plan
    assert plan.title.lstrip("\ufeff") == "Handlingsplan Helsefellesskapet Østfold 2031"
    assert plan.period == (2031, 2031)
    assert plan.region.region_id == "ostfold"


def test_a_file_with_carriage_returns_is_quoted_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.replace("\n", "\r\n").encode())
    read = read_file(path)
    assert [m.deadline for m in read.measures] == ["2031", "2032"]
    assert [m.source.line for m in read.measures] == [4, 5]
    for passage in read.passages:
        assert_verbatim(path.read_bytes(), passage.source)
        assert "\r" not in passage.text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "cannot be opened as a PDF"),
        (b"PK\x03\x04\x14\x00", "damaged"),
        (b"Tiltak\x00\x01\x02Ansvar", "binary data"),
        (b"M\x8fl og tiltak \x81", "neither UTF-8 nor Windows-1252"),
    ],
    ids=["empty", "blank", "pdf", "zip", "binary", "encoding"],
)
def test_a_file_that_is_no_text_says_what_it_is_and_what_to_do(
    tmp_path: Path, data: bytes, message: str
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message) as raised:
        read_file(path)
    assert "plan.txt" in str(raised.value)
    assert re.search(r"; (?:export|put|save)", str(raised.value))


def test_a_file_that_is_not_there_is_a_document_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read_file(tmp_path / "ingen.txt")


def test_pages_end_at_form_feeds_or_at_gaps(tmp_path: Path) -> None:
    parts = ["Om planen for kysten", "Andre side har litt tekst.", "Tredje side har også tekst."]
    for gap, pages in (("\n\f", 3), ("\n\n\n\n", 3), ("\n\n", None)):
        path = tmp_path / "sider.txt"
        path.write_text(gap.join(parts) + "\n", encoding="utf-8")
        read = read_file(path)
        assert read.pages == pages
        last = read.passages[-1].source
        assert last.page == pages
        assert_verbatim(path.read_bytes(), last)


def test_a_markdown_file_has_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# Plan for kysten\n\n\n\n\nLitt tekst om fjorden.\n", encoding="utf-8")
    assert read_file(path).pages is None


def test_links_are_read_as_their_words_and_quoted_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    raw = "Innføre [brukerråd](https://example.org/r?a=1) og <a href='#'>ombud</a> &amp; kurs"
    path.write_text(f"Plan\n\nMål\tTiltak\tAnsvar\nTrygghet\t{raw}\tAU\n", encoding="utf-8")
    (measure,) = read_file(path).measures
    assert measure.text == "Innføre brukerråd og ombud & kurs"
    assert raw in [piece.quote for piece in measure.source.pieces]


def test_a_file_of_prose_alone_is_read_as_prose(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    text = "Samarbeidsavtale for fjordkommunene\n\nPartene møtes to ganger i året i Ulvik.\n"
    path.write_text(text, encoding="utf-8")
    read = read_file(path)
    assert (read.rows, read.measures) == (0, ())
    assert [p.text for p in read.passages] == ["Partene møtes to ganger i året i Ulvik."]
    assert read.passages[0].source.section == ("Samarbeidsavtale for fjordkommunene",)
