"""How an answer leaves the program: on screen, as a format on stdout, or as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from enamnd_cost.called import worded
from enamnd_cost.cli import console
from enamnd_cost.cli.spelling import spell, spelt, without_advice
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import visible, visible_lines

if TYPE_CHECKING:
    from enamnd_cost.analysis.report import Report


class Forms(NamedTuple):
    """The forms that a command's answer can be printed in, and written to a file in."""

    printed: tuple[str, ...]
    written: tuple[str, ...]


TABLES = Forms(("csv", "json", "md"), ("xlsx", "csv", "json", "md"))


class Delivery(NamedTuple):
    """How the user wants the answer: in which form (None: on screen), and in which file."""

    form: str | None
    out: Path | None
    replace: bool

    @classmethod
    def of(
        cls, asked: str | None, out: Path | None, forms: Forms = TABLES, *, replace: bool = False
    ) -> Delivery:
        """Settle the form by ``--format`` or the file's ending, or say what is wrong with them."""
        ending = out.suffix.lower().lstrip(".") if out else None
        allowed = forms.written if out else forms.printed
        form = asked.lower() if asked else ending
        if out is not None and not form:
            raise Mistake(f'filen "{out}" har ingen ändelse; välj bland .{", .".join(allowed)}')
        if form is not None and form not in allowed:
            raise Mistake(f'formatet "{form}" finns inte; välj bland {", ".join(allowed)}')
        if asked and ending and ending != form:
            raise Mistake(f'filen slutar på ".{ending}" men formatet är "{form}"')
        return cls(form, out, replace)

    @property
    def advice(self) -> Callable[[str], str]:
        """What becomes of advice: spelt on screen and in a log, left out of what is passed on."""
        return spell if self.form in (None, "github") else without_advice


class Reply(NamedTuple):
    """What a command has to say: a report, and the name of what programs get, made of ``made_of``.

    ``year`` stands for when a workbook was made. ``own`` are forms that the command makes in a way
    of its own, and ``screen`` its own way of showing it at a width; everything is made only when it
    is asked for.
    """

    report: Report
    year: int
    output: str
    made_of: tuple[Any, ...]
    own: Mapping[str, Callable[[Report], bytes]] = {}
    screen: Callable[[int | None], str] | None = None


def deliver(answer: Reply, delivery: Delivery, where: console.Source) -> None:
    """Show an answer on screen, print it or write it."""
    report: Report = spelt(answer.report, lambda text: worded(visible(delivery.advice(text))))
    if delivery.form is not None:
        put(_render(delivery.form, report.to_read, answer), delivery, where)
    elif answer.screen:
        typer.echo(worded(visible_lines(spell(answer.screen(console.width())))), nl=False)
    else:
        from enamnd_cost.output import terminal

        typer.echo(terminal.render(report, console.width(), styled=console.styled()), nl=False)


def put(content: bytes, delivery: Delivery, where: console.Source) -> None:
    """Print content, its advice worded or left out, or write it to the file that is asked for.

    Nothing is written over what a data folder holds, be it the one in use or another.
    """
    if delivery.form != "xlsx":
        text = delivery.advice(content.decode())
        # The columns of csv have keys that programs know.
        keys, apart, said = text.partition("\n") if delivery.form == "csv" else ("", "", text)
        content = f"{keys}{apart}{worded(said)}".encode()
    if delivery.out is None:
        console.put(content)
        return
    from enamnd_cost.files.folder import Found, around
    from enamnd_cost.files.writing import write
    from enamnd_cost.files.writing.staging import real

    out, used = delivery.out, real(where.folder)
    if folder := used if real(out).is_relative_to(used) else around(out):
        if real(out).parent != folder / "facit":
            what = "där kan bara ett facit skrivas, under facit/"
            raise Mistake(f"{out} ligger i datamappen; {what}")
        console.refuse_the_programs(where.found if folder == used else Found(folder))
        console.hold(folder)
    else:
        console.tidy(real(out).parent)
    if problem := write(out, content, overwrite=delivery.replace):
        console.refuse([problem])
    console.say(f"Skrev {visible(str(out))}")


def _render(form: str, report: Report, answer: Reply) -> bytes:
    """Make the view; only the format's own library is loaded."""
    if form in answer.own:
        return answer.own[form](report)
    if form == "xlsx":
        from enamnd_cost.output import xlsx

        return xlsx.render(report, answer.year)
    if form == "json":
        from enamnd_cost.output import json
        from enamnd_cost.output.schemas import module_of

        content = module_of(answer.output).content(*answer.made_of)
        return json.stamped(answer.output, report.data, content, report.status)
    if form == "md":
        from enamnd_cost.output import markdown

        return markdown.render(report)
    from enamnd_cost.output import csv

    return csv.render(report)
