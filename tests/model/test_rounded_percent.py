"""Percentages that were rounded in print: what they come to is stated, and the cost is shared."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from enamnd_cost.model.splits.agreed import MEANING, Procent


def rounded(weights, places):
    whole = sum(weights)
    unit = Decimal(1).scaleb(-places)
    return {f"k{n}": (Decimal(100) * w / whole).quantize(unit) for n, w in enumerate(weights)}


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=20), st.integers(0, 2))
def test_whatever_rounding_makes_of_percentages_can_be_stated(weights, places):
    percent = rounded(weights, places)

    total = sum(percent.values())

    assert Procent(procent=percent, tillsammans=total).tillsammans == total


@pytest.mark.parametrize(
    ("percent", "stated", "said"),
    [
        ({"a": "33.3", "b": "33.3", "c": "33.3"}, None, "lägg till tillsammans = 99.9"),
        ({"a": "33.3", "b": "33.3", "c": "33.3"}, "99.8", "skriv tillsammans = 99.9"),
        ({"a": "33.3", "b": "33.3", "c": "33.3"}, "100", "skriv tillsammans = 99.9"),
        ({"a": "40", "b": "50"}, None, "eller använd vikter"),
        ({"a": "40", "b": "50"}, "90", "eller använd vikter"),
    ],
)
def test_what_rounding_does_not_explain_is_refused_with_what_to_write(percent, stated, said):
    given_ = {who: Decimal(n) for who, n in percent.items()}
    with pytest.raises(ValidationError) as refused:
        Procent(procent=given_, **({"tillsammans": Decimal(stated)} if stated else {}))

    (found,) = refused.value.errors()
    assert found["type"] == "EK118"
    assert said in found["ctx"]["remedy"]


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=20), st.integers(0, 2), st.data())
def test_who_carries_the_difference_pays_what_the_others_leave(weights, places, data):
    percent = rounded(weights, places)
    total = sum(percent.values())
    carrier = data.draw(st.sampled_from([w for w in percent if percent[w] >= total - 100]))
    assume(total != 100)

    key = Procent(procent=percent, tillsammans=total, skillnad=carrier)

    assert sum(key.sharing.values()) == 100
    assert {who for who in percent if key.sharing[who] != percent[who]} == {carrier}
    left = key.kept(lambda who: who == carrier)  # nothing, of one whom the others leave nothing
    assert (left.vikter if left else {carrier: 0}) == {carrier: key.sharing[carrier]}


def test_what_is_stated_says_who_gets_the_difference_and_what_is_not_says_nothing():
    printed = {"staten": Decimal(50), "a": Decimal("25.4"), "b": Decimal("22.8"),
               "c": Decimal("1.2"), "d": Decimal("0.7")}  # fmt: skip
    total = Decimal("100.1")
    shared = Procent(procent=printed, tillsammans=total)
    carried = Procent(procent=printed, tillsammans=total, skillnad="staten")
    whole = Procent(procent={"a": Decimal(60), "b": Decimal(40)})

    assert "hela kostnaden delas i proportion till dem" in shared.meaning()
    assert "staten bär skillnaden och betalar efter 49,9 i stället för 50" in carried.meaning()
    assert carried.words(None) == "efter fasta procenttal, där staten bär skillnaden till 100"
    assert (whole.words(None), whole.meaning()) == ("efter fasta procenttal", MEANING)
