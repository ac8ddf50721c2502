"""Slips to make in a document of any layout: each changes one thing, and says where it may be told.

A changed figure is to be found at its cell, or where the only check that it is part of is told: in
its row or its column. A row that is dropped is told at a sum, one that stands twice at one of both.
"""

import re

from tests.analysis.audit import layouts

ONE_CHECK = (layouts.operating, layouts.periods_down, layouts.one_row, layouts.rounded_kronor)


def _figures(made, *, nil=False):
    keys = [key for key in made.at if key[0] == "fig"]
    return sorted(key for key in keys if nil or re.search(r"[1-9]", str(made.get(key))))


def _posts(made):
    # Without its only income a statement has no check left: a result of costs alone is none.
    sums = (
        "Intäkter",
        "sum",
        "Summa",
        "Totalt",
        "result",
        "Helår",
        "Verksamhetens nettokostnad",
        "Årets resultat",
    )
    named = {key[1] for key in made.at if key[0] == "row"}
    return sorted(name for name in named if not name.startswith(sums))


def _change(made, rng, change):
    """Change the digits of a figure, written as it was."""
    for key in rng.sample(_figures(made), len(_figures(made))):
        old = str(made.get(key))
        new = change(old, rng)
        if new is not None and new != old:
            made.put(key, new if isinstance(made.get(key), str) else int(new))
            return key
    return None


def _one_digit(text, rng):
    """Change a digit, not one so late that rounding may be the cause."""
    at = [n for n, sign in enumerate(text) if sign.isdigit()][: max(1, len(text) - 3)]
    n = rng.choice(at)
    return text[:n] + rng.choice([d for d in "123456789" if d != text[n]]) + text[n + 1 :]


def _two_digits(text, rng):
    pairs = [
        n for n in range(len(text) - 3) if (text[n : n + 2]).isdigit() and text[n] != text[n + 1]
    ]
    pairs = [n for n in pairs if text[n + 1] != "0"]
    if not pairs:
        return None
    n = rng.choice(pairs)
    return text[:n] + text[n + 1] + text[n] + text[n + 2 :]


def _sign(text, _):
    return text[1:] if text.startswith("-") else f"-{text}"


def digit_changed(made, rng):
    return _change(made, rng, _one_digit)


def digits_swapped(made, rng):
    return _change(made, rng, _two_digits)


def sign_lost(made, rng):
    return _change(made, rng, _sign)


def sum_not_recomputed(made, rng):
    """A post is changed throughout its row; the sums below are the old ones."""
    name = rng.choice(_posts(made))
    keys = [key for key in _figures(made) if key[1] == name]
    if not keys or isinstance(made.get(keys[0]), str):
        return None
    for key in keys:
        made.put(key, made.get(key) * 2)
    return ("dropped",)


def row_dropped(made, rng):
    made.remove_row(("row", rng.choice(_posts(made))))
    return ("dropped",)


def row_doubled(made, rng):
    key = ("row", rng.choice(_posts(made)))
    made.repeat_row(key)
    return key


def note_changed(made, rng):
    post = rng.choice(sorted(made.notes))
    key = ("note", post)
    old = made.notes[post]
    new = _two_digits(old, rng) or _one_digit(old, rng)
    made.put(key, made.get(key).replace(old, new))
    return key


SLIPS = (
    digit_changed, digits_swapped, sign_lost, sum_not_recomputed, row_dropped, row_doubled,
    note_changed,
)  # fmt: skip


def fits(layout, slip):
    """Tell whether a slip can be made in a layout so that something must show it."""
    if slip is note_changed:
        return layout is layouts.noted
    if layout is layouts.one_row and slip is sign_lost:
        return False  # budget less outcome, or outcome less budget, are both how it is printed
    single = layout in (layouts.one_row, layouts.periods_down)
    return not (single and slip in (row_dropped, row_doubled, sum_not_recomputed))


def told(layout, made, key, places):
    """Tell whether one of some places is where the slip is to be found."""
    if key == ("dropped",):
        at = {made.at[("row", name)][0] for kind, name, *_ in made.at if kind == "row"}
        posts = {made.at[("row", name)][0] for name in _posts(made)}
        return any(row in at - posts for row, _ in places)
    row, column = made.at[key]
    if key[0] == "row":
        return any(row <= r <= row + 1 for r, _ in places)
    if layout in ONE_CHECK or key[0] == "note":
        return any(r == row or c == column for r, c in places)
    return (row, column) in places
