"""The thesaurus holds together: names, abbreviations and the two word lists."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from snowballstemmer import stemmer

from indexer.analysis import stem, tokenize
from indexer.thesaurus import glosses, named_in

PATH = Path(__file__).resolve().parents[1] / "indexer" / "data" / "thesaurus.toml"
DATA: dict[str, Any] = tomllib.loads(PATH.read_text(encoding="utf-8"))
CONCEPTS: list[dict[str, Any]] = DATA["concept"]
ENGLISH: dict[str, list[str]] = DATA["english"]
NYNORSK: dict[str, list[str]] = DATA["nynorsk"]
NAMES = ("nb", "asked", "nn", "en", "abbr")

# First words of names of bodies, systems and the like: the only nb and nn names with capitals.
PROPER = {
    "Alternativ", "Bolig", "Bustad", "Circle", "Inn", "Parkinsons", "TryggEst", "Vivat",
    "Vivat-kurs",
    "Direktoratet", "Folkehelseinstituttet", "Helse-", "Helsedirektoratet", "Helseplattformen",
    "Helsetilsynet", "Kommunalt", "Kommune", "Kommunesektorens", "Kompetansebroen", "Nasjonal",
    "Nasjonalt", "Noregs", "Norges", "Norsk", "St.", "Statens", "Statistisk", "Trondheim", "UiT",
}  # fmt: skip

# English words that are the same words in bokmål, with the same sense.
COGNATES = """
alarm arena arm basis blind data database design diabetes digital dispenser donor dose element
fall fjord form forum full gap hospice hygiene journal mental mentor mild nerve norm optimal
organ overdose panel parkinson partner pause person pilot plan portal prehospital problem
professor program reform region register relevant religion robust salt scenario score screening
seminar sensor sepsis smart sponsor standard status stigma storm stress student symptom system
talent team terminal total transport trend triage tunnel type urban veteran veto video virus
vitamin workshop
"""

# English words that look Norwegian and are not the same.
FALSE_FRIENDS = {
    "act": "akt", "actual": "aktuell", "address": "adresse", "chef": "sjef",
    "eventual": "eventuell",
    "fabric": "fabrikk", "gift": "gift", "rate": "rate", "fast": "fast", "brief": "brev",
    "grade": "grade", "local": "lokale", "board": "bord", "general": "general", "trust": "trøst",
    "novel": "novelle", "offer": "offer", "time": "time", "barn": "barn", "sick": "sikk",
}  # fmt: skip


def names(concept: dict[str, Any]) -> Iterator[str]:
    """Every name of a concept."""
    for field in NAMES:
        yield from concept.get(field, ())


def stems(text: str) -> tuple[str, ...]:
    """The stems of a name's words."""
    return tuple(token.stem for token in tokenize(text))


def abbreviations() -> dict[str, str]:
    """Abbreviation -> the concept's first name."""
    return {a: c["nb"][0] for c in CONCEPTS for a in c.get("abbr", ())}


def test_counts() -> None:
    assert len(CONCEPTS) >= 260
    assert len(ENGLISH) >= 900
    assert len(NYNORSK) >= 350
    assert sum(len(c.get("en", ())) for c in CONCEPTS) > 1000


def test_fields() -> None:
    assert set(DATA) == {"concept", "english", "nynorsk"}
    for concept in CONCEPTS:
        first = concept["nb"][0]
        assert set(concept) <= {*NAMES, "related", "case", "gloss"}, first
        for field in (*NAMES, "related"):
            values = concept.get(field, ["-"])
            assert values and all(v and v == " ".join(v.split()) for v in values), (first, field)
        assert concept.get("case", True) is True, first
        assert "abbr" in concept or "case" not in concept, first


def test_no_name_twice_in_a_concept() -> None:
    for concept in CONCEPTS:
        count = Counter(name.casefold() for name in names(concept))
        assert max(count.values()) == 1, (concept["nb"][0], count.most_common(1))


def test_a_name_is_in_one_concept_also_by_its_stems() -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for concept in CONCEPTS:
        for field in NAMES:
            for name in concept.get(field, ()):
                kept = field == "abbr" and "case" in concept
                owners[(name,) if kept else stems(name)].add(concept["nb"][0])
    assert () not in owners
    assert not {key: found for key, found in owners.items() if len(found) > 1}


