"""Two-way rounding against networkx' network simplex: another program, another way to it."""

import random
from fractions import Fraction
from math import floor, lcm

import networkx as nx
import pytest
from tests.engine.test_two_way import amounts, cells_of, seeded, sums


def score(exact, whole):
    """Say how good a rounding is by the first three rules; less is better."""
    totals, of_whole = sums(exact), sums(whole)
    return (
        sum(abs(of_whole[key] - value) for key, value in totals.items()),
        sum(abs(whole[at] - value) for at, value in exact.items()),
        -sum(value for at, value in exact.items() if whole[at] > value),
    )


def by_simplex(exact):
    """Round a table as the flow of least cost: an arc carries its floor, and one more at most."""
    arcs = {}
    for (service, who), value in exact.items():
        arcs["r", who, "s", service] = value, False
        for arc in (("o", "", "r", who), ("s", service, "t", ""), ("t", "", "o", "")):
            arcs[arc] = arcs.get(arc, (0, True))[0] + value, True
    scale = lcm(*(value.denominator for value in exact.values()))
    first = 1 + sum(abs(value) * scale for value in exact.values())
    weights = {True: int(first) * (1 + scale * len(exact)), False: int(first)}
    network = nx.DiGraph()
    for (kind, tail, other, head), (value, total) in arcs.items():
        for node, moved in (((kind, tail), floor(value)), ((other, head), -floor(value))):
            network.add_node(node)
            demand = network.nodes[node].get("demand", 0)
            network.nodes[node]["demand"] = demand + moved
        further = 1 - 2 * (value - floor(value))  # what raising it instead of lowering it adds
        cost = weights[total] * int(further * scale) - (0 if total else int(value * scale))
        can = int(value != floor(value))
        network.add_edge((kind, tail), (other, head), capacity=can, weight=cost)
    _, flow = nx.network_simplex(network)
    return {
        (service, who): floor(value) + flow["r", who]["s", service]
        for (service, who), value in exact.items()
    }


@pytest.mark.parametrize(("rows", "columns", "count"), [(3, 3, 300), (5, 9, 100), (14, 12, 25)])
def test_no_rounding_is_better_than_ours(rows, columns, count):
    chance = random.Random(1966 + rows)
    for _ in range(count):
        table = seeded(chance, rows, columns, whole=chance.random() / 2, refunds=chance.random())
        exact = cells_of(table)
        ours = amounts(table)

        assert score(exact, ours) == score(exact, by_simplex(exact))


def test_a_worse_rounding_has_a_worse_score():
    exact = {("a", "1"): Fraction(1, 2), ("a", "2"): Fraction(1, 2), ("b", "1"): Fraction(3, 4)}

    good, bad = by_simplex(exact), dict.fromkeys(exact, 1)

    assert score(exact, good) < score(exact, bad)
