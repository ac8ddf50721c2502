"""How an answer leaves the program: on screen, as a format on stdout, or as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from enamnd_cost.cli import console
from enamnd_cost.cli.swedish import Mistake

if TYPE_CHECKING:
    from enamnd_cost.analysis.report import Report

FORMATS = ("csv", "json", "md")
FILE_FORMATS = ("xlsx", "csv", "json", "md")

FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=f"Skriv ut som {', '.join(FORMATS)}."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--ut", "-o", metavar="FIL", help=f"Skriv till fil: .{', .'.join(FILE_FORMATS)}."),
]
ReplaceOption = Annotated[bool, typer.Option("--ersatt", help="Skriv över utfilen om den finns.")]


def chosen_format(
    asked: str | None, out: Path | None, file_formats: tuple[str, ...] = FILE_FORMATS
) -> str | None:
    """Settle the format from ``--format`` or the file's ending, or say what is wrong with them."""
    ending = out.suffix.lower().lstrip(".") if out else None
    allowed = file_formats if out else FORMATS
    form = asked.lower() if asked else ending
    if out is not None and not form:
        raise Mistake(f'filen "{out}" har ingen ändelse; välj bland .{", .".join(file_formats)}')
    if form is not None and form not in allowed:
        raise Mistake(f'formatet "{form}" finns inte; välj bland {", ".join(allowed)}')
    if asked and ending and ending != form:
        raise Mistake(f'filen slutar på ".{ending}" men formatet är "{form}"')
    return form


def write(out: Path, content: bytes, where: console.Source, *, replace: bool) -> None:
    """Write the file, but never over what the data folder holds."""
    from enamnd_cost.files.writing import write as write_file

    target, folder = out.resolve(), where.folder.resolve()
    if target.is_relative_to(folder) and target.parent != folder / "facit":
        raise Mistake(f"{out} ligger i datamappen; där kan bara ett facit skrivas, under facit/")
    problem = write_file(out, content, overwrite=replace)
    if problem:
        console.refuse([problem])
    console.say(f"Skrev {out}")


def deliver(
    report: Report,
    to_json: Callable[[], dict[str, Any]],
    year: int,
    where: console.Source,
    form: str | None,
    out: Path | None,
    *,
    replace: bool,
) -> None:
    """Show a report on screen, or write it in a form settled by :func:`chosen_format`.

    ``to_json`` makes what programs read, and is called for json only.
    """
    if form is None:
        from enamnd_cost.output import terminal

        width = console.window_width()
        typer.echo(terminal.render_report(report, width, styled=console.styled()), nl=False)
        return
    content = _render(form, report, to_json, year)
    if out is None:
        console.put(content)
    else:
        write(out, content, where, replace=replace)


def _render(form: str, report: Report, to_json: Callable[[], dict[str, Any]], year: int) -> bytes:
    """Make the view; only the format's own library is loaded."""
    if form == "xlsx":
        from enamnd_cost.output import xlsx

        return xlsx.render_report(report, year)
    if form == "json":
        from enamnd_cost.output import json

        return json.dump(to_json())
    if form == "md":
        from enamnd_cost.output import markdown

        return markdown.render_report(report)
    from enamnd_cost.output import csv

    return csv.render_report(report)
