"""One service in one year: the plan that its files give, what it was made of, and what is told."""

from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest
from tests.analysis.checks.small_folder import SOUND, spoilt

from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Basis,
    Charge,
    Charges,
    Factor,
    Node,
    Part,
    Plan,
    SharedCost,
    UpratedAmounts,
    Uprating,
    Weights,
)
from enamnd_cost.engine.rounding import Method, Rounding
from enamnd_cost.model.inputs import InputKind
from enamnd_cost.model.planner import rounded_together, unit_together
from enamnd_cost.model.plans import make_plans

BUDGET, KOMMUNER, INDEX, MATT = (
    "budget/2024.toml",
    "kommuner.toml",
    "index.toml",
    "matt/trafik.toml",
)
DRIFT, LICENS, TRAFIK = (f"tjanster/{name}.toml" for name in ("drift", "licens", "trafik"))
BODEN, LULEA, OVERTORNEA = "2582", "2580", "2518"
EVERYONE = {BODEN: WHOLE_YEAR, LULEA: WHOLE_YEAR, OVERTORNEA: WHOLE_YEAR}
EQUAL = Part(Weights("lika delar", dict.fromkeys(EVERYONE, 1), basis=Basis.EQUAL))
TWO_WAY = (BUDGET, "ar = 2024\n", "ar = 2024\ntvavagsavrundning = { till = 100 }\n")


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def made(data, service, year=2024):
    """The plan of a service, and the inputs that it was made of as (kind, value, place)."""
    plans = make_plans(data, [2024])
    assert plans.problems == []
    node = Node(service, year)
    noted = [(each.kind, each.value, each.path) for each in plans.inputs[node]]
    return plans.plans[node], noted


def problems(data):
    return [(p.code, p.file, p.path, p.text, p.remedy) for p in make_plans(data, [2024]).problems]


def participation(data, service):
    return made(data, service)[0].items[0].participation


def said_of(kind, inputs):
    return [(value, path) for each, value, path in inputs if each is kind]


def test_a_shared_cost_is_planned_with_all_that_its_file_says(small):
    plan, inputs = made(small(), "drift")

    people = {BODEN: 27_943, LULEA: 79_352, OVERTORNEA: 4_088}
    (item,) = plan.items
    assert (item.name, item.cost, item.participation) == ("Drift", 100_000, EVERYONE)
    assert [(part.proportion, part.key.basis) for part in item.parts] == [
        (1, Basis.EQUAL),
        (1, Basis.POPULATION),
    ]
    assert item.parts[1].key.weights == people
    assert plan[2:] == (Rounding(100, Method.UP), 100_000, None, WHOLE_YEAR, {}, None)
    at = ("period", 0)
    assert [(kind, path) for kind, _, path in inputs] == [
        (InputKind.COST, (*at, "underlag")),
        (InputKind.PARTICIPANTS, at),
        (InputKind.SPLIT, (*at, "fordelning")),
        (InputKind.POPULATION, ("folkmangd", 0)),
        (InputKind.ROUNDING, (*at, "avrundning")),
    ]
    assert said_of(InputKind.PARTICIPANTS, inputs) == [("alla 3", at)]


def test_amounts_uprated_are_planned_from_their_year_by_its_factors(small):
    plan, inputs = made(small(), "licens")

    factors = (Factor("AKI", 2024, Fraction("3.5")),)
    source = Node("licens", 2023)
    assert plan == Plan(
        Node("licens", 2024),
        (UpratedAmounts("Licens", source, factors, EVERYONE),),
        Rounding(100, Method.UP),
    )
    said = [("från belopp 2023 med AKI", ("period", 1, "uppraknas"))]
    assert said_of(InputKind.UPRATING, inputs) == said
    assert said_of(InputKind.PARTICIPANTS, inputs) == [("alla 3", ("period", 1))]
    assert made(small(), "licens", 2023)[0] == Plan(
        source, (SharedCost("Licens", Fraction(30_000), (EQUAL,), EVERYONE),), stated_total=30_000
    )


