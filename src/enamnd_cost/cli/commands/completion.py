"""``enamnd-cost completion SKAL``: the script that makes a shell complete."""

from __future__ import annotations

from typing import Annotated

import typer

from enamnd_cost.cli.completing import COMPLETING
from enamnd_cost.cli.swedish import Mistake

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def run(
    shell: Annotated[str, typer.Argument(metavar="SKAL", help=f"{', '.join(SHELLS)}.")],
) -> None:
    """Skriv ett skript som låter skalet fylla i kommandon, år, tjänster och kommuner."""
    from typer.completion import (  # type: ignore[attr-defined]
        completion_init,
        get_completion_script,
    )

    if shell not in SHELLS:
        raise Mistake(f'skalet "{shell}" finns inte; välj bland {", ".join(SHELLS)}')
    completion_init()
    script = get_completion_script(prog_name="enamnd-cost", complete_var=COMPLETING, shell=shell)
    typer.echo(script)
