"""The manifest and its files: one bad entry or file is said so, and the others are indexed."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from indexer.build import BuildReport, build_index
from indexer.encoder import Encoder, load_encoder
from indexer.errors import DocumentError, ManifestError
from indexer.index import load_index
from indexer.manifest import load_corpus
from indexer.read import read_file

FJORD = (
    "Handlingsplan for fjorden 2030-2031\n\nMål\tTiltak\tAnsvar\tFrist\n"
    "Trygg havn\tBygge naust\tAskvoll kommune\t2030\n"
)
FJELL = FJORD.replace("fjorden", "fjellet").replace("Bygge naust", "Merke stier")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a manifest, and what its file holds; null where there is no file."""

    plan_id: str
    data: bytes | None
    file: str
    more: str = ""

    def toml(self) -> str:
        return (
            f'[[plan]]\nid = "{self.plan_id}"\ntitle = "Plan {self.plan_id}"\n'
            f'region = "forde"\nperiod = [2030, 2031]\nfile = "{self.file}"\n{self.more}\n'
        )


GOOD = Entry("fjell-2030", FJELL.encode(), "plans/fjell.txt")


SECOND = Entry("fjord-2030", FJORD.encode(), "plans/fjord.txt")


def make_corpus(folder: Path, *entries: Entry) -> Path:
    (folder / "plans").mkdir(parents=True)
    for entry in entries:
        if entry.data is not None:
            (folder / entry.file).write_bytes(entry.data)
    toml = "\n".join(entry.toml() for entry in entries)
    (folder / "manifest.toml").write_text(toml, encoding="utf-8")
    return folder


def build(corpus: Path, encoder: Encoder) -> BuildReport:
    return build_index(corpus, corpus.parent / "index", encoder, lambda *_: None)


def only_problem(report: BuildReport, tmp_path: Path) -> tuple[str, str]:
    """The one problem of a build that indexed the good plan, alike in report and index."""
    assert [line.plan_id for line in report.plans] == ["fjell-2030"]
    index = load_index(tmp_path / "index")
    assert [m.measure.text for m in index.passages if m.measure] == ["Merke stier"]
    assert index.problems == report.problems
    (problem,) = report.problems
    return problem


def test_a_missing_file_is_named_and_the_others_are_indexed(
    tmp_path: Path, encoder: Encoder
) -> None:
    corpus = make_corpus(tmp_path / "c", GOOD, Entry("fjord-2030", None, "plans/fjord.txt"))
    name, message = only_problem(build(corpus, encoder), tmp_path)
    assert name == "fjord-2030"
    assert "plans/fjord.txt is not there" in message
    assert "put the file in place or remove the entry" in message


def test_a_changed_file_is_named_with_both_sums(tmp_path: Path, encoder: Encoder) -> None:
    said = hashlib.sha256(b"before").hexdigest()
    entry = Entry("fjord-2030", FJORD.encode(), "plans/fjord.txt", f'sha256 = "{said}"')
    name, message = only_problem(build(make_corpus(tmp_path / "c", GOOD, entry), encoder), tmp_path)
    assert name == "fjord-2030"
    assert said in message
    assert hashlib.sha256(FJORD.encode()).hexdigest() in message
    assert "plans/fjord.txt has changed" in message
    assert "restore the file, or take it as the plan's newer version: plansok add --rep" in message


def test_the_right_sum_is_accepted(tmp_path: Path, encoder: Encoder) -> None:
    said = hashlib.sha256(FJORD.encode()).hexdigest()
    entry = Entry("fjord-2030", FJORD.encode(), "plans/fjord.txt", f'sha256 = "{said}"')
    report = build(make_corpus(tmp_path / "c", GOOD, entry), encoder)
    assert report.problems == ()
    assert [line.plan_id for line in report.plans] == ["fjell-2030", "fjord-2030"]