def test_use_is_charged_at_its_price_and_rounded_to_kronor_where_nothing_is_said(small):
    plan, inputs = made(small(), "trafik")

    used = {BODEN: 30, LULEA: 60, OVERTORNEA: 10}
    charges = {who: Charge(n, Fraction(1, 2)) for who, n in used.items()}
    (item,) = plan.items
    assert isinstance(item, Charges)
    assert (item.name, item.label, item.participation) == ("Trafik", "Trafik (GB)", EVERYONE)
    assert item.charges == charges
    assert plan[2:] == (Rounding(), None, None, WHOLE_YEAR, {}, None)
    assert said_of(InputKind.ROUNDING, inputs)[0][1] == ("period", 0)
    assert said_of(InputKind.MEASURE, inputs) == [("100 GB", ("matning", 0, "summa"))]


UNDERLAG = 'uppraknas = { fran = 2023, index = "AKI", av = "underlag" }\nfordelning = "lika"'
FIRST = '[[serie.varde]]\nar = 2023\nprocent = 2\nstatus = "avtalad"\nkalla = "SCB"\n\n'


def test_a_cost_is_uprated_by_every_year_from_the_one_to_the_other(small):
    data = small(
        (LICENS, 'uppraknas = { fran = 2023, index = "AKI" }', UNDERLAG.replace("2023", "2022")),
        (LICENS, "fran = 2023\nbelopp", "fran = 2022\nbelopp"),
        (INDEX, "[[serie.varde]]\n", FIRST + "[[serie.varde]]\n"),
    )

    plan, inputs = made(data, "licens")

    factors = (Factor("AKI", 2023, Fraction(2)), Factor("AKI", 2024, Fraction("3.5")))
    assert plan.items == (
        SharedCost("Licens", Uprating(Node("licens", 2022), factors), (EQUAL,), EVERYONE),
    )
    assert [value for value, _ in said_of(InputKind.INDEX, inputs)] == ["2 %", "3,5 %"]


def test_each_year_without_an_index_value_is_told(small):
    data = small(
        (LICENS, "{ fran = 2023,", "{ fran = 2022,"),
        (LICENS, "fran = 2023\nbelopp", "fran = 2022\nbelopp"),
        (INDEX, "ar = 2024", "ar = 2021"),
    )

    assert problems(data) == [
        (
            "EK203",
            LICENS,
            ("period", 1, "uppraknas", "index"),
            f"indexvärde saknas: AKI för {year}",
            f"lägg till [[serie.varde]] med ar = {year} i index.toml",
        )
        for year in (2023, 2024)
    ]


POSTS = """
[[period.post]]
namn = "Fast"
underlag = 60_000
fordelning = "lika"
deltagare = ["boden", "lulea"]

[[period.post]]
namn = "Rörlig"
underlag = 40_000
fordelning = "invanare"
folkmangd = 2022-12-31
"""
EARLIER = """
[[folkmangd]]
datum = 2022-12-31
summa = 6
kalla = "SCB"

[folkmangd.invanare]
boden = 1
lulea = 2
overtornea = 3
"""
IN_POSTS = [
    (DRIFT, 'underlag = 100_000\nfordelning = "50/50"\nfolkmangd = 2023-12-31\n', ""),
    (DRIFT, None, POSTS),
    (KOMMUNER, None, EARLIER),
]


def test_items_have_participants_and_dates_of_their_own_or_the_periods(small):
    data = small(*IN_POSTS, (DRIFT, "fran = 2024", 'fran = 2024\ndeltagare = { utom = ["boden"] }'))

    plan, inputs = made(data, "drift")

    fixed, moving = plan.items
    assert (fixed.name, fixed.cost) == ("Fast", 60_000)
    assert (moving.name, moving.cost) == ("Rörlig", 40_000)
    assert fixed.participation == {BODEN: WHOLE_YEAR, LULEA: WHOLE_YEAR}
    assert moving.participation == {LULEA: WHOLE_YEAR, OVERTORNEA: WHOLE_YEAR}
    assert moving.parts[0].key.weights == {BODEN: 1, LULEA: 2, OVERTORNEA: 3}
    at = [("period", 0, "post", n) for n in range(2)]
    assert said_of(InputKind.PARTICIPANTS, inputs) == [
        ("2 av 3: Boden, Luleå", (*at[0], "deltagare")),
        ("2 av 3: Luleå, Övertorneå", (*at[1], "deltagare")),
    ]
    assert [path for _, path in said_of(InputKind.SPLIT, inputs)] == [
        (*each, "fordelning") for each in at
    ]


