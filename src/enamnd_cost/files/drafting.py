"""The text of drafted files: a period to put last in a service's file, a budget, an empty facit.

What stands in a file already is kept, byte for byte.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from enamnd_cost.files.positions import Positions
from enamnd_cost.files.toml_text import key, pairs, toml
from enamnd_cost.model.budget import Budget, Budgetpost, Utanfor
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.tjanst import Period

ADDED_UP = "Summan är kommunerna sammanräknade; kommunernas tal är hämtade."
ORDER = ("fran", "till", "underlag", "belopp", "uppraknas", "fordelning", "folkmangd", "deltagare")
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


def folkmangd_lines(
    date: dt.date, invanare: Mapping[str, int], kalla: str, oanvand: str | None = None
) -> list[str]:
    """Write the population at a date, by the municipalities' ids, as kommuner.toml has it."""
    said = {
        "datum": date,
        "summa": sum(invanare.values()),
        "kalla": kalla,
        "harledning": ADDED_UP,
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
        comment = f"  # {why[name]}" if why.get(name) else ""
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
            f"# Tabellerna per kommun i budget {year}, som de trycks. check jämför varje ruta med",
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
            f"# {key(municipality)} = …                   # och så vidare: en rad per kommun",
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


def filled(raw: bytes, amounts: Mapping[tuple[str, str], int], total: int | None) -> bytes | None:
    """Put amounts (kronor) where a budget file says ``saknas``, and nothing else.

    ``amounts`` are by table (``tjanst`` or ``utanfor``) and service. ``total`` becomes ``summa``,
    after ``status``, where it is given. None where something does not have a line of its own.
    """
    text = raw.decode("utf-8")
    places = Positions(text)
    lines = text.split("\n")
    new: dict[int, list[str]] = {}
    for (table, service), kr in amounts.items():
        path: KeyPath = (table, service, "saknas")
        place = places.of(path, key=True)
        if not place or not re.match(r"\s*saknas\s*=", lines[place.line - 1]):
            return None
        names = ("intakt", "kostnad") if table == "tjanst" else ("belopp",)
        new[place.line - 1] = [f"{name} = {toml(kr)}" for name in names]
    if total is not None:
        after = places.of(("status",), key=True)
        if not after:
            return None
        kept = lines[after.line - 1].removesuffix("\r")
        new[after.line - 1] = [kept, f"summa = {toml(total)}"]
    out = []
    for n, line in enumerate(lines):
        ended = "\r" if line.endswith("\r") else ""
        out += [f"{each}{ended}" for each in new[n]] if n in new else [line]
    return "\n".join(out).encode()