def test_the_second_of_two_equal_ids_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    twin = Entry("fjell-2030", FJORD.encode(), "plans/fjord.txt")
    name, message = only_problem(build(make_corpus(tmp_path / "c", GOOD, twin), encoder), tmp_path)
    assert name == "fjell-2030"
    assert "two plans with the id 'fjell-2030'" in message
    assert "rename one" in message


def test_a_path_outside_the_corpus_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "hemmelig.txt").write_text(FJORD, encoding="utf-8")
    entry = Entry("fjord-2030", None, "../hemmelig.txt")
    name, message = only_problem(build(make_corpus(tmp_path / "c", GOOD, entry), encoder), tmp_path)
    assert name == "fjord-2030"
    assert "'../hemmelig.txt' lies outside the corpus" in message


def test_a_link_out_of_the_corpus_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "hemmelig.txt").write_text(FJORD, encoding="utf-8")
    corpus = make_corpus(tmp_path / "c", GOOD, Entry("fjord-2030", None, "plans/fjord.txt"))
    (corpus / "plans/fjord.txt").symlink_to(tmp_path / "hemmelig.txt")
    _, message = only_problem(build(corpus, encoder), tmp_path)
    assert "lies outside the corpus" in message


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ('publishr = "Skrivefeil"', "publishr"),
        ("language = 7", "language"),
        ("origin = []", "origin"),
        ("aproved = 2030-01-01", "aproved: is no field; did you mean approved?"),
        ("xyz = 1", "xyz: is no field; use id, title, region"),
        ('language = "norsk"', "language: 'norsk' will not do; use nb or nn"),
        ('approved = "i går"', "approved: 'i går' will not do; write it as 2025-01-29"),
    ],
)
def test_a_field_that_is_wrong_is_named(
    tmp_path: Path, encoder: Encoder, more: str, field: str
) -> None:
    entry = Entry("fjord-2030", FJORD.encode(), "plans/fjord.txt", more)
    name, message = only_problem(build(make_corpus(tmp_path / "c", GOOD, entry), encoder), tmp_path)
    assert name == "fjord-2030"
    assert message.startswith(f"manifest.toml: {field}")
    assert "mend the entry" in message


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("period = [2030, 2031]", "period = [2031, 2030]", "[2031, 2030] ends before it begins"),
        ("period = [2030, 2031]", "period = [20300, 20311]", "[20300, 20311] are no years"),
        ("period = [2030, 2031]", "period = 2030", "period: 2030 will not do; write it as [2024"),
        ("period = [2030, 2031]", "period = [2030]", "write it as [2024, 2025]"),
        ("period =", "periode =", "periode: is no field; did you mean period?"),
        ('region = "forde"', 'region = "førdee"', "'førdee'; did you mean forde?"),
        ('region = "forde"', 'region = "Østfoldd"', "'Østfoldd'; did you mean ostfold?"),
    ],
)
def test_a_slip_in_an_entry_is_said_and_how_it_is_written(
    tmp_path: Path, corpus: Path, was: str, now: str, says: str
) -> None:
    own = make_corpus(tmp_path / "c", GOOD, SECOND)
    shutil.copy(corpus / "health_communities.toml", own)
    toml = (own / "manifest.toml").read_text(encoding="utf-8")
    at = toml.index("fjord-2030")
    text = toml[:at] + toml[at:].replace(was, now, 1)
    (own / "manifest.toml").write_text(text, encoding="utf-8")
    found = load_corpus(own)
    assert [plan.plan_id for plan in found.plans] == ["fjell-2030"]
    ((name, error),) = found.problems
    assert name == "fjord-2030"
    assert says in str(error)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("period = [2030, 2031]", "period = [2030, 2030]"),
        ("period = [2030, 2031]", ""),
        ('region = "forde"', 'region = "atlantis"'),
        ('region = "forde"', 'region = "orkland"'),
        ('region = "forde"', 'region = "forde"\nlanguage = "nn"'),
    ],
)
def test_what_is_no_slip_is_taken(tmp_path: Path, corpus: Path, was: str, now: str) -> None:
    own = make_corpus(tmp_path / "c", SECOND)
    shutil.copy(corpus / "health_communities.toml", own)
    toml = (own / "manifest.toml").read_text(encoding="utf-8")
    (own / "manifest.toml").write_text(toml.replace(was, now, 1), encoding="utf-8")
    assert load_corpus(own).problems == ()


