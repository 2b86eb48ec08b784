"""Questions understood: language, what is asked for, places, years, words and their repair."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.analysis import stem
from indexer.communities import load_communities
from service.engine import Engine
from service.reading.notes import Note, Noted
from service.reading.places import Gazetteer
from service.results import Intent
from service.words.language import detect_language


@pytest.fixture(scope="module")
def gazetteer(corpus: Path) -> Gazetteer:
    return Gazetteer(load_communities(corpus))


# ── places ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "name", "regions"),
    [
        ("Hva gjør de i Lillestrøm?", "Lillestrøm", ("ahus",)),
        ("hva skjer i lillestrom", "lillestrom", ("ahus",)),
        ("Finnes det tiltak i Bodø?", "Bodø", ("nordland",)),
        ("tiltak i Bodo", "Bodo", ("nordland",)),
        ("Kva skjer i Finnmark?", "Finnmark", ("finnmark",)),
        ("Ahus-området", "Ahus", ("ahus",)),
        ("Hva står i Ahus' plan?", "Ahus", ("ahus",)),
        ("tiltak på Helgeland", "Helgeland", ("helgeland",)),
        ("What is done in Trondheim?", "Trondheim", ("stolav",)),
        ("HELGELAND", "HELGELAND", ("helgeland",)),
    ],
)
def test_a_place_is_its_health_community(
    gazetteer: Gazetteer, text: str, name: str, regions: tuple[str, ...]
) -> None:
    (place,) = gazetteer.find(text)
    assert (place.name, place.regions) == (name, regions)
    assert text[place.start : place.start + len(name)] == name
    assert not place.borrowed


def test_a_place_knows_whether_it_is_a_municipality(gazetteer: Gazetteer) -> None:
    (town,) = gazetteer.find("i Lillestrøm")
    (community,) = gazetteer.find("på Helgeland")
    assert town.municipality == "Lillestrøm"
    assert community.municipality is None


@pytest.mark.parametrize(
    "text",
    [
        "Hvem jobber med FACT Ung?",
        "Hva gjøres for skrøpelige eldre?",
        "det vil si at alle kan delta i hele perioden",
        "when is the deadline for the out of hours service",
    ],
)
def test_ordinary_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == ()


def test_what_is_borrowed_from_a_place_is_not_asked_about_it(
    gazetteer: Gazetteer, engine: Engine
) -> None:
    (place,) = gazetteer.find("modell fra Helse Fonna")
    assert place.borrowed
    assert engine.reader.read("Hvem bruker modell fra Helse Fonna?").places == ()


def test_a_county_is_all_its_communities(gazetteer: Gazetteer) -> None:
    (place,) = gazetteer.find("i Nordland fylke")
    assert {"helgeland", "nordland"} <= set(place.regions)


# ── years ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Hva skal gjøres i 2026?", ((2026, 2026),)),
        ("planen for 2022-2024", ((2022, 2024),)),
        ("planen for 2022–2024", ((2022, 2024),)),
        ("fra 2025 til 2026", ((2025, 2026),)),
        ("tiltak 1.5.1", ()),
        ("120240 personer", ()),
    ],
)
def test_years_are_read(engine: Engine, text: str, years: tuple[tuple[int, int], ...]) -> None:
    assert engine.reader.read(text).years == years


# ── language and what is asked for ───────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hvem har ansvaret for fallforebygging?", "nb"),
        ("Hva gjøres ikke?", "nb"),
        ("Kven er ansvarleg for hospitering?", "nn"),
        ("Kva gjer dei for skrøpelege eldre?", "nn"),
        ("Korleis arbeider kommunane saman?", "nn"),
        ("Who is responsible for fall prevention?", "en"),
        ("What is the deadline?", "en"),
        ("demens", "nb"),
        pytest.param(
            "FACT Ung",
            "nb",
        ),
        ("", "nb"),
        pytest.param(
            "Kven jobbar med demens?",
            "nn",
        ),
    ],
)
def test_the_language_of_a_question_is_told(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "nb",
            "rehab; fact voksen; ahus fact; workshop; modernisering; seminarer; 4a; "
            "heimevernet; fastlege; kommentar; Hva blir gjort mot selvmord?; to kommuner; "
            "plan for beredskap; jobbe to steder; ventetida på legevakta; Får Bodø et team?",
        ),
        (
            "nn",
            "heimesjukehus; sjukepleiarar; pårørande; tidleg innsats; representantar; "
            "psykisk sjuke; Kva blir gjort for eldre?; Kva blir gjort mot selvmord?; "
            "Finst det tiltak om demens?; Har Østfold ei nettside for born og unge?",
        ),
        (
            "en",
            "remote patient monitoring for COPD; interpreter services for immigrant patients; "
            "digital home follow-up Ostfold; falls; fall prevention for elderly; "
            "Tell me about MILA; I need help for my mother with dementia; telemedicine Helgeland",
        ),
    ],
)
def test_words_of_both_languages_tell_nothing(engine: Engine, language: str, texts: str) -> None:
    read = {text: engine.reader.read(text).language for text in texts.split("; ")}
    assert read == dict.fromkeys(texts.split("; "), language)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Hvem har ansvaret for demens?", Intent.WHO),
        ("Kven er ansvarleg for demens?", Intent.WHO),
        ("who is doing FACT Ung", Intent.WHO),
        ("Når er fristen for demens?", Intent.WHEN),
        ("When is the deadline for falls?", Intent.WHEN),
        ("Hvilke tiltak er utsatt?", Intent.STATUS),
        ("Hvilke planer nevner demens?", Intent.WHICH_PLANS),
        ("Which plans mention dementia?", Intent.WHICH_PLANS),
        ("Hva gjøres for gravide?", Intent.WHAT),
    ],
)
def test_what_is_asked_for_is_told(engine: Engine, text: str, intent: Intent) -> None:
    assert engine.reader.read(text).intent is intent


# ── words ────────────────────────────────────────────────────────────────────────────────


def labels(engine: Engine, text: str) -> list[str]:
    return [group.label for group in engine.reader.read(text).groups]


def test_words_that_ask_are_not_looked_for(engine: Engine) -> None:
    assert labels(engine, "Hvem har ansvaret for hospitering i planen?") == ["hospitering"]
    assert labels(engine, "Kven har ansvaret for hospitering?") == ["hospitering"]
    assert labels(engine, "Hva skjer i Lillestrøm i 2026?") == []


def test_a_name_of_several_words_is_one_thing(engine: Engine) -> None:
    assert labels(engine, "Hvem jobber med FACT Ung?") == ["FACT Ung"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hospitring", "hospitering"), ("habilitring", "habilitering"), ("legevagt", "legevakt")],
)
def test_a_misspelt_word_is_put_right_and_said(engine: Engine, typed: str, meant: str) -> None:
    question = engine.reader.read(f"Hvem har ansvaret for {typed}?")
    (group,) = question.groups
    assert group.known
    assert Note(Noted.REPAIRED, typed, meant) in question.notes


def test_a_misspelt_english_word_is_put_right_by_its_whole_form(engine: Engine) -> None:
    question = engine.reader.read("is there any remote home monitering")
    (note,) = question.notes
    assert (note.name, "hjemmeoppfølging" in note.means) == ("home monitering", True)


def test_doctors_have_one_stem_in_every_form() -> None:
    forms = ["fastlege", "fastlegen", "fastleger", "fastlegane", "fastlegar", "fastlegenes"]
    assert {stem(form) for form in forms} == {"fastlege"}
    assert stem("farlege") != "lege"


@pytest.mark.parametrize(
    "text", ["Kven sit i LSF-ane?", "Hva gjør LSF-en?", "What does LSF-en do?"]
)
def test_the_ending_of_an_abbreviation_is_no_word(engine: Engine, text: str) -> None:
    assert labels(engine, text) == ["LSF"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Hva gjøres for å unngå at gamle ramler?", "fallforebygging"),
        ("Kva skjer når pasientar kjem heim frå sjukehuset?", "utskrivning"),
        ("What happens when patients are let out of hospital?", "utskrivning"),
        ("Finnes det en oversikt over medisiner?", "pasientens legemiddelliste"),
        ("Do staff swap places with each other?", "hospitering"),
    ],
)
def test_everyday_words_are_understood(engine: Engine, asked: str, meant: str) -> None:
    notes = engine.reader.read(asked).notes
    assert any((note.kind, note.means) == (Noted.ALSO, meant) for note in notes)


def test_everyday_words_are_not_looked_for_in_plans(engine: Engine) -> None:
    (meant,) = engine.reader.read("avvik").groups
    (asked,) = engine.reader.read("feil").groups
    assert ("feil",) not in {way.stems for way in meant.ways}
    assert ("avvik",) in {way.stems for way in asked.ways}


def test_norwegian_letters_need_not_be_typed(engine: Engine) -> None:
    question = engine.reader.read("skropelige eldre")
    assert all(group.known for group in question.groups)
    assert question.notes == ()


def test_a_word_that_no_plan_has_is_known_to_be_unknown(engine: Engine) -> None:
    (group,) = engine.reader.read("Hvem har ansvaret for xylofonspill?").groups
    assert not group.known


def test_reading_the_same_twice_gives_the_same(engine: Engine) -> None:
    text = "Når er fristen for FACT Ung i Lillestrøm i 2027?"
    assert engine.reader.read(text) == engine.reader.read(text)


@pytest.mark.parametrize("text", ["", " ", "?", "«»", "1", "a", "€" * 50, "x" * 500, "[1]", "\n\t"])
def test_nothing_that_can_be_typed_is_too_odd(engine: Engine, text: str) -> None:
    assert engine.reader.read(text).text == text
    assert isinstance(engine.ask(text).answer, str)


def test_what_stands_in_quotation_marks_is_taken_as_it_stands(engine: Engine) -> None:
    read = engine.reader.read
    assert [place.name for place in read("legevakt i Lillestrøm i 2025").places] == ["Lillestrøm"]
    literal = read('legevakt i "Lillestrøm" i "2025"')
    assert (literal.places, literal.years) == ((), ())
    assert [group.label for group in literal.groups] == ["legevakt", "Lillestrøm", "2025"]
    assert read("Hva er DHO?").notes
    assert read('Hva er "DHO"?').notes == ()
    assert [len(group.ways) for group in read('"DHO"').groups] == [1]
    assert engine.ask('Hva gjør "AU" med legevakt?').notes == ()


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Hvor raskt skal ALS-teamet komme?", []),
        ("hjelp til å stumpe røyken", []),
        ("Hva skjer i Røyken?", ["Røyken"]),
        ("Hva skjer i Ål?", ["Ål"]),
        ("AHUS FACT ung", ["AHUS"]),
    ],
)
def test_an_abbreviation_or_a_common_word_is_no_place(
    engine: Engine, question: str, names: list[str]
) -> None:
    assert [place.name for place in engine.reader.read(question).places] == names


@pytest.mark.parametrize(
    ("question", "notes"),
    [
        ("Kva kostar legevakta?", ()),
        ("Ka gjør dokker førr ungdom?", ()),
        ("Hvem er kollega med hvem?", ()),
        ("Hva er DHO?", ("DHO = digital hjemmeoppfølging",)),
        ("What about COPD?", ("COPD = kronisk obstruktiv lungesykdom",)),
        ("rehab", ("rehab = rehabilitering",)),
        ("heimesjukehus", ("heimesjukehus = hjemmesykehus",)),
        ("Kven sit i driftsrådet?", ("driftsrådet – òg leita etter styringsgruppe",)),
        ("Kva er ein veg inn?", ("ein veg inn – òg leita etter psykisk helsemottak",)),
        ("What about rural areas?", ("rural areas – also looked for: distriktsmedisin",)),
        ("hospitring", ("hospitring → hospitering",)),
    ],
)
def test_a_note_says_one_thing_to_be_another_only_where_it_is(
    engine: Engine, question: str, notes: tuple[str, ...]
) -> None:
    assert engine.ask(question).notes == notes


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("Hvem har ansvar for LAR-behandling i Østfold?", ["LAR", "behandling"]),
        ("Finnes TAR-behandling?", ["TAR", "behandling"]),
        ("Finst det tiltak om LAR?", ["LAR"]),
        ("Hvem tar ansvar for FACT?", ["FACT"]),
        ("Hvilke tiltak er IKKE for ALLE?", []),
        ("HVEM HAR ANSVAR FOR FACT?", ["FACT"]),
    ],
)
def test_an_abbreviation_is_no_small_word(engine: Engine, question: str, things: list[str]) -> None:
    assert [group.label for group in engine.reader.read(question).groups] == things


def test_a_norwegian_word_is_no_form_of_an_english_one(engine: Engine) -> None:
    (thing,) = engine.reader.read("Which plans mention hospitering?").groups
    assert not any("sykehus" in way.stems for way in thing.ways)
    (thing,) = engine.reader.read("Which plans mention hospitals?").groups
    assert any("sykehus" in way.stems for way in thing.ways)


def test_a_question_is_read_once_for_a_language_and_a_day(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, text = engine.reader, "Hva skal være ferdig neste år?"
    monkeypatch.setattr(reader, "today", lambda: date(2025, 11, 1))
    read = reader.read(text)
    assert reader.read(text) is read and reader.read(text, "nb") is read
    assert reader.read(text, "en").language == "en"
    monkeypatch.setattr(reader, "today", lambda: date(2026, 1, 2))
    assert read.years == ((2026, 2026),) and reader.read(text).years == ((2027, 2027),)
