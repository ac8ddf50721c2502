"""The decisions on a year, each checked: where a fault of one is put, and what is to be done."""

from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.checks.decided import decisions
from enamnd_cost.analysis.checks.run import run

FILE = "revidering/2024-09-18.toml"
HEAD = """ar = 2024
beslut = { dokument = "Protokoll", datum = 2024-09-18 }
kalla = "Protokoll"

"""
DEARER = """[tjanst.drift]
underlag = 110_000

[budget]
summa = 141_400

[budget.tjanst.drift]
intakt = 110_200
kostnad = 110_200
underlag = 110_000
"""
NEW = """[ny.stod]
namn = "Stöd"
kort = "Stöd"

[[ny.stod.period]]
fran = 2024
belopp = 3_000
fordelning = "lika"
kalla = "Protokoll"

[budget]
summa = 134_400

[budget.tjanst.stod]
intakt = 3_000
kostnad = 3_000
"""
BUDGET, DRIFT, LICENS = "budget/2024.toml", "tjanster/drift.toml", "tjanster/licens.toml"


@pytest.fixture
def revised(tmp_path):
    """Give the sound folder with a later decision, and a slip or more."""
    return lambda text, *slips: spoilt(tmp_path, (FILE, None, HEAD + text), *slips)


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def both(data):
    computed, made, problems = decisions(data, [2024])
    assert problems == []
    assert made[-1].computed is computed
    return made


def test_a_year_has_its_first_decision_and_each_later_one_in_order(revised, small):
    first, last = both(revised(DEARER))

    assert [(each.file, each.revised, each.year) for each in (first, last)] == [
        (BUDGET, False, 2024),
        (FILE, True, 2024),
    ]
    totals = [each.computed.year(2024).by_id["drift"].allocation.total for each in (first, last)]
    assert totals == [100_200, 110_200]
    (only,) = both(small())
    assert (only.file, only.revised, only.failures, only.failed) == (BUDGET, False, [], frozenset())


def placed(decision, *faults):
    return list(decision.placed(faults))


LINE = Fault(BUDGET, ("tjanst", "drift", "intakt"), "Fel", 1, 2, "drift", (DRIFT,), "EK414")


def test_what_is_wrong_with_the_first_decision_is_put_where_it_was(revised):
    first, _ = both(revised(DEARER))

    assert placed(first, LINE) == [LINE]


def test_what_is_wrong_with_a_later_ones_lines_is_put_in_its_file(revised):
    _, last = both(revised(DEARER))
    (fault,) = placed(last, LINE)
    (kept,) = placed(last, LINE._replace(path=("tjanst", "licens", "intakt"), service="licens"))

    assert (fault.file, fault.path) == (FILE, ("budget", "tjanst", "drift", "intakt"))
    assert (kept.file, kept.path) == (FILE, ("budget",))
    assert fault.text == "Fel (reviderad)"
    assert fault.others == (BUDGET, DRIFT)
    assert "[budget.tjanst.drift] i revidering/2024-09-18.toml" in fault.remedy


def test_a_sum_that_a_decision_left_as_it_was_is_put_at_its_own_sum(revised):
    _, last = both(revised(DEARER.replace("141_400", "131_400")))
    fault = Fault(BUDGET, ("summa",), "Fel", 1, 2, code="EK416")

    assert [(each.file, each.path) for each in placed(last, fault)] == [(FILE, ("budget", "summa"))]


def test_what_no_decision_of_a_budget_makes_is_put_where_the_figure_is_written(revised):
    _, last = both(revised(DEARER))
    of_other = LINE._replace(code="EK421", file=DRIFT, path=("period", 0, "underlag"))
    of_old = LINE._replace(code="EK421", file=LICENS, path=("period", 1, "uppraknas"), others=())

    assert placed(last, of_other) == [
        of_other._replace(file=FILE, path=("tjanst", "drift", "underlag"))
    ]
    assert placed(last, of_old) == [of_old]


def test_a_file_that_there_is_not_is_never_named(revised):
    _, last = both(revised(NEW))
    fault = LINE._replace(code="EK421", others=("tjanster/stod.toml", DRIFT, FILE))

    assert [each.others for each in placed(last, fault)] == [(FILE, DRIFT)]


def test_what_cannot_be_allocated_is_told_of_each_decision_and_left_out(revised):
    """As it was first decided the year lacks an index value, so no later decision is tried."""
    data = revised(DEARER, ("index.toml", "ar = 2024\n", "ar = 2025\n"))
    (only,) = both(data)

    assert (only.file, only.failed) == (BUDGET, {"licens"})
    assert [fault.code for fault in only.failures] == ["EK203"]
    found = run(data, [2024])
    assert [fault.code for fault in found.findings].count("EK203") == 1
    assert any("allt om licens" in said for said in found.skipped)


def test_a_service_whose_amounts_do_not_agree_is_told_once_with_its_files(revised):
    data = revised(DEARER, (DRIFT, "underlag = 100_000\n", "underlag = 100_000\nbelopp = 5\n"))
    (first,) = both(data)
    (fault,) = first.failures

    assert (fault.code, fault.file) == ("EK302", DRIFT)
    assert set(fault.others) <= {"kommuner.toml", DRIFT}
    assert fault.others
    assert first.failed == {"drift"}
