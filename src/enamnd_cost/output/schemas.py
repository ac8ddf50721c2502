"""JSON Schemas of the outputs for programs, from the types of what is written."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from enamnd_cost.output.json import DECIMAL, schema_name
from enamnd_cost.output.shapes import EXACT

# By the name in the output's own first key, what it is.
OUTPUTS = {
    "allocation": "Ett års fördelning (allocate ÅR)",
    "audit": "En granskning (audit)",
    "buy-in": "Ett inköp i efterhand (buy-in)",
    "check": "En kontroll (check)",
    "comparison": "En jämförelse (compare)",
    "explanation": "En förklaring (explain)",
    "follow-up": "En uppföljning (follow-up)",
    "inference": "Modeller som ger en tabell (infer)",
    "invoice": "Ett fakturaunderlag (invoice)",
    "plan": "En plan över flera år (allocate ÅR..ÅR)",
    "projects": "Projekt (projects)",
    "rounding": "Vad avrundningen kostar och ger (rounding)",
    "settlement": "En reglering (settle)",
    "stand-alone": "Egna alternativ (stand-alone)",
    "sweep": "En sak varierad (sweep)",
}
NUMBER = {
    "type": "number",
    "description": "Samma tal som nyckeln utan _decimal, avrundat till högst sex decimaler.",
}
STAMP = {
    "program": {"type": "string", "description": "Programmet och dess version."},
    "data": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "SHA-256 av datamappens filer: samma värde, samma uppgifter.",
    },
    "observera": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Det som talen inte får läsas utan: att en budget är ett förslag, eller "
        "inte går ihop.",
    },
}


def module_of(name: str) -> Any:
    """Load the module that makes an output: its type Content and ``content`` of it."""
    return import_module(f"enamnd_cost.output.{name.replace('-', '_')}")


def schema(name: str) -> dict[str, Any]:
    """Make one output's schema, titled and described in Swedish.

    >>> schema("sweep")["properties"]["schema"]
    {'const': 'enamnd-cost/sweep/1'}
    """
    from pydantic import TypeAdapter

    made = TypeAdapter(module_of(name).Content).json_schema()
    parts = {part: _closed(definition) for part, definition in made.pop("$defs", {}).items()}
    # An output of several shapes is any of them. What bears the stamp is the whole answer, and
    # not the same shape where it stands inside another.
    arms = [arm["$ref"].rpartition("/")[2] for arm in made.get("anyOf", ())]
    shapes = [parts[arm] for arm in arms] or [_closed(made)]
    stamped = [_stamped(shape, name) for shape in shapes]
    made = {"anyOf": stamped} if arms else stamped[0]
    made.pop("title", None)  # a class's name
    within = json.dumps([made, parts])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": OUTPUTS[name],
        **made,
        "$defs": {part: d for part, d in parts.items() if f'"#/$defs/{part}"' in within},
    }


def _stamped(shape: dict[str, Any], name: str) -> dict[str, Any]:
    """Let a shape begin with what every output begins with."""
    first = {"schema": {"const": schema_name(name)}, **STAMP}
    return {
        **shape,
        "properties": {**first, **shape["properties"]},
        "required": [*first, *shape["required"]],
    }


def _closed(definition: dict[str, Any]) -> dict[str, Any]:
    """Let a table hold what it is said to hold and nothing else; its class is described in code."""
    said = {
        key: json.loads(json.dumps(value), object_hook=_untitled)
        for key, value in definition.items()
        if key != "description"
    }
    properties: dict[str, Any] = {}
    required: list[str] = []
    for key, value in said["properties"].items():
        decimal = _decimal(value)
        properties |= {key: value, **({key + DECIMAL: decimal} if decimal else {})}
        if key in said.get("required", ()):
            # Where there may be no exact number, there may be no decimal beside it.
            required += [key, key + DECIMAL] if decimal and "anyOf" not in value else [key]
    return {**said, "properties": properties, "required": required, "additionalProperties": False}


def _decimal(value: dict[str, Any]) -> dict[str, Any] | None:
    """Describe the decimals beside what is exact, or may be: a number, or a list of them."""
    if value.get("pattern") == EXACT:
        return NUMBER
    if "anyOf" in value:
        return next(filter(None, map(_decimal, value["anyOf"])), None)
    for key, held in (("items", [value.get("items")]), ("prefixItems", value.get("prefixItems"))):
        parts = [_decimal(part) if part else None for part in held or ()]
        if parts and all(parts):
            return {**value, key: parts if key == "prefixItems" else parts[0]}
    return None


def _untitled(table: dict[str, Any]) -> dict[str, Any]:
    """Leave out the titles that pydantic makes of field names; a field may be called title."""
    titled = isinstance(table.get("title"), str)
    return {key: value for key, value in table.items() if not (titled and key == "title")}
