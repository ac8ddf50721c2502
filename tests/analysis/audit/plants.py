"""Mistakes to plant in a right document: each changes one thing and says where it must be found."""

import random

from tests.analysis.audit.documents import (
    MUNICIPALITIES,
    beside,
    in_columns,
    per_service,
    sections,
    stacked,
    thousands,
    wide,
    years,
)

NEIGHBOURS = {"Överkalix": "Övertorneå", "Övertorneå": "Överkalix"}


def _pick(made, kind, rng):
    return rng.choice(sorted(key for key in made.at if key[0] == kind))


def _swapped_digits(kr):
    """Exchange the first two neighbouring digits that differ."""
    text = str(kr)
    for n in range(len(text) - 1):
        if text[n] != text[n + 1] and text[n + 1] != "0":
            return int(text[:n] + text[n + 1] + text[n] + text[n + 2 :])
    return kr + 900


def wrong_cell(made, rng):
    key = _pick(made, "cell", rng)
    made.put(key, made.get(key) + 700)
    return [key]


def digits_in_cell(made, rng):
    key = _pick(made, "cell", rng)
    made.put(key, _swapped_digits(made.get(key)))
    return [key]


def sign_in_cell(made, rng):
    key = _pick(made, "cell", rng)
    made.put(key, -made.get(key))
    return [key]


def ten_times_too_much(made, rng):
    key = _pick(made, "cell", rng)
    made.put(key, made.get(key) * 10)
    return [key]


def other_row_repeated(made, rng):
    """The amount of the row above, typed once more."""
    key = _pick(made, "cell", rng)
    names = MUNICIPALITIES
    other = names[names.index(key[2]) - 1]
    made.put(key, made.get((*key[:2], other)))
    return [key]


def in_its_own_sum(plant):
    """In a table with one column it shows in the sum: nothing tells which row is wrong."""

    def planted(made, rng):
        (key,) = plant(made, rng)
        return [("sum", key[1])]

    planted.__name__ = plant.__name__
    return planted


def wrong_sum(made, rng):
    key = _pick(made, "sum", rng)
    made.put(key, made.get(key) + 1_000)
    return [key]


def wrong_row_sum(made, rng):
    key = _pick(made, "row", rng)
    made.put(key, made.get(key) - 100)
    return [key]


def wrong_total(made, _):
    made.put(("total",), made.get(("total",)) + 1)
    return [("total",)]


def two_cells_swapped(made, rng):
    """Two municipalities' amounts of one service have changed places."""
    while True:
        a, b = _pick(made, "cell", rng), _pick(made, "cell", rng)
        if a[1] == b[1] and made.get(a) != made.get(b):
            break
    first, second = made.get(a), made.get(b)
    made.put(a, second)
    made.put(b, first)
    return [a, b]


def row_missing(made, rng):
    key = _pick(made, "cell", rng)
    made.remove_row(key)
    return [("sum", key[1])]


def row_twice(made, rng):
    key = _pick(made, "name", rng)
    row, column = made.at[key]
    made.repeat_row(key)
    made.at["second"] = (row + 1, column)
    return ["second"]


def misspelt(made, rng):
    key = _pick(made, "name", rng)
    made.put(key, made.get(key)[:-1] + "x" + made.get(key)[-1])
    return [key]


def another_name(made, rng):
    """Överkalix and Övertorneå are easily mixed up."""
    key = _pick(made, "name", rng)
    other = NEIGHBOURS.get(key[2], MUNICIPALITIES[MUNICIPALITIES.index(key[2]) - 2])
    made.put(key, other)
    return [key, (*key[:2], other)]


def unknown_name(made, rng):
    key = _pick(made, "name", rng)
    made.put(key, "Umeå")
    return [key]


def letter_for_digit(made, rng):
    key = _pick(made, "cell", rng)
    made.put(key, str(made.get(key)).replace("0", "O"))
    return [key]


def cost_not_income(made, rng):
    key = _pick(made, "Kostnader", rng)
    made.put(key, made.get(key) + 300)
    return [key]


def income_not_cost(made, rng):
    key = _pick(made, "Intäkter", rng)
    made.put(key, _swapped_digits(made.get(key)))
    return [key]


def cost_missing(made, rng):
    key = _pick(made, "Kostnader", rng)
    made.remove_row(key)
    return [("sum", "Kostnader")]


def wrong_result(made, _):
    made.put(("result",), 400)
    return [("result",)]


def wrong_post(made, rng):
    """A slip in a section shows in its subtotal."""
    key = _pick(made, "post", rng)
    row = made.at[key][0]
    made.put(key, made.get(key) + 1_300)
    below = [(at[0], k) for k, at in made.at.items() if k[0] == "sum" and at[0] > row]
    return [min(below)[1]]


def wrong_change(made, rng):
    key = _pick(made, "change", rng)
    made.put(key, made.get(key) + 500)
    return [key]


def wrong_year(made, rng):
    key = _pick(made, rng.choice([2031, 2032]), rng)
    made.put(key, made.get(key) + 2_200)
    return [key]


def beyond_rounding(made, rng):
    key = _pick(made, "sum", rng)
    made.put(key, made.get(key) + 40)
    return [key]


def kronor_among_thousands(made, rng):
    key = _pick(made, "cell", rng)
    made.put(key, made.get(key) * 1_000 + 1_000_000)
    return [key]


PLANTS = [
    *((per_service, in_its_own_sum(plant)) for plant in (
        wrong_cell, digits_in_cell, sign_in_cell, ten_times_too_much, other_row_repeated
    )),
    *((per_service, plant) for plant in (
        wrong_sum, row_missing, row_twice, misspelt, another_name, unknown_name, letter_for_digit
    )),
    *((wide, plant) for plant in (
        wrong_cell, digits_in_cell, sign_in_cell, ten_times_too_much, other_row_repeated, wrong_sum,
        wrong_row_sum, wrong_total, two_cells_swapped, misspelt, another_name, row_missing,
    )),
    *((layout, plant) for layout in (stacked, beside) for plant in (
        cost_not_income, income_not_cost, wrong_sum
    )),
    (stacked, cost_missing),
    (stacked, wrong_result),
    *((in_columns, plant) for plant in (cost_not_income, income_not_cost, wrong_sum)),
    *((sections, plant) for plant in (wrong_post, wrong_sum, wrong_total)),
    *((years, plant) for plant in (wrong_change, wrong_year, wrong_sum)),
    *((thousands, plant) for plant in (beyond_rounding, kronor_among_thousands)),
]  # fmt: skip


def planted(layout, plant, seed):
    """Make a spoilt document: its grid and the keys at one of which the mistake must be found."""
    rng = random.Random(seed)
    made = layout(rng)
    return made, plant(made, rng), rng