AGREED = """
[[period.post]]
namn = "Avtal"
fordelning = { belopp = { boden = 8, lulea = 6 } }
deltagare = ["boden", "lulea"]
faktor = { lulea = 0.5 }
"""


def test_items_count_members_by_factors_of_their_own_or_the_periods(small):
    slip = (DRIFT, "fran = 2024", "fran = 2024\nfaktor = { boden = 0.25 }")

    plan, inputs = made(small(*IN_POSTS, slip, (DRIFT, None, AGREED)), "drift")

    quarter, half = {BODEN: Fraction(1, 4)}, {LULEA: Fraction(1, 2)}
    assert [item.counted for item in plan.items] == [quarter, quarter, half]
    paths = [path for _, path in said_of(InputKind.COUNTED, inputs)]
    at = ("period", 0)
    assert paths == [(*at, "faktor"), (*at, "faktor"), (*at, "post", 2, "faktor")]


@pytest.mark.parametrize(
    ("slips", "at"),
    [
        ([(DRIFT, "folkmangd = 2023-12-31", "folkmangd = 2021-12-31")], ("period", 0)),
        (
            [*IN_POSTS[:2], (DRIFT, "folkmangd = 2022-12-31", "folkmangd = 2021-12-31")],
            ("period", 0, "post", 1),
        ),
        (
            [
                (DRIFT, "folkmangd = 2023-12-31", "folkmangd = 2021-12-31"),
                (DRIFT, 'underlag = 100_000\nfordelning = "50/50"\n', ""),
                (DRIFT, None, POSTS.replace("folkmangd = 2022-12-31\n", "")),
            ],
            ("period", 0),
        ),
    ],
)
def test_a_date_without_a_population_is_told_where_the_date_stands(small, slips, at):
    data = small(*slips, (KOMMUNER, None, EARLIER))

    assert problems(data) == [
        (
            "EK202",
            DRIFT,
            (*at, "folkmangd"),
            "folkmängd för mätdatum 2021-12-31 finns inte",
            "lägg till den i kommuner.toml; där finns 2022-12-31, 2023-12-31",
        )
    ]


def test_where_no_population_is_known_that_is_said(small):
    all_of_it = Path(SOUND / KOMMUNER).read_text(encoding="utf-8").partition("[[folkmangd]]")
    data = small((KOMMUNER, "".join(all_of_it[1:]), ""))

    (found,) = problems(data)
    assert found[4] == "lägg till den i kommuner.toml; där finns inga datum"


def test_a_year_that_was_not_measured_is_told(small):
    assert problems(small((MATT, "ar = 2024", "ar = 2023"))) == [
        (
            "EK206",
            TRAFIK,
            ("period", 0, "fordelning", "matt"),
            'mätningen "trafik" saknar värden för 2024',
            "lägg till [[matning]] med ar = 2024 i matt/trafik.toml",
        )
    ]


@pytest.mark.parametrize(("used", "told"), [("10", True), ("0", False)])
def test_use_by_one_that_takes_no_part_is_told_if_there_is_any(small, used, told):
    data = small(
        (TRAFIK, "fran = 2024", 'fran = 2024\ndeltagare = ["boden", "lulea"]'),
        (MATT, "overtornea = 10", f"overtornea = {used}"),
    )

    found = (
        "EK207",
        TRAFIK,
        ("period", 0, "deltagare"),
        'Övertorneå har värden i mätningen "trafik" 2024 men deltar inte',
        "ändra deltagare, eller rätta matt/trafik.toml",
    )
    assert problems(data) == ([found] if told else [])