def test_all_that_is_wrong_with_an_entry_is_said_at_once(tmp_path: Path) -> None:
    more = 'publishr = "X"\norigin = 7\nlanguage = "norsk"'
    entry = Entry("fjord-2030", FJORD.encode(), "plans/fjord.txt", more)
    ((_, error),) = load_corpus(make_corpus(tmp_path / "c", GOOD, entry)).problems
    assert all(f"{name}: " in str(error) for name in ("publishr", "origin", "language"))
    assert "fjord-2030" not in str(error)


@pytest.mark.parametrize("key", ["[[plans]]", "[plann]", "as_of = 2030\n\n[[plan]]"])
def test_a_key_that_the_manifest_does_not_know_is_an_error(tmp_path: Path, key: str) -> None:
    own = make_corpus(tmp_path / "c", GOOD)
    toml = (own / "manifest.toml").read_text(encoding="utf-8")
    (own / "manifest.toml").write_text(toml.replace("[[plan]]", key, 1), encoding="utf-8")
    with pytest.raises(ManifestError, match=r"not known; write each plan under \[\[plan\]\]"):
        load_corpus(own)


def test_what_lies_in_folders_under_plans_is_read_too(tmp_path: Path) -> None:
    own = make_corpus(tmp_path / "c", GOOD)
    (own / "plans/2025/.hidden").mkdir(parents=True)
    (own / "plans/2025/under.txt").write_text(FJORD, encoding="utf-8")
    (own / "plans/2025/.hidden/x.txt").write_text(FJORD, encoding="utf-8")
    (own / "plans/2025/.x.txt").write_text(FJORD, encoding="utf-8")
    found = load_corpus(own)
    assert found.unlisted == (("under", own / "plans/2025/under.txt"),)
    assert found.problems == ()


def test_a_copy_of_a_plan_is_no_second_plan(tmp_path: Path) -> None:
    own = make_corpus(tmp_path / "c", GOOD, Entry("twin", FJELL.encode(), "plans/twin.txt"))
    (own / "plans/kopi.txt").write_text(FJELL, encoding="utf-8")
    (own / "plans/a.txt").write_text(FJORD, encoding="utf-8")
    (own / "plans/b.txt").write_text(FJORD, encoding="utf-8")
    found = load_corpus(own)
    assert [plan.plan_id for plan in found.plans] == ["fjell-2030"]
    assert [plan_id for plan_id, _ in found.unlisted] == ["a"]
    same = {name: str(error) for name, error in found.problems}
    assert list(same) == ["twin", "plans/b.txt", "plans/kopi.txt"]
    assert "is the same document as fjell-2030 (plans/fjell.txt)" in same["plans/kopi.txt"]
    assert "is the same document as plans/a.txt" in same["plans/b.txt"]
    assert "same document as that of fjell-2030" in same["twin"]


def test_what_lies_beside_documents_is_no_plan_and_the_empty_are_no_copies(tmp_path: Path) -> None:
    own = make_corpus(tmp_path / "c", GOOD)
    for name in ("~$fjell.docx", "Thumbs.db", "desktop.ini", "en.txt", "to.pdf"):
        (own / "plans" / name).write_bytes(b"" if name[-3:] in {"txt", "pdf"} else b"x")
    found = load_corpus(own)
    assert [plan_id for plan_id, _ in found.unlisted] == ["en"]
    ((name, error),) = found.problems
    assert (name, str(error)) == (
        "plans/to.pdf",
        "is empty; put the document there, or remove the file",
    )


