"""Typer in Swedish: its help pages, and what it says of arguments that are wrong."""

from __future__ import annotations

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from enamnd_cost.swedish import closest

HELP = "Visa den här hjälpen."


class Mistake(typer.BadParameter):
    """A mistake in the arguments that is already put in Swedish, whole."""


def _write_usage(command: Any, ctx: typer.Context, formatter: Any) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix="Användning: ")


def _write_options(command: Any, ctx: typer.Context, formatter: Any) -> None:
    """List arguments and options under Swedish headings."""
    for kind, heading in (("argument", "Argument"), ("option", "Val")):
        records = [
            (
                re.sub(r" <[^>]*>$", "", name),
                text.replace("[required]", "[krävs]").replace("[default: ", "[annars "),
            )
            for param in command.get_params(ctx)
            if param.param_type_name == kind
            for name, text in [param.get_help_record(ctx) or ("", "")]
            if name
        ]
        if records:
            with formatter.section(heading):
                formatter.write_dl(records)


class Command(TyperCommand):
    """A command whose help is in Swedish."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options."""
        _write_options(self, ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """Give ``--help`` its Swedish text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option


class Group(TyperGroup):
    """A group of commands whose help is in Swedish."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the usage line."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write options, then commands with the first sentence of their help."""
        _write_options(self, ctx, formatter)
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        with formatter.section("Kommandon"):
            formatter.write_dl(
                [(name, (found.help or "").strip()) for name, found in commands.items() if found]
            )

    def get_help_option(self, ctx: Any) -> Any:
        """Give ``--help`` its Swedish text."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = HELP
        return option

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command, or say which one was probably meant."""
        known = self.list_commands(ctx)
        if args[0] not in known and not args[0].startswith("-"):
            near = closest(args[0], known)
            hint = f'menade du "{near}"?' if near else f"kommandon: {', '.join(known)}"
            raise Mistake(f'kommandot "{args[0]}" finns inte; {hint}')
        return super().resolve_command(ctx, args)


def usage_error(error: TyperException) -> str:
    """Say in Swedish what was wrong with the arguments, and where help is to be had."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "enamnd-cost"
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message
    return f"fel[EK001]: {_reason(error)}\n   = hjälp: {path} --help"


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