def test_no_abbreviation_is_shared() -> None:
    count = Counter(a.casefold() for c in CONCEPTS for a in c.get("abbr", ()))
    assert not [a for a, n in count.items() if n > 1]


def test_related_are_first_or_other_names_of_other_concepts() -> None:
    known = {name: c["nb"][0] for c in CONCEPTS for name in c["nb"]}
    known |= {name.lower(): c["nb"][0] for c in CONCEPTS for name in c.get("abbr", ())}
    for concept in CONCEPTS:
        for name in concept.get("related", ()):
            assert known[name] != concept["nb"][0], (concept["nb"][0], name)


def test_norwegian_names_are_lower_case() -> None:
    for concept in CONCEPTS:
        for name in (*concept["nb"], *concept.get("nn", ())):
            assert name == name.lower() or name.split()[0] in PROPER, name


def test_nynorsk_names_differ_from_bokmaal() -> None:
    for concept in CONCEPTS:
        assert not set(concept.get("nn", ())) & set(concept["nb"]), concept["nb"][0]


def test_abbreviations_that_are_words_are_kept_as_written() -> None:
    kept = {a for c in CONCEPTS if "case" in c for a in c["abbr"]}
    words = {"ACT", "AI", "AKS", "AU", "BUK", "FACT", "HOD", "HOL", "HP", "IHT", "LAR", "LIS"}
    assert kept >= words | {"MILA", "NEWS", "PH", "PROM", "ROP", "ROS"}
    assert not {"IT", "OR", "SUS", "HO", "LAT", "BAR"} & (abbreviations().keys() - kept)


@pytest.mark.parametrize(
    ("abbreviation", "name"),
    [
        ("ACT", "aktivt oppsøkende behandlingsteam"),
        ("AMK", "akuttmedisinsk kommunikasjonssentral"),
        ("ASU", "administrativt samarbeidsutvalg"),
        ("AU", "arbeidsutvalg"),
        ("BPA", "brukerstyrt personlig assistanse"),
        ("BUP", "barne- og ungdomspsykiatri"),
        ("DHO", "digital hjemmeoppfølging"),
        ("DPS", "distriktspsykiatrisk senter"),
        ("EPJ", "elektronisk pasientjournal"),
        ("FACT", "fleksibel aktiv oppsøkende behandling"),
        ("FSU", "faglig samarbeidsutvalg"),
        ("HABU", "habiliteringstjenesten for barn og unge"),
        ("HF", "helseforetak"),
        ("HP", "Helseplattformen"),
        ("IHT", "integrerte helsetjenester for sårbare eldre"),
        ("IP", "individuell plan"),
        ("IPLOS", "individbasert pleie- og omsorgsstatistikk"),
        ("KAD", "kommunal akutt døgnenhet"),
        ("KOLS", "kronisk obstruktiv lungesykdom"),
        ("KPR", "Kommunalt pasient- og brukerregister"),
        ("KS", "Kommunesektorens organisasjon"),
        ("LIS1", "lege i spesialisering del 1"),
        ("LMS", "lærings- og mestringssenter"),
        ("LSF", "lokalt samarbeidsforum"),
        ("MCI", "mild kognitiv svikt"),
        ("MILA", "mitt liv, mitt ansvar"),
        ("MSU", "medisinskfaglig samarbeidsutvalg"),
        ("NAV", "arbeids- og velferdsetaten"),
        ("NPE", "Norsk pasientskadeerstatning"),
        ("NPR", "Norsk pasientregister"),
        ("NSDM", "Nasjonalt senter for distriktsmedisin"),
        ("PH", "psykisk helse"),
        ("PHT", "primærhelseteam"),
        ("PLL", "pasientens legemiddelliste"),
        ("PPT", "pedagogisk-psykologisk tjeneste"),
        ("PSU", "politisk samarbeidsutvalg"),
        ("RHF", "regionalt helseforetak"),
        ("RKK", "regionalt kompetansekontor"),
        ("ROP", "samtidig rusmiddellidelse og psykisk lidelse"),
        ("RPH", "rask psykisk helsehjelp"),
        ("SSU", "strategisk samarbeidsutvalg"),
        ("St.O", "St. Olavs hospital"),
        ("TK", "Trondheim kommune"),
        ("TSB", "tverrfaglig spesialisert rusbehandling"),
        ("UBUP", "underutvalg for psykisk helse barn og unge"),
        ("UKP", "utskrivningsklar"),
        ("USHT", "utviklingssenter for sykehjem og hjemmetjenester"),
        ("ØHD", "kommunal akutt døgnenhet"),
    ],
)
def test_abbreviation(abbreviation: str, name: str) -> None:
    assert abbreviations()[abbreviation] == name


