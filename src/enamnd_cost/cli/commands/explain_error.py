"""``enamnd-cost explain-error KOD``: a code's page of the error gallery."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from enamnd_cost.cli.swedish import Mistake


def run(
    code: Annotated[str, typer.Argument(metavar="KOD", help="Felkoden, till exempel EK112.")],
) -> None:
    """Visa vad en felkod betyder, med exempel på fel som ger den."""
    from enamnd_cost.files.folder import shipped_gallery

    gallery = shipped_gallery().read_text(encoding="utf-8")
    pages = {page[:5]: page for page in re.split(r"^## ", gallery, flags=re.MULTILINE)[1:]}
    word = code.strip().upper()
    found = pages.get(word if word.startswith("EK") else f"EK{word}")
    if found is None:
        raise Mistake(f'felkoden "{code}" finns inte; koder: {", ".join(pages)}')
    typer.echo(f"## {found.rstrip()}")
