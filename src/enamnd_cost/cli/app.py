"""The program's door: commands, and every way out with its exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Sequence

import typer
from typer.exceptions import Abort, Exit, TyperException

from enamnd_cost import __version__
from enamnd_cost.cli.commands import (
    allocate,
    audit,
    buy_in,
    check,
    compare,
    completion,
    explain,
    explain_error,
    infer,
    init,
    population,
    roll,
    rounding,
    schema,
    stand_alone,
    sweep,
)
from enamnd_cost.cli.console import EXIT_BUG, EXIT_INPUT, say, use_utf8
from enamnd_cost.cli.swedish import Command, Group, usage_error

# Nothing that happens to be installed beside the program may change what a file means; and looking
# for such plugins takes a tenth of the start-up.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"

app = typer.Typer(
    cls=Group,
    name="enamnd-cost",
    help="Fördelar kostnader för gemensamma tjänster mellan kommuner, på kronan.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO …",
)
# In the order in which help lists them: the year's work, questions asked of it, the files.
COMMANDS = (
    ("allocate", allocate.run, True),
    ("check", check.run, False),
    ("explain", explain.run, True),
    ("compare", compare.run, True),
    ("sweep", sweep.run, True),
    ("stand-alone", stand_alone.run, True),
    ("buy-in", buy_in.run, True),
    ("rounding", rounding.run, True),
    ("roll", roll.run, True),
    ("infer", infer.run, True),
    ("audit", audit.run, True),
    ("population", population.run, True),
    ("init", init.run, False),
    ("schema", schema.run, False),
    ("explain-error", explain_error.run, True),
    ("completion", completion.run, True),
)
for name, run, needs_arguments in COMMANDS:
    app.command(name, cls=Command, options_metavar="[VAL]", no_args_is_help=needs_arguments)(run)


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
    if os.environ.get(completion.VARIABLE):
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    try:
        code = typer.main.get_command(app).main(
            list(sys.argv[1:] if arguments is None else arguments),
            prog_name="enamnd-cost",
            standalone_mode=False,
        )
    except Exit as done:
        return done.exit_code
    except TyperException as error:
        say(usage_error(error))
        return EXIT_INPUT
    except (Abort, KeyboardInterrupt):
        say("avbrutet")
        return 130
    except SystemExit:
        return 0  # typer's way out when the reader of a pipe has had enough
    except OSError as error:
        # The disk or a folder refuses: no bug, and nothing that the program can mend.
        full = error.errno == errno.ENOSPC
        reason = "disken är full" if full else "sökvägen går inte att läsa eller skriva"
        say(f"fel[EK003]: {error.filename or 'utdata'}: {reason}")
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
    return code or 0


def entry() -> None:
    """Run as a program."""
    gc.set_threshold(
        100_000
    )  # a run is short, and collecting while modules load takes a tenth of it
    sys.exit(main())
