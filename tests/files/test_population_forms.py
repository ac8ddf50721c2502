"""The forms that sound tables come in, and where unsound ones say what they are."""

import copy
import datetime as dt
import json
import unicodedata
from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.cli.spelling import spell
from enamnd_cost.files import scb
from enamnd_cost.files.population import figures_of
from enamnd_cost.model.kommuner import Kommun, Kommuner

BOARD = Kommuner(
    namnd="Nämnden",
    kommun=[
        Kommun(id="boden", kod="2582", namn="Boden"),
        Kommun(id="kalix", kod="2514", namn="Kalix"),
    ],
)
GIVEN = {"2582": 28_049, "2514": 15_391}
BODY = "2582 Boden;28049\n2514 Kalix;15391\n"
TODAY = dt.date(2026, 11, 29)


def taken(found, year=None, today=TODAY):
    return figures_of(found, BOARD, year, Path("fil.csv"), today)


def read(tmp_path, text, name="tabell.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return scb.read(path)


def book(tmp_path, *sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(tmp_path / "tabell.xlsx")
    return tmp_path / "tabell.xlsx"


def refusal(tmp_path, text):
    """Give the code and the reason with which a file is refused, whoever refuses it."""
    try:
        found = read(tmp_path, text)
    except scb.NotPopulationError as error:
        return "EK212", str(error)
    _, given, problems = taken(found)
    assert given == {}
    return problems[0].code, problems[0].text


CELLS = [["2582 Boden", 28_049], ["2514 Kalix", 15_391]]


@pytest.mark.parametrize(
    "text",
    [
        "Kommunkod;Kommun;Folkmängd 2025\n2582;Boden;28049\n2514;Kalix;15391\n",
        "Kod;Kommun;2025\n2582;Boden;28049\n2514;Kalix;15391\n",
        "Kommun;Kod;2025\nBoden;2582;28049\nKalix;2514;15391\n",
        "Kommun;Län;2025\nBoden;Norrbottens län;28049\nKalix;Norrbottens län;15391\n",
        "Region;Kommun;2025\nNorrbotten;Boden;28049\nNorrbotten;Kalix;15391\n",
        "Kommunkod;2025\n2582;28049\n2514;15391\n",
        "Ort;2025\nBoden;28049\nKalix;15391\n",
        "Kommun;Kön;2025\nBoden;Alla;28049\nKalix;Alla;15391\n",
        "Kommun;År;Kön;Värde\nBoden;2025;Alla;28049\nKalix;2025;Alla;15391\n",
        (
            "Nyckeltal;Kommun;Kön;2025\n"
            "Invånare totalt, antal;Boden;Totalt;28049\nInvånare totalt, antal;Kalix;Totalt;15391\n"
        ),
        "Kommun;2025\nBoden kommun;28049\nKalix kommun;15391\n",
        "Kommun;2025\n2582 Bodens kommun;28049\n2514 Kalix kommun;15391\n",
        "Kommun;2025\nBodens kommun *;28049\nKalix (värd);15391\n",
        unicodedata.normalize("NFD", "Län;Kommun;År;Folkmängd\n")
        + "Norrbotten;Boden;2025;28049\nNorrbotten;Kalix;2025;15391\n",
        ";2025\nBoden;28049\nKalix;15391\n",
        "Folkmängd 31 december\n;2024;2025\nBoden;1;28049\nKalix;1;15391\n",
        ";;2025\n2582;Boden;28049\n2514;Kalix;15391\n",
        "region;datum;Folkmängd\nBoden;2025-12-31;28049\nKalix;2025-12-31;15391\n",
        *(
            f"region;{heading}\n{BODY}"
            for heading in (
                *("2025-12-31", "31/12 2025", "31.12.2025", "Befolkning 2025", "Totalt 2025"),
                *("Folkmängd 31 december 2025", "Folkmängd_2025", "Invånare 2025", "Antal 2025"),
                "Folkmängd 2025-12-31",
                "År 2025",
                "Antal inv. 2025",
                "Folkm. 2025",
                "2025*",
            )
        ),
        *(
            f"region;2025\n{BODY}\n{note}"
            for note in (
                "Senast uppdaterad:\n20250221 09:00\nKälla:\nSCB\nEnhet:\nantal\n",
                "Senast uppdaterad:\nFolkmängd:\n20260221 09:00\nReferenstid:\n31 december\n",
                "Referenstid:;31 december\nKälla:;SCB\nMåttenhet;antal\n",
                "Uppgifterna avser den 31 december.\n",
            )
        ),
        f"Senast uppdaterad:;2026-02-21\nregion;2025\n{BODY}",
        f"Senast uppdaterad:\n2026-02-21\nregion;2025\n{BODY}",
        (
            "region;år;Folkmängd\n2582 Boden;2025;28049\n2514 Kalix;2025;15391\n"
            "Referenstid:;;31 december\nKälla:;SCB;\n"
        ),
    ],
)
def test_a_sound_table_is_read_in_every_form_that_offices_give(tmp_path, text):
    assert taken(read(tmp_path, text)) == (2025, GIVEN, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(
            (f"region;2025\n{BODY}\n{note}\n", said)
            for note, said in (
                ("Referenstid:\n1 november", "1 november"),
                ("Referenstid: 1 november", "1 november"),
                ("Referenstid:;1 november", "1 november"),
                ("Referenstid:\nFolkmängd:\n1 november", "1 november"),
                ("Måttenhet:\n1000-tal", "1000-tal"),
                ("Måttenhet:;1000-tal", "1000-tal"),
                ("Måttenhet;1000-tal", "1000-tal"),
                ("Tal i tusental.", "tusental"),
                ("Prognos.", "Prognos"),
                ("Anm: prognos från 2023", "prognos"),
                ("Endast män.", "män"),
                ("Per den 1 november 2025.", "1 november 2025"),
                ("* Befolkningen den 1 november", "1 november"),
            )
        ),
        *((f"region;{heading}\n{BODY}", "") for heading in ("Antal bilar 2025", "Bilar 2025")),
        (f"region;Antal anställda 2024\n{BODY}", "anställda"),
        (f"Personbilar i trafik\nregion;2025\n{BODY}", "Personbilar"),
        ("region;datum;Folkmängd\nBoden;2025-11-01;28049\nKalix;2025-11-01;15391\n", "2025-11-01"),
        ("region;år;Folkmängd\nBoden;november 2025;28049\nKalix;2025;15391\n", "november 2025"),
        ("region;år;Folkmängd\nBoden;2025-11;28049\nKalix;2025-11;15391\n", "2025-11"),
        (f"region;2025\n{BODY}Män\n2582 Luleå;1\n", "Män"),
        ("Kommun;2025\nBoden (tätort);28049\nKalix (tätort);15391\n", "tätort"),
        ("Kommun;2025\nBoden (män);28049\nKalix (män);15391\n", "män"),
        ("Kommun;Kön;2025\nBoden;Män;28049\nKalix;Män;15391\n", "Män"),
        ("Kommun;2025\nBoden;28049\nBodens kommun;1\nKalix;15391\n", "flera gånger"),
        ("Ort;Kommun;2025\nBoden;Boden;28049\nVittjärv;Boden;1\nKalix;Kalix;1\n", "flera gånger"),
        (
            (
                "region;år;Folkmängd\n2582 Boden;2025;28049\n2514 Kalix;2025;15391\n"
                "Referenstid:;;1 november\n"
            ),
            "1 november",
        ),
    ],
)
def test_an_unsound_table_is_refused_with_what_it_says(tmp_path, text, said):
    code, why = refusal(tmp_path, text)

    assert code == "EK212"
    assert said in why


def test_a_date_that_could_be_either_is_refused_with_how_to_say_it(tmp_path):
    with pytest.raises(scb.NotPopulationError, match=r'2026-03-04.* skriv "hämtad"'):
        read(tmp_path, f"Luleå 2026-03-04\nregion;2025\n{BODY}")

    assert read(tmp_path, f"Luleå, hämtad 2026-03-04\nregion;2025\n{BODY}")


HEAD = ["region", "2025"]


@pytest.mark.parametrize(
    "sheets",
    [
        [("Info", [["Folkmängd 31 december"], ["Källa:", "SCB"]]), ("Data", [HEAD, *CELLS])],
        [("Data", [HEAD, *CELLS]), ("Om", [["Senast uppdaterad:", dt.date(2026, 2, 21)]])],
        [("Uttag 2025-02-21", [HEAD, *CELLS])],
        [("Blad1", [["Kommun", dt.date(2025, 12, 31)], *CELLS])],
        [("Blad1", [["Kommun", "Ort", 2025], ["Boden", "x", 28_049], ["Kalix", "y", 15_391]])],
    ],
)
def test_a_sound_workbook_is_read(tmp_path, sheets):
    assert taken(scb.read(book(tmp_path, *sheets))) == (2025, GIVEN, [])


@pytest.mark.parametrize(
    "sheets",
    [
        [("Info", [["Referenstid:", "1 november"]]), ("Data", [HEAD, *CELLS])],
        [("Data", [HEAD, *CELLS]), ("Om", [["Tal i tusental."]])],
        *([(name, [HEAD, *CELLS])] for name in ("20241101", "Folkmängd_1_nov", "Befolkning_nov")),
        [("Nov 2024", [HEAD, *CELLS])],
        [("Blad1", [["Kommun", dt.date(2025, 11, 1)], *CELLS])],
        [("Blad1", [HEAD, *CELLS, [], ["Måttenhet:"], ["1000-tal"]])],
        [("Blad1", [HEAD, *CELLS, [], ["Referenstid:", "1 november"]])],
        [("Blad1", [HEAD, *CELLS, [], ["Referenstid:", dt.date(2025, 11, 1)]])],
    ],
)
def test_an_unsound_workbook_is_refused(tmp_path, sheets):
    path = book(tmp_path, *sheets)
    with pytest.raises(scb.NotPopulationError, match=r"^filen gäller .*\(\""):
        scb.read(path)


CUBE = {
    "class": "dataset",
    "label": "Folkmängd efter region och år",
    "id": ["Region", "ContentsCode", "Tid"],
    "size": [2, 1, 1],
    "dimension": {
        "Region": {
            "label": "region",
            "category": {
                "index": {"2582": 0, "2514": 1},
                "label": {"2582": "Boden", "2514": "Kalix"},
            },
        },
        "ContentsCode": {
            "label": "tabellinnehåll",
            "category": {
                "index": {"a": 0},
                "label": {"a": "Folkmängd"},
                "unit": {"a": {"base": "antal", "decimals": 0}},
            },
        },
        "Tid": {"label": "år", "category": {"index": {"2025": 0}, "label": {"2025": "2025"}}},
    },
    "value": [28049, 15391],
}
NOTES_OF_SCB = [
    (
        "Registrerat partnerskap reglerade parförhållanden mellan personer av samma kön. "
        "Registrerade partners räknas som Gifta, Separerade partners som Skilda."
    ),
    "Fr o m 2007-01-01 överförs Heby kommun från Västmanlands län till Uppsala län.",
    "Framtaget ur RTB, som uppdateras med födda, döda och flyttade.",
]


def cube(path, said):
    made = copy.deepcopy(CUBE)
    *way, last = path.split(".")
    at = made
    for key in way:
        at = at.setdefault(key, {})
    at[last] = said
    return json.dumps(made)


UNITS = "dimension.ContentsCode.category.unit"
BESIDE = "dimension.ContentsCode.extension"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("note", NOTES_OF_SCB),
        ("note", "\n".join(NOTES_OF_SCB)),
        ("dimension.Region.note", NOTES_OF_SCB),
        ("dimension.Tid.note", NOTES_OF_SCB),
        ("dimension.Region.category.note", {"2582": NOTES_OF_SCB}),
        ("dimension.ContentsCode.category.note", {"a": ["Uppgifterna avser den 31 december"]}),
        (UNITS, {"a": {"label": "antal", "symbol": "", "multiplier": 0}}),
        (UNITS, {"a": {"base": "personer"}}),
        (BESIDE, {"refperiod": {"a": "31 december"}, "measuringType": {"a": "Stock"}}),
        ("extension", {"px": {"contents": "Folkmängd", "tableid": "TAB638"}, "contact": []}),
        ("dimension.Region.label", "region"),
        ("source", "SCB"),
    ],
)
def test_a_sound_cube_is_read_with_the_notes_of_scb(tmp_path, path, said):
    assert taken(read(tmp_path, cube(path, said), "kub.json")) == (2025, GIVEN, [])


