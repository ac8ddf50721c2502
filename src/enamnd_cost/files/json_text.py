"""JSON within bounds, exact, and with each name once: what it means is for others to say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from enamnd_cost.files.documents.cells import brief
from enamnd_cost.files.inhabitants import NotPopulationError

MOST_JSON = 5_000_000  # characters: twice as many as the longest exports have
TOO_LARGE = "filen är för stor; exportera bara region, år och folkmängd"


def parse(text: str) -> Any:
    """Parse a text; what is no JSON raises as :func:`json.loads` does."""
    if len(text) > MOST_JSON:
        raise NotPopulationError(TOO_LARGE)
    return json.loads(
        text,
        parse_float=Decimal,
        parse_constant=_refuse_constant,
        object_pairs_hook=_named_once,
    )


def _refuse_constant(name: str) -> None:
    """Refuse what JSON has no name for: NaN and the infinite."""
    raise NotPopulationError(f'"{name}" är inget tal')


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of its pairs; where a name stands twice nobody knows which is meant."""
    made = dict(pairs)
    if len(made) != len(pairs):
        name = next(name for name, times in Counter(n for n, _ in pairs).items() if times > 1)
        raise NotPopulationError(f'"{brief(name)}" står två gånger på samma ställe i filen')
    return made


def strings(part: Any) -> Iterator[str]:
    """Give every text of the file, names as well."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from part
        for inner in part.values():
            yield from strings(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from strings(inner)
