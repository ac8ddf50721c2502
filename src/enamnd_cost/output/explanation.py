"""Views of an explanation: text for the screen, markdown for an answer by mail, json."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from enamnd_cost.analysis.budget_table import assumptions
from enamnd_cost.analysis.explain.amount import Explanation, Reason, Statement
from enamnd_cost.analysis.explain.service import ServiceExplanation
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.model import wording
from enamnd_cost.model.data import Data
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.output import provenance
from enamnd_cost.output.json import dump
from enamnd_cost.output.markdown import escape
from enamnd_cost.swedish import keep_numbers, number

SCHEMA = "enamnd-cost/explanation/1"

Where = Callable[[str, KeyPath], str]


@dataclass(frozen=True)
class Part:
    """A piece of what is shown: a heading, a line with its place, running text, or a table."""

    kind: str
    text: str = ""
    what: str = ""
    place: str = ""
    source: str = ""
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
        yield _line_part(line, where, explanation.source, depth)
    yield Part("line", f"{number(explanation.amount)} kr", "Att betala", depth=depth)
    yield from _background(explanation, depth)
    for source in explanation.builds_on:
        yield from of_amount(source, where, depth + 1)


def of_service(explanation: ServiceExplanation, where: Where) -> Iterator[Part]:
    """Say how a service's cost became amounts."""
    node = explanation.node
    title = f"{explanation.name} {node.year}: {number(explanation.total)} kr"
    yield Part("heading", title + _mark(explanation.example))
    for line in explanation.lines:
        yield _line_part(line, where, explanation.source, 0)
    yield Part("table", rows=(explanation.header, *explanation.rows))
    yield from _background(explanation, 0)
    for source in explanation.builds_on:
        yield Part("text", f"Bygger på {source.service} {source.year}.")


def of_municipality(result: YearResult, code: str, reasons: Sequence[Reason]) -> Iterator[Part]:
    """Say all that one municipality pays in a year."""
    name = result.data.kommuner.by_code[code].namn
    total = number(result.per_municipality[code])
    yield Part("heading", f"{name} betalar {total} kr till budget {result.year}")
    yield Part("text", wording.decision(result.budget.beslut), "Beslut")
    for inside in (True, False):
        group = [reason for reason in reasons if reason.in_budget == inside]
        if group and not inside:
            yield Part("heading", "Utanför budgeten", depth=1)
        for reason in group:
            text = f"{number(reason.amount)} kr: {reason.text}"
            source = f"{reason.source}; {reason.table}" if reason.source else reason.table
            yield Part("line", text, reason.name, source=keep_numbers(source))
        if inside:
            yield Part("line", f"{total} kr", "Summa")
    for each in assumptions(_paid_by(result, code)):
        yield Part("text", each, "Antaget")
    for missing in result.missing:
        yield Part("text", f"{missing.name}. {missing.reason}", "Uppgift saknas")


def _paid_by(result: YearResult, code: str) -> list[Service]:
    return [service for service in result.services if code in service.allocation.rows]


def _background(explanation: Explanation | ServiceExplanation, depth: int) -> Iterator[Part]:
    yield Part("text", explanation.meaning, "Vad modellen betyder", depth=depth)
    if explanation.decision:
        yield Part("text", keep_numbers(explanation.decision), "Beslut", depth=depth)
    yield Part("text", keep_numbers(explanation.table), "Tabell per kommun", depth=depth)
    if explanation.source:
        yield Part("text", keep_numbers(explanation.source), "Källa", depth=depth)
    if explanation.derived:
        yield Part("text", keep_numbers(explanation.derived), "Härledning", depth=depth)


def _line_part(line: Statement, where: Where, known: str | None, depth: int) -> Part:
    """Show a line with its place, and its source where that is not the service's own."""
    place = where(*line.place) if line.place else ""
    source = line.source if line.source and line.source != known else ""
    return Part("line", keep_numbers(line.text), line.what, place, source, depth)


def _mark(example: object) -> str:
    return " (exempel, påhittade tal)" if example else ""


# The forms


def as_text(parts: Sequence[Part], data: Data, width: int | None) -> str:
    """Write for the screen; long lines are broken at spaces, amounts never."""
    written: list[str] = []
    for part in parts:
        indent = "    " * part.depth
        if part.kind == "heading":
            written += [*([""] if written else []), *_wrap(part.text, width, indent)]
        elif part.kind == "table":
            written += ["", *_table(part.rows, width), ""]
        else:
            label = f"{part.what}: " if part.what else ""
            written += _wrap(label + part.text, width, indent + "  ")
            for note in (part.place, part.source):
                if note:
                    written += _wrap(note, width, indent + "      ")
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


def _table(rows: Sequence[tuple[str, ...]], width: int | None) -> list[str]:
    """Set the columns, the first to the left, figures to the right; in blocks where narrow."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    groups: list[list[int]] = [[]]
    used = widths[0]
    for n in range(1, len(widths)):
        if groups[-1] and width is not None and used + 2 + widths[n] > width:
            groups.append([])
            used = widths[0]
        groups[-1].append(n)
        used += 2 + widths[n]
    lines: list[str] = []
    for group in groups:
        block = [
            "  ".join([row[0].ljust(widths[0]), *(row[n].rjust(widths[n]) for n in group)]).rstrip()
            for row in rows
        ]
        rule = "─" * max(map(len, block))
        lines += [*([""] if lines else []), block[0], rule, *block[1:-1], "", block[-1]]
    return lines


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
            source = f" ({escape(part.source)})" if part.source else ""
            label = f"**{escape(part.what)}:** " if part.what else ""
            written.append(f"- {label}{escape(part.text)}{place}{source}")
    return ("\n".join([*written, "", f"*{provenance.line(data)}*"]).lstrip("\n") + "\n").encode()


def amount_as_json(explanation: Explanation, data: Data, where: Where) -> bytes:
    """Write one amount's explanation for programs."""
    return dump({"schema": SCHEMA, **_stamp(data), **_amount(explanation, where)})


def _amount(explanation: Explanation, where: Where) -> dict[str, Any]:
    return {
        "ar": explanation.node.year,
        "tjanst": explanation.node.service,
        "namn": explanation.name,
        "kommun": explanation.code,
        "kommunnamn": explanation.municipality,
        "belopp": explanation.amount,
        "exakt": str(explanation.exact),
        "steg": [_line(line, where) for line in explanation.lines],
        "betyder": explanation.meaning,
        "beslut": explanation.decision,
        "kalla": explanation.source,
        "harledning": explanation.derived,
        "tabell_per_kommun": explanation.table,
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
        "namn": explanation.name,
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
        "kommunnamn": result.data.kommuner.by_code[code].namn,
        "beslut": wording.decision(result.budget.beslut),
        "summa": result.per_municipality[code],
        "tjanster": [
            {
                "tjanst": reason.service,
                "namn": reason.name,
                "i_budget": reason.in_budget,
                "belopp": reason.amount,
                "skal": reason.text,
                "kalla": reason.source,
                "tabell_per_kommun": reason.table,
            }
            for reason in reasons
        ],
        **({"antaget": assumed} if (assumed := assumptions(_paid_by(result, code))) else {}),
    }
    return dump(content)


def _line(line: Statement, where: Where) -> dict[str, Any]:
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
