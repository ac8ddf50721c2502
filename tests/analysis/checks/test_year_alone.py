"""Each check of a year's result, alone on a small folder: what it finds, whole, and no more."""

from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.analysis.checks.run import OF_A_YEAR
from enamnd_cost.analysis.year import compute
from enamnd_cost.asking import ASIDE

BUDGET, KOMMUNER, FACIT = "budget/2024.toml", "kommuner.toml", "facit/2024.toml"
DRIFT, LICENS, TRAFIK = (f"tjanster/{name}.toml" for name in ("drift", "licens", "trafik"))
INDEX, MATT = "index.toml", "matt/trafik.toml"
DRIFT_FILES = (DRIFT, KOMMUNER)
LICENS_FILES = (LICENS, INDEX)
PROPOSED = (BUDGET, 'status = "beslutad"', 'status = "forslag"')
CHECKS = {check.code: check for check in OF_A_YEAR}


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def checked(data, failed=(), year=2024):
    return CheckedYear(compute(data, [year]).year(year), frozenset(failed))


def tried(code, data, *failed, year=2024):
    """What one check gives, with its remedy as it is read in a file."""
    return [
        each and each._replace(remedy=ASIDE.sub("", each.remedy))
        for each in CHECKS[code].results(checked(data, failed, year))
    ]


def faults(*asked, **how):
    return [each for each in tried(*asked, **how) if each]


@pytest.mark.parametrize(
    ("code", "times"),
    [
        ("EK411", 3),
        ("EK412", 1),
        ("EK413", 6),
        ("EK414", 2),
        ("EK415", 2),
        ("EK416", 2),
        ("EK417", 1),
        ("EK418", 1),
        ("EK419", 3),
        ("EK420", 1),
        ("EK421", 4),
        ("EK422", 1),
        ("EK423", 3),
    ],
)
def test_what_is_right_is_counted_and_not_told(small, code, times):
    assert tried(code, small()) == [None] * times


def tampered(data, service, change):
    """A year in which one row of a service's allocation is another than was computed."""
    year = checked(data)
    services = []
    for each in year.result.services:
        rows = each.allocation.rows
        made = {**rows, "2582": change(rows["2582"])} if each.id == service else rows
        total = each.allocation.total
        services.append(replace(each, allocation=each.allocation._replace(rows=made, total=total)))
    return CheckedYear(replace(year.result, services=tuple(services)), frozenset())


def told(code, year):
    return [each for each in CHECKS[code].results(year) if each]


def test_shares_that_are_not_the_cost_are_told_with_both_to_the_ore(small):
    def a_third_more(row):
        (step, *rest) = row.steps
        return row._replace(steps=(step._replace(exact=step.exact + Fraction(1, 3)), *rest))

    data = small((DRIFT, "fran = 2024", "fran = 2024-08-01"), (DRIFT, "100_000", "100_001"))
    (found,) = told("EK411", tampered(data, "drift", a_third_more))

    text = "drift 2024: andelarna blir 41 667,41… kr men kostnaden är 41 667,08… kr"
    assert found.text == text.replace("41 ", "41\xa0")
    assert (found.file, found.path, found.service) == (DRIFT, (), "drift")


def test_a_part_of_a_years_cost_is_what_its_months_are_to_share(small):
    half = (DRIFT, "fran = 2024", "fran = 2024-07-01")

    assert tried("EK411", small(half)) == [None] * 3


def test_what_is_charged_is_no_part_of_the_cost_that_is_shared(small):
    post = '\n[[period.post]]\nnamn = "{}"\nfordelning = {}\n'
    posts = post.format("Fast", '"lika"') + "underlag = 300\n"
    posts += post.format("Rörlig", '{ matt = "trafik", pris = 2 }')
    data = small(
        (TRAFIK, 'fordelning = { matt = "trafik", pris = 0.5 }\n', ""), (TRAFIK, None, posts)
    )

    assert tried("EK411", data) == [None] * 3


@pytest.mark.parametrize("what", ["amount", "roundings"])
def test_rows_columns_and_cells_are_held_against_each_other(small, what):
    def other(row):
        if what == "amount":
            return row._replace(amount=row.amount + 1)
        return row._replace(roundings=row.roundings * 2)

    (found,) = told("EK412", tampered(small(), "drift", other))

    more = 1 if what == "amount" else 0
    said = f"angivet 131 40{more} kr, beräknat 131 400 kr"
    text = f"2024: rader och kolumner har olika summa: {said}"
    assert found.text.replace("\xa0", " ").startswith(text)
    assert (found.file, found.path) == (BUDGET, ())
    assert (found.published, found.computed) == (131_400 + more, 131_400)


