"""What every command shares: reading the data folder, writing to the streams, exit codes."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

import typer

from enamnd_cost.called import worded
from enamnd_cost.cli.spelling import spelt
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import visible, visible_lines

if TYPE_CHECKING:
    from enamnd_cost.analysis.report import Report
    from enamnd_cost.analysis.year import Computed
    from enamnd_cost.files.folder import Found
    from enamnd_cost.model.data import Data
    from enamnd_cost.model.problem import KeyPath, Problem

T = TypeVar("T")

EXIT_FINDINGS = 1
EXIT_INPUT = 2
EXIT_BUG = 70


def say(text: str) -> None:
    """Write a message to stderr: data alone goes to stdout."""
    typer.echo(worded(visible_lines(text)), err=True)


def put(content: bytes) -> None:
    """Write data to stdout, byte for byte."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def width() -> int | None:
    """Give the window's width in characters; None where output is no terminal's."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def styled() -> bool:
    """Tell whether to use bold and dim: at a terminal, unless NO_COLOR is set or it is dumb."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain


def as_it_stands(file: str, path: KeyPath) -> tuple[str, KeyPath]:
    """Say that what is in the data is where its file has it."""
    return file, path


class Source(NamedTuple):
    """The data folder in use, and how its files are named to the user.

    ``origin`` gives the file and key where something in the data was written: a later decision on a
    year's budget has put it in the place of what the service's own file says.
    """

    folder: Path
    shown: Callable[[str], str]
    found: Found
    origin: Callable[[str, KeyPath], tuple[str, KeyPath]] = as_it_stands

    def written(self, problem: Problem) -> Problem:
        """Put a mistake where what is wrong was written."""
        if problem.spot:
            return problem
        file, path = self.origin(problem.file, problem.path)
        return problem._replace(file=file, path=path)


SHIPPED = (
    "observera: ingen datamapp hittades; svaret bygger på de data som följer med programmet "
    "(Norrbottens e-nämnd)"
)
NAME_ONE = "ange en mapp med --data, kör i en mapp som har en datamapp, eller gör en med init"


def located(asked: str | None) -> Source:
    """Find the data folder: ``--data``, the environment, the nearest upwards, the shipped one."""
    from enamnd_cost.files import folder

    if asked is not None and not asked.strip():
        raise Mistake("--data är tom: ange en mapp")
    asked = os.environ.get(folder.ENVIRONMENT) or None if asked is None else asked
    return _shown(folder.find(asked, here()))


