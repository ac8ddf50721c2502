"""How mistakes in the input are shown to people."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from enamnd_cost.model.problem import KeyPath, Problem, Spot, spell_path
from enamnd_cost.signs import visible, visible_lines
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
    head = f"fel[{problem.code}]: {problem.text}"
    file = shown(problem.file) if problem.file else ""
    return entry(head, file, problem.path, problem.spot, [problem.remedy], problem.hint)


def entry(
    head: str, file: str, path: KeyPath, spot: Spot | None, notes: Sequence[str], hint: str = ""
) -> str:
    """Write one mistake: what is wrong, where, the line as it stands, and notes to be read with it.

    Signs that are not seen, and those that would disturb a terminal, are shown by their numbers.

    The hint stands beside the carets under the place.
    """
    lines, hint = [visible(head)], visible(hint)
    if file:
        at = f":{spot.line}:{spot.column}" if spot else f": {spell_path(path)}" if path else ""
        lines.append(f"  --> {visible(file + at)}")
    below = [f"   = {visible(note)}" for note in notes if note]
    if not spot:
        return "\n".join([*lines, *([f"   = {hint}"] if hint else []), *below])
    gutter = " " * len(str(spot.line))
    source, start = spot.source, spot.column - 1
    before = visible_lines(source[:start])
    marked = visible_lines(source[start : start + spot.length])
    indent = "".join("\t" if sign == "\t" else " " * _width(sign) for sign in before)
    carets = "^" * max(sum(map(_width, marked)), 1)
    lines += [
        f"{gutter} |",
        f"{spot.line} | {visible_lines(source)}".rstrip(),
        f"{gutter} | {indent}{carets} {hint}".rstrip(),
        *([f"{gutter} |"] if below else []),
    ]
    return "\n".join([*lines, *below])


def _width(sign: str) -> int:
    """Count the columns that a character takes: none for the dots of a decomposed ö."""
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
