"""infer is certain only of what it could have told apart, and of that it is certain.

The cases are tables that were once answered with certainty, and wrongly.
"""

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from random_tables import can_be_told, make, shipped

from enamnd_cost.analysis.infer import reading
from enamnd_cost.analysis.infer.chance import FAR
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.printed import IN_KRONOR, ORE, Printed
from enamnd_cost.analysis.infer.report import report
from enamnd_cost.analysis.infer.run import infer
from enamnd_cost.analysis.infer.verdict import verdict
from enamnd_cost.engine.plan import Node

CASES = Path(__file__).parent / "osakra"
FOURTEEN = ("Arjeplog", "Arvidsjaur", "Boden", "Gällivare", "Haparanda", "Jokkmokk", "Kalix",
            "Kiruna", "Luleå", "Pajala", "Piteå", "Älvsbyn", "Överkalix", "Övertorneå")  # fmt: skip


def answer(name):
    table, problems = reading.read(CASES / name, shipped().data.kommuner)
    assert problems == []
    return infer(shipped(), table)


def told(found):
    return " ".join(verdict(found, shipped().data))


def is_right(made, first):
    """Tell whether a hypothesis is the key and the date that made a table."""
    match made.key:
        case "slump" | "dominant":
            return False
        case "lika" | "procent" | "trappa":
            kinds = {"lika": Kind.EQUAL, "procent": Kind.PERCENT, "trappa": Kind.STEPS}
            return first.kind is kinds[made.key]
        case _:
            equal, people = made.proportions
            own = first.equal_part
            # A free mix is known by its date; which of the region it is, the rounding decides.
            same = first.kind is Kind.MIX or own == (equal / (equal + people),) * 2
            own = own and first.kind is not Kind.MIX and own[0] * (equal + people) == equal
            return bool(same or own) and first.date == made.date is not None


IN_OTHER_UNITS = [
    (Printed(1_000), 40),
    (Printed(100), 30),
    (Printed(10_000), 15),
    (Printed(1, ORE), 60),
    (Printed(10, ORE), 30),
]


@pytest.mark.parametrize("kinds", [[(IN_KRONOR, 250)], IN_OTHER_UNITS], ids=["kronor", "annat"])
def test_nothing_is_certain_that_did_not_make_the_table_and_what_can_be_told_is(kinds):
    """Of random tables with known, unknown and interpolated dates, lost rows, steps and chance."""
    told_apart = Counter()
    for printed, seeds in kinds:
        for seed in range(seeds):
            made = make(seed, printed)
            found = infer(made.computed, made.observed)
            right = found.first is not None and is_right(made, found.first)
            if found.firm:
                assert right, (printed, seed, made.key, made.kind_of_date)
            if can_be_told(made):
                told_apart[found.firm and right] += 1
    assert told_apart.total() >= 10
    assert told_apart[True] >= 9 * told_apart[False]


@pytest.mark.parametrize(
    ("amounts", "date"),
    [
        ("7 18 80 49 26 14 44 64 228 17 122 22 9 12", "2024-11-01, till närmaste 100 kr"),
        ("2 6 25 16 8 5 14 20 70 6 37 7 4 5", "2021-12-31, uppåt till 100 kr per månad"),
    ],
)
def test_a_rounding_that_thousands_hide_is_tried_at_times_that_the_folder_lacks(amounts, date):
    """Both were once certain of a date that the folder has."""
    codes = [shipped().data.kommuner.resolve(name) for name in FOURTEEN]
    rows = {code: 1_000 * int(n) for code, n in zip(codes, amounts.split(), strict=True)}

    found = infer(shipped(), Observed("tkr", rows, None, lacks_rows=False, printed=Printed(1_000)))

    assert found.key_known
    assert not found.date_known, date


def test_rows_that_are_lost_are_never_ruled_out_by_how_many_they_are():
    """The sum is that of the rows: it may have been done again, or be within what is hidden."""
    people = {"2505": 2, "2582": 8, "2523": 5, "2583": 3, "2510": 1, "2514": 5, "2584": 7,
              "2580": 23, "2521": 2, "2581": 13, "2560": 2}  # fmt: skip
    rows = {code: 1_000 * n for code, n in people.items()}
    for total in (71_000, 74_000):
        printed = Printed(1_000)
        found = infer(
            shipped(),
            Observed("tkr", rows, total, lacks_rows=True, printed=printed, total_step=1_000),
        )
        assert not found.set_known


