"""What an auditor would ask about, each kind with a figure that is at fault and one that is not."""

import pytest

from enamnd_cost.analysis.checks.run import Choice, run
from enamnd_cost.files.loading import load


def strict(folder, code, *replaced):
    """The strict findings of one code, by place, after the data has been changed."""
    for file, old, new in replaced:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    data, problems = load(folder)
    assert problems == []
    found = run(data, data.years, Choice(strict=True)).findings
    return [(finding.file, finding.text) for finding in found if finding.code == code]


DERIVED = 'procent = 4.4\nstatus = "harledd"'


@pytest.mark.parametrize(
    ("status", "at_fault"),
    [
        ('status = "definitiv"', True),
        ('status = "preliminar"', True),
        ('status = "definitiv"\npublicerad = 2024-02-15', False),
        ('status = "avtalad"', False),  # a contract is not published
    ],
)
def test_a_published_index_says_when_it_was_published(copied, status, at_fault):
    path = copied / "index.toml"
    head, _, tail = path.read_text(encoding="utf-8").rpartition("harledning = ")
    path.write_text(head + tail.partition("\n")[2], encoding="utf-8")

    found = strict(copied, "EK451", ("index.toml", DERIVED, f"procent = 4.4\n{status}"))

    text = "index PKV 2024: publicerad saknas (index publiceras om)"
    assert found == ([("index.toml", text)] if at_fault else [])


SKIPPED = """[[period]]
fran = 2024
uppraknas = { fran = 2022, index = "BLANDAT" }
avrundning = { till = 100, metod = "uppat" }
kalla = "Provet"

"""
SERIES = """
[[serie]]
id = "BLANDAT"
namn = "Provets serie"

[[serie.varde]]
ar = 2023
procent = 5.75
status = "avtalad"
kalla = "Provet"

[[serie.varde]]
ar = 2024
procent = 4.4
status = "{status}"
kalla = "Provet"
"""


@pytest.mark.parametrize("status", ["avtalad", "definitiv"])
def test_an_uprating_over_several_years_takes_values_of_one_status(copied, status):
    service = copied / "tjanster" / "grundfinansiering.toml"
    text = service.read_text(encoding="utf-8")
    service.write_text(text[: text.rindex("[[period]]")] + SKIPPED, encoding="utf-8")
    index = copied / "index.toml"
    index.write_text(
        index.read_text(encoding="utf-8") + SERIES.format(status=status), encoding="utf-8"
    )

    found = strict(copied, "EK452")

    mixed = "grundfinansiering 2024: uppräkningen blandar status: 2023 avtalad och 2024 definitiv"
    expected = [("tjanster/grundfinansiering.toml", mixed)] if status == "definitiv" else []
    assert found == expected


MEASURES = """namn = "Provet"
enhet = "ärenden"

[[matning]]
ar = 2023
summa = 1
kalla = "Provet"

[matning.varde]
boden = 1
"""


def test_a_measure_that_nothing_uses_is_told_unless_it_says_why(copied):
    path = copied / "matt" / "provet.toml"
    path.write_text(MEASURES, encoding="utf-8")
    text = "mätningen provet 2023 används inte av någon tjänst i något budgetår"

    assert strict(copied, "EK453") == [("matt/provet.toml", text)]

    said = (
        "matt/provet.toml",
        'kalla = "Provet"\n',
        'kalla = "Provet"\noanvand = "För nästa år"\n',
    )
    assert strict(copied, "EK453", said) == []


@pytest.mark.parametrize(
    ("file", "at", "what"),
    [
        ("index.toml", "procent = 5.75", "index AKI 2023"),
        ("matt/transaktioner.toml", "summa = 43_950", "mätningen transaktioner 2023"),
        ("kommuner.toml", "summa = 251_295", "folkmängd 2017-12-31"),
    ],
)
def test_what_is_used_though_it_is_said_not_to_be_is_told(copied, file, at, what):
    found = strict(copied, "EK453", (file, at, f'{at}\noanvand = "Ingen behöver det"'))

    assert found == [(file, f"{what} används, fast oanvand säger något annat")]


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ('alla = "Allt ändras"', ["soc-forvaltning"]),
        ('alla = "Allt ändras"\ntjanster = { soc-forvaltning = "Fler system" }', []),
        ('alla = "Allt ändras"\ntjanster = { e-arkiv = "En annan" }', ["soc-forvaltning"]),
        ('alla = "Allt ändras"\nhogst_procent = 300', []),
        ('tjanster = { soc-forvaltning = "Fler system" }', ["Arjeplog"]),
    ],
)
def test_a_service_that_changes_much_wants_a_comment_of_its_own(copied, comment, told):
    path = copied / "budget" / "2023.toml"
    head, _, rest = path.read_text(encoding="utf-8").partition("[andring]\n")
    tail = rest[rest.index("\n\n") :]
    path.write_text(f"{head}[andring]\n{comment}{tail}", encoding="utf-8")

    found = [text.partition(":")[0] for _, text in strict(copied, "EK454")]

    assert found[: len(told) or None] == told


def test_a_comment_on_a_service_that_is_not_there_is_refused(copied):
    path = copied / "budget" / "2023.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("soc-forvaltning = ", "soc-forvaltningen = "), encoding="utf-8")

    _, problems = load(copied)

    assert [(each.code, each.hint) for each in problems] == [
        ("EK204", 'menade du "soc-forvaltning"?')
    ]
