"""Which program and which data a file came from: stands in every output."""

from __future__ import annotations

from enamnd_cost import __version__
from enamnd_cost.model.data import Data

PROGRAM = f"enamnd-cost {__version__}"


def short_digest(data: Data) -> str:
    """Give the first twelve characters of the data's hash: enough to tell two folders apart."""
    return data.digest[:12]


def line(data: Data) -> str:
    """Write program and data on one line."""
    return f"{PROGRAM}, data {short_digest(data)}"
