"""Causes: for any two services, exactly the difference; mirrored, and only where there is one."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.compare.causes import Cause, causes
from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR, Months
from enamnd_cost.engine.plan import (
    Basis,
    Charge,
    Charges,
    Factor,
    Node,
    Part,
    Plan,
    ProportionsOf,
    SharedCost,
    UpratedAmounts,
    Uprating,
    Weights,
)
from enamnd_cost.engine.rounding import Method, Rounding

CODES = ["2506", "2505", "2582", "2523", "2580"]
BEFORE, AFTER, SOURCE = Node("tjanst", 2023), Node("tjanst", 2024), Node("kalla", 2022)
ROUNDINGS = st.builds(
    Rounding, st.sampled_from([1, 100, 1000]), st.sampled_from([Method.UP, Method.NEAREST])
)
EQUAL = Weights("lika delar", dict.fromkeys(CODES, 1))


def population(least=1):
    counts = st.fixed_dictionaries({code: st.integers(least, 90_000) for code in CODES})
    return counts.map(lambda held: Weights("folkmängd", held, basis=Basis.POPULATION))


@st.composite
def members(draw, *, whole=False):
    chosen = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    months = dict.fromkeys(chosen, WHOLE_YEAR)
    if not whole and len(chosen) > 1 and draw(st.booleans()):
        months[chosen[-1]] = Months(draw(st.integers(2, 12)), 12)
    return months


COSTS = st.integers(-(10**6), 10**7).map(Fraction)


@st.composite
def shared_items(draw, cost=COSTS):
    key = draw(st.sampled_from(["lika", "folk", "blandning", "vikter"]))
    parts = {
        "lika": (Part(EQUAL),),
        "folk": (Part(draw(population())),),
        "blandning": (Part(EQUAL, draw(st.integers(1, 3))), Part(draw(population()))),
        "vikter": (Part(draw(population())._replace(label="vikter", basis=Basis.STATED)),),
    }[key]
    return SharedCost("Drift", draw(cost), parts, draw(members()))


@st.composite
def plans(draw, node, earlier):
    """A plan of any kind; ``earlier`` are those that it may follow or uprate."""
    rounding = draw(ROUNDINGS)
    kind = draw(
        st.sampled_from(["delad", "delad", "poster", "avtal"])
        if not earlier
        else st.sampled_from(["delad", "poster", "avtal", "foljer", "belopp", "underlag"])
    )
    if kind == "delad":
        items = (draw(shared_items()),)
    elif kind == "poster":
        items = (draw(shared_items()), draw(shared_items()))
    elif kind == "avtal":
        months = draw(members(whole=True))
        charges = {code: Charge(1, draw(st.integers(-500, 10**6))) for code in months}
        items = (Charges("Avtal", "avtalade belopp", charges, months, by_month=True),)
    else:
        source = draw(st.sampled_from(sorted(earlier)))
        months = dict.fromkeys(earlier[source], WHOLE_YEAR)
        factors = (Factor("AKI", node.year, draw(st.integers(-5, 12).map(Fraction))),)
        if kind == "foljer":
            part = (Part(ProportionsOf("kalla", source)),)
            items = (SharedCost("Drift", draw(COSTS), part, months),)
        elif kind == "belopp":
            items = (UpratedAmounts("Drift", source, factors, months),)
        else:
            cost = Uprating(source, factors)
            items = (SharedCost("Drift", cost, (Part(EQUAL),), months),)
    there = draw(st.sampled_from([WHOLE_YEAR, WHOLE_YEAR, Months(7, 12), Months(1, 5)]))
    return Plan(node, items, rounding, months=there)


@st.composite
def budgets(draw):
    """Two budgets: a service that both build on, which may differ, and one that is compared."""
    sources = [draw(plans(SOURCE, {})) for _ in range(2)]
    if draw(st.booleans()):
        sources[1] = sources[0]
    same_year = draw(st.booleans())
    made = []
    for side, node in enumerate((BEFORE, AFTER)):
        earlier = {SOURCE: list(sources[side].items[0].participation)}
        held = [sources[side]]
        if side and not same_year:
            held.append(made[0][-1])
            earlier[BEFORE] = list(made[0][-1].items[0].participation)
        held.append(draw(plans(BEFORE if same_year else node, earlier)))
        made.append(held)
    outcomes = [allocate(held).done for held in made]
    compared = [outcome.get(held[-1].node) for outcome, held in zip(outcomes, made, strict=True)]
    return compared, (outcomes[0], outcomes[1])


def difference(before, after):
    codes = {*(before.amounts if before else ()), *(after.amounts if after else ())}
    was, now = [side.amounts if side else {} for side in (before, after)]
    return {code: now.get(code, 0) - was.get(code, 0) for code in codes}


def total(effects, code):
    return sum((effect.get(code, Fraction(0)) for effect in effects.values()), Fraction(0))


@settings(max_examples=600)
@given(budgets())
def test_causes_are_together_exactly_the_difference(pair):
    (before, after), done = pair
    effects = causes(before, after, done)

    for code, kr in difference(before, after).items():
        assert total(effects, code) == kr


@settings(max_examples=300)
@given(budgets())
def test_after_against_before_mirrors_before_against_after(pair):
    (before, after), done = pair
    there, back = causes(before, after, done), causes(after, before, (done[1], done[0]))

    for cause in Cause:
        for code in CODES:
            zero = Fraction(0)
            assert there.get(cause, {}).get(code, zero) == -back.get(cause, {}).get(code, zero)


@settings(max_examples=300)
@given(budgets())
def test_only_cost_index_and_rounding_change_what_all_pay_together(pair):
    (before, after), done = pair
    if before is None or after is None:
        return
    effects = causes(before, after, done)

    for cause in (Cause.PARTICIPANTS, Cause.POPULATION, Cause.MODEL):
        assert sum(effects.get(cause, {}).values(), Fraction(0)) == 0


@given(budgets())
def test_nothing_differs_from_itself(pair):
    (before, _), done = pair

    assert causes(before, before, (done[0], done[0])) == {}


def effects_of(before, after):
    """Compare two plans of the same service; give each cause's effect where there is any."""
    done = [allocate([plan]).done for plan in (before, after)]
    sides = [known[plan.node] for known, plan in zip(done, (before, after), strict=True)]
    found = causes(*sides, (done[0], done[1]))
    return {cause: effect for cause, effect in found.items() if any(effect.values())}


