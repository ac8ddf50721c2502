"""Each check of the files as they stand, alone on a small folder: what it finds, and no more."""

from dataclasses import replace
from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.checks import data as data_checks
from enamnd_cost.analysis.checks.check import Fault

BUDGET, KOMMUNER, FACIT = "budget/2024.toml", "kommuner.toml", "facit/2024.toml"
DRIFT, LICENS, TRAFIK = (f"tjanster/{name}.toml" for name in ("drift", "licens", "trafik"))
INDEX, MATT = "index.toml", "matt/trafik.toml"
CHECKS = {check.code: check for check in data_checks.CHECKS}


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def tried(code, data):
    """What one check gives for the data, less what its definition gives all."""
    return [each and each._replace(code="", remedy="") for each in CHECKS[code].results(data)]


@pytest.mark.parametrize(
    ("code", "times"),
    [("EK405", 3), ("EK401", 1), ("EK402", 1), ("EK406", 1), ("EK403", 9), ("EK404", 1)],
)
def test_what_is_right_is_counted_and_not_told(small, code, times):
    assert tried(code, small()) == [None] * times


@pytest.mark.parametrize(
    ("n", "old", "new", "its"),
    [
        (0, "2582", "2584", "Kirunas kod"),
        (2, "2518", "9999", "ingen svensk kommuns kod"),
    ],
)
def test_a_code_that_is_another_municipalitys_or_nobodys_is_told(small, n, old, new, its):
    data = small((KOMMUNER, old, new))

    found = tried("EK405", data)

    who = ("Boden", "Luleå", "Övertorneå")[n]
    text = f"kommunen {who} har koden {new}, som enligt SCB är {its}"
    wanted = [None] * 3
    wanted[n] = Fault(KOMMUNER, ("kommun", n, "kod"), text)
    assert found == wanted


def test_a_municipalitys_name_may_be_written_in_other_letters(small):
    assert tried("EK405", small((KOMMUNER, '"Övertorneå"', '"ÖVERTORNEÅ"'))) == [None] * 3


@pytest.mark.parametrize("stated", [111_382, 111_384])
def test_a_population_that_is_one_off_is_told_with_those_who_use_it(small, stated):
    (found,) = tried("EK401", small((KOMMUNER, "111_383", str(stated))))

    assert found[:2] == (KOMMUNER, ("folkmangd", 0, "summa"))
    assert (found.published, found.computed) == (stated, 111_383)
    assert found.text.endswith("används av drift")


LATER = """
[[folkmangd]]
datum = 2024-12-31
summa = 4
kalla = "SCB"

[folkmangd.invanare]
boden = 1
lulea = 1
overtornea = 1
"""
LATER_PERIOD = """
[[period]]
fran = 2025
underlag = 100_000
fordelning = "invanare"
folkmangd = 2024-12-31
kalla = "Budget 2025"
"""


@pytest.mark.parametrize(
    ("files", "users"),
    [((), "ingen tjänst"), ((DRIFT,), "drift"), ((DRIFT, LICENS), "drift, licens")],
)
def test_a_service_uses_a_population_in_one_of_its_periods(small, files, users):
    data = small((KOMMUNER, None, LATER), *((file, None, LATER_PERIOD) for file in files))

    first, found = tried("EK401", data)

    assert first is None
    assert found.path == ("folkmangd", 1, "summa")
    assert found.text.endswith(f"används av {users}")


@pytest.mark.parametrize(("stated", "right"), [("100.2", True), ("100.1", False), ("100", False)])
def test_measures_add_up_exactly(small, stated, right):
    """0.1 and 0.2 and 99.9, of which no sum of binary numbers would be 100.2."""
    data = small(
        (MATT, "summa = 100", f"summa = {stated}"),
        (MATT, "boden = 30", "boden = 0.1"),
        (MATT, "lulea = 60", "lulea = 0.2"),
        (MATT, "overtornea = 10", "overtornea = 99.9"),
    )
    said = stated.replace(".", ",")
    text = f"mätningen trafik 2024: kommunernas summa är 100,2 GB men summa är {said}"

    found = None if right else Fault(MATT, ("matning", 0, "summa"), text)
    assert tried("EK402", data) == [found]


VALUE = """
[[serie.varde]]
ar = 2025
procent = {}
status = "avtalad"
kalla = "SCB"
"""


def test_an_odd_index_value_is_told_where_it_stands(small):
    data = small((INDEX, None, VALUE.format(39)))

    text = "index AKI 2025: 39 % är inte mellan −5 och 15; menas 3,9?"
    assert tried("EK406", data) == [
        None,
        Fault(INDEX, ("serie", 0, "varde", 1, "procent"), text),
    ]


SETTLED = """
[[inkop]]
kommun = "boden"
datum = 2025-01-01
belopp = { boden = 10, lulea = -10 }
"""


