"""The nämnd's own papers of June 2022: exactly what is wrong in print is told, and nothing else."""

from pathlib import Path

import pytest

from enamnd_cost.analysis.audit.run import audit, sentence
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.files.documents.read import read

HERE = Path(__file__).parent / "handlingar"
EXAMPLES = Path(__file__).parents[3] / "examples" / "granskning"
TWICE = ("EK530", "fel", "Projekt Elevhälsan står 2 gånger")
NOTE = ("EK508", "fel", "tryckt 13\u00a0017\u00a0kr, ska troligen vara 34\u00a0067\u00a0kr")
DROPPED = ("EK531", "varning", "SOC (930\u00a0600\u00a0kr) saknas och Datacenter Norrbotten")
THIRTEEN = ("EK502", "fel", "Överkalix saknas i tabellen under Summa, Grundfinansiering")
# Each paper, with the code, the level, the place and some words of every finding.
PAPERS = {
    EXAMPLES / "budget-2022.csv": [(36, 2, *THIRTEEN)],
    HERE / "ekonomi-2022.csv": [
        (22, 1, *TWICE), (28, 1, *NOTE), (112, 2, *THIRTEEN), (190, 2, *DROPPED),
    ],
    HERE / "projekt-utfall-maj-2022.csv": [(17, 1, *TWICE), (23, 1, *NOTE)],
    HERE / "budget-prognos-2022.csv": [],
    HERE / "budget-2022-inkl-dc.csv": [(10, 2, *DROPPED)],
    HERE / "delarsrapport.csv": [
        (8, 4, "EK513", "upplysning", "tryckt 120\u00a0000\u00a0kr, men raden blir 119"),
    ],
    HERE / "e-learning.csv": [
        (19, 1, "EK503", "fel", "Övertorneå står 2 gånger i samma tabell. Trolig orsak: Överkalix"),
        (20, 3, "EK513", "upplysning", "men raderna blir 1\u00a0124\u00a0999\u00a0kr"),
        (20, 4, "EK513", "upplysning", "men raderna blir 2\u00a0062\u00a0199\u00a0kr"),
    ],
    HERE / "hr-forstudie.csv": [],
}  # fmt: skip


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_has_just_the_errors_that_are_known_of_it(path, data, computed):
    document, problems = read(path)
    assert problems == []

    found = audit(document, data, {y: computed.year(y) for y in data.years}, Hints())

    told = [(f.place.row, f.place.column, f.code, f.level) for f in found.findings]
    assert told == [expected[:4] for expected in PAPERS[path]]
    for finding, (*_, said) in zip(found.findings, PAPERS[path], strict=True):
        assert said in sentence(finding)
    assert found.checked
