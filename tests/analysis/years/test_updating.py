"""A proposal brought up to date is what the model gives, whatever became of its services."""

import datetime as dt
import re
import tomllib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.checks.run import run as run_checks
from enamnd_cost.analysis.year import compute
from enamnd_cost.analysis.years.draft import draft
from enamnd_cost.analysis.years.updating import refusal, update
from enamnd_cost.files import drafting
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.index import Index, Varde
from enamnd_cost.model.period import Period
from enamnd_cost.model.tjanst import Tjanst

MENDED = {"EK413", "EK414", "EK415", "EK416", "EK417", "EK418", "EK422"}
UP = {"till": 100, "metod": "uppat"}
NEW = {"fran": 2025, "underlag": 100_000, "fordelning": "lika", "avrundning": UP, "kalla": "Prov"}


def valued(data, percent):
    """The data with an index value for 2025."""
    new = Varde(ar=2025, procent=percent, status="avtalad", kalla="Prov")
    serier = []
    for serie in data.index.serie:
        kept = [value for value in serie.varde if serie.id != "PKV" or value.ar != 2025]
        own = [new] if serie.id == "PKV" else []
        serier.append(serie.model_copy(update={"varde": [*kept, *own]}))
    return replace(data, index=Index(serie=serier))


@pytest.fixture(scope="module")
def drafted(data):
    """The shipped data with a proposal for 2025, and that proposal's file."""
    made, problems = draft(valued(data, 3), 2024)
    assert problems == []
    whole = replace(made.data, facit={})
    return whole, drafting.budget(made.budget, b"#:schema ../x.json\n", {"e-arkiv": "oförändrad"})


def read(raw):
    return Budget.model_validate(tomllib.loads(raw.decode(), parse_float=Decimal))


def updated(data, raw):
    """Bring the file up to date; give what it then is, and what was said."""
    found = update(compute(with_budget(data, raw), [2025]), 2025)
    after = drafting.rewritten(raw, found.changed, found.total, found.new, found.gone)
    assert after is not None
    assert found.nothing == (after == raw)
    return after, found


def with_budget(data, raw):
    return replace(data, budgetar={**data.budgetar, 2025: read(raw)})


def faults(data, raw):
    return {f.code for f in run_checks(with_budget(data, raw), [2025]).findings}


def set_period(data, service, **fields):
    """The data with a period from 2025 that is other than the one before."""
    tjanst = data.tjanster[service]
    last = tjanst.period[-1]
    said = last.model_dump(exclude_none=True, exclude_defaults=True)
    period = Period.model_validate({**said, **fields, "fran": 2025})
    earlier = [each for each in tjanst.period if each.fran < 2025]
    changed = tjanst.model_copy(update={"period": [*earlier, period]})
    return replace(data, tjanster={**data.tjanster, service: changed})


def new_service(data, name, **keys):
    period = Period.model_validate({**NEW, **keys})
    inside = name.startswith("tj")
    tjanst = Tjanst(namn=name, kort=name, i_budget=inside, period=[period])
    return replace(data, tjanster={**data.tjanster, name: tjanst})


def moved(data, service):
    """The data with a service on the other side of the budget's line."""
    tjanst = data.tjanster[service]
    other = tjanst.model_copy(update={"i_budget": not tjanst.i_budget})
    return replace(data, tjanster={**data.tjanster, service: other})


def ended(data, service):
    tjanst = data.tjanster[service]
    last = tjanst.period[-1]
    periods = tjanst.period[:-1] if last.fran == 2025 else tjanst.period
    periods = [*periods[:-1], periods[-1].model_copy(update={"till": 2024})]
    return replace(
        data,
        tjanster={**data.tjanster, service: tjanst.model_copy(update={"period": periods})},
    )


kronor = st.integers(100_000, 2_000_000)
dates = st.sampled_from([dt.date(year, 12, 31) for year in (2015, 2017, 2019, 2023, 2024)])
CHANGES = {
    "a changed cost": st.builds(
        lambda kr: lambda d: set_period(d, "soc-grund", underlag=kr, belopp=None), kronor
    ),
    "a changed total": st.builds(
        lambda kr: lambda d: set_period(d, "e-arkiv", belopp=kr * 1_000), st.integers(1, 999)
    ),
    "another population": st.builds(
        lambda date: lambda d: set_period(d, "soc-grund", folkmangd=date, belopp=None), dates
    ),
    "a participant that leaves": st.builds(
        lambda who: lambda d: set_period(d, "e-arkiv", deltagare={"utom": [who]}),
        st.sampled_from(["boden", "kiruna", "lulea"]),
    ),
    "another index": st.builds(
        lambda percent: lambda d: valued(d, percent),
        st.decimals(min_value=1, max_value=8, places=1),
    ),
    "a new service": st.builds(
        lambda name, kr: lambda d: new_service(d, name, underlag=kr),
        st.sampled_from(["tja", "tjo", "a-projekt", "z-projekt"]),
        kronor,
    ),
    "a service that ends": st.builds(
        lambda name: lambda d: ended(d, name),
        st.sampled_from(["soc-grund", "raddningstjansten", "e-arkiv"]),
    ),
    "a service that moves": st.just(lambda d: moved(d, "e-tjansteplattform")),
    "a cost in items": st.just(
        lambda d: new_service(
            d,
            "tjp",
            underlag=None,
            fordelning=None,
            post=[{"namn": "A", "underlag": 14_000, "fordelning": "lika"}],
        )
    ),
}


@settings(max_examples=60)
@given(made=st.lists(st.one_of(*CHANGES.values()), min_size=1, max_size=4))
def test_check_is_silent_once_it_is_brought_up_to_date(drafted, made):
    data, raw = drafted
    for change in made:
        data = change(data)

    after, _ = updated(data, raw)

    assert faults(data, after) == set()
    again, found = updated(data, after)
    assert (again, found.said) == (after, ()), "there is nothing more to do"


