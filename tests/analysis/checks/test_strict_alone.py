"""Each check that is asked for, alone on a small folder: what it finds, whole, and no more."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.checks import strict as strict_checks
from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.checks.strict import Checked
from enamnd_cost.analysis.year import compute
from enamnd_cost.model.budget import Andring

BUDGET, DRIFT, FACIT = "budget/2024.toml", "tjanster/drift.toml", "facit/2024.toml"
LICENS, INDEX, MATT = "tjanster/licens.toml", "index.toml", "matt/trafik.toml"
CHECKS = {check.code: check for check in strict_checks.CHECKS}


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def strict(code, data, years=None):
    """What one check gives for the data, less the words that its definition gives all."""
    checked = Checked(compute(data, years or data.years), tuple(years or data.years))
    return [
        each and each._replace(code="", level="fel", remedy="")
        for each in CHECKS[code].results(checked)
    ]


def faults(*asked):
    return [each for each in strict(*asked) if each]


def test_a_published_table_without_a_heading_is_told_with_its_service(small):
    data = small((FACIT, 'rubrik = "Drift"\n', ""))

    (found, index) = strict("EK451", data)

    text = "drift 2024: rubrik saknas, så tabellen är svår att hitta"
    assert found == Fault(FACIT, ("tabell", 0), text, service="drift")
    assert index is None


@pytest.mark.parametrize("kind", ["last", "exempel"])
def test_only_a_published_table_wants_a_heading(small, kind):
    own = f'slag = "{kind}"\nharledning = "Egna tal"'
    data = small((FACIT, 'rubrik = "Drift"\n', ""), (FACIT, 'slag = "publicerad"', own))

    assert strict("EK451", data) == [None]


@pytest.mark.parametrize("status", ["definitiv", "preliminar"])
def test_an_index_value_without_a_date_is_told_at_the_value(small, status):
    data = small(
        (INDEX, "publicerad = 2024-02-01\n", ""),
        (INDEX, 'status = "definitiv"', f'status = "{status}"'),
    )

    text = "index AKI 2024: publicerad saknas (index publiceras om)"
    assert faults("EK451", data) == [Fault(INDEX, ("serie", 0, "varde", 0), text)]


PRELIMINARY = (INDEX, 'status = "definitiv"', 'status = "preliminar"')
PROPOSED = (BUDGET, 'status = "beslutad"', 'status = "forslag"')
AT = ("period", 1, "uppraknas")


def test_a_decided_budget_on_a_preliminary_index_is_told_with_service_and_index(small):
    text = "licens 2024: beslutad budget bygger på preliminärt index"

    assert strict("EK452", small(PRELIMINARY)) == [
        None,
        Fault(LICENS, AT, text, service="licens", others=(INDEX,)),
    ]


def test_a_proposal_or_a_year_without_a_budget_may_have_a_preliminary_index(small):
    data = small(PRELIMINARY)
    computed = compute(data, data.years)
    alone = Checked(replace(computed, data=replace(data, budgetar={})), ())

    assert strict("EK452", small(PRELIMINARY, PROPOSED)) == [None]
    assert CHECKS["EK452"].results(alone) == [None]


EARLIER = """
[[serie.varde]]
ar = 2023
procent = 2
status = "{}"
kalla = "SCB"
"""


def uprated_twice(small, status):
    """The licence uprated from 2022, by a value of some status and a final one."""
    return small(
        (INDEX, 'kalla = "SCB"\n', 'kalla = "SCB"\n' + EARLIER.format(status)),
        (LICENS, "fran = 2023\nbelopp", "fran = 2022\nbelopp"),
        (LICENS, "{ fran = 2023,", "{ fran = 2022,"),
    )


def test_values_of_two_statuses_are_told_in_order_with_their_service(small):
    text = "licens 2024: uppräkningen blandar status: 2023 avtalad och 2024 definitiv"

    assert strict("EK452", uprated_twice(small, "avtalad")) == [
        Fault(LICENS, AT, text, service="licens")
    ]
    assert strict("EK452", uprated_twice(small, "definitiv")) == [None]


def test_upratings_are_told_in_the_order_of_years_whatever_the_order_they_were_made_in(small):
    data = small(
        (INDEX, 'kalla = "SCB"\n', 'kalla = "SCB"\n' + EARLIER.format("preliminar")),
        PRELIMINARY,
        (LICENS, "fran = 2023\nbelopp", "fran = 2022\nbelopp"),
        (
            LICENS,
            "fran = 2024\nuppraknas",
            f"fran = 2023\n{UPRATED}\n[[period]]\nfran = 2024\nuppraknas",
        ),
    )
    budget = data.budgetar[2024]
    data = replace(data, budgetar={2023: budget.model_copy(update={"ar": 2023}), 2024: budget})
    computed = compute(data, data.years)
    turned = dict(reversed(computed.outcome.done.items()))

    for done in (computed.outcome.done, turned):
        checked = Checked(replace(computed, outcome=computed.outcome._replace(done=done)), (2024,))
        found = [each.text.split(":")[0] for each in CHECKS["EK452"].results(checked) if each]
        assert found == ["licens 2023", "licens 2024"]


UPRATED = """uppraknas = { fran = 2022, index = "AKI" }
avrundning = { till = 100, metod = "uppat" }
kalla = "Budget 2023"
"""
OLD = """namn = "Gammal"
kort = "Gammal"