@pytest.mark.parametrize(
    ("dates", "taking"),
    [
        ("fran = { boden = 2024-12-01 }", {**EVERYONE, BODEN: Months(12, 12)}),
        ("till = { boden = 2024-01-31 }", {**EVERYONE, BODEN: Months(1, 1)}),
        ("fran = { boden = 2025-01-01 }", {LULEA: WHOLE_YEAR, OVERTORNEA: WHOLE_YEAR}),
        ("till = { boden = 2023-12-31 }", {LULEA: WHOLE_YEAR, OVERTORNEA: WHOLE_YEAR}),
        ("fran = { boden = 2024-01-01 }", EVERYONE),
        ("till = { boden = 2024-12-31 }", EVERYONE),
    ],
)
def test_who_comes_or_goes_takes_part_from_the_first_month_to_the_last(small, dates, taking):
    data = small((DRIFT, "fran = 2024", f"fran = 2024\ndeltagare = {{ {dates} }}"))

    assert participation(data, "drift") == taking


def test_months_of_somebody_are_told_beside_its_name(small):
    data = small(
        (DRIFT, "fran = 2024", "fran = 2024-04-01\ndeltagare = { fran = { boden = 2024-07-01 } }")
    )

    plan, inputs = made(data, "drift")

    assert plan.months == Months(4, 12)
    assert plan.items[0].participation == {
        BODEN: Months(7, 12),
        LULEA: Months(4, 12),
        OVERTORNEA: Months(4, 12),
    }
    # All take part at some time, which is all that is told of them here.
    at = ("period", 0, "deltagare")
    assert said_of(InputKind.PARTICIPANTS, inputs) == [("alla 3", at)]
    some = small(
        (
            DRIFT,
            "fran = 2024",
            'fran = 2024-04-01\ndeltagare = { utom = ["lulea"], fran = { boden = 2024-07-01 } }',
        )
    )
    text = "2 av 3: Boden (6 av 9 månader), Övertorneå"
    assert said_of(InputKind.PARTICIPANTS, made(some, "drift")[1]) == [(text, at)]


@pytest.mark.parametrize(
    ("who", "fewest"),
    [
        ('bara = ["boden", "lulea"], minst = 2', None),
        ('bara = ["boden", "lulea"], minst = 3', "2 kommuner"),
        ('bara = ["boden"], minst = 2', "1 kommun"),
        ('bara = ["boden"], minst = 1', None),
        ("minst = 3", None),
        ("minst = 3, fran = { boden = 2024-12-01 }", "2 kommuner"),
        ('bara = ["boden", "lulea"], minst = 2, till = { boden = 2024-11-30 }', "1 kommun"),
        # Nobody at all is told of by the allocation, with a remedy that helps.
        ('bara = ["boden"], minst = 1, till = { boden = 2024-11-30 }', None),
    ],
)
def test_there_are_as_many_as_there_must_be_in_every_month(small, who, fewest):
    data = small((DRIFT, "fran = 2024", f"fran = 2024\ndeltagare = {{ {who} }}"))
    least = who.partition("minst = ")[2][:1]

    found = (
        "EK209",
        DRIFT,
        ("period", 0, "deltagare"),
        f"bara {fewest} deltar någon del av 2024; det ska vara minst {least}",
        "lägg till deltagare eller avsluta tjänsten",
    )
    assert problems(data) == ([found] if fewest else [])


BEFORE = 'kalla = "Budget 2023"\navrundning = { till = 100, metod = "uppat" }\n'


def test_who_follows_by_uprating_is_whom_the_year_before_had(small):
    some = (LICENS, "belopp = 30_000", 'belopp = 30_000\ndeltagare = ["lulea", "boden"]')
    leaves = (
        LICENS,
        "belopp = 30_000",
        "belopp = 30_000\ndeltagare = { till = { boden = 2024-06-30 } }",
    )
    own = (LICENS, "fran = 2024\n", 'fran = 2024\ndeltagare = ["overtornea"]\n')

    assert participation(small(some), "licens") == {BODEN: WHOLE_YEAR, LULEA: WHOLE_YEAR}
    assert participation(small(leaves), "licens") == {**EVERYONE, BODEN: Months(1, 6)}
    assert participation(small(some, own), "licens") == {OVERTORNEA: WHOLE_YEAR}
    stays = own[2].replace("overtornea", "boden")
    assert participation(small(leaves, (*own[:2], stays)), "licens") == {BODEN: WHOLE_YEAR}