def test_everything_that_has_no_source_is_told_where_it_stands(small):
    sources = [
        (KOMMUNER, "SCB"),
        (INDEX, "SCB"),
        (MATT, "Leverantörens rapport"),
        (DRIFT, "Budget 2024"),
        (LICENS, "Budget 2023"),
        (LICENS, "Budget 2024"),
        (TRAFIK, "Avtal"),
        (BUDGET, "Budget 2024"),
        (FACIT, "Budget 2024"),
    ]
    slips = [(file, f'\nkalla = "{source}"', "") for file, source in sources]
    data = small(*slips, (DRIFT, None, SETTLED))

    assert [(each.file, each.path, each.text.removesuffix(" (varifrån uppgifterna kommer)"))
            for each in tried("EK403", data)] == [
        (KOMMUNER, ("folkmangd", 0), "folkmängd 2023-12-31 saknar kalla"),
        (INDEX, ("serie", 0, "varde", 0), "index AKI 2024 saknar kalla"),
        (MATT, ("matning", 0), "mätningen trafik 2024 saknar kalla"),
        (DRIFT, ("period", 0), "drift, perioden från 2024, saknar kalla"),
        (DRIFT, ("inkop", 0), "drift, inköpet 2025-01-01, saknar kalla"),
        (LICENS, ("period", 0), "licens, perioden från 2023, saknar kalla"),
        (LICENS, ("period", 1), "licens, perioden från 2024, saknar kalla"),
        (TRAFIK, ("period", 0), "trafik, perioden från 2024, saknar kalla"),
        (BUDGET, (), "budget 2024 saknar kalla"),
        (FACIT, (), "facit saknar kalla"),
    ]  # fmt: skip


def test_a_facit_that_says_why_it_is_empty_wants_no_source(small):
    data = small(("facit/2025.toml", None, 'slag = "publicerad"\nsaknas = "Inte tryckt"\n'))

    assert tried("EK403", data) == [None] * 10


def test_a_table_of_a_year_without_a_budget_is_told_with_its_service(small):
    data = small()
    other = data.budgetar[2024].model_copy(update={"ar": 2025})

    text = "drift 2024: tabellen jämförs inte; året har ingen budget"
    assert tried("EK404", replace(data, budgetar={2025: other})) == [
        Fault(FACIT, ("tabell", 0, "ar"), text, service="drift")
    ]


def test_the_second_place_of_each_kind_is_told_as_the_second(small):
    """Not only the first of a list is looked at, and it is said which one it is."""
    data = small(
        (MATT, None, MEASURES),
        (FACIT, None, TABLE),
    )

    assert [each and each.path for each in tried("EK402", data)] == [None, ("matning", 1, "summa")]
    assert [each and each.path for each in tried("EK404", data)] == [None, ("tabell", 1, "ar")]


MEASURES = """
[[matning]]
ar = 2025
summa = 3
kalla = "Provet"

[matning.varde]
boden = 1
lulea = 1
"""
TABLE = """
[[tabell]]
tjanst = "drift"
ar = 2025
summa = 2

[tabell.belopp]
boden = 2
"""


REVISION = """ar = 2024
beslut = {{ dokument = "Protokoll", datum = 2024-09-18 }}
{}
[ny.stod]
namn = "Stöd"
kort = "Stöd"

[[ny.stod.period]]
fran = 2024
belopp = 3_000
fordelning = "lika"

[budget]
summa = 134_400
"""


@pytest.mark.parametrize("source", ["", 'kalla = "Protokoll"\n'])
def test_a_later_decision_has_a_source_and_what_it_adds_has_the_same(small, source):
    file = "revidering/2024-09-18.toml"
    data = small((file, None, REVISION.format(source)))

    found = [each for each in tried("EK403", data) if each]

    text = "budget 2024, reviderad, saknar kalla (varifrån uppgifterna kommer)"
    assert found == ([] if source else [Fault(file, (), text)])
    assert len(tried("EK403", data)) == 10


REPORT = '\n[[rapport]]\nnamn = "Delår {}"\nutfall_till = 2024-0{}-30\n'
PROJECT = """namn = "Förstudie"
kort = "Förstudie"
i_budget = false

[projekt]
belopp = 12_000
start = 2024-01-01
slut = 2024-12-31

[[period]]
fran = 2024
till = 2024
belopp = 12_000
fordelning = "lika"
kalla = "Direktiv"
"""


def test_every_report_and_project_has_a_source(small):
    reports = f"ar = 2024\n{REPORT.format(1, 4)}{REPORT.format(2, 6)}"
    file, project = "utfall/2024.toml", "tjanster/forstudie.toml"
    data = small((file, None, reports), (project, None, PROJECT))

    assert [(each.file, each.path) for each in tried("EK403", data) if each] == [
        (project, ("projekt",)),
        (file, ("rapport", 0)),
        (file, ("rapport", 1)),
    ]
