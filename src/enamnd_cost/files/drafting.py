"""The text of drafted files: a period to put last in a service's file, a budget, an empty facit.

And of a budget that is drafted already, with other figures.

What stands in a file already is kept, byte for byte, but for the end of a period that another
takes over from before it.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from enamnd_cost.called import worded
from enamnd_cost.files.rewriting import Rewriting
from enamnd_cost.files.toml_text import key, pairs, toml
from enamnd_cost.model import rolling
from enamnd_cost.model.budget import Budget, Budgetpost, Utanfor
from enamnd_cost.model.period import Period
from enamnd_cost.model.tjanst import Tjanst

ADDED_UP = "Summan är kommunerna sammanräknade; kommunernas tal är hämtade."
ORDER = ("fran", "till", "underlag", "belopp", "uppraknas", "fordelning", "folkmangd", "deltagare")
AMOUNTS = ("intakt", "kostnad", "belopp", "saknas")  # one of them stands in every line
DRAFTED = "# i utkastet: "  # what is said so of a line stays true when its figures are others
SCHEMA = re.compile(rb"#:schema [^\r\n]*")


def period_lines(period: Period) -> list[str]:
    """Write a period as it stands last in a service's file."""
    content = period.model_dump(exclude_none=True, exclude_defaults=True)
    posts: Sequence[Mapping[str, Any]] = content.pop("post", ())
    first = {name: content.pop(name) for name in ORDER if name in content}
    lines = ["[[period]]", *pairs({**first, **content}, "till")]
    for post in posts:
        lines += ["", "[[period.post]]", *pairs(post)]
    return lines


def service(tjanst: Tjanst, like: bytes) -> bytes:
    """Write a service's file, with the schema line and the line ends of the file ``like`` it."""
    content = tjanst.model_dump(exclude_none=True, exclude_defaults=True)
    del content["period"]
    lines = pairs(content)
    for period in tjanst.period:
        lines += ["", *period_lines(period)]
    return _file(lines, like)


def with_period(raw: bytes, tjanst: Tjanst, period: Period) -> bytes:
    """Put a period last in a service's file; an end that the one before has is moved on to it."""
    last, before = len(tjanst.period) - 1, tjanst.period[-1]
    ended = rolling.followed(before, period)
    if ended != before:
        text = Rewriting(raw)
        text.put(("period", last, "till"), ended.till, year=True)
        raw = text.raw
    return appended(raw, period_lines(period))


def folkmangd_lines(
    date: dt.date,
    invanare: Mapping[str, int],
    kalla: str,
    oanvand: str | None = None,
    derived: str = ADDED_UP,
) -> list[str]:
    """Write the population at a date, by the municipalities' ids, as kommuner.toml has it."""
    said = {
        "datum": date,
        "summa": sum(invanare.values()),
        "kalla": kalla,
        "harledning": worded(derived),
        **({"oanvand": oanvand} if oanvand else {}),
    }
    return ["[[folkmangd]]", *pairs(said), "", "[folkmangd.invanare]", *pairs(invanare), ""]


def appended(raw: bytes, lines: Sequence[str]) -> bytes:
    r"""Put lines last in a file, after an empty one, with the line ends that it has.

    >>> appended(b"a = 1\r\n", ["b = 2"])
    b'a = 1\r\n\r\nb = 2\r\n'
    """
    newline = _line_end(raw)
    ended = b"" if raw.endswith(b"\n") or not raw else newline
    apart = b"" if raw.endswith((b"\n\n", b"\n\r\n")) or not raw else newline
    block = newline.join(line.encode() for line in lines) + newline
    return raw + ended + apart + block


