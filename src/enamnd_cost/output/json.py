"""JSON for programs: versioned by its first key, stamped, exact numbers as fractions in text.

Beside every exact number stands the same as a decimal, under its key and ``_decimal``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from enamnd_cost.analysis.report import PLACES
from enamnd_cost.model.data import Data
from enamnd_cost.output.words import PROGRAM
from enamnd_cost.signs import visible
from enamnd_cost.swedish import rounded

DIGITS = 15  # as many as a binary number holds to the letter, which is how most programs read it
DECIMAL = "_decimal"


def schema_name(output: str) -> str:
    """Name an output's schema, with its version: the first key of what is written."""
    return f"enamnd-cost/{output}/1"


def stamped(
    output: str, data: Data | None, content: Mapping[str, Any], said: Iterable[str] = ()
) -> bytes:
    """Write what an output says, under its schema and what it was made of, if that was read.

    ``said`` is what its figures must not be read without, for people.
    """
    stamp = {"program": PROGRAM, "data": data.digest if data else None, "observera": list(said)}
    return dump(written({"schema": schema_name(output), **stamp, **content}))


def dump(content: Mapping[str, Any]) -> bytes:
    """Write JSON for people and programs alike: UTF-8, indented, a line break last."""
    return (json.dumps(_visible(content), ensure_ascii=False, indent=2) + "\n").encode()


def _visible(value: Any) -> Any:
    """Give what is to be written with every name and text in it as people are shown it."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list | tuple):
        return [_visible(each) for each in value]
    if isinstance(value, Mapping):
        return {visible(key): _visible(each) for key, each in value.items()}
    return value


def written(value: Any) -> Any:
    """Give what JSON can say of a value: an exact number twice, under two keys.

    >>> written({"andel": Fraction(1, 3), "hörn": [Fraction(5), Fraction(1, 2)]})
    {'andel': '1/3', 'andel_decimal': 0.333333, 'hörn': ['5', '1/2'], 'hörn_decimal': [5, 0.5]}
    """
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, list | tuple):
        return [written(each) for each in value]
    if not isinstance(value, dict):
        return value
    made = {}
    for key, each in value.items():
        made[key] = written(each)
        if _is_exact(each):
            made[key + DECIMAL] = near(each)
    return made


def _is_exact(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return bool(value) and all(map(_is_exact, value))
    return isinstance(value, Fraction)


def near(value: Any) -> Any:
    """Give an exact number, or a list of them, as programs without fractions read it.

    Nothing is computed with it: what is written is the same digits, whoever reads them.

    >>> near([Fraction(1, 3), Fraction(-5, 2), Fraction(7), Fraction(10**13, 3)])
    [0.333333, -2.5, 7, 3333333333333.33]
    """
    if not isinstance(value, Fraction):
        return [near(each) for each in value]
    if value.denominator == 1:
        return int(value)
    places = min(PLACES, max(0, DIGITS - len(str(abs(int(value))))))
    return float(rounded(value, places))
