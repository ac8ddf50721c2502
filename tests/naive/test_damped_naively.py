"""One step of damping, the program's against the naive one, krona by krona and no by no."""

from decimal import Decimal

from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.naive.damping import step
from tests.naive.folder import Refused

from enamnd_cost.engine.errors import AllocationError
from enamnd_cost.model.dampning import Dampning

CODES = ["2505", "2506", "2510", "2582", "2583"]
KINDS = {"procent": [0, 1, 5, 10, 60], "kr": [0, 10, 999, 50_000], "kr_per_invanare": [1, 90]}


@st.composite
def situations(draw):
    """Give what was paid, what is to be, the limits as the file has them, and the population."""
    unit = draw(st.sampled_from([1, 1, 10, 100]))
    who = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
    kronor = st.integers(0, 900).map(lambda n: n * unit) | st.integers(0, 90_000)
    paid = {code: draw(kronor) for code in who if draw(st.integers(0, 5))}
    new = {code: draw(kronor) for code in who if draw(st.integers(0, 7))}
    if new and draw(st.integers(0, 5)):  # much the same sum
        last = list(new)[-1]
        new[last] = max(new[last] + sum(paid.values()) - sum(new.values()), 0)
    how = {"till": unit, "aven_at_fel_hall": draw(st.booleans())}
    for way in draw(st.sampled_from([["hogst"], ["lagst"], ["hogst", "lagst"]])):
        kind = draw(st.sampled_from(sorted(KINDS)))
        how[f"{way}_{kind}"] = Decimal(draw(st.sampled_from(KINDS[kind])))
    return paid, new, how, {code: draw(st.integers(1, 500)) for code in CODES}


@settings(max_examples=500)
@given(situations())
def test_a_step_is_the_same_whoever_takes_it(situation):
    paid, new, how, people = situation
    try:
        naive = step(paid, new, how, people)
    except Refused:
        naive = None
    try:
        program = Dampning(**how).rule(people).step(paid, new)
    except AllocationError:
        program = None

    assert program == naive
    event("refused" if naive is None else "reached" if naive == new else "on the way")