def test_a_date_that_the_folder_lacks_is_said_to_be_likelier_than_those_it_has():
    """Population on 1 November 2024, to the nearest thousand: the folder has the ends of years."""
    found = answer("nov-befolkning-1000-2500000-near.csv")

    assert found.rather_elsewhen
    assert not found.firm
    assert {each.equal_part for each in found.elsewhen if each.simple} == {(0, 0)}
    assert (dt.date(2023, 12, 31), dt.date(2024, 12, 31)) in {
        (e.after, e.before) for e in found.elsewhen
    }
    assert told(found).startswith(
        "Troligast är folkmängd vid ett datum mellan 2023-12-31 och 2024-12-31"
    )
    assert "Datamappen har folkmängden 2010-12-31–2020-12-31 (varje år)" in told(found)
    assert "äker" not in told(found)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("okant-datum-2010-12-31-inv-up1000.csv", "folkmängd"),
        ("okant-datum-2010-12-31-5050-near1000.csv", "50/50"),
    ],
)
def test_of_a_folder_with_two_dates_a_third_is_said_to_be_likelier(run, tmp_path, name, key):
    some = [word for namn in FOURTEEN for word in ("-k", namn)]
    assert run("init", tmp_path / "data", *some).returncode == 0

    result = run("infer", CASES / name, "--data", tmp_path / "data", "--format", "json")

    said = json.loads(result.stdout)
    assert said["sakert"] is said["saker_nyckel"] is said["sakert_datum"] is False
    assert said["matdatum"] == ["2018-12-31", "2024-12-31"]
    assert f"Troligast är {key} vid ett datum före 2018-12-31" in said["svar"][0]
    assert said["andra_datum"][0]["fore"] == "2018-12-31"
    assert result.returncode == 1


def test_a_row_that_is_lost_is_on_the_step_that_the_sum_says():
    populations = shipped().data.kommuner.folkmangd
    (people,) = (each for each in populations if str(each.datum) == "2023-12-31")
    by_size = sorted(people.invanare.items(), key=lambda each: each[1])
    paid = {shipped().data.kommuner.resolve(name): (20_000, 35_000, 50_000)[n // 5]
            for n, (name, _) in enumerate(by_size)}  # fmt: skip
    for lost, kr in paid.items():
        rows = {code: other for code, other in paid.items() if code != lost}

        found = infer(shipped(), Observed("steg", rows, sum(paid.values()), lacks_rows=True))

        assert found.first.kind is Kind.STEPS
        assert found.first.missing == {lost: kr}
        assert found.firm


def test_steps_by_size_are_a_model():
    found = answer("stadskarnor-norrbotten-inkl-moms.csv")

    assert found.first.kind is Kind.STEPS
    assert found.firm
    assert "12 375 kr för 11 och 15 250 kr för 3" in told(found).replace("\u00a0", " ")


def test_percentages_that_could_give_any_table_say_nothing():
    found = answer("slump-dominant.csv")

    assert found.first is None
    assert told(found).startswith("Ingen modell är funnen")


def test_a_row_that_is_lost_and_a_sum_that_is_done_again_make_no_mix_certain():
    """50/50 over fourteen, without Boden: a free mix among thirteen gives the rows as well."""
    found = answer("tretton-rader.csv")

    assert (found.first.key.fordelning, str(found.first.date)) == ("50/50", "2020-12-31")
    assert found.first.missing.keys() == {"2582"}
    assert (found.key_known, found.date_known, found.set_known, found.firm) == (
        True,
        True,
        False,
        False,
    )
    assert "14 kommuner, om rader är borta och summan sedan är räknad på nytt" in told(found)


@pytest.mark.parametrize("service", ["soc-grund", "soc-forvaltning", "e-tjansteplattform"])
def test_the_tables_own_entry_never_stands_above_what_it_is_made_of(service):
    own = shipped().outcome.done[Node(service, 2023)].amounts
    table = Observed("prov", dict(own), sum(own.values()), lacks_rows=False)

    found = infer(shipped(), table)

    copies = [n for n, each in enumerate(found.ranked) if each.is_copy]
    made_of = [n for n, each in enumerate(found.ranked) if each.kind <= Kind.MIX and each.telling]
    assert copies
    assert made_of
    assert min(copies) > min(made_of)


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_what_is_far_likelier_never_stands_below(seed):
    ranked = infer(make(seed).computed, make(seed).observed).ranked

    for n, each in enumerate(ranked):
        assert all(other.one_in < each.one_in + FAR for other in ranked[n + 1 :])


def test_another_services_proportions_say_what_they_are():
    found = answer("tretton-rader.csv")

    lines = report([found], shipped(), 40).tables[0].lines
    followed = [line.cells[0] for line in lines if "soc-forvaltning 2023" in str(line.cells[0])]
    assert followed
    assert all("50 % lika delar och 50 % efter folkmängd 2020-12-31" in each for each in followed)


def test_a_blend_that_gives_nobody_a_unit_is_no_blend():
    for name in ("nov-befolkning-1000-2500000-near.csv", "tretton-rader.csv"):
        for each in answer(name).ranked:
            if each.kind is Kind.MIX:
                unit = each.rounding.year_unit
                assert each.parts[0] >= unit * len(each.participants)