KRONA = Rounding(1, Method.UP)
BY_EQUAL = (Part(EQUAL),)


def plan(cost=1_000, parts=BY_EQUAL, codes=CODES, rounding=KRONA):
    months = dict.fromkeys(codes, WHOLE_YEAR)
    return Plan(AFTER, (SharedCost("Drift", Fraction(cost), parts, months),), rounding)


FOLK = Weights(
    "folk", {"2506": 1, "2505": 2, "2582": 3, "2523": 4, "2580": 10}, basis=Basis.POPULATION
)
LATER = FOLK._replace(weights={"2506": 2, "2505": 2, "2582": 2, "2523": 4, "2580": 10})


def test_one_change_has_one_cause():
    assert set(effects_of(plan(), plan(cost=2_000))) == {Cause.COST}
    assert set(effects_of(plan(), plan(parts=(Part(FOLK),)))) == {Cause.MODEL}
    assert set(effects_of(plan(parts=(Part(FOLK),)), plan(parts=(Part(LATER),)))) == {
        Cause.POPULATION
    }
    assert set(effects_of(plan(), plan(codes=CODES[:4]))) == {Cause.PARTICIPANTS}
    rounded = plan(rounding=Rounding(1_000, Method.UP))
    assert set(effects_of(plan(), rounded)) == {Cause.ROUNDING}


