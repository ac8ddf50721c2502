"""JSON Schemas of the TOML files, from the models, for editors that complete and check."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from enamnd_cost.model.budget import Budget
from enamnd_cost.model.ensam import Ensam
from enamnd_cost.model.facit import Facit
from enamnd_cost.model.index import Index
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.matt import Mattserie
from enamnd_cost.model.revidering import Revidering
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.model.utfall import Utfall

KINDS: dict[str, type[BaseModel]] = {
    "kommuner": Kommuner,
    "index": Index,
    "tjanst": Tjanst,
    "budget": Budget,
    "facit": Facit,
    "matt": Mattserie,
    "utfall": Utfall,
    "revidering": Revidering,
    "scenario": Scenario,
    "ensam": Ensam,
}


def schema(kind: str) -> dict[str, Any]:
    """Make the JSON Schema of one kind of file.

    >>> schema("budget")["title"]
    'Ett års budget'
    """
    made = KINDS[kind].model_json_schema(mode="validation")
    for model in (made, *made.get("$defs", {}).values()):
        model.pop("description", None)  # what a model is stands in English, for who reads the code
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_plain(made),
        "title": made["title"],
    }


def _plain(node: Any) -> Any:
    """Tidy what pydantic writes: no titles, nothing said of null, which TOML does not have."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: {name: _plain(field) for name, field in value.items()}
        if key in ("properties", "$defs")
        else _plain(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
        and not (key == "default" and value is None)
        and key != "discriminator"
    }
    if "description" in kept and isinstance(kept["description"], str):
        kept["description"] = kept.pop("description")  # last, after what it describes
    choices = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        kept = {**choices[0], **kept}
    elif choices:
        kept["anyOf"] = choices
    # Draft 7, which editors know best, has definitions where later ones have $defs.
    if "$defs" in kept:
        kept["definitions"] = kept.pop("$defs")
    reference = kept.pop("$ref", None)
    if not isinstance(reference, str):
        return kept
    reference = reference.replace("#/$defs/", "#/definitions/")
    # In draft 7 nothing beside a $ref counts.
    return {"allOf": [{"$ref": reference}], **kept} if kept else {"$ref": reference}
