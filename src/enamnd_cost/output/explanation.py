"""Views of an explanation: text for the screen, markdown for an answer by mail, json."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from enamnd_cost.analysis.explain import Explanation, Line, Reason
from enamnd_cost.analysis.explain_service import ServiceExplanation
from enamnd_cost.analysis.year import YearResult
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.output import provenance
from enamnd_cost.output.json import dump
from enamnd_cost.output.markdown import escape
from enamnd_cost.swedish import number

SCHEMA = "enamnd-cost/explanation/1"

Where = Callable[[str, KeyPath], str]


@dataclass(frozen=True)
class Part:
    """A piece of what is shown: a heading, a line with its place, running text, or a table."""

    kind: str
    text: str = ""
    what: str = ""
    place: str = ""
    depth: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


# What is said, whatever the form


def of_amount(explanation: Explanation, where: Where, depth: int = 0) -> Iterator[Part]:
    """Say why one municipality pays its amount, then the same of what it builds on."""
    title = (
        f"{explanation.municipality} betalar {number(explanation.amount)} kr för "
        f"{explanation.name} {explanation.node.year}"
    )
    yield Part("heading", title + _mark(explanation.example), depth=depth)
    for line in explanation.lines:
        yield Part("line", line.text, line.what, _place(line, where, explanation.source), depth)
    yield Part("line", f"{number(explanation.amount)} kr", "Belopp", depth=depth)
    yield from _background(explanation, depth)
    for source in explanation.builds_on:
        yield from of_amount(source, where, depth + 1)


def of_service(explanation: ServiceExplanation, where: Where) -> Iterator[Part]:
    """Say how a service's cost became amounts."""
    node = explanation.node
    title = f"{explanation.name} {node.year}: {number(explanation.total)} kr"
    yield Part("heading", title + _mark(explanation.example))
    for line in explanation.lines:
        yield Part("line", line.text, line.what, _place(line, where, explanation.source))
    total = ("Summa", *("" for _ in explanation.header[2:]), number(explanation.total))
    yield Part("table", rows=(explanation.header, *explanation.rows, total))
    yield from _background(explanation, 0)
    for source in explanation.builds_on:
        yield Part("text", f"Bygger på {source.service} {source.year}.")


def of_municipality(result: YearResult, code: str, reasons: Sequence[Reason]) -> Iterator[Part]:
    """Say all that one municipality pays in a year."""
    name = result.data.kommuner.by_code[code].namn
    total = number(result.per_municipality[code])
    yield Part("heading", f"{name} betalar {total} kr till budget {result.year}")
    groups = {
        "": [r for r in reasons if r.in_budget],
        "Utanför budgeten": [r for r in reasons if not r.in_budget and not r.example],
        "Exempel (påhittade tal)": [r for r in reasons if r.example],
    }
    for heading, group in groups.items():
        if group and heading:
            yield Part("heading", heading, depth=1)
        for reason in group:
            yield Part("line", f"{number(reason.amount)} kr: {reason.text}", reason.name)
        if not heading:
            yield Part("line", f"{total} kr", "Summa")


def _background(explanation: Explanation | ServiceExplanation, depth: int) -> Iterator[Part]:
    yield Part("text", explanation.meaning, "Vad modellen betyder", depth=depth)
    if explanation.decision:
        yield Part("text", explanation.decision, "Beslut", depth=depth)
    if explanation.source:
        yield Part("text", explanation.source, "Källa", depth=depth)
    if explanation.derived:
        yield Part("text", explanation.derived, "Härledning", depth=depth)


def _place(line: Line, where: Where, known: str | None) -> str:
    """Give a line's place, and its source where that is not the service's own."""
    place = where(*line.place) if line.place else ""
    return f"{place} ({line.source})" if line.source and line.source != known else place


def _mark(example: object) -> str:
    return " (exempel, påhittade tal)" if example else ""


# The forms


def as_text(parts: Sequence[Part], data: Data, width: int | None) -> str:
    """Write for the screen; long lines are broken at spaces, amounts never."""
    written: list[str] = []
    for part in parts:
        indent = "    " * part.depth
        if part.kind == "heading":
            written += ["", *_wrap(part.text, width, indent)] if written else [part.text]
        elif part.kind == "table":
            written += ["", *_table(part.rows), ""]
        else:
            label = f"{part.what}: " if part.what else ""
            written += _wrap(label + part.text, width, indent + "  ")
            if part.place:
                written += _wrap(part.place, width, indent + "      ")
    return "\n".join([*written, "", provenance.line(data), ""])