def test_uprating_is_index_and_what_was_uprated_is_taken_as_it_was_rounded():
    before = plan(cost=1_001, rounding=Rounding(100, Method.UP))._replace(node=BEFORE)
    factors = (Factor("AKI", 2024, Fraction(10)),)
    item = UpratedAmounts("Drift", BEFORE, factors, dict.fromkeys(CODES, WHOLE_YEAR))
    after = Plan(AFTER, (item,), Rounding(100, Method.UP))
    done = allocate([before, after]).done

    found = causes(done[BEFORE], done[AFTER], (done, done))

    assert {c.value: e["2582"] for c, e in found.items() if any(e.values())} == {
        "index": 30, "avrundning": 70,
    }  # fmt: skip


def test_two_changes_share_what_they_do_together():
    """Twice the cost and another index: half of the product's corner goes to each."""
    source = plan(cost=1_000)._replace(node=SOURCE)
    dearer = plan(cost=2_000)._replace(node=SOURCE)

    def uprated(percent):
        factors = (Factor("AKI", 2024, Fraction(percent)),)
        months = dict.fromkeys(CODES, WHOLE_YEAR)
        return Plan(AFTER, (UpratedAmounts("Drift", SOURCE, factors, months),))

    done = [allocate([source, uprated(0)]).done, allocate([dearer, uprated(10)]).done]
    found = causes(done[0][AFTER], done[1][AFTER], (done[0], done[1]))

    assert {c.value: e["2582"] for c, e in found.items() if any(e.values())} == {
        "kostnad": 210, "index": 30,
    }  # fmt: skip


def test_an_uprated_cost_is_index_also_where_somebody_came_in_the_course_of_the_year():
    months = {**dict.fromkeys(CODES, WHOLE_YEAR), "2580": Months(7, 12)}
    first = SharedCost("Drift", Fraction(100_000), (Part(EQUAL), Part(FOLK)), months)
    before = Plan(BEFORE, (first,), Rounding(100, Method.UP))
    cost = Uprating(BEFORE, (Factor("AKI", 2024, Fraction(5)),))
    second = SharedCost("Drift", cost, (Part(EQUAL), Part(LATER)), dict.fromkeys(CODES, WHOLE_YEAR))
    done = allocate([before, Plan(AFTER, (second,), Rounding(100, Method.UP))]).done

    found = causes(done[BEFORE], done[AFTER], (done, done))

    shown = {cause.value for cause, effect in found.items() if any(effect.values())}
    assert shown == {"deltagare", "index", "folkmangd", "avrundning"}
    assert all(abs(kr) < 200 for kr in found[Cause.ROUNDING].values())


def test_amounts_of_both_signs_are_uprated_by_index_too():
    amounts = {"2506": -300, "2505": 1_200, "2582": 700}
    months = dict.fromkeys(amounts, WHOLE_YEAR)
    charges = {code: Charge(1, kr) for code, kr in amounts.items()}
    before = Plan(BEFORE, (Charges("Avtal", "avtal", charges, months, by_month=True),), KRONA)
    factors = (Factor("AKI", 2024, Fraction(10)),)
    after = Plan(AFTER, (UpratedAmounts("Avtal", BEFORE, factors, months),), KRONA)
    done = allocate([before, after]).done

    found = causes(done[BEFORE], done[AFTER], (done, done))

    assert {code: int(kr) for code, kr in found[Cause.INDEX].items()} == {
        "2506": -30, "2505": 120, "2582": 70,
    }  # fmt: skip