@pytest.mark.parametrize(
    ("path", "said", "words"),
    [
        (UNITS, {"a": {"label": "tusental"}}, "tusental"),
        (UNITS, {"a": {"symbol": "1000-tal"}}, "1000-tal"),
        (UNITS, {"a": {"base": "antal", "multiplier": 3}}, '"multiplier": 3'),
        ("note", ["Folkmängden avser den 1 november."], "1 november"),
        ("dimension.Region.note", ["Uppgifterna avser den 1 november"], "1 november"),
        ("dimension.Region.category.note", {"2582": ["Avser 1 november"]}, "1 november"),
        ("dimension.ContentsCode.category.note", {"a": ["Avser den 1 november"]}, "1 november"),
        (BESIDE, {"refperiod": {"a": "1 november"}}, "1 november"),
        (BESIDE, {"measuringType": {"a": "Average"}}, "Average"),
        ("dimension.ContentsCode.category.extension", {"refperiod": {"a": "1 juli"}}, "1 juli"),
        ("dimension.Region.label", "region, endast kvinnor", "kvinnor"),
        ("dimension.ContentsCode.category.label", {"a": "Antal personbilar"}, "personbilar"),
        ("extension", {"notes": [{"text": "Avser 1 november"}]}, "1 november"),
        ("extension", {"px": {"contents": "Medelfolkmängd"}}, "Medelfolkmängd"),
    ],
)
def test_an_unsound_cube_is_refused_wherever_it_says_so(tmp_path, path, said, words):
    text = cube(path, said)
    with pytest.raises(scb.NotPopulationError) as refused:
        read(tmp_path, text, "kub.json")
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("heads", "year", "today", "chosen"),
    [
        ("2024;2025", None, dt.date(2026, 1, 1), 2025),
        ("2024;2025", 2024, dt.date(2026, 1, 1), 2024),
        ("2024;2030", 2024, dt.date(2026, 1, 1), 2024),
        ("2024;2030", None, dt.date(2026, 1, 1), None),
        ("2024;2025", None, dt.date(2025, 12, 31), None),
        ("2024;2025", 2025, dt.date(2025, 12, 31), None),
        ("2030;2040", None, dt.date(2026, 1, 1), None),
    ],
)
def test_a_day_that_has_not_been_has_no_counted_population(tmp_path, heads, year, today, chosen):
    text = f"region;{heads}\n2582 Boden;28049;28049\n2514 Kalix;15391;15391\n"
    at, given, problems = taken(read(tmp_path, text), year, today)

    if chosen:
        assert (at, given, problems) == (chosen, GIVEN, [])
        return
    assert given == {}
    assert [problem.code for problem in problems] == ["EK212"]
    assert f"31 december {at} har inte varit" in problems[0].text
    assert ("--ar" in spell(problems[0].remedy)) == ("2024" in heads)
