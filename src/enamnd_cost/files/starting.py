"""A data folder for another nämnd, made from the templates in ``mall/``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

from enamnd_cost.files.drafting import folkmangd_lines
from enamnd_cost.files.riket import SOURCE, TEMPLATES, Municipality, identities
from enamnd_cost.files.toml_text import pairs, toml
from enamnd_cost.files.writing import write_folder
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.schema import KINDS, schema

UNUSED = "Finns för jämförelser; ingen tjänst delas på den."


def start(folder: Path, name: str, chosen: Sequence[Municipality], year: int) -> Problem | None:
    """Write a whole data folder, or nothing; never into a folder that holds anything."""
    values = _values(name, chosen, year)
    files = {}
    for template in sorted(TEMPLATES.rglob("*.toml")):
        relative = template.relative_to(TEMPLATES)
        file = relative.with_stem(str(year) if relative.stem == "ar" else relative.stem)
        text = Template(template.read_text(encoding="utf-8")).substitute(values)
        files[file.as_posix()] = f"{text.rstrip()}\n".encode()
    for kind in KINDS:
        content = json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"
        files[f"scheman/{kind}.schema.json"] = content.encode()
    return write_folder(folder, files)


def _values(name: str, chosen: Sequence[Municipality], year: int) -> dict[str, str]:
    """Give what the templates leave open."""
    ids = identities(chosen)
    dates = sorted(chosen[0].population)
    some = [ids[m.code] for m in chosen[:3]]
    kommuner, folkmangd = list[str](), list[str]()
    for m in chosen:
        kommuner += ["[[kommun]]", *pairs({"id": ids[m.code], "kod": m.code, "namn": m.name}), ""]
    for date in dates:
        people = {ids[m.code]: m.population[date] for m in chosen}
        unused = None if date == dates[-1] else UNUSED
        folkmangd += folkmangd_lines(dt.date.fromisoformat(date), people, SOURCE, unused)
    return {
        "namnd": toml(name),
        "ar": str(year),
        "aret_fore": str(year - 1),
        "datum": dates[-1],
        "kommuner": "\n".join(kommuner),
        "folkmangd": "\n".join(folkmangd),
        "avtalade": "\n".join(f"{ids[m.code]} = 1_000" for m in chosen),
        "matt": "\n".join(f"{ids[m.code]} = 10" for m in chosen),
        "summa_matt": f"{10 * len(chosen):_}",
        "nagra": ", ".join(f'"{each}"' for each in some),
        "sist": some[-1],
        "minst": str(len(some) - 1),
    }
