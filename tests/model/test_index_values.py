"""What an index value can be, and what one that cannot be is a slip for."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enamnd_cost.model.index import Index, Varde
from enamnd_cost.model.index.doubts import doubts, odd


def value(procent, **more):
    return Varde(ar=2025, procent=Decimal(procent), status="avtalad", **more)


@pytest.mark.parametrize("procent", ["3.9", "0", "-5", "15", "0.15", "-0.15", "14.99"])
def test_what_an_index_may_be_is_no_doubt(procent):
    assert odd(value(procent)) is None


@pytest.mark.parametrize("procent", ["39", "390", "0.039", "103.9", "15.1", "-5.1", "0.1", "-0.01"])
def test_what_it_may_not_be_is_one_unless_the_file_says_why(procent):
    assert odd(value(procent))
    assert odd(value(procent, ovanligt="Det var så")) is None


@given(st.integers(15, 1_500).map(lambda n: Decimal(n) / 100))
@example(meant=Decimal("10.02"))
def test_a_lost_comma_a_fraction_and_an_index_number_are_told_or_are_values_that_could_be(meant):
    for slip in (meant * 10, meant / 100, meant + 100):
        doubt = odd(value(slip))
        if doubt is None:
            assert Decimal("0.15") <= slip <= 15  # nothing tells it from a value that was meant
        elif slip > 100 or slip < Decimal("0.15"):
            said = doubt.rpartition("menas ")[2].removesuffix("?")
            # Just above a hundred, an index number and a lost comma look the same: 100.2.
            assert Decimal(said.replace(",", ".")) in {meant, slip - 100 if slip > 100 else meant}


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ("14", "menas 1,4?"),
        ("10.39", "ligger långt"),
        ("-3.9", "menas 3,9?"),
        ("1.039", "kan vara en faktor; menas 3,9?"),
        ("4.4", None),
        ("9.4", None),
        ("-0.6", None),
        ("1.04", None),
    ],
)
def test_a_value_is_held_to_what_its_series_has_been(later, said):
    """As close as five points to any earlier value is usual; unless the file says why."""
    earlier = {"ar": 2024, "procent": Decimal("4.4"), "status": "avtalad"}
    value = {"ar": 2025, "procent": Decimal(later), "status": "avtalad"}
    for extra, told in (({}, said), ({"ovanligt": "Så är det"}, None)):
        serie = {"id": "PKV", "namn": "PKV", "varde": [earlier, {**value, **extra}]}

        found = [doubt for _, doubt in doubts(Index(serie=[serie]))]

        assert found[0] is None, "nothing is known before the first"
        assert (found[1] is None) if told is None else told in found[1]
