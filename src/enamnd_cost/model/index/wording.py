"""What is said of an index where a figure is missing."""

from __future__ import annotations

from enamnd_cost.model.index.file import Index
from enamnd_cost.model.index.reckoned import Gap


def missing(gap: Gap, series: str, index: Index, file: str) -> tuple[str, str]:
    """Say which figure is missing for what is uprated by ``series``, and what to add to ``file``.

    >>> from decimal import Decimal
    >>> kpi = {"id": "KPI", "namn": "KPI", "tal": []}
    >>> mix = {"id": "KORG", "namn": "Korg", "av": {"KPI": Decimal(100)}}
    >>> missing(Gap("KPI", 2023), "KORG", Index(serie=[kpi, mix]), "index.toml")[0]
    'indexvärde saknas: KPI för 2023, som KORG är gjord av'
    """
    text = f"indexvärde saknas: {gap.series} för {gap.year}"
    serie = index.by_id[gap.series]
    where = f"i {file}" if serie.plain else f"under serien {gap.series} i {file}"
    if gap.series != series:
        text += f", som {series} är gjord av"
    return text, f"lägg till [[serie.{serie.stated_by}]] med ar = {gap.year} {where}"
