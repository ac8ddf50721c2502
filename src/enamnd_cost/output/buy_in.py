"""A settlement for programs: json with exact shares."""

from __future__ import annotations

from typing import Any

from enamnd_cost.analysis.buy_in import BuyIn

SCHEMA = "buy-in/1"


def content(bought: BuyIn) -> dict[str, Any]:
    """Give what programs read: fractions are text, kronor are whole numbers."""
    return {
        "tjanst": bought.service,
        "kommun": bought.code,
        "datum": bought.date.isoformat(),
        "fran": bought.since.isoformat(),
        "avskrivning_ar": bought.life,
        "ar": [
            {
                "ar": year.year,
                "kostnad": year.cost,
                "manader": year.months.length,
                "kvar": str(year.left),
                "raknas": str(year.counts),
            }
            for year in bought.years
        ],
        "kommuner": [
            {
                "kod": code,
                "har_betalat": str(each.paid),
                "skulle_ha_betalat": str(each.share),
                "betalar": each.pays,
            }
            for code, each in bought.settlement.items()
        ],
        "summa": sum(each.pays for each in bought.settlement.values()),
    }