def test_what_many_build_on_is_compared_once_however_deep():
    """Forty services that each follow the two before: twice as many ways for each, if not kept."""
    months = dict.fromkeys(CODES, WHOLE_YEAR)

    def layers(people):
        plans = [plan(parts=(Part(people),)), plan()]
        plans = [each._replace(node=Node(f"t{n:02d}", 2024)) for n, each in enumerate(plans)]
        for n in range(2, 40):
            keys = [ProportionsOf("som", plans[n - m].node) for m in (1, 2)]
            items = tuple(
                SharedCost(f"Del {m}", Fraction(1_000_000), (Part(key),), months)
                for m, key in enumerate(keys)
            )
            plans.append(Plan(Node(f"t{n:02d}", 2024), items, KRONA))
        return plans

    done = allocate(layers(FOLK)).done, allocate(layers(LATER)).done
    before, after = (held[Node("t39", 2024)].amounts for held in done)

    found = causes(done[0][Node("t39", 2024)], done[1][Node("t39", 2024)], done)

    assert before != after
    for code in CODES:
        assert sum(effect.get(code, 0) for effect in found.values()) == after[code] - before[code]


@given(plans(BEFORE, {}), st.integers(1, 12), st.integers(1, 12))
def test_how_long_a_service_is_there_is_a_matter_of_cost(plan, first, last):
    """Whatever its items and keys are; and of rounding, where the amounts are others."""
    items = tuple(
        item._replace(participation=dict.fromkeys(item.participation, WHOLE_YEAR))
        for item in plan.items
    )
    alone = plan.rounding._replace(together=False)
    whole = plan._replace(items=items, rounding=alone, months=WHOLE_YEAR)
    part = whole._replace(node=AFTER, months=Months(min(first, last), max(first, last)))
    done = allocate([whole, part]).done

    for sides in ((BEFORE, AFTER), (AFTER, BEFORE)):
        before, after = (done[node] for node in sides)
        effects = {
            cause: kr
            for cause, kr in causes(before, after, (done, done)).items()
            if any(kr.values())
        }

        assert effects.keys() <= {Cause.COST, Cause.ROUNDING}
        for code, kr in difference(before, after).items():
            assert total(effects, code) == kr


def test_a_half_year_then_a_whole_uprated_is_cost_and_index():
    """The index is on the whole year's level, and nobody has joined."""
    half = Plan(
        BEFORE,
        (
            SharedCost(
                "Drift", Fraction(100_000), (Part(EQUAL),), dict.fromkeys(CODES, Months(7, 12))
            ),
        ),
        months=Months(7, 12),
    )
    cost = Uprating(BEFORE, (Factor("PKV", 2024, Fraction(3)),))
    whole = Plan(
        AFTER, (SharedCost("Drift", cost, (Part(EQUAL),), dict.fromkeys(CODES, WHOLE_YEAR)),)
    )
    done = allocate([half, whole]).done

    effects = causes(done[BEFORE], done[AFTER], (done, done))

    sums = {cause: sum(kr.values()) for cause, kr in effects.items() if any(kr.values())}
    assert sums == {Cause.COST: 50_000, Cause.INDEX: 3_000}


def test_who_joined_within_the_half_year_is_a_participant_and_the_rest_is_cost():
    who = {code: Months(7, 12) for code in CODES} | {CODES[-1]: Months(10, 12)}
    half = Plan(
        BEFORE,
        (SharedCost("Drift", Fraction(120_000), (Part(EQUAL),), who),),
        Rounding(1, Method.UP),
        months=Months(7, 12),
    )
    everyone = dict.fromkeys(CODES, WHOLE_YEAR)
    whole = Plan(AFTER, (SharedCost("Drift", Fraction(120_000), (Part(EQUAL),), everyone),))
    done = allocate([half, whole]).done

    effects = causes(done[BEFORE], done[AFTER], (done, done))

    assert effects[Cause.COST] == dict.fromkeys(CODES[:-1], 15_000) | {CODES[-1]: 0}
    assert sum(effects[Cause.PARTICIPANTS].values()) == 0
    assert effects[Cause.PARTICIPANTS][CODES[-1]] == 18_000
    assert not any(effects.get(Cause.MODEL, {}).values())