def here() -> Path:
    """Give the folder where we stand."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise Mistake("mappen du står i finns inte längre: gå till en annan, kör igen") from None


def shipped() -> Source:
    """Give the data folder that ships with the program, for whoever asks for it."""
    from enamnd_cost.files import folder

    return _shown(folder.Found(folder.shipped(), shipped=True))


def _shown(found: Found) -> Source:
    from enamnd_cost.files import folder

    start = here()
    return Source(found.folder, lambda file: folder.shown(found.folder, file, start), found)


def source(asked: str | None) -> Source:
    """Find the data folder to read, and say so when it is the one that ships with the program."""
    where = located(asked)
    if where.found.shipped:
        say(SHIPPED)
    return where


def writable(asked: str | None) -> Source:
    """Find the data folder to write in, which is never the one that ships with the program."""
    where = located(asked)
    refuse_the_programs(where.found)
    if where.folder.is_dir():  # else it is told when it is read
        hold(where.folder)
    return where


def refuse_the_programs(found: Found) -> None:
    """Refuse to write in the data folder that ships with the program."""
    from enamnd_cost.model.problem import Problem

    if found.is_the_programs:
        text = "ingen egen datamapp att skriva i: de data som följer med programmet ändras inte"
        refuse([Problem("EK100", "", text, NAME_ONE)])


def opened(
    asked: str | None, *, to_write: bool = False, as_filed: bool = False
) -> tuple[Source, Data]:
    """Find the data folder and read it, or say everything that is wrong with it and leave.

    Each year is as its latest decision has it; ``as_filed`` asks for what the files themselves say,
    which is what a command that rewrites them goes by.
    """
    where = writable(asked) if to_write else source(asked)
    data = settled(loaded(where), where)
    if as_filed or not data.revideringar:
        return where, data

    from enamnd_cost.analysis.scenarios.held import latest

    held = settled(latest(data), where)
    return where._replace(origin=held.origin), held.data


def loaded(where: Source) -> tuple[Data | None, Sequence[Problem]]:
    """Read the data folder; what a run that died had begun to write there is finished first."""
    from enamnd_cost.files import traces
    from enamnd_cost.files.loading import FOLDERS
    from enamnd_cost.files.opening import load_between_writes

    if not where.found.shipped:
        tidy(where.folder, FOLDERS)
    answer = load_between_writes(where.folder)
    if traces.is_unfinished(where.folder):  # somebody has begun, and goes on for long
        finish(where.folder)
        answer = load_between_writes(where.folder)
    return answer


at_end = contextlib.ExitStack()  # what a command holds until it is done


def hold(folder: Path) -> None:
    """Keep other writers out of a folder until the command is done.

    What a run that died had begun to write there is finished first.
    """
    from enamnd_cost.files.writing.locking import held
    from enamnd_cost.files.writing.refusing import RefusedError

    try:
        if left := at_end.enter_context(held(folder)):
            say(f"observera: tog över ett lås som ingen håller längre ({left})")
    except RefusedError as error:
        refuse([error.problem])
    finish(folder)


def finish(folder: Path) -> None:
    """Carry out what a run that died had begun to write in a folder, also for who only reads."""
    from enamnd_cost.files.folder import shown
    from enamnd_cost.files.writing.journal import mend
    from enamnd_cost.files.writing.locking import held
    from enamnd_cost.files.writing.refusing import BROKEN, RefusedError

    try:
        with held(folder):
            for told in mend(folder):
                say(f"observera: {told}")
    except RefusedError as error:
        problem = error.problem
        if problem.code == "EK003":  # whoever only reads has not asked to write
            problem = problem._replace(code="EK012", text=f"{BROKEN}: {problem.text}")
            if not os.access(folder, os.W_OK):
                remedy = "kör enamnd-cost check som någon som får skriva i mappen"
                problem = problem._replace(remedy=remedy)
        refuse([problem._replace(file=shown(Path(), problem.file, here()))])


def refuse_within(out: Path) -> None:
    """Refuse to put a data folder inside another, which could then not be read."""
    from enamnd_cost.files.folder import around

    if at := around(out):
        raise Mistake(f"{out} ligger i datamappen {at.as_posix()}; ange en mapp utanför den")


def tidy_around(folder: Path, inside: Sequence[str]) -> None:
    """Put right a folder that is to be written whole, and the one where it stands or will."""
    tidy(folder, inside)
    tidy(folder.absolute().parent)


def tidy(folder: Path, inside: Sequence[str] = ()) -> None:
    """Put a folder, and some ``inside`` it, right where a run that died has left traces."""
    from enamnd_cost.files import traces

    if traces.is_unfinished(folder):
        finish(folder)
    if left := traces.temporary(folder, inside):
        from enamnd_cost.files.writing.leftovers import sweep

        if count := sweep(left):
            what = "en temporär fil" if count == 1 else f"{count} temporära filer"
            at = visible(folder.as_posix())
            say(f"observera: tog bort {what} efter en körning som bröts, i {at}")


def refuse(problems: Iterable[Problem], where: Source | None = None) -> NoReturn:
    """Say what is wrong with the input and leave.

    Mistakes in the files of a data folder are put at their lines; without one, files are named as
    they are.
    """
    from enamnd_cost.files.positions import place
    from enamnd_cost.output.problems import mistakes

    found = place(map(where.written, problems), where.folder) if where else problems
    say(mistakes(spelt(tuple(found)), where.shown if where else str))
    raise typer.Exit(EXIT_INPUT)


def refuse_any(problems: Sequence[Problem], where: Source | None = None) -> None:
    """Say what is wrong with the input and leave, if anything is."""
    if problems:
        refuse(problems, where)


def settled(answer: tuple[T | None, Sequence[Problem]], where: Source | None = None) -> T:
    """Give what was found, or say what is wrong with the input and leave."""
    found, problems = answer
    if problems or found is None:
        refuse(problems, where)
    return found


def computed(data: Data, years: Sequence[int], where: Source) -> Computed:
    """Allocate years, or say everything that stands in the way and leave."""
    from enamnd_cost.analysis.year import compute, unknown_years

    refuse_any(unknown_years(data, years), where)
    made = compute(data, years)
    refuse_any(made.problems, where)
    return made


def all_known(data: Data, where: Source, year: int | None) -> tuple[Computed, tuple[int, ...]]:
    """Allocate every year, and say which are known; or what stands in the way, and leave.

    A proposal that cannot be computed yet matters only where it is the year asked for.
    """
    from enamnd_cost.analysis.year import compute, compute_known

    computed, known = compute_known(data)
    if not computed.problems and year in set(data.years) - set(known):
        computed = compute(data, [year])
    refuse_any(computed.problems, where)
    return computed, known


def only(report: Report, data: Data, words: Sequence[str] | None) -> Report:
    """Leave only the chosen municipalities in a report's tables, or say which is unknown."""
    from enamnd_cost.analysis.report import of_municipalities
    from enamnd_cost.analysis.selection import municipalities

    return of_municipalities(report, settled(municipalities(data, words))) if words else report