FIGURES_ONLY = {
    "a changed cost": lambda d: set_period(d, "soc-grund", underlag=700_000, belopp=None),
    "a changed total": lambda d: set_period(d, "e-arkiv", belopp=320_000),
    "another population": lambda d: set_period(
        d, "soc-grund", folkmangd=dt.date(2015, 12, 31), belopp=None
    ),
    "a participant that leaves": lambda d: set_period(
        d, "soc-grund", deltagare={"utom": ["kiruna"]}, belopp=None
    ),
    "another index": lambda d: valued(d, 9),
}
NUMBER = re.compile(rb"= [\d_]+$", re.MULTILINE)


@pytest.mark.parametrize("kind", FIGURES_ONLY)
def test_figures_are_all_that_changes_where_the_services_are_the_same(drafted, kind):
    data, raw = drafted
    changed = FIGURES_ONLY[kind](data)
    assert faults(changed, raw) & MENDED

    after, found = updated(changed, raw)

    assert NUMBER.sub(b"= N", after) == NUMBER.sub(b"= N", raw)
    lines = list(zip(raw.split(b"\n"), after.split(b"\n"), strict=True))
    assert 2 <= sum(before != now for before, now in lines) <= 4
    (service,), total = found.changed, found.said[-1]
    assert found.said[0].startswith(f"{service[1]}: intäkt ")
    assert total.startswith("summa ")


LINES = [
    (lambda d: new_service(d, "tja"), "tja: ny rad i budgeten, intäkt 100 800"),
    (lambda d: new_service(d, "projekt-x"), "projekt-x: ny rad utanför budgeten, belopp 100 800"),
    (lambda d: ended(d, "e-arkiv"), "tjänsten har ingen period som gäller 2025"),
    (lambda d: moved(d, "e-arkiv"), "tjänsten ligger utanför budgeten"),
    (lambda d: unknown(d, "e-arkiv"), "uppgift saknas för 2025: Offert väntas."),
]


def unknown(data, service):
    tjanst = data.tjanster[service]
    period = Period(fran=2025, saknas="Offert väntas.", kalla="Prov")
    changed = tjanst.model_copy(update={"period": [*tjanst.period, period]})
    return replace(data, tjanster={**data.tjanster, service: changed})


@pytest.mark.parametrize(("change", "said"), LINES, ids=[said for _, said in LINES])
def test_lines_that_come_and_go_are_told(drafted, change, said):
    data, raw = drafted
    changed = change(data)
    assert "EK413" in faults(changed, raw)

    after, found = updated(changed, raw)

    assert said in "\n".join(found.said).replace("\N{NO-BREAK SPACE}", " ")
    assert faults(changed, after) == set()


def test_a_cost_that_differs_on_purpose_stays_and_is_told(drafted):
    data, raw = drafted
    own = raw.replace(b"kostnad = 313_000", b"kostnad = 400_000")
    changed = set_period(data, "e-arkiv", belopp=320_000)

    after, found = updated(changed, own)

    assert b"intakt = 320_000\nkostnad = 400_000\n" in after
    assert [each for each in found.left if each.startswith("e-arkiv: kostnad")]
    assert faults(changed, after) == {"EK415"}


def test_what_cannot_be_computed_is_left_and_it_is_said_why(drafted):
    data, raw = drafted
    changed = set_period(data, "soc-grund", folkmangd=dt.date(2030, 12, 31), belopp=None)
    changed = set_period(changed, "e-arkiv", belopp=320_000)

    after, found = updated(changed, raw)

    assert after == raw.replace(b"= 313_000", b"= 320_000")
    assert found.left == (
        "soc-grund: lämnas som den är, folkmängd för mätdatum 2030-12-31 finns inte",
        "summa lämnas som den är: soc-grund går inte att räkna ut än",
    )


def test_a_service_that_is_new_and_cannot_be_computed_gets_a_gap(drafted):
    data, raw = drafted
    changed = new_service(data, "tja", fordelning="invanare", folkmangd=dt.date(2030, 12, 31))

    after, found = updated(changed, raw)

    line = read(after).tjanst["tja"]
    assert (line.intakt, line.saknas) == (None, "folkmängd för mätdatum 2030-12-31 finns inte")
    assert found.said[0].startswith("tja: ny rad i budgeten, saknas: folkmängd")
    filled, _ = updated(new_service(data, "tja"), after)
    assert faults(new_service(data, "tja"), filled) == set()


def test_words_about_a_figure_that_is_another_now_are_pointed_out(drafted):
    data, raw = drafted
    why = b'harledning = "313 000 \xc3\xa4r f\xc3\xb6rra \xc3\xa5rets."'
    told = raw.replace(b"kostnad = 313_000", b"kostnad = 313_000\n" + why)

    after, found = updated(set_period(data, "e-arkiv", belopp=320_000), told)

    assert why in after
    assert found.left == ('e-arkiv: läs om harledning, som står kvar: "313 000 är förra årets."',)
    assert updated(data, told)[1].left == (), "of a figure that stands nothing is said"


def test_a_decided_budget_is_not_rewritten(data):
    assert [p.code for p in refusal(data, 2024)] == ["EK017"]
    assert [p.code for p in refusal(data, 2025)] == ["EK004"]


def test_a_first_year_has_no_year_before_it_and_is_brought_up_to_date(drafted):
    data, raw = drafted
    alone = replace(set_period(data, "e-arkiv", belopp=320_000), budgetar={}, utfall={})

    after, _ = updated(alone, raw)

    assert faults(alone, after) == set()
