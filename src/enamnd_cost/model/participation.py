"""Who takes part in a service, and in which months of a year."""

from __future__ import annotations

import datetime as dt

from enamnd_cost.engine.participation import MONTHS_A_YEAR, Months
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.tjanst import Deltagare


def taking_part(kommuner: Kommuner, deltagare: Deltagare | None) -> list[str]:
    """Give the codes of those who take part at some time, in the order of ``kommuner.toml``."""
    if deltagare is None:
        return list(kommuner.codes)
    if deltagare.bara is not None:
        chosen = {kommuner.resolve(name) for name in deltagare.bara}
        return [code for code in kommuner.codes if code in chosen]
    left_out = {kommuner.resolve(name) for name in deltagare.utom or ()}
    return [code for code in kommuner.codes if code not in left_out]


def months_in(year: int, start: dt.date | None, end: dt.date | None) -> Months | None:
    """Give the months of ``year`` from one date to another (both included), or None.

    >>> months_in(2023, dt.date(2023, 7, 1), None)
    Months(first=7, last=12)
    >>> months_in(2024, None, dt.date(2023, 12, 31)) is None
    True
    """
    first = 1 if start is None or start.year < year else start.month
    last = MONTHS_A_YEAR if end is None or end.year > year else end.month
    outside = (start is not None and start.year > year) or (end is not None and end.year < year)
    return None if outside or first > last else Months(first, last)
