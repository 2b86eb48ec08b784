"""The pages without a browser: texts, escaping, addresses, headers, what no page may contain."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from string import Formatter
from urllib.parse import urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient

from indexer.build import build_index
from indexer.encoder import load_encoder
from indexer.records import Piece, Source
from service.api import create_app
from service.engine import Engine, open_engine
from service.pages.render import SHARED, marked, static
from service.pages.source import INHERITED, OWN, marked_lines, span_of
from service.pages.texts import Language, preferred, texts
from service.pages.timeline import timeline_of
from service.pages.visit import Visit

HTML = {"Accept": "text/html", "Accept-Language": "nb"}

PAGES = [
    "/",
    "/?q=Hvem+har+ansvaret+for+FACT+Ung%3F",
    "/?q=barn+og+unge&region=ahus&year=2025",
    "/?q=legevakt+i+Finnmark",
    "/planer",
    "/planer/ahus-2026-2027",
    "/tiltak/ahus-2024-2025:p4:t3:r7",
    "/kilde/ahus-2024-2025?passasje=ahus-2024-2025:p4:t3:r7",
    "/organ",
    "/organ/ahus:lsf-barn-unge",
    "/?q=Hvem+har+ansvar+for+MILA,+og+hvilke+kommuner+er+med+i+Østfold%3F",
    "/oversikt",
    "/oversikt?tema=barn-og-unge",
    "/sammenlign?q=legevakt&q=hospitering",
    "/endringer",
    "/endringer?fra=ahus-2024-2025&til=ahus-2026-2027",
    "/frister",
    "/sokeboks",
    "/docs",
]

SOURCES = files("service.pages")
TEMPLATES = [path for path in SOURCES.joinpath("templates").iterdir() if path.is_file()]


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), headers=HTML) as client:
        yield client


# ── texts ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(texts()))
def test_a_text_is_there_in_every_language_with_the_same_places(name: str) -> None:
    said = texts()[name]
    assert set(said) == set(Language)
    assert all(text.strip() for text in said.values())
    places = {
        frozenset(field for _, field, _, _ in Formatter().parse(t) if field) for t in said.values()
    }
    assert len(places) == 1


def test_every_text_that_a_page_says_is_there_and_every_text_is_said() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    code += "\n".join(p.read_text() for p in Path(str(SOURCES)).glob("*.py"))
    said = set(re.findall(r"""\b(?:t|n|say|count)\(\s*['"](\w+)['"]""", code))
    plain = {name for name in texts() if not name.startswith("widget_")}
    assert said - plain == {
        name for name in said - plain if f"{name}_one" in plain or name.endswith("_")
    }
    begun = tuple(re.findall(r"""f['"](\w+_)\{""", code))
    begun += tuple(name for name in said if name.endswith("_"))
    words = set(re.findall(r"['\"](\w+)['\"]", code))
    unsaid = {
        name
        for name in plain
        if name.removesuffix("_one") not in said | words and not name.startswith(begun)
    }
    assert {name for name in unsaid if not name.startswith(("example_", "filter_"))} == set()


def test_the_search_box_has_every_text_that_it_says() -> None:
    found = static("plansok-sok.js")
    assert found is not None
    code = found[0].decode()
    said = set(re.findall(r'#say\("(\w+)"', code)) | set(re.findall(r'\? "(\w+)" : "\w+"', code))
    assert '"TEXTS"' not in code
    have = {name.removeprefix("widget_") for name in texts() if name.startswith("widget_")}
    have |= {name for name in texts() if SHARED.fullmatch(name)}
    assert said
    assert said - {"ask", "search", "pages"} <= have


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "nb"),
        ("nb-NO,nb;q=0.9,en;q=0.8", "nb"),
        ("nn-NO,nn;q=0.9,no;q=0.8,en;q=0.5", "nn"),
        ("no", "nb"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9,en;q=0.7,nn;q=0.8", "nn"),
        ("fr", "nb"),
        ("en;q=0,nn;q=x", "nb"),
        ("*", "nb"),
    ],
)
def test_a_browser_gets_the_language_it_asks_for(accept: str, language: str) -> None:
    assert preferred(accept) == language