def _wrap(text: str, width: int | None, indent: str) -> list[str]:
    if width is None:
        return [indent + text]
    wrapper = textwrap.TextWrapper(
        width, initial_indent=indent, subsequent_indent=indent + "  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    # textwrap takes a non-breaking space for an ordinary letter, as it should.
    return wrapper.wrap(text)


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Set the columns, the first to the left and figures to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return [lines[0], "─" * max(map(len, lines)), *lines[1:]]


def as_markdown(parts: Sequence[Part], data: Data) -> bytes:
    """Write for minutes and mail."""
    written: list[str] = []
    for part in parts:
        if part.kind == "heading":
            written.append(f"\n{'#' * (part.depth + 1)} {escape(part.text)}\n")
        elif part.kind == "table":
            head, *body = [[escape(cell) for cell in row] for row in part.rows]
            rule = ["---", *("---:" for _ in head[1:])]
            written += ["", *(f"| {' | '.join(row)} |" for row in (head, rule, *body)), ""]
        else:
            place = f" (`{part.place}`)" if part.place else ""
            label = f"**{escape(part.what)}:** " if part.what else ""
            written.append(f"- {label}{escape(part.text)}{place}")
    return ("\n".join([*written, "", f"*{provenance.line(data)}*"]).lstrip("\n") + "\n").encode()


def amount_as_json(explanation: Explanation, data: Data, where: Where) -> bytes:
    """Write one amount's explanation for programs."""
    return dump({"schema": SCHEMA, **_stamp(data), **_amount(explanation, where)})


def _amount(explanation: Explanation, where: Where) -> dict[str, Any]:
    return {
        "ar": explanation.node.year,
        "tjanst": explanation.node.service,
        "kommun": explanation.code,
        "belopp": explanation.amount,
        "exakt": str(explanation.exact),
        "steg": [_line(line, where) for line in explanation.lines],
        "betyder": explanation.meaning,
        "beslut": explanation.decision,
        "kalla": explanation.source,
        "harledning": explanation.derived,
        "exempel": explanation.example,
        "bygger_pa": [_amount(source, where) for source in explanation.builds_on],
    }


def service_as_json(explanation: ServiceExplanation, data: Data, where: Where) -> bytes:
    """Write a service's explanation for programs."""
    content = {
        "schema": SCHEMA,
        **_stamp(data),
        "ar": explanation.node.year,
        "tjanst": explanation.node.service,
        "belopp": explanation.total,
        "steg": [_line(line, where) for line in explanation.lines],
        "tabell": [dict(zip(explanation.header, row, strict=True)) for row in explanation.rows],
        "betyder": explanation.meaning,
        "beslut": explanation.decision,
        "kalla": explanation.source,
        "harledning": explanation.derived,
        "exempel": explanation.example,
        "bygger_pa": [f"{s.service} {s.year}" for s in explanation.builds_on],
    }
    return dump(content)


def municipality_as_json(result: YearResult, code: str, reasons: Sequence[Reason]) -> bytes:
    """Write all that a municipality pays for programs."""
    content = {
        "schema": SCHEMA,
        **_stamp(result.data),
        "ar": result.year,
        "kommun": code,
        "summa": result.per_municipality[code],
        "tjanster": [
            {
                "tjanst": reason.service,
                "namn": reason.name,
                "i_budget": reason.in_budget,
                "exempel": reason.example,
                "belopp": reason.amount,
                "skal": reason.text,
            }
            for reason in reasons
        ],
    }
    return dump(content)


def _line(line: Line, where: Where) -> dict[str, Any]:
    written: dict[str, Any] = {"vad": line.what, "text": line.text}
    if line.exact is not None:
        written["exakt"] = str(line.exact)
    if line.amount is not None:
        written["belopp"] = line.amount
    if line.place:
        written["plats"] = where(*line.place)
    if line.source:
        written["kalla"] = line.source
    return written


def _stamp(data: Data) -> dict[str, str]:
    return {"program": provenance.PROGRAM, "data": data.digest}