def _line_end(raw: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in raw else b"\n"


def budget(proposal: Budget, like: bytes, why: Mapping[str, str]) -> bytes:
    """Write a proposal, with the schema line and the line ends of the file ``like`` it.

    ``why`` says in a few words what became of each service.
    """
    lines = [
        f"# Förslag till budget {proposal.ar}. Utkast ur {proposal.ar - 1}: gå igenom varje rad.",
        "# Byt kalla mot handlingen. När nämnden har beslutat: status och beslut.",
        "",
        f"ar = {proposal.ar}",
        'status = "forslag"',
        *([] if proposal.summa is None else [f"summa = {toml(proposal.summa)}"]),
        f"kalla = {toml(proposal.kalla)}",
        *([] if proposal.tjanst else ["", "[tjanst]"]),
    ]
    for (table, name), line in proposal.lines.items():
        comment = f"  {DRAFTED}{why[name]}" if why.get(name) else ""
        lines += ["", f"[{table}.{key(name)}]{comment}", *_line(line)]
    return _file(lines, like)


def _line(post: Budgetpost | Utanfor) -> list[str]:
    names = ("saknas", "intakt", "kostnad", "belopp", "underlag")
    given = {name: getattr(post, name, None) for name in names}
    return pairs({name: value for name, value in given.items() if value is not None})


def facit(year: int, service: str, municipality: str, like: bytes) -> bytes:
    """Write a facit that is left empty, with a comment that says how it is filled in."""
    return _file(
        [
            worded(f"# Tabellerna per kommun i budget {year}, som de trycks.")
            + " check jämför varje ruta med",
            "# modellens belopp. När de är publicerade: ta bort saknas, ange kalla, och lägg till",
            "# en tabell för varje tjänst, så här:",
            "#",
            "# [[tabell]]",
            f'# tjanst = "{service}"',
            f"# ar = {year}",
            '# rubrik = "…"                  # tabellens rubrik i handlingen',
            "# summa = …",
            "#",
            "# [tabell.belopp]",
            f"# {key(municipality)} = …                   # och så vidare: "
            + worded("en rad per kommun"),
            "",
            'slag = "publicerad"',
            f'saknas = "Tabellerna för {year} är inte publicerade."',
        ],
        like,
    )


def _file(lines: Sequence[str], like: bytes) -> bytes:
    schema = SCHEMA.match(like)
    newline = _line_end(like)
    head = schema[0] + newline if schema else b""
    return head + newline.join(line.encode() for line in lines) + newline


Line = Mapping[str, int | str | None]
At = tuple[str, str]  # the table that a line stands in, and its service


def rewritten(
    raw: bytes,
    changed: Mapping[At, Line],
    total: int | None,
    new: Mapping[At, Line] = MappingProxyType({}),
    gone: Iterable[At] = (),
) -> bytes | None:
    """Put other figures in a budget file, and touch nothing else.

    ``changed`` are the keys of lines that are there, with their values; None takes a key away.
    ``total`` becomes ``summa`` where it is given, after ``status`` if there was none. ``new`` lines
    are put last in their table, and those that are ``gone`` are taken away. None where the file
    is written in a way that does not take it.
    """
    wanted = tomllib.loads(raw.decode())
    text = Rewriting(raw)
    for at, keys in changed.items():
        _rewrite(text, at, keys)
        wanted[at[0]][at[1]] = _without_none({**wanted[at[0]][at[1]], **keys})
    for at, keys in new.items():
        text.add_table(at, _without_none(keys))
        wanted.setdefault(at[0], {})[at[1]] = _without_none(keys)
    for table, service in gone:
        text.take_table((table, service))
        del wanted[table][service]
        if any(each.path[0] == table for each in text.entries):
            continue
        if table == "tjanst":  # which a budget must have
            text.empty_table(table)
        else:
            del wanted[table]
    if total is not None:
        wanted["summa"] = total
        if ("summa",) in text.at:
            text.put(("summa",), total)
        else:
            text.add(("status",), {"summa": total})
    try:
        return text.raw if tomllib.loads(text.raw.decode()) == wanted else None
    except tomllib.TOMLDecodeError:
        return None


def _rewrite(text: Rewriting, at: At, keys: Line) -> None:
    """Change the keys of one line."""
    there = {name for name in keys if (*at, name) in text.at}
    for name in there:
        if keys[name] is not None:
            text.put((*at, name), keys[name])
    added = {name: value for name, value in keys.items() if name not in there and value is not None}
    if "saknas" in there and keys["saknas"] is None:
        text.swap((*at, "saknas"), added)
    elif added:
        amounts = [name for name in AMOUNTS if (*at, name) in text.at]
        text.add((*at, amounts[-1]), added)
    for name in there - {"saknas"}:
        if keys[name] is None:
            text.take((*at, name))


def _without_none(keys: Line) -> dict[str, int | str]:
    return {name: value for name, value in keys.items() if value is not None}


def comments(raw: bytes, at: At) -> list[str]:
    """List the comments on a budget's line, but for what a draft said of itself."""
    return [each for each in Rewriting(raw).comments(at) if not each.startswith(DRAFTED)]
