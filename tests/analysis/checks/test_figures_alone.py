"""Each check of a budget's own figures and of printed tables, alone: what it finds, and no more."""

from dataclasses import replace
from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt
from tests.analysis.checks.test_year_alone import (
    BUDGET,
    DRIFT,
    DRIFT_FILES,
    FACIT,
    INDEX,
    LICENS,
    LICENS_FILES,
    MATT,
    PROPOSED,
    TRAFIK,
    checked,
    faults,
    told,
    tried,
)

from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.asking import Wish, aside, ask

COMPARE = "jämför med beslutet och rätta det som är fel"


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


@pytest.mark.parametrize("stated", [31_199, 31_201])
def test_an_income_one_krona_off_is_told_with_what_to_write(small, stated):
    (found,) = faults("EK414", small((BUDGET, "intakt = 31_200", f"intakt = {stated}")))

    assert found.text.startswith("licens 2024: intäkten stämmer inte: angivet 31")
    assert found[:2] == (BUDGET, ("tjanst", "licens", "intakt"))
    assert found[3:7] == (stated, 31_200, "licens", LICENS_FILES)
    assert found.difference == 31_200 - stated
    assert found.remedy == (
        "jämför med beslutet. Gäller modellen: intakt = 31_200 i budget/2024.toml. Gäller "
        "budgeten: rätta tjanster/licens.toml"
    )


def test_of_a_period_that_began_before_another_may_be_written(small):
    data = small((DRIFT, "fran = 2024", "fran = 2023"), (BUDGET, "intakt = 100_200", "intakt = 1"))

    (found,) = faults("EK414", data)

    said = "; kostar tjänsten något annat just i år, lägg till en [[period]] med fran = 2024"
    assert found.remedy.endswith(f"rätta tjanster/drift.toml{said}")


def test_a_line_of_part_of_a_year_says_so(small):
    (found,) = faults("EK414", small((DRIFT, "fran = 2024", "fran = 2024-07-01")))

    assert found.text.startswith("drift 2024 (6 av 12 månader): intäkten stämmer inte")


def test_a_cost_one_krona_off_is_told_as_a_result(small):
    (found,) = faults("EK415", small((BUDGET, "kostnad = 31_200", "kostnad = 31_201")))

    text = (
        "licens 2024: resultatet är inte 0: kommunerna betalar 31 200 kr, kostnaden är 31 201 kr, "
        "resultat −1 kr"
    )
    assert found.text.replace("\xa0", " ") == text
    assert found[:2] == (BUDGET, ("tjanst", "licens", "kostnad"))
    assert found[3:7] == (31_201, 31_200, "licens", LICENS_FILES)
    assert found.remedy == COMPARE


@pytest.mark.parametrize(("income", "advice"), [("31_000", True), ("31_200", False)])
def test_only_a_cost_that_is_the_income_is_rewritten_by_a_command(small, income, advice):
    """A cost that is not the income is decided by itself."""
    data = small(
        PROPOSED,
        (BUDGET, "intakt = 31_200\nkostnad = 31_200", f"intakt = {income}\nkostnad = 31_000"),
    )

    (found,) = told("EK415", checked(data))

    assert ("skriv om förslagets alla tal" in found.remedy) == advice
    assert found.remedy.startswith(COMPARE)


@pytest.mark.parametrize("stated", [131_399, 131_401])
def test_a_sum_one_krona_off_is_told_of_income_and_of_cost(small, stated):
    income, cost = faults("EK416", small((BUDGET, "131_400", str(stated))))

    assert income.text.startswith("budget 2024: intäkterna stämmer inte med summa: angivet 131")
    assert cost.text.startswith("budget 2024: kostnaderna stämmer inte med summa: angivet 131")
    for each in (income, cost):
        assert each[:2] == (BUDGET, ("summa",))
        assert each[3:7] == (stated, 131_400, None, ())


def test_a_sum_is_held_against_income_and_cost_each(small):
    data = small((BUDGET, "kostnad = 31_200", "kostnad = 31_300"), (BUDGET, "131_400", "131_500"))

    (found,) = faults("EK416", data)

    assert found.text.startswith("budget 2024: intäkterna")


def test_a_proposal_without_a_sum_is_held_against_none(small):
    assert tried("EK416", small(PROPOSED, (BUDGET, "summa = 131_400\n", ""))) == []