def test_a_document_without_text_is_told_and_is_no_plan(tmp_path: Path, encoder: Encoder) -> None:
    own = make_corpus(tmp_path / "c", GOOD)
    Image.new("L", (200, 300), 250).save(own / "plans/foto.pdf")
    report = build_index(own, tmp_path / "i", encoder, lambda *_: None)
    assert [line.plan_id for line in report.plans] == ["fjell-2030"]
    ((name, said),) = report.problems
    assert name == "foto"
    assert said.startswith("plans/foto.pdf has no text that could be read; put")


def test_links_that_lead_nowhere_and_folders_that_are_links_are_said(tmp_path: Path) -> None:
    own = make_corpus(tmp_path / "c", GOOD)
    (own / "plans/borte.txt").symlink_to(tmp_path / "ingen.txt")
    (own / "plans/mappe").symlink_to(tmp_path)
    said = {name: str(error) for name, error in load_corpus(own).problems}
    assert "ingen.txt, which is not there; put the file in place" in said["plans/borte.txt"]
    assert "is no file" in said["plans/mappe"]


def test_whose_name_is_taken_is_said(tmp_path: Path) -> None:
    own = make_corpus(tmp_path / "c", Entry("fjord", FJORD.encode(), "plans/første.txt"))
    (own / "plans/fjord.md").write_text(FJELL, encoding="utf-8")
    ((name, error),) = load_corpus(own).problems
    assert name == "plans/fjord.md"
    assert "'fjord', is that of plans/første.txt; give it another: plansok add" in str(error)


