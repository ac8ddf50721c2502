"""SARIF 2.1.0, which code scanning on the big forges takes in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from enamnd_cost import __version__
from enamnd_cost.output.json import dump

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"fel": "error", "varning": "warning", "upplysning": "note"}


class Result(NamedTuple):
    """A finding: its code, its level in Swedish, what it says, and where.

    ``region`` is in SARIF's own words, and ``within`` names a place that has no line, such as a
    cell of a workbook.
    """

    code: str
    level: str
    text: str
    file: str
    region: Mapping[str, int] | None = None
    within: str = ""


def render(results: Iterable[Result], names: Mapping[str, str]) -> bytes:
    """Write results; ``names`` are those of the codes that have any."""
    found = list(results)
    codes = list(dict.fromkeys(result.code for result in found))
    rules = [{"id": code, "name": names.get(code, code)} for code in codes]
    driver = {"name": "enamnd-cost", "version": __version__, "rules": rules}
    written = [_result(result, codes.index(result.code)) for result in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": written}
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(result: Result, index: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(result.file)}}
    if result.region:
        place["region"] = dict(result.region)
    location: dict[str, Any] = {"physicalLocation": place}
    if result.within:
        location["logicalLocations"] = [{"fullyQualifiedName": result.within}]
    return {
        "ruleId": result.code,
        "ruleIndex": index,
        "level": LEVELS[result.level],
        "message": {"text": result.text.rstrip(" .") + "."},
        "locations": [location],
    }
