"""``enamnd-cost schema``: JSON Schemas for the TOML files, and for what programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from enamnd_cost.cli import console, options
from enamnd_cost.cli.swedish import Mistake, unknown
from enamnd_cost.signs import visible

OUTPUTS_FOLDER = "utdata"


def run(
    kind: Annotated[
        str | None,
        options.argument(
            "SLAG",
            "En fils slag: kommuner, index, tjanst, budget, facit, matt, utfall, scenario eller "
            "ensam. Eller ett json-svars: allocation, comparison …",
        ),
    ] = None,
    out: Annotated[Path | None, options.folder("Skriv alla scheman till mappen.")] = None,
    replace: Annotated[bool, options.replace("Skriv över scheman som finns.")] = False,
) -> None:
    """Skriv JSON-scheman för datamappens filer, och för det som kommandona skriver som json."""
    from enamnd_cost.files.writing import write_several
    from enamnd_cost.model import schema as files
    from enamnd_cost.output import schemas as outputs
    from enamnd_cost.output.json import dump

    makers = {**dict.fromkeys(files.KINDS, files), **dict.fromkeys(outputs.OUTPUTS, outputs)}
    if kind is not None and kind not in makers:
        said, every = f'slaget "{kind}" finns inte', f"slag: {', '.join(makers)}"
        raise unknown(said, kind, list(makers), every)
    if out is None:
        if kind is None:
            raise Mistake(f"ange ett slag ({', '.join(makers)}), eller en mapp med -o")
        console.put(dump(makers[kind].schema(kind)))
        return
    made = {}
    for name in [kind] if kind else makers:
        folder = f"{OUTPUTS_FOLDER}/" if name in outputs.OUTPUTS else ""
        made[f"{folder}{name}.schema.json"] = dump(makers[name].schema(name))
    console.tidy_around(out, [OUTPUTS_FOLDER])
    if problem := write_several(out, made, overwrite=replace):
        console.refuse([problem])
    for file in made:
        console.say(f"Skrev {visible(str(out / file))}")