[[period]]
fran = 2020
till = 2021
underlag = 1_000
fordelning = "lika"
kalla = "Budget 2020"
"""


def test_a_service_without_a_period_in_any_budget_year_is_told(small):
    data = small(("tjanster/gammal.toml", None, OLD))

    text = "gammal har ingen period i något budgetår"
    assert faults("EK453", data) == [Fault("tjanster/gammal.toml", (), text, service="gammal")]
    (found,) = [each for each in CHECKS["EK453"].results(checked_of(data)) if each]
    assert found.remedy == "ta bort filen, eller lägg till en [[period]] som gäller 2024"


def checked_of(data):
    return Checked(compute(data, data.years), data.years)


def test_a_service_in_one_of_the_budget_years_is_in_use(small):
    data = small()
    later = data.budgetar[2024].model_copy(update={"ar": 2019, "tjanst": {}, "utanfor": {}})
    data = replace(data, budgetar={2019: later, **data.budgetar})

    assert faults("EK453", data) == []


def test_a_figure_that_nothing_uses_is_told_at_its_table(small):
    later = EARLIER.format("avtalad").replace("2023", "2026")
    data = small((INDEX, 'kalla = "SCB"\n', 'kalla = "SCB"\n' + later))

    (found,) = [each for each in CHECKS["EK453"].results(checked_of(data)) if each]

    text = "index AKI 2026 används inte av någon tjänst i något budgetår"
    assert (found.file, found.path, found.text) == (INDEX, ("serie", 0, "varde", 1), text)
    assert found.level == "varning"


def test_a_facit_that_is_not_filled_in_is_told_at_the_word_that_says_so(small):
    data = small(("facit/2025.toml", None, 'slag = "publicerad"\nsaknas = "Inte tryckt"\n'))

    assert strict("EK455", data) == [
        None,
        Fault("facit/2025.toml", ("saknas",), "facit är inte ifyllt: Inte tryckt"),
    ]


LESS = """
[[matning]]
ar = 2023
summa = 50
kalla = "Provet"

