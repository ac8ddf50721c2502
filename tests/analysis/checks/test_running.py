"""Running the checks: in what order findings stand, what is left out because of what, and said."""

from dataclasses import replace
from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.checks.run import Checkup, Choice, run
from enamnd_cost.files.loading import load

BUDGET, DRIFT, LICENS = "budget/2024.toml", "tjanster/drift.toml", "tjanster/licens.toml"
TRAFIK = "tjanster/trafik.toml"
INCOME = (BUDGET, "intakt = 31_200", "intakt = 31_300")
COST = (BUDGET, "kostnad = 31_200", "kostnad = 31_300")
LINE = (BUDGET, "\n[utanfor.trafik]\nbelopp = 50\n", "")
FAILS = (DRIFT, "underlag = 100_000", "underlag = 100_000\nbelopp = 7")


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def codes(checkup):
    return [found.code for found in checkup.findings]


def test_nothing_is_found_or_left_out_where_all_is_right(small):
    assert run(small(), [2024])[:2] == ((), ())
    assert Checkup(()).skipped == ()
    assert Checkup(()).turns == {}


def test_what_follows_from_other_findings_is_left_out_and_says_till_when(small):
    checkup = run(small(INCOME, COST, LINE), [2024])

    until = "fullstandig, intakt, kostnad"
    assert codes(checkup) == ["EK413", "EK414", "EK415"]
    assert checkup.skipped == (f"2024: budgetsumma, till dess att {until} stämmer",)
    assert checkup.turns["EK416"] == {2024: (None, 0)}
    assert checkup.turns["EK414"] == {2024: (2, 1)}


def test_of_each_year_its_own_findings_leave_its_own_checks_out(copied):
    path = copied / "budget" / "2022.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("intakt = ", "intakt = 1", 1), encoding="utf-8")
    data, _ = load(copied)
    checkup = run(data, [2022, 2023])

    assert checkup.skipped == ("2022: budgetsumma, till dess att intakt stämmer",)
    assert checkup.turns["EK416"][2022] == (None, 0)
    assert checkup.turns["EK416"][2023][0] == 2


def test_a_service_that_cannot_be_allocated_is_told_with_its_files_and_nothing_is_said_of_it(small):
    checkup = run(small(FAILS), [2024])

    (found,) = checkup.findings
    assert (found.code, found.file, found.others) == (
        "EK302",
        DRIFT,
        (DRIFT, "kommuner.toml"),
    )
    assert checkup.skipped == ("2024: budgetsumma och allt om drift, som inte kunde beräknas",)
    assert "EK416" not in checkup.turns
    assert checkup.turns["EK413"][2024][0] > 1


def test_services_that_cannot_be_allocated_are_named_in_the_order_of_letters(small):
    wrong = [(file, "fran = 2024", "fran = 2024\nbelopp = 7") for file in (TRAFIK, DRIFT)]
    another = (LICENS, "fran = 2024", "fran = 2024\nbelopp = 7")

    (said,) = run(small(*wrong, another), [2024]).skipped

    assert said == "2024: budgetsumma och allt om drift, licens, trafik, som inte kunde beräknas"


def test_what_the_files_lack_is_told_as_a_finding(small):
    checkup = run(small(("index.toml", "ar = 2024", "ar = 2025")), [2024])

    assert codes(checkup)[0] == "EK203"
    assert any("licens" in line for line in checkup.skipped)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (Choice(), False),
        (Choice(strict=True), True),
        (Choice(only=frozenset({"EK455"})), True),
    ],
)
def test_the_strict_checks_wait_until_all_can_be_computed_if_they_are_asked_for(
    small, choice, said
):
    skipped = run(small(FAILS), [2024], choice).skipped

    assert ("de strikta kontrollerna, till dess att allt går att beräkna" in skipped) == said


@pytest.mark.parametrize("choice", [Choice(strict=True), Choice(only=frozenset({"andring"}))])
def test_a_change_is_from_the_year_before_though_that_is_not_checked(data, choice):
    alone, both = (run(data, years, choice).turns for years in ([2023], [2022, 2023]))

    assert alone["EK454"] == both["EK454"]
    assert alone["EK454"][None][0] > 1
    assert {year for turns in alone.values() for year in turns} <= {None, 2023}


