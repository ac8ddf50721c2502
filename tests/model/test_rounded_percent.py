"""Percentages that were rounded in print: what they come to is stated, and the cost is shared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from enamnd_cost.model.splits.agreed import Procent


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