[matning.varde]
boden = 10
lulea = 20
overtornea = 20
"""


def changed(small, andring, *slips, years=(2023, 2024)):
    """What is told of the changes from 2023, when the licence cost 30 000 and not 31 200."""
    data = small((DRIFT, "fran = 2024", "fran = 2023"), *slips)
    now = data.budgetar[2024].model_copy(
        update={"andring": Andring(**andring) if andring else None}
    )
    before = now.model_copy(update={"ar": 2023, "andring": Andring(hogst_procent=0)})
    both = {2023: before, 2024: now}
    return strict("EK454", replace(data, budgetar={year: both[year] for year in years}))


def who(found):
    return [each.text.split(":")[0] for each in found if each]


def test_a_change_is_told_with_its_two_sums_and_its_part(small):
    (*_, licens) = changed(small, {"hogst_procent": 3})

    text = "licens: 30 000 kr 2023 blir 31 200 kr 2024 (4 %), mer än 3 %, utan kommentar"
    assert licens == Fault(
        BUDGET, ("ar",), text.replace("30 ", "30\xa0").replace("31 ", "31\xa0"), 30_000, 31_200
    )


@pytest.mark.parametrize(
    ("most", "told"),
    [
        ("4", []),  # the licence changes by 4 per cent, exactly
        ("3.999", ["licens"]),
        ("1.5", ["licens"]),
        ("1.398", ["Övertorneå", "licens"]),  # from 28 600 by 400
        ("0", ["Boden", "Luleå", "Övertorneå", "licens"]),
    ],
)
def test_a_change_may_be_as_large_as_the_limit(small, most, told):
    assert who(changed(small, {"hogst_procent": Decimal(most)})) == told


def stated(kronor):
    """Let the licence of 2024 cost something of its own."""
    return (
        LICENS,
        'uppraknas = { fran = 2023, index = "AKI" }',
        f'belopp = {kronor}\nfordelning = "lika"',
    )


def test_a_lower_sum_is_a_change_too(small):
    assert who(changed(small, {"alla": "Ny taxa"}, stated("26_700"))) == ["licens"]
    assert who(changed(small, {"alla": "Ny taxa"}, stated("27_000"))) == []


@pytest.mark.parametrize(("most", "told"), [("3", ["licens"]), ("4", [])])
def test_a_refund_that_grows_is_a_change_of_its_size(small, most, told):
    refund = (LICENS, "belopp = 30_000", "belopp = -30_000")
    limit = {"alla": "Ny taxa", "hogst_procent": Decimal(most)}

    assert who(changed(small, limit, refund, stated("-31_200"))) == told


def test_the_part_of_a_change_has_one_decimal(small):
    (*_, found) = [each for each in changed(small, {"hogst_procent": 1})[:3] if each]

    assert "Övertorneå: 28\xa0600 kr 2023 blir 29\xa0000 kr 2024 (1,3… %)" in found.text


def test_what_cost_nothing_has_no_part_to_tell(small):
    free = (LICENS, "belopp = 30_000", "belopp = 0")
    found = changed(small, {"alla": "Ny taxa"}, free, stated("300"))

    assert [each.text for each in found if each] == [
        "licens: 0 kr 2023 blir 300 kr 2024, mer än 10 %, utan kommentar"
    ]


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ({"alla": "Ny taxa"}, ["licens"]),
        ({"kommentar": {"boden": "Fler"}}, ["Luleå", "Övertorneå", "licens"]),
        ({"tjanster": {"licens": "Fler"}}, ["Boden", "Luleå", "Övertorneå"]),
        ({"alla": "Ny taxa", "tjanster": {"licens": "Fler"}}, []),
    ],
)
def test_a_comment_is_for_those_that_it_names(small, comment, told):
    assert who(changed(small, {"hogst_procent": 0, **comment})) == told


@pytest.mark.parametrize(("kind", "told"), [("", ["trafik"]), ("exempel = true\n", [])])
def test_an_example_is_no_change(small, kind, told):
    slips = [
        ("tjanster/trafik.toml", "fran = 2024\n", f"fran = 2023\n{kind}"),
        (MATT, None, LESS),
    ]

    assert who(changed(small, {"hogst_procent": 5}, *slips)) == told


def test_the_first_year_changes_nothing(small):
    assert changed(small, {"hogst_procent": 0}, years=(2024,)) == []


def test_a_service_that_was_there_for_half_the_year_is_compared_by_whole_years(small):
    half = (LICENS, "fran = 2023\nbelopp", "fran = 2023-07-01\nbelopp")
    found = changed(small, {"alla": "Ny", "hogst_procent": 3}, half, stated("31_200"))

    (licens,) = [each for each in found if each]
    assert (licens.published, licens.computed) == (30_000, 31_200)
    assert licens.text.startswith("licens, räknad på hela år: 30\xa0000 kr 2023 blir 31")


REVISION = """ar = 2024
beslut = { dokument = "Protokoll", datum = 2024-09-18 }
kalla = "Protokoll"

[tjanst.licens]
belopp = 30_000
fordelning = "lika"

[budget]
summa = 130_200

[budget.tjanst.licens]
intakt = 30_000
kostnad = 30_000
"""


def test_a_figure_that_only_the_first_decision_uses_is_in_use(small):
    """The later one states the amount that the first uprated with an index."""
    assert faults("EK453", small(("revidering/2024-09-18.toml", None, REVISION))) == []
