"""The program's door: commands, and every way out with its exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from typer.exceptions import Abort, Exit, TyperException

from enamnd_cost import __version__
from enamnd_cost.cli.completing import COMPLETING
from enamnd_cost.cli.console import EXIT_BUG, EXIT_INPUT, at_end, say
from enamnd_cost.cli.encoding import use_utf8
from enamnd_cost.cli.swedish import PLAIN, Group, usage_error

# Nothing that happens to be installed beside the program may change what a file means; and looking
# for such plugins takes a tenth of the start-up.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"

app = typer.Typer(
    cls=Group,
    name="enamnd-cost",
    help="Fördelar kostnader för gemensamma tjänster mellan kommuner, på kronan.",
    no_args_is_help=True,
    add_completion=False,
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO …",
    **PLAIN,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"enamnd-cost {__version__}")
        raise Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", help="Visa programmets version.", callback=_version, is_eager=True
    ),
) -> None:
    """Take the options that hold for every command; the help text stands above."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and give its exit code; no exception gets past here."""
    use_utf8()
    if os.environ.get(COMPLETING):
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    try:
        code = _called(list(sys.argv[1:] if arguments is None else arguments))
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # here, where a full disk or a closed pipe is still told
    except (Abort, KeyboardInterrupt):
        say("avbrutet")
        return 130
    except (SystemExit, BrokenPipeError):
        return 0  # the reader of a pipe has had enough; typer says so by leaving
    except OSError as error:
        say(_refused(error))
        return EXIT_INPUT
    except Exception as error:
        if os.environ.get("ENAMND_COST_DEBUG"):
            raise
        say(
            f"internt fel: {type(error).__name__} i enamnd-cost {__version__}. Det är programmets "
            "fel, inte ditt.\nKör igen med miljövariabeln ENAMND_COST_DEBUG=1 och skicka "
            "utskriften till dem som sköter programmet."
        )
        return EXIT_BUG
    finally:
        at_end.close()
    return code


def _refused(error: OSError) -> str:
    """Say what a disk or a folder refuses: no bug, and nothing that the program can mend.

    Of a file that was to be moved, the place where the user wanted it is named. Output has no name.
    """
    from enamnd_cost.files.refusals.reasons import why
    from enamnd_cost.model.problem import Problem
    from enamnd_cost.output.problems import mistakes

    name = error.filename if error.filename2 is None else error.filename2
    shown = os.fsdecode(name) if isinstance(name, (str, bytes)) else ""
    reason, remedy = why(error, Path(shown))
    text = f"det går inte att läsa eller skriva: {reason}"
    return mistakes([Problem("EK003", shown, text, remedy)], str)


def _called(arguments: list[str]) -> int:
    """Call the command that is asked for; what is wrong with the arguments is told here."""
    command = typer.main.get_command(app)
    try:
        return command.main(arguments, prog_name="enamnd-cost", standalone_mode=False) or 0
    except Exit as done:
        return done.exit_code
    except TyperException as error:
        say(usage_error(error))
        return EXIT_INPUT


def entry() -> None:
    """Run as a program, and leave without taking the interpreter to pieces: all is written."""
    gc.disable()  # a run is short, and collecting while modules load takes a tenth of it
    os._exit(main())