@pytest.mark.parametrize("stated", [49, 51])
def test_an_amount_outside_the_budget_one_krona_off_is_told(small, stated):
    text = "trafik 2024: belopp utanför budgeten stämmer inte: angivet {} kr, beräknat 50 kr"

    (found,) = faults("EK417", small((BUDGET, "belopp = 50", f"belopp = {stated}")))

    assert found.text.startswith(text.format(stated))
    assert found[:2] == (BUDGET, ("utanfor", "trafik", "belopp"))
    assert found[3:7] == (stated, 50, "trafik", (TRAFIK, MATT))


def test_a_gap_or_a_line_without_a_service_is_no_wrong_amount(small):
    gap = small(PROPOSED, (BUDGET, "belopp = 50", 'saknas = "Inte mätt"'))
    gone = small((TRAFIK, "fran = 2024", "fran = 2025"))

    assert tried("EK417", gap) == tried("EK417", gone) == []


def costs(small, *slips):
    """What is said of the cost to share of the only service that has one."""
    return [
        each and (each.text.replace("\xa0", " "), each.remedy)
        for each in tried("EK418", small(*slips))
    ]


def test_two_costs_to_share_that_differ_are_told_with_both_ways_to_write(small):
    (found,) = faults("EK418", small((BUDGET, "underlag = 100_000", "underlag = 100_001")))

    assert found.text.startswith("drift 2024: underlag i budget och tjänstefil skiljer sig: ")
    assert found[:2] == (BUDGET, ("tjanst", "drift", "underlag"))
    assert found[3:7] == (100_001, 100_000, "drift", DRIFT_FILES)
    assert found.remedy == (
        "gäller tjänstens fil: underlag = 100_000 i budget/2024.toml; gäller budgeten: underlag = "
        "100_001 i tjanster/drift.toml"
    )


POSTS = """
[[period.post]]
namn = "Fast"
underlag = 60_000
fordelning = "lika"

[[period.post]]
namn = "Rörlig"
underlag = 40_000
fordelning = "invanare"
"""
IN_POSTS = [
    (DRIFT, 'underlag = 100_000\nfordelning = "50/50"\n', ""),
    (DRIFT, None, POSTS),
]


def test_posts_are_held_together_against_the_budgets_cost(small):
    assert tried("EK418", small(*IN_POSTS)) == [None]

    (found,) = faults("EK418", small(*IN_POSTS, (BUDGET, "underlag = 100_000", "underlag = 1")))

    assert found.remedy.endswith("posternas underlag tillsammans 1 i tjanster/drift.toml")


def test_a_cost_to_share_that_only_the_service_has_is_told(small):
    ((text, remedy),) = costs(small, (BUDGET, "underlag = 100_000\n", ""))

    assert text == "drift 2024: underlag saknas i budgeten; det ska stå på båda ställena"
    assert remedy == "skriv underlag = 100_000 under [tjanst.drift] i budget/2024.toml"


def test_a_cost_to_share_that_only_the_budget_has_is_told(small):
    slip = (BUDGET, "kostnad = 31_200", "kostnad = 31_200\nunderlag = 7")

    drift, (text, remedy) = costs(small, slip)

    assert drift is None
    assert text == "licens 2024: underlag saknas i tjänstens fil; det ska stå på båda ställena"
    assert remedy == (
        "ta bort underlag ur budget/2024.toml, eller skriv underlag = 7 i den period i "
        "tjanster/licens.toml som gäller 2024"
    )


def test_a_service_without_a_line_or_an_example_has_no_cost_to_hold(small):
    line = "\n[tjanst.drift]\nintakt = 100_200\nkostnad = 100_200\nunderlag = 100_000\n"
    example = [
        (TRAFIK, 'kalla = "Avtal"', "exempel = true"),
        (BUDGET, "belopp = 50", "belopp = 50\nunderlag = 3"),
    ]

    assert tried("EK418", small((BUDGET, line, ""))) == []
    assert tried("EK418", small(*example)) == [None]


def test_an_invented_measure_under_a_real_service_is_told_where_it_stands(small):
    (found,) = faults("EK421", small((MATT, "summa = 100", "summa = 100\nexempel = true")))

    text = "trafik 2024 bygger på påhittade tal: Mätning Trafik 2024 (exempel)"
    assert (found.text, found.file, found.service) == (text, MATT, "trafik")
    assert found.path[:2] == ("matning", 0)