@pytest.mark.parametrize("table", [ENGLISH, NYNORSK])
def test_word_lists(table: dict[str, list[str]]) -> None:
    for word, values in table.items():
        assert word == " ".join(word.split()).lower() and tokenize(word), word
        assert 1 <= len(values) <= 4 and len(values) == len(set(values)), word
        assert all(v and v == " ".join(v.split()).lower() for v in values), word


def test_english_words_are_english() -> None:
    assert all(word.isascii() for word in ENGLISH)
    assert {word for word, values in ENGLISH.items() if word in values} == set(COGNATES.split())
    for word, values in FALSE_FRIENDS.items():
        assert values not in ENGLISH.get(word, ()), word


def test_english_words_have_stems_of_their_own() -> None:
    english = stemmer("english")
    count = Counter(
        tuple(english.stemWord(token.word) for token in tokenize(word)) for word in ENGLISH
    )
    assert not [key for key, n in count.items() if n > 1]


def test_nynorsk_words_differ_and_agree_by_stem() -> None:
    by_stem: dict[str, set[frozenset[str]]] = defaultdict(set)
    for word, values in NYNORSK.items():
        assert word.isalpha() and word not in values, word
        by_stem[stem(word)].add(frozenset(stem(v) for v in values))
    assert not {key: values for key, values in by_stem.items() if len(values) > 1}


def test_a_gloss_is_short_and_other_words_than_the_names() -> None:
    glossed = [concept for concept in CONCEPTS if "gloss" in concept]
    assert len(glossed) > 900
    for concept in glossed:
        gloss, names = concept["gloss"], {*concept["nb"], *concept.get("nn", ())}
        assert 2 <= len(gloss) <= 3 and len(set(gloss)) == len(gloss), concept["nb"][0]
        assert all(0 < len(each.split()) <= 5 for each in gloss), gloss
        assert not names & set(gloss[:-1]), gloss


def test_what_a_text_names_is_glossed_once_and_the_usual_name_told() -> None:
    found = glosses(("Etablere FACT-team og hospitering", "Hospitering for leger", None))
    parts = found.split("; ")
    assert parts[0].startswith("fleksibel aktiv oppsøkende behandling, ")
    assert not any(part.startswith("hospitering,") for part in parts)
    assert len(parts) == len(set(parts))


def test_a_text_that_names_nothing_has_no_gloss() -> None:
    assert glosses(("Lorem ipsum dolor", "")) == ""


def test_the_longest_name_is_taken_and_a_compound_by_its_parts() -> None:
    assert [c.label for c in named_in("digital hjemmeoppfølging")] == ["digital hjemmeoppfølging"]
    assert [c.label for c in named_in("FACT")] == ["fleksibel aktiv oppsøkende behandling"]
    assert [c.label for c in named_in("in fact nothing")] == []


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("rettspsykiatri", "dom til behandling"),
        ("forensic psychiatry", "dom til behandling"),
        ("post partum home visits", "barsel"),
        ("health worker shortage", "personellmangel"),
        ("rekruttere og halde på", "rekruttering"),
        ("brukerdeltakelse", "brukermedvirkning"),
        ("telehelse", "telemedisin"),
    ],
)
def test_usual_names_of_the_field_are_known(name: str, first: str) -> None:
    (owner,) = (concept["nb"][0] for concept in CONCEPTS if name in names(concept))
    assert owner == first
