"""How a period's cost is stated: one of six ways, which ``Period.stated`` tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from enamnd_cost.model.fordelning import Split
from enamnd_cost.model.parts import Post, Uppraknas


class InItems(NamedTuple):
    """Several cost items, each with a split of its own."""

    posts: Sequence[Post]


class EachUprated(NamedTuple):
    """Every municipality's amount of an earlier year, uprated."""

    rule: Uppraknas


class CostUprated(NamedTuple):
    """The cost of an earlier year, uprated and split anew."""

    rule: Uppraknas
    split: Split


class Charged(NamedTuple):
    """A split that says itself what each pays."""

    split: Split


class CostGiven(NamedTuple):
    """A cost to share, in kronor (*underlag*)."""

    kronor: int
    split: Split


class TotalGiven(NamedTuple):
    """A decided total to hand out, in kronor (*belopp*)."""

    kronor: int
    split: Split


Stated = InItems | EachUprated | CostUprated | Charged | CostGiven | TotalGiven