def test_what_a_real_service_builds_on_may_not_be_an_example(small):
    slips = [
        (TRAFIK, 'kalla = "Avtal"', "exempel = true"),
        (DRIFT, 'fordelning = "50/50"\nfolkmangd = 2023-12-31', 'fordelning = { som = "trafik" }'),
    ]

    found = faults("EK421", small(*slips))

    text = "drift 2024 bygger på påhittade tal i trafik 2024"
    assert [each.text for each in found] == [text]
    assert found[0][:2] == (DRIFT, ("period", 0))
    assert found[0][5:7] == ("drift", (DRIFT, TRAFIK, MATT))


def test_an_example_may_be_invented(small):
    data = small(
        (MATT, "summa = 100", "summa = 100\nexempel = true"),
        (TRAFIK, 'kalla = "Avtal"', "exempel = true"),
    )

    assert tried("EK421", data) == [None] * 3


def test_an_assumed_index_under_a_decided_budget_is_told_at_the_value(small):
    assumed = (INDEX, 'status = "definitiv"\npublicerad = 2024-02-01', 'status = "antagen"')

    found = tried("EK423", small(assumed))

    text = "licens 2024: beslutad budget bygger på ett antaget värde: Index AKI 2024 (antagen)"
    assert [each and each.text for each in found] == [None, text, None]
    assert found[1][:2] == (INDEX, ("serie", 0, "varde", 0, "procent"))
    assert found[1][5:7] == ("licens", LICENS_FILES)
    assert tried("EK423", small(assumed, PROPOSED)) == []


@pytest.mark.parametrize(("status", "advice"), [(PROPOSED, True), (None, False)])
def test_the_figures_of_a_proposal_alone_are_rewritten_by_a_command(small, status, advice):
    """Though the remedy is the finding's own, or the check's."""
    own = small(*[status] * advice, (BUDGET, "intakt = 31_200", "intakt = 31_000"))
    of_all = small(*[status] * advice, (BUDGET, "belopp = 50", "belopp = 51"))

    for code, data in (("EK414", own), ("EK417", of_all)):
        (found,) = told(code, checked(data))
        said = f"; eller skriv om förslagets alla tal efter modellen: {ask(Wish.UPDATE, 2023)}"
        assert found.remedy.endswith(aside(said)) == advice
        assert found.remedy.startswith("jämför med ")


RAISED = """belopp = 90
fordelning = "lika"
exempel = true

[[period]]
fran = 2024
uppraknas = { fran = 2023, index = "AKI" }
avrundning = { till = 1, metod = "uppat" }
"""


def test_an_example_may_rest_on_what_is_assumed_and_is_not_counted(small):
    assumed = (INDEX, 'status = "definitiv"\npublicerad = 2024-02-01', 'status = "antagen"')
    metered = 'fran = 2024\nfordelning = { matt = "trafik", pris = 0.5 }\n'
    own = (TRAFIK, metered, f"fran = 2023\n{RAISED}exempel = true\n")
    plain = (TRAFIK, 'kalla = "Avtal"', "exempel = true")

    assert [each and each.service for each in tried("EK423", small(assumed, own))] == [
        None,
        "licens",
    ]
    assert tried("EK423", small(plain)) == [None, None]


GAP = (BUDGET, "intakt = 31_200\nkostnad = 31_200", 'saknas = "Inte klart"')


def test_a_gap_is_told_with_what_the_model_gives(small):
    (found,) = faults("EK422", small(PROPOSED, GAP, (BUDGET, "summa = 131_400\n", "")))

    text = "licens 2024: intakt och kostnad är inte ifyllda i budgeten; modellen ger 31 200 kr"
    assert found.text.replace("\xa0", " ") == text
    assert found[:2] == (BUDGET, ("tjanst", "licens", "saknas"))
    assert found[3:7] == (None, 31_200, "licens", LICENS_FILES)
    assert found.remedy == "skriv intakt = 31_200 och kostnad = 31_200 i stället för saknas"


@pytest.mark.parametrize("drafted", [True, False])
def test_gaps_are_filled_by_a_command_where_a_year_before_drafted_them(small, drafted):
    data = small(PROPOSED, GAP, (BUDGET, "summa = 131_400\n", ""))
    before = data.budgetar[2024].model_copy(update={"ar": 2023 if drafted else 2022})
    data = replace(data, budgetar={before.ar: before, **data.budgetar})

    (found,) = told("EK422", checked(data))

    said = aside(f", eller fyll i alla med {ask(Wish.FILL, 2023)}")
    assert (f"i stället för saknas{said}" in found.remedy) == drafted


