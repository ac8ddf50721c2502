"""A data folder for another nämnd, made from the templates in ``mall/``."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from string import Template

from enamnd_cost.files.riket import SOURCE, TEMPLATES, Municipality, identities
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.schema import KINDS, schema

UNUSED = "Finns för jämförelser; ingen tjänst delas på den."


def start(folder: Path, name: str, chosen: Sequence[Municipality], year: int) -> Problem | None:
    """Write a whole data folder, or nothing; never into a folder that holds anything."""
    shown = folder.as_posix()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return Problem("EK002", shown, "mappen finns och är inte tom", "ange en ny mapp")
    values = _values(name, chosen, year)
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".enamnd-cost-", dir=folder.absolute().parent))
        try:
            _write(made, values, year)
            made.chmod(0o755)
            if folder.exists():  # empty: it may be the one we stand in, or a link
                for path in sorted(made.iterdir()):
                    path.rename(folder / path.name)
            else:
                made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError:
        text = "mappen går inte att skapa"
        return Problem("EK003", shown, text, "kontrollera sökvägen och behörigheten")
    return None


def _write(folder: Path, values: dict[str, str], year: int) -> None:
    for template in sorted(TEMPLATES.rglob("*.toml")):
        relative = template.relative_to(TEMPLATES)
        target = folder / relative.with_stem(str(year) if relative.stem == "ar" else relative.stem)
        target.parent.mkdir(exist_ok=True)
        text = Template(template.read_text(encoding="utf-8")).substitute(values)
        target.write_text(text.rstrip() + "\n", encoding="utf-8")
    (folder / "scheman").mkdir()
    for kind in KINDS:
        content = json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"
        (folder / "scheman" / f"{kind}.schema.json").write_text(content, encoding="utf-8")


def _values(name: str, chosen: Sequence[Municipality], year: int) -> dict[str, str]:
    """Give what the templates leave open."""
    ids = identities(chosen)
    dates = sorted(chosen[0].population)
    some = [ids[m.code] for m in chosen[:3]]
    return {
        "namnd": name.replace("\\", "\\\\").replace('"', '\\"'),
        "ar": str(year),
        "aret_fore": str(year - 1),
        "datum": dates[-1],
        "kommuner": "\n".join(
            f'[[kommun]]\nid = "{ids[m.code]}"\nkod = "{m.code}"\nnamn = "{m.name}"\n'
            for m in chosen
        ),
        "folkmangd": "\n".join(_population(chosen, ids, date, dates[-1]) for date in dates),
        "avtalade": "\n".join(f"{ids[m.code]} = 1_000" for m in chosen),
        "matt": "\n".join(f"{ids[m.code]} = 10" for m in chosen),
        "summa_matt": f"{10 * len(chosen):_}",
        "nagra": ", ".join(f'"{each}"' for each in some),
        "sist": some[-1],
        "minst": str(len(some) - 1),
    }


def _population(chosen: Sequence[Municipality], ids: dict[str, str], date: str, latest: str) -> str:
    total = sum(m.population[date] for m in chosen)
    lines = [
        "[[folkmangd]]",
        f"datum = {date}",
        f"summa = {total:_}",
        f'kalla = "{SOURCE}"',
        'harledning = "Summan är kommunerna sammanräknade; kommunernas tal är hämtade."',
        *([] if date == latest else [f'oanvand = "{UNUSED}"']),
        "",
        "[folkmangd.invanare]",
        *(f"{ids[m.code]} = {m.population[date]:_}" for m in chosen),
        "",
    ]
    return "\n".join(lines)