def test_who_comes_to_one_item_in_a_later_year_does_not_follow_by_uprating(small):
    """The allocation then refuses, for an amount of the other item would be lost."""
    posts = POSTS.replace("2022-12-31", "2023-12-31").replace(
        'deltagare = ["boden", "lulea"]\n', ""
    )
    later = "deltagare = { fran = { boden = 2025-01-01 } }\n"
    data = small(
        (
            LICENS,
            'belopp = 30_000\nfordelning = "lika"\nkalla = "Budget 2023"\n',
            BEFORE + posts + later,
        )
    )

    assert participation(data, "licens") == {LULEA: WHOLE_YEAR, OVERTORNEA: WHOLE_YEAR}


@pytest.mark.parametrize(
    ("period", "total", "cost"),
    [
        ("underlag = 100_000", None, 100_000),
        ("belopp = 100_000", 100_000, None),
        ("underlag = 100_000\nbelopp = 100_200", 100_200, 100_000),
    ],
)
@pytest.mark.parametrize("part", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_a_total_that_is_a_control_waits_for_a_whole_year_rounded_on_its_own(
    small, period, total, cost, part, together
):
    slips = [(DRIFT, "underlag = 100_000", period)]
    slips += [(DRIFT, "fran = 2024", "fran = 2024-02-01")] * part + [TWO_WAY] * together
    if total == 100_000:
        slips += [(DRIFT, '"uppat"', '"storsta_rest"')]

    plan, inputs = made(small(*slips), "drift")

    control = total and cost
    held = None if control and (part or together) else total
    assert (plan.stated_total, plan.stated_cost) == (held, cost)
    assert [value for value, _ in said_of(InputKind.TOTAL, inputs)] == ([held] if held else [])


def test_what_is_rounded_together_is_what_the_budget_has_and_shares(small):
    data = small(TWO_WAY)
    outside = small(TWO_WAY, (DRIFT, 'kort = "Drift"', 'kort = "Drift"\ni_budget = false'))
    priced = small(
        TWO_WAY,
        (TRAFIK, "i_budget = false", "i_budget = true"),
    )

    assert [node.service for node in rounded_together(data, 2024)] == ["drift", "licens"]
    assert [node.service for node in rounded_together(outside, 2024)] == ["licens"]
    assert [node.service for node in rounded_together(priced, 2024)] == ["drift", "licens"]
    assert rounded_together(data, 2023) == rounded_together(small(), 2024) == []
    assert unit_together(data, Node("drift", 2024)) == 100
    plan, inputs = made(data, "drift")
    assert plan.rounding == Rounding(100, together=True)
    assert said_of(InputKind.ROUNDING, inputs)[0][1] == ("tvavagsavrundning",)
    assert made(data, "trafik")[0].rounding == Rounding()


def test_a_service_that_is_not_there_in_the_year_is_not_rounded_together(small):
    data = small(TWO_WAY, (DRIFT, "fran = 2024", "fran = 2025"))

    assert [node.service for node in rounded_together(data, 2024)] == ["licens"]


def test_items_of_which_one_is_shared_are_rounded_together(small):
    agreed = '\n[[period.post]]\nnamn = "Eget"\nfordelning = { belopp = { boden = 7 } }\n'
    own = agreed + 'deltagare = ["boden"]\n'

    both = small(TWO_WAY, *IN_POSTS, (DRIFT, None, own))

    assert unit_together(both, Node("drift", 2024)) == 100


@pytest.mark.parametrize(
    ("slip", "why"),
    [
        ((LICENS, "fran = 2023\nbelopp", "fran = 2022\ntill = 2022\nbelopp"), ""),
        (
            (LICENS, 'belopp = 30_000\nfordelning = "lika"', 'saknas = "Inte beslutat"'),
            ": Inte beslutat",
        ),
    ],
)
def test_a_year_that_has_no_figures_is_told_by_what_builds_on_it(small, slip, why):
    assert problems(small(slip))[0] == (
        "EK205",
        LICENS,
        (),
        "licens saknar uppgifter för 2023, som en annan tjänst eller ett annat år bygger på" + why,
        "lägg till en period som gäller det året, eller bygg på ett annat år",
    )


def test_a_month_may_be_rounded(small):
    data = small((DRIFT, 'metod = "uppat" }', 'metod = "uppat", per = "manad" }'))

    assert made(data, "drift")[0].rounding == Rounding(100, Method.UP, monthly=True)