def test_a_gap_outside_the_budget_leaves_the_sum_to_be_written(small):
    data = small(
        PROPOSED,
        (BUDGET, "belopp = 50", 'saknas = "Inte mätt"'),
        (BUDGET, "summa = 131_400\n", ""),
    )

    gap, total = tried("EK422", data)

    assert gap.text == "trafik 2024: belopp är inte ifyllt i budgeten; modellen ger 50 kr"
    assert gap.remedy == "skriv belopp = 50 i stället för saknas"
    assert total.text.replace("\xa0", " ") == (
        "budget 2024: summa är inte ifylld; raderna är 131 400 kr"
    )
    assert total[:2] == (BUDGET, ("ar",))
    assert total[3:7] == (None, 131_400, None, ())
    assert total.remedy == "skriv summa = 131_400 under ar i budget/2024.toml"


def test_a_gap_of_a_service_that_could_not_be_computed_is_not_told(small):
    data = small(
        PROPOSED,
        GAP,
        (LICENS, "fran = 2024\nuppraknas", "fran = 2025\nuppraknas"),
        (LICENS, "fran = 2023\nbelopp", "fran = 2023\ntill = 2023\nbelopp"),
    )

    assert tried("EK422", data) == []


def test_a_printed_amount_one_krona_off_is_told_at_its_cell(small):
    drift, lulea, last = tried("EK419", small((FACIT, "lulea = 52_300", "lulea = 52_301")))

    assert drift is last is None
    assert lulea.text.startswith("drift 2024, Luleå: publicerat belopp stämmer inte: angivet 52")
    assert lulea[:2] == (FACIT, ("tabell", 0, "belopp", "lulea"))
    assert lulea[3:7] == (52_301, 52_300, "drift", DRIFT_FILES)


def test_a_printed_row_of_one_that_takes_no_part_is_told(small):
    data = small(
        (DRIFT, 'fordelning = "50/50"', 'fordelning = "50/50"\ndeltagare = ["lulea", "overtornea"]')
    )

    found = faults("EK419", data)[0]

    assert found == Fault(
        FACIT, ("tabell", 0, "belopp", "boden"), "drift 2024: Boden har en rad men deltar inte",
        29_300, None, "drift", DRIFT_FILES, "EK419",
        remedy="jämför med den tryckta tabellen och rätta det som är fel",
    )  # fmt: skip


def test_a_row_that_is_not_printed_is_told_unless_the_table_says_so(small):
    hole = (FACIT, "\novertornea = 18_600", "")

    *_, found = tried("EK419", small(hole))

    text = "drift 2024: tabellen har ingen rad för Övertorneå (ange dem i saknas)"
    assert (found.text, found.path, found.service) == (text, ("tabell", 0), "drift")
    assert found.others == DRIFT_FILES
    said = (FACIT, "summa = 100_200", 'summa = 100_200\nsaknas = ["overtornea"]')
    assert tried("EK419", small(hole, said)) == [None, None]


def test_a_table_of_a_service_without_figures_is_told_and_of_one_that_failed_is_not(small):
    data = small((DRIFT, "fran = 2024", "fran = 2025"))

    assert faults("EK419", data) == [
        Fault(
            FACIT, ("tabell", 0), "drift 2024 finns i facit men saknar uppgifter för året",
            service="drift", code="EK419",
            remedy="jämför med den tryckta tabellen och rätta det som är fel",
        )
    ]  # fmt: skip
    assert tried("EK419", data, "drift") == tried("EK420", data) == []


def test_the_tables_after_one_without_figures_are_looked_at_too(small):
    table = '\n[[tabell]]\ntjanst = "licens"\nar = 2024\nsumma = 1\n\n[tabell.belopp]\nboden = 1\n'
    data = small((DRIFT, "fran = 2024", "fran = 2025"), (FACIT, None, table))

    assert [each.path for each in faults("EK419", data)] == [
        ("tabell", 0),
        ("tabell", 1, "belopp", "boden"),
        ("tabell", 1),
    ]


@pytest.mark.parametrize("stated", ["100_199", "100_201"])
def test_a_printed_sum_one_krona_off_is_told(small, stated):
    (found,) = tried("EK420", small((FACIT, "summa = 100_200", f"summa = {stated}")))

    assert found.text.startswith("drift 2024: publicerad summa stämmer inte: angivet 100")
    assert found[:2] == (FACIT, ("tabell", 0, "summa"))
    assert found[3:7] == (int(stated), 100_200, "drift", DRIFT_FILES)


def test_a_table_of_another_year_is_not_looked_at(small):
    data = small((FACIT, "ar = 2024", "ar = 2023"))

    assert tried("EK419", data) == tried("EK420", data) == []