def test_what_is_outside_the_budget_is_in_no_sum_of_it(small):
    year = tampered(small(), "trafik", lambda row: row._replace(amount=row.amount + 1))

    assert told("EK412", year) == []


def test_a_service_without_a_line_is_told_with_the_line_to_write(small):
    data = small((BUDGET, "\n[tjanst.licens]\nintakt = 31_200\nkostnad = 31_200\n", ""))
    remedy = (
        "skriv [tjanst.licens] i budget/2024.toml, och under den intakt = 31_200 och "
        "kostnad = 31_200"
    )
    text = "licens 2024 har uppgifter men ingen rad [tjanst.licens]"

    assert faults("EK413", data) == [
        Fault(
            BUDGET, ("tjanst",), text,
            service="licens", others=(LICENS,), code="EK413", remedy=remedy,
        )
    ]  # fmt: skip


def test_a_service_outside_the_budget_without_a_line_is_told_likewise(small):
    (found,) = faults("EK413", small((BUDGET, "\n[utanfor.trafik]\nbelopp = 50\n", "")))

    assert (found.path, found.service, found.others) == (("utanfor",), "trafik", (TRAFIK,))
    assert found.text == "trafik 2024 har uppgifter men ingen rad [utanfor.trafik]"
    assert found.remedy.endswith("och under den belopp = 50")


def test_an_example_needs_no_line(small):
    data = small(
        (BUDGET, "\n[utanfor.trafik]\nbelopp = 50\n", ""),
        (TRAFIK, 'kalla = "Avtal"', "exempel = true"),
    )

    assert tried("EK413", data) == [None] * 4


LINE = "intakt = 31_200 och kostnad = 31_200"
MOVED = [
    (
        "tjanst",
        "trafik",
        [(BUDGET, "[utanfor.trafik]\nbelopp = 50", "[tjanst.trafik]\nintakt = 50\nkostnad = 50")],
        "i budgeten men tjänsten ligger utanför den",
        "skriv [utanfor.trafik] i stället för [tjanst.trafik], med belopp = 50",
    ),
    (
        "utanfor",
        "licens",
        [
            (BUDGET, "[tjanst.licens]\nintakt = 31_200\nkostnad = 31_200\n", ""),
            (BUDGET, None, "\n[utanfor.licens]\nbelopp = 31_200\n"),
        ],
        "utanför budgeten men tjänsten ligger i den",
        "skriv [tjanst.licens] i stället för [utanfor.licens], med " + LINE,
    ),
]


@pytest.mark.parametrize(("table", "name", "slips", "said", "remedy"), MOVED)
def test_a_line_in_the_wrong_table_is_told_with_the_right_one(
    small, table, name, slips, said, remedy
):
    assert faults("EK413", small(*slips)) == [
        Fault(
            BUDGET, (table, name), f"{name} 2024 står {said}",
            service=name, code="EK413", remedy=remedy,
        )
    ]  # fmt: skip


LATER = [
    (
        "tjanst",
        (DRIFT, "fran = 2024", "fran = 2025"),
        "drift",
        "i budgeten men tjänsten saknar uppgifter för året",
    ),
    (
        "utanfor",
        (TRAFIK, "fran = 2024", "fran = 2025"),
        "trafik",
        "utanför budgeten men saknar uppgifter för året",
    ),
]


@pytest.mark.parametrize(("table", "slip", "name", "said"), LATER)
def test_a_line_for_a_service_without_figures_is_told_with_what_to_do(
    small, table, slip, name, said
):
    data = small(slip)
    remedy = (
        f"ta bort [{table}.{name}] ur {BUDGET}, eller lägg till en [[period]] som gäller 2024 i "
        f"tjanster/{name}.toml"
    )

    assert faults("EK413", data) == [
        Fault(
            BUDGET, (table, name), f"{name} 2024 står {said}",
            service=name, code="EK413", remedy=remedy,
        )
    ]  # fmt: skip
    assert faults("EK413", data, name) == []  # it could not be allocated: nothing is said of it
