"""The e-learning calculation of 2022: its 42 printed cells come out, and its slips are told."""

import csv
from pathlib import Path

from enamnd_cost.analysis.audit.run import audit
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.analysis.checks.run import run
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.documents.read import read
from enamnd_cost.files.loading import load

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "e-utbildning"
COLUMNS = {
    "Personalkostnad": "personalkostnad",
    "Plattform": "plattform",
    "Årlig kostnad": "arlig-kostnad",
}


def printed():
    """Give the printed cells by service and code: the row called Övertorneå twice goes by code."""
    path = ROOT / "tests" / "facit" / "publicerade-projekt.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kolumn"] in COLUMNS and row["kommunkod"]:
                yield COLUMNS[row["kolumn"]], row["kommunkod"], int(row["belopp_kr"])


def test_the_forty_two_cells_are_as_printed():
    data, problems = load(EXAMPLE / "data")
    assert problems == []
    services = compute(data, [2022]).year(2022).by_id
    cells = list(printed())

    assert len(cells) == 42
    for service, code, kronor in cells:
        assert services[service].allocation.rows[code].amount == kronor
    assert not run(data, [2022]).findings


def test_the_printed_slips_are_told_by_audit():
    data, _ = load(EXAMPLE / "data")
    document, problems = read(EXAMPLE / "kostnadskalkyl.csv")
    assert problems == []
    findings = audit(document, data, {2022: compute(data, [2022]).year(2022)}, Hints()).findings
    told = [(each.code, each.difference) for each in findings]

    assert [code for code, _ in told].count("EK503") == 1
    assert [each for each in told if each[0] == "EK513"] == [("EK513", -1), ("EK513", -1)]
