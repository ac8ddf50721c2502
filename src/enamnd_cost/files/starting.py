"""A data folder for another nämnd, made from the templates in ``mall/``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template

from enamnd_cost.files import named
from enamnd_cost.files.drafting import folkmangd_lines
from enamnd_cost.files.named import Named, uncounted
from enamnd_cost.files.riket import SOURCE, TEMPLATES, Municipality, identities
from enamnd_cost.files.toml_text import pairs, toml
from enamnd_cost.files.writing import write_folder
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.schema import KINDS, schema

NO_POPULATION = (
    "# Folkmängd behövs bara om en tjänst delas på den. Då ska alla kommuner ha en: SCB:s tal går\n"
    "# att läsa in ur en tabell från SCB, och andras skrivs för hand. Handboken säger hur."
)
PARTIES = 2  # a project has at least two at any time
UNUSED = "Finns för jämförelser; ingen tjänst delas på den."


def start(
    folder: Path,
    name: str,
    chosen: Sequence[Municipality],
    year: int,
    others: Sequence[Named] = (),
) -> Problem | None:
    """Write a whole data folder, or nothing; never into a folder that holds anything.

    ``others`` are the members that SCB does not know, and has no population of.
    """
    values = _values(name, chosen, year, others)
    files = {}
    for template in sorted(TEMPLATES.rglob("*.toml")):
        relative = template.relative_to(TEMPLATES)
        file = relative.with_stem(str(year) if relative.stem == "ar" else relative.stem)
        source = template.read_text(encoding="utf-8")
        if "$datum" in source and not _by_population(chosen, others):
            continue
        text = Template(source).substitute(values)
        files[file.as_posix()] = f"{text.rstrip()}\n".encode()
    for kind in KINDS:
        content = json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"
        files[f"scheman/{kind}.schema.json"] = content.encode()
    return write_folder(folder, files)


def _by_population(chosen: Sequence[Municipality], others: Sequence[Named]) -> bool:
    """Tell whether there is a population to show keys by: all municipalities', of at least two."""
    return len(chosen) > 1 and not uncounted(others)


def _values(
    name: str, chosen: Sequence[Municipality], year: int, others: Sequence[Named]
) -> dict[str, str]:
    """Give what the templates leave open."""
    ids = identities(chosen)
    beside = named.identities(others, [*ids.values(), *ids])
    everyone = [*(ids[m.code] for m in chosen), *beside]
    kommuner, folkmangd = list[str](), list[str]()
    for m in chosen:
        kommuner += ["[[kommun]]", *pairs({"id": ids[m.code], "kod": m.code, "namn": m.name}), ""]
    for own, each in zip(beside, others, strict=True):
        stated = {"slag": each.slag, "land": each.land}
        unlike = {key: value for key, value in stated.items() if value not in ("kommun", "SE")}
        kommuner += ["[[kommun]]", *pairs({"id": own, "namn": each.name, **unlike}), ""]
    dates = sorted(chosen[0].population) if chosen else []
    for date in () if uncounted(others) else dates:
        people = {ids[m.code]: m.population[date] for m in chosen}
        used = date == dates[-1] and _by_population(chosen, others)
        folkmangd += folkmangd_lines(
            dt.date.fromisoformat(date), people, SOURCE, None if used else UNUSED
        )
    some = [ids[m.code] for m in chosen[:3]]
    return {
        "namnd": toml(name),
        "ar": str(year),
        "aret_fore": str(year - 1),
        "datum": dates[-1] if dates else "",
        "kommuner": "\n".join(kommuner),
        "folkmangd": "\n".join(folkmangd) or NO_POPULATION,
        "utan": f"deltagare = {{ utom = {toml(beside)} }}\n" if beside else "",
        "avtalade": "\n".join(f"{each} = 1_000" for each in everyone),
        "matt": "\n".join(f"{each} = 10" for each in everyone),
        "summa_matt": f"{10 * len(everyone):_}",
        "nagra": _some(some, year),
    }


def _some(ids: Sequence[str], year: int) -> str:
    """Write who takes part in the project: of more than two the last from July."""
    if len(ids) <= PARTIES:
        return toml(list(ids))
    late = {ids[-1]: dt.date(year, 7, 1)}
    return toml({"bara": list(ids), "fran": late, "minst": PARTIES})
