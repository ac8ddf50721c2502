"""The certificate as a report: what it counts, its tables cell by cell, and what was not tried."""

from dataclasses import replace
from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.checks.certificate import Places, report, untried
from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.checks.run import Checkup, Choice, run
from enamnd_cost.model.problem import Spot

BUDGET, FACIT, DRIFT = "budget/2024.toml", "facit/2024.toml", "tjanster/drift.toml"
STRICT = [f"EK45{n}" for n in (1, 2, 3, 5, 4)]


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


PLACES = Places("data/{}".format, lambda *_: None)


NOTHING = (  # in a folder without projects and reports
    "Hade inget att pröva: EK445 utfallsar, EK431 projektsumma, EK432 overfort, "
    "EK441 utfallstjanster, EK442 utfallsrutor, EK443 utfallssummor{}."
)


def certified(data, years=(2024,), choice=None, places=PLACES):
    return report(run(data, years, choice or Choice()), data, years, places)


def table(made, title):
    return next((each for each in made.tables if each.title == title), None)


def test_sound_data_give_a_count_of_checks_and_trials_and_no_findings(small):
    data = small()
    made = certified(data)

    tried = 3 + 1 + 1 + 1 + 9 + 1 + 3 + 1 + 6 + 2 + 2 + 2 + 1 + 1 + 4 + 1 + 3 + 3 + 1
    assert made.title == "Testnämnden: kontroll av budget 2024"
    assert made.lead == (
        f"27 kontroller, {tried} prövningar: inga fynd.",
        f"Data (sha256): {data.digest}",
    )
    assert [each.title for each in made.tables] == ["Kontroller", "Facit för åren"]
    assert [each.corner for each in made.tables] == ["Kontroll", "Facit"]
    assert not any(each.coded for each in made.tables)
    left_out = (
        "Ingick inte i kontrollen: EK451 fullstandiga-kallor, EK452 indexstatus, EK453 oanvant, "
        "EK455 tomt-facit och EK454 andring."
    )
    assert [note.text for note in made.notes] == [
        left_out,
        NOTHING.format(", EK444 projektintakter och EK446 utfallstal"),
    ]


def test_one_check_and_one_trial_are_told_in_the_singular(small):
    made = certified(small(), choice=Choice(only=frozenset({"EK401"})))

    assert made.lead[0] == "1 kontroll, 1 prövning: inga fynd."
    assert table(made, "Facit för åren") is None


def test_each_check_has_its_trials_of_all_years_and_of_each_and_its_findings(small):
    data = small((BUDGET, "intakt = 31_200", "intakt = 31_300"))
    made = certified(data)
    checks = table(made, "Kontroller")
    lines = {line.label: line.cells for line in checks.lines}

    assert [column[:3] for column in checks.columns] == [
        ("haller", "Ska stämma", "Ska stämma"),
        ("alla", "Alla år", "Prövningar, alla år"),
        ("2024", "2024", "Prövningar, 2024"),
        ("fynd", "Fynd", "Fynd"),
    ]
    assert lines["EK401 folkmangdssumma"] == (
        "kommunernas folkmängd är tillsammans summa",
        1,
        None,
        0,
    )
    assert lines["EK414 intakt"][1:] == (None, 2, 1)
    assert lines["EK416 budgetsumma"][1:] == (None, None, 0)
    assert made.lead[0].endswith(": 1 fynd.")
    skipped = "Hoppades över: 2024: budgetsumma, till dess att intakt stämmer."
    notes = [note.text for note in made.notes]
    assert notes[0] == skipped
    assert "EK416 budgetsumma" in notes[-1]
    assert len(notes) == 3


def test_findings_of_several_years_are_added_up_in_a_row_and_years_have_columns(small):
    data = small((DRIFT, "fran = 2024", "fran = 2023"), (BUDGET, "100_200\nk", "100_201\nk"))
    before = data.budgetar[2024].model_copy(update={"ar": 2023, "status": "forslag"})
    data = replace(data, budgetar={2023: before, **data.budgetar})

    made = certified(data, (2023, 2024), Choice(only=frozenset({"EK414"})))

    assert made.title == "Testnämnden: kontroll av budget 2023 (förslag) och 2024"
    (line,) = table(made, "Kontroller").lines
    assert line.cells[1:] == (None, 2, 2, 3)


