"""What has been invoiced: the bases that ``invoice`` wrote, as json or csv, read and held to sums.

A csv may have been opened and saved by a spreadsheet, which writes numbers and codes in its own
way; what says who pays what is the same, or the basis no longer has its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from enamnd_cost.asking import Wish, ask
from enamnd_cost.files.documents.cells import figure, text_of
from enamnd_cost.files.documents.grid import Cell, UnreadableError
from enamnd_cost.files.documents.read import exported
from enamnd_cost.files.inhabitants import NotPopulationError
from enamnd_cost.files.json_text import parse
from enamnd_cost.model.data import Data
from enamnd_cost.model.invoiced import ORE, Basis, Earlier, Key, id_of
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import listing, number

WRITTEN = "använd filen som invoice skrev, som den är: json eller csv"
AGAIN = "använd filen som den skrevs; det som ska rättas rättas i datamappen, och ger då rättelser"
COLUMNS = (
    "kommunkod", "kommun", "tjanst", "tjanstnamn", "period", "belopp", "momssats", "moms",
    "namnd", "ar", "underlag", "raknar_av", "data",
)  # fmt: skip


class _Row(BaseModel):
    model_config = ConfigDict(strict=True)

    kommun: str
    namn: str
    tjanst: str
    tjanstnamn: str
    period: str
    belopp: int
    momssats: str | None
    moms_ore: int
    data: str


class _File(BaseModel):
    model_config = ConfigDict(strict=True)

    namnd: str
    ar: int
    underlag: str
    raknar_av: list[str]
    rader: list[_Row]


def read_all(
    paths: Sequence[Path], data: Data, year: int
) -> tuple[tuple[Basis, ...] | None, list[Problem]]:
    """Read every basis that is to be counted off, or say all that is wrong with them."""
    read = [_read(path, data, year) for path in paths]
    problems = [problem for _, found in read for problem in found]
    bases = tuple(basis for basis, _ in read if basis is not None)
    problems += _together(bases) if not problems else []
    return (None, problems) if problems else (bases, [])


def _together(bases: Sequence[Basis]) -> list[Problem]:
    """See to it that no basis is counted twice, and that none that was counted off is left out."""
    times = Counter(basis.id for basis in bases)
    problems, seen = [], set()
    for basis in bases:
        if times[basis.id] > 1 and basis.id in seen:
            text = f"underlaget {basis.id} är med två gånger"
            problems.append(Problem("EK043", basis.file, text, "ta bort den ena"))
        seen.add(basis.id)
        if lacking := [each for each in basis.counted if each not in times]:
            text = f"underlaget räknar av {listing(lacking)}, som inte är med"
            remedy = (
                f"ange även de filerna med {ask(Wish.INVOICED)}: allt som är fakturerat för året"
            )
            problems.append(Problem("EK043", basis.file, text, remedy))
    return problems


def _read(path: Path, data: Data, year: int) -> tuple[Basis | None, list[Problem]]:
    file = path.as_posix()
    try:
        found = exported(path)
        given = _of_json(found) if isinstance(found, str) else _of_cells(found[0].rows)
    except UnreadableError as error:
        return None, [error.problem(file)]
    if isinstance(given, Problem):
        return None, [given._replace(file=file)]
    if problem := _another(given, data, year):
        return None, [problem._replace(file=file)]
    digests = {row.data for row in given.rader}
    lines = tuple(_line(row, data) for row in given.rader)
    digest = digests.pop() if len(digests) == 1 else ""
    rows = ((line.key, line.amount, line.rate, line.vat) for line in lines)
    if (
        given.rader
        and id_of(given.namnd, given.ar, digest, given.raknar_av, rows) != given.underlag
    ):
        total = number(sum(line.amount for line in lines))
        text = (
            f"raderna är inte de som skrevs: {number(len(lines))} rader om tillsammans {total} kr "
            f"ger inte numret {given.underlag}"
        )
        return None, [Problem("EK042", file, text, AGAIN)]
    counted = tuple(given.raknar_av)
    return Basis(file, given.namnd, given.ar, digest, given.underlag, counted, lines), []


def _another(given: _File, data: Data, year: int) -> Problem | None:
    """Refuse a basis of another nämnd or another year."""
    if given.namnd != data.kommuner.namnd:
        text = f"underlaget är {given.namnd}s, inte {data.kommuner.namnd}s"
        return Problem("EK041", "", text, "ange nämndens egna underlag, eller dess datamapp")
    if given.ar != year:
        text = f"underlaget gäller {given.ar}, inte {year}"
        return Problem("EK041", "", text, f"ange det som är fakturerat för {year}")
    return None


def _line(row: _Row, data: Data) -> Earlier:
    code = data.kommuner.resolve(row.kommun) or data.kommuner.resolve(row.kommun.zfill(4))
    return Earlier(
        Key(code or row.kommun, row.tjanst, row.period),
        row.namn,
        row.tjanstnamn,
        row.belopp,
        None if row.momssats is None else Decimal(row.momssats),
        Decimal(row.moms_ore).scaleb(-ORE),
    )


def _of_json(text: str) -> _File | Problem:
    try:
        given = parse(text)
    except (ValueError, RecursionError, NotPopulationError):
        return _no_basis()
    return _validated(given)


def _of_cells(rows: Sequence[Sequence[Cell]]) -> _File | Problem:
    """Read a table that has the keys of a basis as its headings."""
    if not rows:
        return _no_basis()
    heads = {text_of(cell): cell.place.column for cell in rows[0]}
    if lacking := [name for name in COLUMNS if name not in heads]:
        return _no_basis(f": kolumnen {lacking[0]} saknas")
    made = [_row({cell.place.column: cell for cell in row}, heads) for row in rows[1:]]
    if not made:
        text = "filen har bara rubriker, och säger inte vilket underlag den är"
        remedy = f"utelämna den om underlaget var tomt; annars: {WRITTEN}"
        return Problem("EK040", "", text, remedy)
    same = {key: {row[key] for row in made} for key in ("namnd", "ar", "underlag", "raknar_av")}
    if mixed := [key for key, values in same.items() if len(values) > 1]:
        return Problem("EK042", "", f"raderna har olika {mixed[0]}", AGAIN)
    top = {key: values.pop() for key, values in same.items()}
    return _validated(
        {
            "namnd": top["namnd"],
            "ar": int(top["ar"]) if top["ar"].isdigit() else 0,
            "underlag": top["underlag"],
            "raknar_av": top["raknar_av"].split(),
            "rader": made,
        }
    )


def _row(cells: Mapping[int, Cell], heads: Mapping[str, int]) -> dict[str, Any]:
    """Give a row's cells as json has them; what is no number stays as it is, and is refused."""

    def text(name: str) -> str:
        cell = cells.get(heads[name])
        return "" if cell is None else text_of(cell).removeprefix("'")

    def whole(name: str, of: int = 1) -> object:
        found = figure(cells[heads[name]]) if heads[name] in cells else None
        value = None if found is None else found.value * of
        return int(value) if value is not None and value.denominator == 1 else text(name)

    rate = figure(cells[heads["momssats"]]) if heads["momssats"] in cells else None
    return {
        "kommun": text("kommunkod"),
        "namn": text("kommun"),
        "tjanst": text("tjanst"),
        "tjanstnamn": text("tjanstnamn"),
        "period": text("period"),
        "belopp": whole("belopp"),
        "momssats": None
        if rate is None
        else f"{Decimal(rate.value.numerator) / rate.value.denominator:f}",
        "moms_ore": whole("moms", 10**ORE),
        **{name: text(name) for name in ("namnd", "ar", "underlag", "raknar_av", "data")},
    }


def _validated(given: object) -> _File | Problem:
    try:
        return _File.model_validate(given)
    except ValidationError as error:
        at = next((str(part) for part in reversed(error.errors()[0]["loc"])), "")
        return _no_basis(f": {at} saknas eller går inte att läsa" if at else "")


def _no_basis(why: str = "") -> Problem:
    return Problem("EK040", "", f"filen är inget fakturaunderlag{why}", WRITTEN)


def amounts(bases: Iterable[Basis]) -> dict[tuple[str, str], int]:
    """Add up what has been invoiced, in kronor, by service (id) and municipality (code)."""
    found: Counter[tuple[str, str]] = Counter()
    for basis in bases:
        for line in basis.lines:
            found[line.key.service, line.key.code] += line.amount
    return dict(found)