@pytest.mark.parametrize("plan_id", ["Fjord 2030", "../fjord", "", "fjord:2030"])
def test_an_id_that_no_citation_could_name_is_refused(
    tmp_path: Path, encoder: Encoder, plan_id: str
) -> None:
    entry = Entry(plan_id, FJORD.encode(), "plans/fjord.txt")
    _, message = only_problem(build(make_corpus(tmp_path / "c", GOOD, entry), encoder), tmp_path)
    assert f"id {plan_id!r}" in message
    assert "use a-z, 0-9" in message


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"%PDF-1.4\n1 0 obj", "is damaged and cannot be opened as a PDF"),
        (b"Tiltak\x00\x00\x07", "binary data"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_indexed(
    tmp_path: Path, encoder: Encoder, data: bytes, what: str
) -> None:
    corpus = make_corpus(tmp_path / "c", GOOD, Entry("fjord-2030", data, "plans/fjord.txt"))
    name, message = only_problem(build(corpus, encoder), tmp_path)
    assert name == "fjord-2030"
    assert "fjord.txt" in message
    assert what in message


@pytest.mark.parametrize(
    "toml", ['[[plan]\nid = "x"', 'plan = "fjord"\nplan = 2\nx = 1', "[[plan]]\nid = fjord"]
)
def test_a_manifest_that_is_no_toml_is_an_error_and_keeps_the_index(
    tmp_path: Path, encoder: Encoder, toml: str
) -> None:
    corpus = make_corpus(tmp_path / "c", GOOD)
    build(corpus, encoder)
    before = load_index(tmp_path / "index").folder
    (corpus / "manifest.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ManifestError, match="is not TOML") as raised:
        build(corpus, encoder)
    assert str(corpus / "manifest.toml") in str(raised.value)
    assert "line" in str(raised.value)
    assert "mend it" in str(raised.value)
    assert load_index(tmp_path / "index").folder == before


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param(
            'plan = "fjord"',
        ),
        pytest.param(
            "plan = 7",
        ),
    ],
)
def test_a_manifest_of_another_shape_says_so(tmp_path: Path, toml: str) -> None:
    corpus = make_corpus(tmp_path / "c", GOOD)
    (corpus / "manifest.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ManifestError, match="plan"):
        load_corpus(corpus)


def test_a_file_without_an_entry_is_read_with_what_it_says_of_itself(
    tmp_path: Path, corpus: Path, encoder: Encoder
) -> None:
    own = make_corpus(tmp_path / "c", GOOD)
    shutil.copy(corpus / "health_communities.toml", own)
    text = FJORD.replace("fjorden", "Helsefellesskapet Østfold")
    (own / "plans" / "Østfold plan.txt").write_text(text, encoding="utf-8")
    report = build(own, encoder)
    assert report.problems == ()
    counts = {line.plan_id: line.counts for line in report.plans}
    assert counts["ostfold-plan"].measures == 1
    assert any("står ikke i manifestet" in text for text in counts["ostfold-plan"].warnings)
    plan = next(p for p in load_index(tmp_path / "index").plans if p.plan_id == "ostfold-plan")
    assert (plan.region.region_id, plan.period, plan.listed) == ("ostfold", (2030, 2031), False)
    assert plan.title == "Handlingsplan for Helsefellesskapet Østfold 2030-2031"


def test_a_corpus_without_a_manifest_is_read(tmp_path: Path, encoder: Encoder) -> None:
    corpus = make_corpus(tmp_path / "c", GOOD)
    (corpus / "manifest.toml").unlink()
    report = build(corpus, encoder)
    assert [line.plan_id for line in report.plans] == ["fjell"]


def test_an_unknown_region_is_said(tmp_path: Path, corpus: Path, encoder: Encoder) -> None:
    entry = Entry("fjord-2030", FJORD.encode(), "plans/fjord.txt")
    own = make_corpus(tmp_path / "c", GOOD, entry)
    shutil.copy(corpus / "health_communities.toml", own)
    toml = (own / "manifest.toml").read_text(encoding="utf-8")
    at = toml.rindex('"forde"')
    (own / "manifest.toml").write_text(toml[:at] + '"ostfodl"' + toml[at + 7 :], encoding="utf-8")
    report = build(own, encoder)
    said = [message for _, message in report.problems]
    said += [text for line in report.plans for text in line.counts.warnings]
    assert any("ostfodl" in text for text in said)


def test_a_plan_of_a_region_that_no_list_knows_does_not_stop_the_others(
    tmp_path: Path, corpus: Path, encoder: Encoder
) -> None:
    own = make_corpus(tmp_path / "c", GOOD)
    shutil.copy(corpus / "health_communities.toml", own)
    toml = (own / "manifest.toml").read_text(encoding="utf-8")
    (own / "manifest.toml").write_text(toml.replace('"forde"', '"atlantis"'), encoding="utf-8")
    build(own, encoder)
    assert [p.plan_id for p in load_index(tmp_path / "index").plans] == ["fjell-2030"]


def test_no_folder_and_an_empty_folder_are_errors(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(ManifestError, match="no corpus folder"):
        load_corpus(tmp_path / "ingen")
    (tmp_path / "tom").mkdir()
    with pytest.raises(ManifestError, match="holds no plans"):
        load_corpus(tmp_path / "tom")
    bad = make_corpus(tmp_path / "c", Entry("fjord-2030", b"", "plans/fjord.txt"))
    with pytest.raises(ManifestError, match=r"nothing could be read.*is empty"):
        build(bad, encoder)


def test_a_file_is_shown_under_its_entry(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "c", GOOD)
    assert read_file(corpus / GOOD.file, corpus).plan.plan_id == "fjell-2030"
    assert read_file(corpus / GOOD.file).plan.plan_id == "fjell"
    with pytest.raises(DocumentError):
        read_file(corpus / "plans/ingen.txt", corpus)


def test_the_real_corpus_has_no_problem(corpus: Path) -> None:
    found = load_corpus(corpus)
    assert found.problems == ()
    assert [plan.plan_id for plan in found.plans] == sorted(plan.plan_id for plan in found.plans)
    known = {community.region.region_id for community in found.communities.all}
    for plan in found.plans:
        assert plan.region.region_id in known
        assert plan.sha256 == hashlib.sha256(found.path(plan).read_bytes()).hexdigest()