def test_what_was_tried_in_one_of_the_years_had_something_to_try(small):
    data = small()
    before = data.budgetar[2024].model_copy(update={"ar": 2023, "summa": None})
    data = replace(data, budgetar={2023: before, **data.budgetar})

    made = certified(data, (2023, 2024), Choice(only=frozenset({"EK416"})))

    (line,) = table(made, "Kontroller").lines
    assert line.cells[1:] == (None, 0, 2, 0)
    assert not any("Hade inget att pröva" in note.text for note in made.notes)


def test_the_tables_that_were_held_against_are_those_of_the_years(small):
    table_of = '\n[[tabell]]\ntjanst = "{}"\nar = {}\nsumma = 7\n\n[tabell.belopp]\nboden = 7\n'
    data = small(
        (FACIT, None, table_of.format("licens", 2024) + table_of.format("licens", 2023)),
        ("facit/2023.toml", None, 'slag = "publicerad"\n' + table_of.format("licens", 2023)),
        ("facit/last.toml", None, LOCKED + table_of.format("licens", 2024)),
    )

    held = table(certified(data), "Facit för åren")

    assert [column[:2] for column in held.columns] == [
        ("slag", "Slag"),
        ("kalla", "Källa"),
        ("tabeller", "Tabeller"),
        ("rutor", "Rutor"),
    ]
    assert [(line.label, line.cells) for line in held.lines] == [
        ("2024", ("publicerat", "Budget 2024", 2, 4)),
        ("last", ("beräknat av programmet och låst", "Egna tal", 1, 1)),
    ]


LOCKED = 'slag = "last"\nkalla = "Egna tal"\nharledning = "Räknat"\n'


def test_findings_have_their_places_figures_and_remedies(small):
    data = small((BUDGET, "belopp = 50", "belopp = 51"))
    found = table(certified(data), "Fynd")

    (line,) = found.lines
    assert (line.code, line.label) == ("", "EK417")
    assert line.cells[:3] == ("fel", "data/budget/2024.toml", "utanfor.trafik.belopp")
    assert line.cells[3].startswith("trafik 2024: belopp utanför budgeten stämmer inte")
    assert line.cells[4:] == (51, 50, -1, "jämför med underlaget och rätta det som är fel")
    assert [column.key for column in found.columns if column.signed] == ["skillnad"]
    assert found.corner == "Kod"
    assert not found.coded


AT = Spot(7, 3, 4, "fran = 2024")
ELSEWHERE = Spot(9, 1, 1, "annat")


@pytest.mark.parametrize(
    ("fault", "spot"),
    [
        (Fault("fil", ("a",), "text", on_key=True), ("fil", ("a",), True)),
        (Fault("fil", ("a",), "text"), ("fil", ("a",), False)),
        (Fault("fil", ("a",), "text", spot=ELSEWHERE), ELSEWHERE),
        (Fault("fil", (), "text"), None),
        (Fault("fil", (), "text", spot=ELSEWHERE), ELSEWHERE),
    ],
)
def test_a_finding_stands_where_it_knows_or_where_its_key_is(fault, spot):
    assert Places(str, lambda *asked: asked).spot(fault) == spot


def test_a_finding_with_a_place_is_told_with_its_line(small):
    data = small((BUDGET, "belopp = 50", "belopp = 51"))
    places = Places("data/{}".format, lambda *_: AT)

    (line,) = table(certified(data, places=places), "Fynd").lines

    assert line.cells[1] == "data/budget/2024.toml:7"


def test_what_had_no_turn_is_listed_by_code():
    assert untried(Checkup((), turns={}))[:2] == ["EK405", "EK401"]
    assert len(untried(Checkup((), turns={}))) == 32


def test_what_was_not_asked_for_had_no_turn(small):
    assert untried(run(small(), [2024])) == STRICT
    assert untried(run(small(), [2024], Choice(strict=True))) == []
    everything = certified(small(), choice=Choice(strict=True)).notes
    assert [note.text for note in everything] == [
        NOTHING.format(", EK444 projektintakter, EK446 utfallstal och EK454 andring")
    ]
