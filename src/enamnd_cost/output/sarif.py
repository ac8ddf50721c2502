"""SARIF 2.1.0, which code scanning on the big forges takes in."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from enamnd_cost import __version__
from enamnd_cost.output.json import dump

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"fel": "error", "varning": "warning", "upplysning": "note"}


def render(results: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> bytes:
    """Write results; ``names`` are those of the codes that have any."""
    codes = list(dict.fromkeys(each["ruleId"] for each in results))
    rules = [{"id": code, "name": names.get(code, code)} for code in codes]
    numbered = [
        {"ruleId": each["ruleId"], "ruleIndex": codes.index(each["ruleId"]), **each}
        for each in results
    ]
    driver = {"name": "enamnd-cost", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": numbered}
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def result(
    code: str,
    level: str,
    text: str,
    file: str,
    region: Mapping[str, int] | None = None,
    within: str = "",
) -> dict[str, Any]:
    """Make a result of a finding: its code, its level in Swedish, what it says, and where.

    ``region`` is in SARIF's own words, and ``within`` names a place that has no line, such as a
    cell of a workbook.
    """
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(os.fsencode(file))}}
    if region:
        place["region"] = region
    location: dict[str, Any] = {"physicalLocation": place}
    if within:
        location["logicalLocations"] = [{"fullyQualifiedName": within}]
    return {
        "ruleId": code,
        "level": LEVELS[level],
        "message": {"text": text.rstrip(" .") + "."},
        "locations": [location],
    }