@pytest.mark.parametrize(
    ("years", "choice", "told"),
    [
        ([2024], Choice(), []),
        ([2024], Choice(strict=True), ["EK206"]),
        ([], Choice(strict=True), []),
    ],
)
def test_the_year_before_is_looked_at_if_it_has_a_budget_and_is_asked_about(
    small, years, choice, told
):
    """Nobody measured in 2023."""
    data = small(("tjanster/trafik.toml", "fran = 2024", "fran = 2023"))
    before = data.budgetar[2024].model_copy(update={"ar": 2023})
    with_both = replace(data, budgetar={2023: before, **data.budgetar})

    assert codes(run(with_both, years, choice)) == told
    assert codes(run(data, years, choice)) == []


def test_findings_stand_by_code_then_by_file(small):
    checkup = run(
        small(
            INCOME,
            (DRIFT, '\nkalla = "Budget 2024"', ""),
            (BUDGET, '\nkalla = "Budget 2024"', ""),
            ("kommuner.toml", "111_383", "111_384"),
        ),
        [2024],
    )

    assert [(found.code, found.file) for found in checkup.findings] == [
        ("EK401", "kommuner.toml"),
        ("EK403", BUDGET),
        ("EK403", DRIFT),
        ("EK414", BUDGET),
    ]


REVISION = """ar = 2024
beslut = {{ dokument = "Protokoll", datum = 2024-09-18 }}
kalla = "Protokoll"

[tjanst.drift]
underlag = 110_000

[budget]
summa = 141_{}00

[budget.tjanst.drift]
intakt = 110_{}00
kostnad = 110_200
underlag = 110_000
"""
REVISED = "revidering/2024-09-18.toml"


def test_each_decision_is_checked_and_they_are_counted_together(small):
    alone = run(small(), [2024]).turns
    checkup = run(small((REVISED, None, REVISION.format(4, 2))), [2024])

    assert checkup[:2] == ((), ())
    assert checkup.turns["EK414"] == {2024: (2 * alone["EK414"][2024][0], 0)}
    assert checkup.turns["EK401"] == alone["EK401"]


def test_what_is_wrong_with_the_first_decision_is_not_told_of_the_next_as_well(small):
    checkup = run(small(INCOME, (REVISED, None, REVISION.format(4, 2))), [2024])

    assert [(found.code, found.file) for found in checkup.findings] == [("EK414", BUDGET)]
    assert checkup.skipped == ("2024: budgetsumma, till dess att intakt stämmer",)
    assert checkup.turns["EK414"] == {2024: (4, 1)}
    assert checkup.turns["EK416"] == {2024: (None, 0)}


def test_what_is_wrong_with_a_later_decision_is_its_own(small):
    checkup = run(small((REVISED, None, REVISION.format(2, 1))), [2024])

    assert [(found.code, found.file) for found in checkup.findings] == [("EK414", REVISED)]
    assert checkup.turns["EK414"] == {2024: (4, 1)}
    assert checkup.turns["EK416"] == {2024: (None, 0)}
    sums = run(small((REVISED, None, REVISION.format(2, 2))), [2024])
    assert [found.code for found in sums.findings] == ["EK416", "EK416"]
    assert sums.turns["EK416"] == {2024: (4, 2)}


def test_what_a_later_decision_puts_right_is_tried_and_its_turns_are_not_known(small):
    mended = "\n[budget.tjanst.licens]\nintakt = 31_200\nkostnad = 31_200\n"
    checkup = run(small(INCOME, (REVISED, None, REVISION.format(4, 2) + mended)), [2024])

    assert [(found.code, found.file) for found in checkup.findings] == [("EK414", BUDGET)]
    assert checkup.turns["EK416"] == {2024: (None, 0)}


def test_a_decision_that_cannot_be_laid_over_the_budget_is_said_to_be_left_out(small):
    text = REVISION.format(4, 2).replace("[tjanst.drift]", "[tjanst.okand]")
    checkup = run(small((REVISED, None, text)), [2024])

    assert codes(checkup) == ["EK221"]
    assert checkup.skipped == (
        "reviderade budgetar, till dess att revideringarna går att lägga på dem",
    )
    assert run(small(), [2024]).skipped == ()
