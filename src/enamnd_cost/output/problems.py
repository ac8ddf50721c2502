"""How mistakes in the input are shown to people."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from enamnd_cost.model.problem import Problem, Spot, spell_path
from enamnd_cost.swedish import number

Shown = Callable[[str], str]

MOST = 40  # more than this at once helps nobody


def mistakes(problems: Sequence[Problem], shown: Shown) -> str:
    """Write the mistakes, a blank line between; where they are very many, how many are left."""
    parts = [_mistake(problem, shown) for problem in problems[:MOST]]
    if len(problems) > MOST:
        parts.append(f"… och {number(len(problems) - MOST)} fel till")
    return "\n\n".join(parts)


def _mistake(problem: Problem, shown: Shown) -> str:
    """Write one mistake: what is wrong, where, and what to do about it."""
    lines = [f"fel[{problem.code}]: {_harmless(problem.text)}"]
    if problem.file:
        place = shown(problem.file)
        if problem.spot:
            place += f":{problem.spot.line}:{problem.spot.column}"
        elif problem.path:
            place += f": {spell_path(problem.path)}"
        lines.append(f"  --> {place}")
    if problem.spot:
        lines += frame(problem.spot, problem.hint)
    elif problem.hint:
        lines.append(f"   = {problem.hint}")
    lines += after(problem.spot, problem.remedy)
    return "\n".join(lines)


def frame(spot: Spot, hint: str = "") -> list[str]:
    """Show the line as it stands, with carets under the place and the hint beside them."""
    gutter = " " * len(str(spot.line))
    source = _harmless(spot.source)
    before = source[: spot.column - 1]
    marked = source[spot.column - 1 : spot.column - 1 + spot.length]
    indent = "".join("\t" if sign == "\t" else " " * _width(sign) for sign in before)
    carets = "^" * max(sum(map(_width, marked)), 1)
    return [
        f"{gutter} |",
        f"{spot.line} | {source}".rstrip(),
        f"{gutter} | {indent}{carets} {hint}".rstrip(),
    ]


def after(spot: Spot | None, note: str) -> list[str]:
    """Write a note below what was shown, if there is one."""
    if not note:
        return []
    return [*([" " * len(str(spot.line)) + " |"] if spot else []), f"   = {note}"]


def _harmless(text: str) -> str:
    """Show as a dot what would disturb a terminal; a file may hold anything."""
    return "".join(
        sign
        if sign == "\t" or not unicodedata.category(sign).startswith(("C", "Zl", "Zp"))
        else "·"
        for sign in text
    )


def _width(sign: str) -> int:
    """Count the columns that a character takes: none for the dots of a decomposed ö."""
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
