"""How mistakes in the input are shown to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from enamnd_cost.model.problem import Problem, spell_path

Shown = Callable[[str], str]


def mistake(problem: Problem, shown: Shown) -> str:
    """Write one mistake: what is wrong, where, and what to do about it."""
    lines = [f"fel[{problem.code}]: {problem.text}"]
    place = shown(problem.file) if problem.file else ""
    if problem.line is not None:
        place += f":{problem.line}:{problem.column}"
    if problem.path:
        place += f": {spell_path(problem.path)}"
    if place:
        lines.append(f"  --> {place}")
    if problem.remedy:
        lines.append(f"   = {problem.remedy}")
    return "\n".join(lines)


def mistakes(problems: Iterable[Problem], shown: Shown) -> str:
    """Write all mistakes, a blank line between."""
    return "\n\n".join(mistake(problem, shown) for problem in problems)
