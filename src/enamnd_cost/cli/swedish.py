"""Typer in Swedish: the commands, their help pages, and what is said of wrong arguments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from enamnd_cost.signs import visible
from enamnd_cost.swedish import meant

HELP = "Visa den här hjälpen."
PLAIN: Any = {"rich_markup_mode": None, "pretty_exceptions_enable": False}

# The commands in the order in which help lists them: the year's work, questions asked of it, the
# files. Each has a module, loaded when it is called; a test holds these lines to what that says.
COMMANDS = {
    "allocate": "Fördela ett års kostnader: kommuner som rader, tjänster som kolumner, summor "
    "åt båda håll.",
    "check": "Kontrollera att budgetarna går ihop. Tyst utan fynd; annars alla fynd och kod 1.",
    "explain": "Förklara ett belopp: från beslut till krona, steg för steg, med källa och "
    "plats i filen.",
    "compare": "Jämför budgetår och scenarier: skillnad per kommun, och orsaker som blir hela "
    "skillnaden.",
    "sweep": "Variera en sak: lika delen, en kostnad, mätdatumet, eller vem som är med.",
    "stand-alone": "Pröva egna alternativ: vilka kommuner och grupper vore bättre ensamma, och "
    "med hur mycket.",
    "buy-in": "Räkna ett inköp i efterhand: vad den nya betalar och vad de andra får tillbaka.",
    "projects": "Visa projekten: beslutat belopp, upplupet månad för månad, parter, inköp och "
    "avslut.",
    "rounding": "Visa vad avrundningen kostar och ger varje kommun, över alla tjänster i budgeten.",
    "invoice": "Gör fakturaunderlag: en rad per kommun, tjänst och period, mindre det som är "
    "fakturerat.",
    "follow-up": "Följ upp ett år: budget, utfall, prognos och avvikelse, tjänst för tjänst, och "
    "projekten.",
    "settle": "Reglera ett år: vad varje kommun borde ha betalat på utfallet, och vad som "
    "överförs.",
    "roll": "Gör utkast till budget för året efter ÅR, som ändringar att läsa; --skriv skriver "
    "filerna.",
    "infer": "Räkna ut vilken modell som gav en tabell: nyckel, mätdatum, avrundning och underlag.",
    "audit": "Granska ett publicerat dokument: om det går ihop, och om det stämmer med modellen.",
    "population": "Läs in ny folkmängd i kommuner.toml; resten av filen lämnas som den är.",
    "index": "Läs in en indexserie till index.toml, som ändringar att läsa; --skriv skriver filen.",
    "measure": "Läs in uppmätta mängder till matt/, som ändringar att läsa; --skriv skriver filen.",
    "init": "Skapa en datamapp för en annan nämnd: kommuner, folkmängd, en tjänst av varje modell.",
    "schema": "Skriv JSON-scheman för datamappens filer, och för det som kommandona skriver som "
    "json.",
    "explain-error": "Visa vad en felkod betyder, med exempel på fel som ger den.",
    "completion": "Skriv ett skript som låter skalet fylla i kommandon, år, tjänster och kommuner.",
}
# These do something without arguments; the others show their help.
BARE = {"check", "init", "projects", "schema"}


class Mistake(typer.BadParameter):
    """A mistake in the arguments that is already put in Swedish, whole."""


def unknown(said: str, word: str, known: Sequence[str], every: str) -> Mistake:
    """Say that there is no such thing, and which was probably meant; else what there is."""
    return Mistake(f"{said}; {meant(word, known, every)}")


class _Helpful:
    """Help in Swedish, for a command and for a group of them."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="Användning: ")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """List arguments and options under Swedish headings."""
        for kind, heading in (("argument", "Argument"), ("option", "Val")):
            records = [
                (
                    re.sub(r" <[^>]*>$", "", name),
                    re.sub(r"\bx>=(?=\d)", "minst ", text)
                    .replace("[required]", "[krävs]")
                    .replace("[default: ", "[annars "),
                )
                for param in self.get_params(ctx)  # type: ignore[attr-defined]
                if param.param_type_name == kind
                for name, text in [param.get_help_record(ctx) or ("", "")]
                if name
            ]
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)

    def get_help_option(self, ctx: Any) -> Any:
        """Give ``--help`` its Swedish text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = HELP
        return option


class Command(_Helpful, TyperCommand):
    """A command whose help is in Swedish."""


class Group(_Helpful, TyperGroup):
    """The program's commands, each loaded and its options built only when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (typer's signature)
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 (typer's signature)
        """Load a command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"enamnd_cost.cli.commands.{cmd_name.replace('-', '_')}")
        alone = typer.Typer(add_completion=False, **PLAIN)
        alone.command(
            cmd_name, cls=Command, options_metavar="[VAL]", no_args_is_help=cmd_name not in BARE
        )(module.run)
        return typer.main.get_command(alone)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write options, then the commands with a line on each."""
        super().format_options(ctx, formatter)
        with formatter.section("Kommandon"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or say which one was probably meant."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            said, names = f'kommandot "{args[0]}" finns inte', list(COMMANDS)
            raise unknown(said, args[0], names, f"kommandon: {', '.join(names)}")
        return super().resolve_command(ctx, args)


def usage_error(error: TyperException) -> str:
    """Say in Swedish what was wrong with the arguments, and where help is to be had."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "enamnd-cost"
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message
    return f"fel[EK001]: {visible(_reason(error))}\n   = hjälp: {path} --help"


def _reason(error: TyperException) -> str:
    if isinstance(error, Mistake):
        return error.message
    name = type(error).__name__
    if name == "NoSuchOption":
        near = ", ".join(getattr(error, "possibilities", None) or ())
        hint = f"; menade du {near}?" if near else ""
        return f"valet {getattr(error, 'option_name', '')} finns inte{hint}"
    if name == "MissingParameter":
        return f"{_parameter(error)} saknas"
    if name == "BadOptionUsage":
        option = getattr(error, "option_name", "")
        takes = "tar inget värde" if "does not take" in error.message else "behöver ett värde"
        return f"valet {option} {takes}"
    if name == "BadParameter":
        # The only values that typer itself reads here are whole numbers: years.
        return f"{_parameter(error)} ska vara ett heltal, till exempel 2024"
    extra = re.search(r"extra argument\(s\) \((.*)\)", error.message)
    if extra:
        return f"för många argument: {extra[1]}"
    return "argumenten går inte att tolka"


def _parameter(error: TyperException) -> str:
    param: Any = getattr(error, "param", None)
    if param is None:
        return "ett argument"
    if param.param_type_name == "argument":
        return str(param.metavar or param.name).strip("[].")
    return str(param.opts[0])
