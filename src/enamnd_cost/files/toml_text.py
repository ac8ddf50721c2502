"""Writing TOML as people do, where a whole file is not to be written anew.

Whole kronor have their thousands apart, years do not, and a value stands on one line. What a value
looks like is tomli-w's affair.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import tomli_w

YEARS = ("fran", "ar")  # keys whose whole numbers are years, and no amounts
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml(value: Any) -> str:
    r"""Write a value as TOML, on one line.

    >>> import datetime as dt
    >>> toml({"till": 1_000, "metod": "uppat", "start": {"boden": dt.date(2024, 3, 1)}})
    '{ till = 1_000, metod = "uppat", start = { boden = 2024-03-01 } }'
    >>> print(toml('Sagt av "X"'))
    "Sagt av \"X\""
    """
    if isinstance(value, dict):
        return f"{{ {', '.join(pairs(value))} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    if type(value) is int or (isinstance(value, Decimal) and value == value.to_integral_value()):
        return f"{int(value):_}"
    return tomli_w.dumps({"": value}).removeprefix('"" = ').rstrip("\n")


def key(name: str) -> str:
    """Write a key, quoted where it must be."""
    return name if BARE_KEY.fullmatch(name) else toml(name)


def pairs(table: Mapping[str, Any], *years: str) -> list[str]:
    """Write each key of a table with its value; ``years`` are further keys that are years here.

    >>> pairs({"fran": 2024, "till": 2025, "belopp": 1_000}, "till")
    ['fran = 2024', 'till = 2025', 'belopp = 1_000']
    """
    return [
        f"{key(name)} = {value if name in (*YEARS, *years) and type(value) is int else toml(value)}"
        for name, value in table.items()
    ]
