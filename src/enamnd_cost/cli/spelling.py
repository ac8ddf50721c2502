"""How the command line spells what messages advise their readers to ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from enamnd_cost.asking import APART, ASIDE, MARK, Wish


def _buy_in(service: str, date: str, since: str, life: str, first: str, *others: str) -> str:
    """Spell a buy-in of a municipality, or of several, as lines for the service's file."""
    words = ["enamnd-cost buy-in", service, first, date, *(f"--med {other}" for other in others)]
    words += [f"--fran {since}"] if since else []
    words += [f"--avskrivning {life}"] if life else []
    return " ".join([*words, WORDS[Wish.TOML]()])


WORDS: dict[Wish, Callable[..., str]] = {
    Wish.SERVICE: lambda service="": f"-t {service}" if service else "--tjanst",
    Wish.EXPLAIN: lambda: "explain",
    Wish.INFER: lambda: "infer",
    Wish.YEARS: lambda first="", last="": f"--ar {first}..{last}".rstrip(". "),
    Wish.COUNT: lambda: "--antal",
    Wish.COUNTED: lambda figure: f"--lagg-till {figure}",
    Wish.ASSUME: lambda what="": f"--antag {what}".rstrip(),
    Wish.CHANGE: lambda what: f"--andra {what}",
    Wish.SINCE: lambda: "--fran",
    Wish.CHECK: lambda year: f"enamnd-cost check {year}",
    Wish.FOLLOW_UP: lambda year: f"enamnd-cost follow-up {year}",
    Wish.SETTLE: lambda year: f"enamnd-cost settle {year}",
    Wish.DATE: lambda date: f"--folkmangd {date}",
    Wish.COST: lambda cost: f"--kostnad {cost}",
    Wish.ROLL: lambda year: f"roll {year}",
    Wish.FILL: lambda year: f"enamnd-cost roll {year} --fyll --skriv",
    Wish.UPDATE: lambda year: f"enamnd-cost roll {year} --uppdatera --skriv",
    Wish.DRAFT: lambda year: f"enamnd-cost roll {year} --skriv",
    Wish.SHEET: lambda name="": f'--blad "{name}"' if name else "--blad",
    Wish.COLUMN: lambda letter="": f"--kolumn {letter}".rstrip(),
    Wish.REPLACE: lambda: "--ersatt",
    Wish.DATA: lambda: "--data",
    Wish.INVOICED: lambda: "--fakturerat",
    Wish.JSON: lambda: "--format json",
    Wish.TOML: lambda: "--format toml",
    Wish.BUY_IN: _buy_in,
}


def spell(text: str) -> str:
    """Put the command line's own words in a text that is about to be shown at it.

    >>> from enamnd_cost.asking import aside, ask
    >>> spell(f"Visar 3 av 33{aside(f'; {ask(Wish.COUNT)} visar fler')}.")
    'Visar 3 av 33; --antal visar fler.'
    """

    def words(found: re.Match[str]) -> str:
        wish, *values = found[1].split(APART)
        return WORDS[Wish(wish)](*values)

    return MARK.sub(words, ASIDE.sub(r"\1", text))


def without_advice(text: str) -> str:
    """Leave out of a text what only who is at the program can follow, as in a file.

    >>> from enamnd_cost.asking import aside, ask
    >>> without_advice(f"Visar 3 av 33{aside(f'; {ask(Wish.COUNT)} visar fler')}.")
    'Visar 3 av 33.'
    """
    return ASIDE.sub("", text)


def spelt(value: Any, how: Callable[[str], str] = spell) -> Any:
    """Spell the advice in a report or a list of mistakes, wherever it stands, or leave it out."""
    if isinstance(value, str):
        return how(value)
    if not isinstance(value, tuple):
        return value
    parts = (spelt(part, how) for part in value)
    return value._make(parts) if hasattr(value, "_make") else tuple(parts)
