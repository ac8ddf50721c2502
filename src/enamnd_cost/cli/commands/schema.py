"""``enamnd-cost schema``: JSON Schemas for the TOML files, and for what programs read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from enamnd_cost.cli import console, options
from enamnd_cost.cli.swedish import Mistake, unknown

OUTPUTS_FOLDER = "utdata"


def run(
    kind: Annotated[
        str | None,
        options.argument(
            "SLAG",
            "En fils slag: kommuner, index, tjanst, budget, facit, matt, scenario eller "
            "ensam. Eller ett json-svars: allocation, comparison …",
        ),
    ] = None,
    out: Annotated[Path | None, options.folder("Skriv alla scheman till mappen.")] = None,
    replace: Annotated[bool, options.replace("Skriv över scheman som finns.")] = False,
) -> None:
    """Skriv JSON-scheman för datamappens filer, och för det som kommandona skriver som json."""
    from enamnd_cost.files.writing import write
    from enamnd_cost.model import schema as files
    from enamnd_cost.output import schemas as outputs
    from enamnd_cost.output.json import dump

    made: dict[str, tuple[Callable[[str], dict[str, Any]], str]] = {}
    for name in files.KINDS:
        made[name] = (files.schema, f"{name}.schema.json")
    for name in outputs.OUTPUTS:
        made[name] = (outputs.schema, f"{OUTPUTS_FOLDER}/{name}.schema.json")
    if kind is not None and kind not in made:
        said, every = f'slaget "{kind}" finns inte', f"slag: {', '.join(made)}"
        raise unknown(said, kind, list(made), every)
    if out is None:
        if kind is None:
            raise Mistake(f"ange ett slag ({', '.join(made)}), eller en mapp med -o")
        console.put(dump(made[kind][0](kind)))
        return
    for name in [kind] if kind else made:
        make, file = made[name]
        path = out / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if problem := write(path, dump(make(name)), overwrite=replace):
            console.refuse([problem])
        console.say(f"Skrev {path}")
