"""``enamnd-cost schema``: JSON Schemas for the TOML files, for editors that complete and check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enamnd_cost.cli import console
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.swedish import closest


def run(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="SLAG", help="kommuner, index, tjanst, budget, facit eller matt."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--ut", "-o", metavar="MAPP", help="Skriv alla scheman till mappen."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--ersatt", help="Skriv över scheman som finns.")
    ] = False,
) -> None:
    """Skriv JSON-scheman för datamappens filer, som editorer kompletterar och kontrollerar med."""
    from enamnd_cost.files.writing import write
    from enamnd_cost.model.schema import KINDS, schema
    from enamnd_cost.output.json import dump

    if kind is not None and kind not in KINDS:
        near = closest(kind, list(KINDS))
        hint = f'menade du "{near}"?' if near else f"slag: {', '.join(KINDS)}"
        raise Mistake(f'slaget "{kind}" finns inte; {hint}')
    if out is None:
        if kind is None:
            raise Mistake(f"ange ett slag ({', '.join(KINDS)}), eller en mapp med -o")
        console.put(dump(schema(kind)))
        return
    out.mkdir(parents=True, exist_ok=True)
    for name in [kind] if kind else KINDS:
        path = out / f"{name}.schema.json"
        if problem := write(path, dump(schema(name)), overwrite=replace):
            console.refuse([problem])
        console.say(f"Skrev {path}")
