"""What rounding costs and gives: the sums close, and two-way rounding does what it promises."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from enamnd_cost.analysis.explain.amount import explain
from enamnd_cost.analysis.explain.service import explain_service
from enamnd_cost.analysis.rounding_cost import Way, in_two_ways, report, total
from enamnd_cost.analysis.year import compute
from enamnd_cost.output import json as json_output
from enamnd_cost.output import rounding as output
from enamnd_cost.swedish import rounded

YEARS = [2022, 2023, 2024]


def written(ways):
    """What is written as json, read back."""
    data = ways[0].result.data
    return json.loads(json_output.stamped("rounding", data, output.content(*ways)))


@pytest.fixture(params=YEARS)
def compared(request, data, computed):
    """A year as it is rounded, and in two ways to hundreds."""
    year = request.param
    other = compute(in_two_ways(data, year, 100), [year])
    assert other.problems == ()
    return Way(computed.year(year)), Way(other.year(year))


def test_every_krona_of_rounding_is_in_the_sums_of_both_ways(compared):
    for way in (compared[0], compared[1]):
        whole = total(way.municipalities.values())
        services = [total(cells.values()) for cells in way.services.values()]

        assert total(services) == whole
        assert whole.amount == way.result.result.income == sum(way.result.per_municipality.values())
        assert whole.exact == sum(s.allocation.cost for s in way.result.in_budget)
        assert {code: each.amount for code, each in way.municipalities.items()} == (
            way.result.per_municipality
        )


def test_it_is_the_same_cost_however_it_is_rounded(compared):
    for code, now in compared[0].municipalities.items():
        assert compared[1].municipalities[code].exact == now.exact


def test_in_two_ways_everybody_is_within_a_unit_over_all_services(compared):
    for each in compared[1].municipalities.values():
        assert abs(each.cost) < 100
    for cells in compared[1].services.values():
        assert abs(total(cells.values()).cost) < 100
        assert all(abs(cell.cost) < 100 for cell in cells.values())


def test_service_by_service_somebody_is_not(compared):
    assert max(abs(each.cost) for each in compared[0].municipalities.values()) > 300


def test_the_tables_show_what_was_computed_rounded_to_ore(compared):
    shown = report(*compared)
    sums, now, other = shown.tables

    for line in sums.lines:
        before = compared[0].municipalities[line.code]
        after = compared[1].municipalities[line.code]
        assert line.cells == (
            rounded(before.exact, 2),
            before.amount,
            rounded(before.cost, 2),
            after.amount,
            rounded(after.cost, 2),
            after.amount - before.amount,
        )
    (whole,) = sums.sums
    assert whole.cells[5] == sum(line.cells[5] for line in sums.lines)
    for table, way in ((now, compared[0]), (other, compared[1])):
        assert [c.name for c in table.columns[:-1]] == [s.tjanst.namn for s in way.result.in_budget]
        (below,) = table.sums
        assert below.cells[-1] == rounded(total(way.municipalities.values()).cost, 2)
        for line in (*table.lines, *table.sums):
            parts = sum(cell for cell in line.cells[:-1] if cell is not None)
            # Each cell is shown to the nearest öre, so together they may be some öre off.
            assert abs(parts - line.cells[-1]) <= Decimal("0.005") * len(line.cells)


def test_the_extremes_and_the_median_are_named(compared):
    costs = sorted(each.cost for each in compared[0].municipalities.values())
    note = report(*compared).notes[0].text.replace("\xa0", "").replace("−", "-").replace(",", ".")

    for cost in (costs[0], costs[-1], (costs[6] + costs[7]) / 2):
        assert f"{rounded(cost, 2):f} kr" in note


def test_json_has_the_exact_fractions_and_they_add_up(compared):
    content = written(compared)

    assert next(iter(content.items())) == ("schema", "enamnd-cost/rounding/1")
    assert (content["nu"]["tvavags_till"], content["tvavags"]["tvavags_till"]) == (None, 100)
    for way in (content["nu"], content["tvavags"]):
        for part in ("exakt", "avrundning", "belopp"):
            whole = Fraction(way["summa"][part])
            assert sum(Fraction(row[part]) for row in way["per_kommun"]) == whole
            assert sum(Fraction(service[part]) for service in way["tjanster"]) == whole
            for service in way["tjanster"]:
                cells = sum(Fraction(row[part]) for row in service["per_kommun"])
                assert cells == Fraction(service[part])
        for row in way["per_kommun"]:
            assert Fraction(row["exakt"]) + Fraction(row["avrundning"]) == row["belopp"]


def test_without_the_question_of_two_ways_there_is_only_what_is(compared):
    alone = (compared[0], None)

    assert [table.title for table in report(*alone).tables] == [
        table.title for table in report(*compared).tables[:2]
    ]
    assert written(alone)["tvavags"] is None


def test_every_explanation_of_amounts_rounded_together_adds_up(data):
    computed = compute(in_two_ways(data, 2024, 100), [2024])
    result = computed.year(2024)

    for service in result.in_budget:
        allocation = service.allocation
        node = allocation.node
        assert explain_service(computed, node).total == allocation.total
        for code, row in allocation.rows.items():
            lines = explain(computed, node, code).lines
            assert sum(line.exact for line in lines if line.exact is not None) == row.exact
            assert sum(line.amount for line in lines if line.amount is not None) == row.amount
            (told,) = (line.text for line in lines if line.what == "Avrundning")
            assert ("tvåvägs" in told) == allocation.plan.rounding.together


def test_an_explanation_tells_the_municipalitys_sum_too(data):
    computed = compute(in_two_ways(data, 2024, 100), [2024])
    node = next(node for node in computed.outcome.done if node == ("e-arkiv", 2024))
    told = explain(computed, node, "2582").lines[-1].text.replace("\xa0", " ")

    assert told == (
        "35 100,7899… kr tvåvägs till jämna 100 kr, tillsammans med budgetens andra tjänster: "
        "35 100 kr. Så stämmer både tjänstens summa och kommunens: 7 tjänster för exakt "
        "697 539,5317… kr blir 697 500 kr"
    )
