"""JSON for programs: versioned by its first key, stamped, exact shares as fractions in text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from enamnd_cost.model.data import Data
from enamnd_cost.output import provenance


def stamped(schema: str, data: Data | None, content: Mapping[str, Any]) -> bytes:
    """Write what an output says, under its schema and version and what it was made of."""
    stamp = {"schema": f"enamnd-cost/{schema}", **provenance.stamp(data)}
    return dump({**stamp, **content})


def dump(content: Mapping[str, Any]) -> bytes:
    """Write JSON for people and programs alike: UTF-8, indented, a line break last."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