# ── what every page is ───────────────────────────────────────────────────────────────────


class Links(HTMLParser):
    """The addresses on a page, the ids, and what no page may have."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.forbidden.append(tag)
        self.forbidden += [name for name in given if name == "style" or name.startswith("on")]
        for name in ("href", "src", "action"):
            if given.get(name):
                self.addresses.append(str(given[name]))
        if given.get("id"):
            self.ids.append(str(given["id"]))


def read(client: TestClient, path: str) -> Links:
    response = client.get(path)
    assert response.status_code == 200, path
    page = Links()
    page.feed(response.text)
    return page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_nothing_inline_and_no_address_elsewhere(client: TestClient, path: str) -> None:
    page = read(client, path)
    assert page.forbidden == []
    assert len(set(page.ids)) == len(page.ids)
    hosts = {urlsplit(address).netloc for address in page.addresses}
    assert hosts <= {""}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_a_browser_may_load(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["content-language"] == "nb"
    assert "accept-language" in headers["vary"].lower()
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.thorough
def test_every_link_leads_somewhere(client: TestClient) -> None:
    seen: dict[str, int] = {}
    for start in PAGES:
        for address in read(client, start).addresses:
            path = urljoin(start, address).split("#")[0]
            shape = re.sub(r"[\d%][^/?&]*", "0", path)
            if sum(known.startswith(shape) for known in seen) < 2 and path not in seen:
                seen[f"{shape} {path}"] = client.get(path).status_code
    assert len(seen) > 40
    assert {path: status for path, status in seen.items() if status != 200} == {}


def test_an_anchor_on_a_page_is_there(client: TestClient) -> None:
    for path in ("/sammenlign?q=legevakt&q=hospitering", "/oversikt?tema=barn-og-unge"):
        page = read(client, path)
        anchors = {address[1:] for address in page.addresses if address.startswith("#")}
        assert len(anchors) > 3
        assert anchors <= set(page.ids)


def test_a_static_file_is_kept_as_long_as_its_version(client: TestClient) -> None:
    (address,) = {a for a in read(client, "/").addresses if "side.css" in a}
    assert "immutable" in client.get(address).headers["cache-control"]
    assert client.get("/static/side.css").headers["cache-control"] == "max-age=3600"
    assert client.get("/static/side.css?v=old").headers["cache-control"] == "max-age=3600"
    assert client.get("/static/..%2Ftexts.toml").status_code == 404
    assert client.get("/static/nothing.css").status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/nowhere", 404, "Siden finnes ikke"),
        ("/planer/x", 404, "Siden finnes ikke"),
        ("/kilde/ahus-2024-2025?passasje=stolav-2022-2024:p4:t2:r8", 404, "Siden finnes ikke"),
        ("/?q=legevakt&region=asker", 400, "Dette kan ikke spørres om"),
        ("/?q=legevakt&year=snart", 400, "Dette kan ikke spørres om"),
        ("/frister?dag=i+morgen", 400, "Dette kan ikke spørres om"),
        (f"/?q={'x' * 501}", 400, "Dette kan ikke spørres om"),
    ],
)
def test_an_error_is_a_page_that_leads_on(
    client: TestClient, path: str, status: int, heading: str
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in response.text
    assert 'role="search"' in response.text


def test_an_unknown_region_is_offered_those_there_are(client: TestClient) -> None:
    page = client.get("/?q=legevakt&region=asker&lang=en").text
    assert "No plan in the collection has region “asker”." in page
    offered = "/?q=legevakt&amp;lang=en&amp;region=ahus"
    assert f'href="{offered}">Helsefellesskapet Ahus og kommunene</a>' in page
    assert 'name="q" value="legevakt"' in page


def test_where_no_plan_is_for_the_place_the_nearest_of_others_is_offered(
    client: TestClient,
) -> None:
    page = client.get("/?q=legevakt i Finnmark").text
    assert "Ikke i samlingen" in page
    assert "Dette er ikke svar på spørsmålet" in page
    assert "legevakt" in "".join(re.findall(r"<mark>([^<]+)</mark>", page)).lower()
    assert 'href="/?q=legevakt+i+%22Finnmark%22"' in page


def test_programs_get_problems_and_not_pages(client: TestClient) -> None:
    response = client.get("/v1/plans/x")
    assert response.headers["content-type"] == "application/problem+json"


def test_a_browser_that_opens_a_document_sees_its_lines(client: TestClient) -> None:
    response = client.get("/v1/plans/ahus-2024-2025/document", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, "/kilde/ahus-2024-2025")
    assert 'id="L61"' in client.get("/v1/plans/ahus-2024-2025/document").text
    plain = client.get("/kilde/ahus-2024-2025/fil")
    assert plain.headers["content-type"] == "text/plain; charset=utf-8"
    assert "<html" not in plain.text


# ── what is marked ───────────────────────────────────────────────────────────────────────


def test_every_measure_is_marked_where_it_stands(client: TestClient, engine: Engine) -> None:
    for measure in engine.measures().measures[::7]:
        page = client.get(f"/kilde/{measure.plan_id}?passasje={measure.measure_id}").text
        assert page.count('class="cited"') >= 1, measure.measure_id
        assert "<mark" in page, measure.measure_id


def test_marks_are_the_pieces_and_the_longer_of_two() -> None:
    pieces = (
        Piece("goal", None, 1, "felles mål", inherited=True),
        Piece("measure", None, 2, "gjøre noe"),
        Piece("notes", None, 2, "noe"),
        Piece("deadline", None, 2, "2025"),
    )
    source = Source("p", "p.txt", None, 2, 2, (), "r1", "gjøre noe\t2025", pieces)
    first, second, third = marked_lines("felles mål\tx\ngjøre noe\t2025\nslutt", source)
    assert first.parts == (("felles mål", INHERITED), ("\tx", ""))
    assert second.parts == (("gjøre noe", OWN), ("\t", ""), ("2025", OWN))
    assert (first.cited, second.cited, third.cited) == (True, True, False)


@pytest.mark.parametrize(
    ("text", "span"),
    [("61", (61, 61)), ("61-63", (61, 63)), ("63-61", None), ("0", None), ("x", None), ("", None)],
)
def test_lines_are_named_by_their_numbers(text: str, span: tuple[int, int] | None) -> None:
    assert span_of(text) == span


def test_marked_text_is_the_text() -> None:
    text = "barn og unge"
    for spans in ([], [(0, 4)], [(0, 4), (8, 12)], [(0, 7), (5, 12)]):
        parts = list(marked(text, spans))
        assert "".join(part for part, _ in parts) == text
    assert list(marked(text, [(0, 4)])) == [("barn", True), (" og unge", False)]


# ── addresses ────────────────────────────────────────────────────────────────────────────


def test_an_address_keeps_its_filters_and_a_chosen_language() -> None:
    params = (
        ("q", "a&b"),
        ("region", "ahus"),
        ("region", "østfold"),
        ("offset", "10"),
        ("lang", "nn"),
    )
    visit = Visit("http://x", "/", params, Language.NYNORSK, chosen=True)
    assert visit.without("region", "ahus") == "/?q=a%26b&region=%C3%B8stfold&lang=nn"
    assert visit.with_("year", 2025).endswith("&lang=nn&year=2025")
    assert "offset" not in visit.with_("year", 2025)
    assert visit.to("tiltak", "a:b/c") == "/tiltak/a:b%2Fc?lang=nn"
    assert Visit("http://x", "/", (), Language.BOKMAL, chosen=False).to("planer") == "/planer"


def test_the_timeline_counts_every_day_once(engine: Engine) -> None:
    from datetime import date

    found = engine.over_time.deadlines(date(2025, 6, 30))
    line = timeline_of(found)
    assert sum(bar.count for bar in line.bars) == sum(
        each.due.day is not None for each in found.deadlines
    )
    assert max(bar.height for bar in line.bars) == 90
    assert [bar.past for bar in line.bars] == sorted((b.past for b in line.bars), reverse=True)


# ── markup is text ───────────────────────────────────────────────────────────────────────

HOSTILE = "<script>alert(1)</script>"

CORRECTION = f"""
[[correction]]
measure = "plan:p4:t3:r7"
field = "deadline"
read = "2025"
correct = "2026"
by = "Kari {HOSTILE}"
date = 2026-11-20
why = "Vedtatt på nytt"
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Iterator[TestClient]:
    """The service over a plan with markup and script in its cells."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "plans").mkdir()
    text = (corpus / "plans" / "ahus-2024-2025.txt").read_text(encoding="utf-8")
    text = text.replace("FACT ung", f"FACT ung {HOSTILE} <img src=x onerror=alert(2)>")
    (folder / "plans" / "plan.txt").write_text(text, encoding="utf-8")
    shutil.copy(corpus / "health_communities.toml", folder)
    (folder / "corrections").mkdir()
    (folder / "corrections" / "plan.toml").write_text(CORRECTION, encoding="utf-8")
    build_index(folder, folder / "index", load_encoder(), lambda *_: None)
    with TestClient(create_app(open_engine(folder / "index")), headers=HTML) as client:
        yield client


def test_script_in_a_document_is_shown_and_never_run(hostile: TestClient) -> None:
    answer = hostile.get("/?q=FACT+ung").text
    assert "FACT" in answer
    (source,) = set(re.findall(r'href="(/kilde/[^"]+)"', answer)) & set(
        re.findall(r'class="cite" href="(/kilde/[^"]+)"', answer)[:1]
    )
    shown = hostile.get(source.replace("&amp;", "&")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    for page in (answer, shown):
        found = Links()
        found.feed(page)
        assert found.forbidden == []
        assert "<img src=x" not in page


def test_script_in_a_question_is_shown_and_never_run(client: TestClient) -> None:
    for name in ("q", "region", "lang", "vis"):
        text = client.get("/", params={"q": "legevakt", name: f'"{HOSTILE}'}).text
        assert HOSTILE not in text


@pytest.mark.parametrize(
    ("language", "apart", "none"),
    [
        ("nb", "Neppe motstykker, men nærmest:", "Ingen trolige motstykker funnet"),
        ("nn", "Neppe motstykke, men nærmast:", "Ingen trulege motstykke funne"),
        ("en", "Hardly counterparts, but the nearest:", "No likely counterpart was found"),
    ],
)
def test_what_is_hardly_a_counterpart_stands_apart(
    client: TestClient, engine: Engine, language: str, apart: str, none: str
) -> None:
    measures = engine.measures().measures
    best = {m.measure_id: engine.similar_to(m.measure_id, k=5).similar for m in measures[::5]}
    alone = next(each for each, found in best.items() if not any(o.likely for o in found))
    mixed = next(each for each, found in best.items() if found[0].likely and not found[-1].likely)
    page = client.get(f"/tiltak/{alone}?lang={language}").text
    assert 0 < page.index(none) < page.index(apart) < page.rindex(" %")
    page = client.get(f"/tiltak/{mixed}?lang={language}").text
    assert none not in page
    likely, unlikely = page.split(f"{apart}</p>")
    for each in best[mixed]:
        part = likely if each.likely else unlikely
        assert re.search(rf'/tiltak/{re.escape(each.measure.measure_id)}["?]', part)


def test_what_a_person_corrected_is_said_on_the_measures_page(hostile: TestClient) -> None:
    page = hostile.get("/tiltak/plan:p4:t3:r7").text
    assert "Rettet: frist, av Kari &lt;script&gt;alert(1)&lt;/script&gt; 20.11.2026." in page
    assert "Lest som «2025». Grunn: Vedtatt på nytt" in page
    assert "rettet: frist" in hostile.get("/planer/plan").text
