"""What texts say of figures: what a service costs, or what a row of a table near them has.

A text is only held to a table where nothing in it may be about something else: it names the one
row, says one amount, and has no words but those that join the two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from enamnd_cost.analysis.audit.equations import Equation, Term
from enamnd_cost.analysis.audit.names import Names
from enamnd_cost.analysis.audit.stage import Tables
from enamnd_cost.analysis.audit.subjects import Reading
from enamnd_cost.files.documents import measures, words
from enamnd_cost.files.documents.numbers import KRONOR, Number, amounts_in
from enamnd_cost.files.documents.tables import Amount, Remark, TableColumn, TableRow
from enamnd_cost.swedish import fold

TOTAL = ""  # stands for the whole budget where a service's id would be
# A sentence with one of these is not about what a service costs in all.
_NOT_THE_COST = re.compile(
    r"(?<!\w)(ök\w*|minsk\w*|höj\w*|sänk\w*|varav|därav|per|à|ca|cirka|omkring|ungefär|drygt|knappt|"
    r"högst|minst|mellan|upp till|skillnad\w*|ytterligare|tidigare|föregående|i stället|istället|"
    r"från|jämfört|plus|minus|extra|rabatt\w*|del av|hälften|överskott\w*|underskott\w*|avgift\w*|"
    r"timm\w*|varje|vardera|styck|engångs\w*|tillk[oa]m\w*|uppstart\w*|beräkn\w*|uppskatt\w*)(?!\w)"
    r"|(?<=[a-z\d])\s?/\s?(?!år)[a-zåäö]"  # a rate
)
_BUDGET = re.compile(r"(?<!\w)budget(en|ens)?(?!\w)")
_IS = re.compile(r"(?<!\w)(är|blir|omfattar|omsluter|uppgår|summa|totalt)(?!\w)")
# Words that join a row's name and its amount, and headings of texts that are about a table.
_JOINING = {
    "är",
    "blir",
    "uppgår",
    "till",
    "kostar",
    "kostnad",
    "kostnaden",
    "belopp",
    "beloppet",
    "för",
    "på",
    "med",
    "betalar",
    "om",
    "den",
    "det",
    "en",
    "ett",
    "i",
    "av",
    "har",
    "visar",
    "redovisar",
    "budget",
    "budgeten",
    "budgeterad",
    "summa",
    "totalt",
    "sammanlagt",
    "projektet",
    "tjänsten",
    "posten",
    "årets",
}
_REMARKS = {
    "noteringar",
    "notering",
    "kommentarer",
    "kommentar",
    "förklaringar",
    "förklaring",
    "noter",
    "not",
    "till",
    "om",
    "för",
    "av",
    "på",
    "och",
    "per",
}
_WORD = re.compile(r"[^\W\d_]+")


def sentences(text: str) -> list[str]:
    """Part a text into sentences."""
    return re.split(r"(?<=[.!?])\s+(?=[^\W\d_])", text)


def stated(note: Remark, names: Names) -> tuple[str, int | None, Amount] | None:
    """Read a text that says what one service costs; any doubt, and it says nothing."""
    found = None
    for sentence in sentences(note.text):
        here = amounts_in(sentence)
        if not here:
            continue
        said = here[0]
        plain = fold(re.sub(r"^\d+(\.\d+)*\.?\s+", "", sentence))
        service = names.named_in(sentence)
        if service is None and not set(_WORD.findall(_left(plain, ""))) - _JOINING:
            service = names.named_in(note.under)
        budget = _BUDGET.search(plain)
        if service is None and budget and _IS.search(plain, budget.end()):
            service = TOTAL
        if found or said is None or len(here) > 1 or service is None or _NOT_THE_COST.search(plain):
            return None
        if measures.measure(plain) or any(
            _names(k.namn, plain) for k in names.data.kommuner.kommun
        ):
            return None
        amount = _amount(note, said, named(service, names))
        found = (service, words.year(sentence) or words.year(note.under), amount)
    return found


def named(service: str, names: Names) -> str:
    """Give a service's name, or the budget's."""
    return "budgeten" if service == TOTAL else names.data.tjanster[service].namn


def _amount(note: Remark, said: Number, of: str) -> Amount:
    scale = KRONOR[said.unit]
    half = Fraction(scale, 2 * 10**said.places) if scale > 1 else Fraction(0)
    return Amount(note.place, said.value * scale, half, of=of)


def _names(name: str, folded: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(name))}s?(?!\w)", folded))


def _left(folded: str, label: str) -> str:
    """Take a row's name and the amounts off a sentence."""
    rest = re.sub(rf"(?<![\w-]){re.escape(label)}s?(?![\w-])", " ", folded) if label else folded
    return re.sub(r"\d[\d\s.,]*\s?(kr(onor)?|sek|tkr|kkr|mkr|mnkr|:-)(?!\w)", " ", rest)


@dataclass(frozen=True)
class Claim:
    """A text that gives one amount of one row; the words that tell of which column, if any do."""

    note: Remark
    said: Number
    reading: Reading
    row: TableRow
    column: TableColumn | None

    def says(self, column: TableColumn) -> bool:
        """Tell whether it gives what the row has in a column, whatever its sign."""
        amount, own = _amount(self.note, self.said, ""), self.row.amounts.get(column.number)
        return own is not None and abs(abs(own.value) - amount.value) <= amount.half + own.half

    def equation(self, column: TableColumn) -> Equation:
        """Hold the text to what the row has in a column."""
        own = self.row.amounts[column.number]
        about = ", ".join(filter(None, (self.row.label, column.heading)))
        said = _amount(self.note, self.said, about)
        terms: tuple[Term, ...] = ((1, own), (1 if own.value < 0 else -1, said))
        return Equation("same", said, terms, about=about)


def restated(tables: Tables, skip: Sequence[Remark]) -> Iterator[Equation]:
    """Hold texts that repeat a figure of a table to it.

    Which column they repeat is what they, or their heading, say; or the one that most of them do.
    """
    for page in tables.pages:
        own = [r for r in tables.readings if r.page is page]
        claims = [
            claim
            for note in page.notes
            if note not in skip and (claim := _claim(note, own)) is not None
        ]
        for _, group in groupby(claims, key=lambda claim: id(claim.reading)):
            yield from _held(list(group))


def _held(claims: Sequence[Claim]) -> Iterator[Equation]:
    silent = [claim for claim in claims if claim.column is None]
    fits = Counter(c for claim in silent for c in claim.reading.block.columns if claim.says(c))
    usual = next((c for c, times in fits.most_common(1) if 1 < times > len(silent) / 2), None)
    for claim in claims:
        column = claim.column or usual
        if column is None or column.number not in claim.row.amounts:
            continue
        others = [c for c in claim.reading.block.columns if c is not column]
        if claim.says(column) or not any(map(claim.says, others)):
            yield claim.equation(column)


def _claim(note: Remark, readings: Sequence[Reading]) -> Claim | None:
    """Read a text that names one row of the nearest table that has it, and gives one amount."""
    giving = [(text, said) for text in sentences(note.text) for said in amounts_in(text)]
    text, said = giving[0] if len(giving) == 1 else ("", None)
    if said is None:
        return None
    folded = fold(text)
    above = [r for r in readings if r.block.rows[0].place.row < note.place.row]
    for reading in [*reversed(above), *(r for r in readings if r not in above)]:
        found = _row_named(folded, reading)
        if found:
            row, label = found
            rest = _left(folded, label)
            if re.search(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d", rest):
                return None
            told, column = _column(reading, _WORD.findall(rest), words.year(rest), note.under)
            return Claim(note, said, reading, row, column) if told else None
    return None


def _row_named(folded: str, reading: Reading) -> tuple[TableRow, str] | None:
    """Find the one post that a text names, whole or up to what its label adds to the name."""
    found: dict[str, list[TableRow]] = defaultdict(list)
    for row in reading.block.rows:
        label = fold(row.label)
        for name in {label, re.split(r"[,(]", label)[0].strip()} if row.kind == "post" else ():
            if len(name) > 2 and name in folded and _names(name, folded):
                found[name].append(row)
    longest = max(found, key=len, default="")
    if not longest or any(name not in longest for name in found):
        return None
    rows = found[longest]
    same = len({tuple(sorted((n, a.value) for n, a in row.amounts.items())) for row in rows}) == 1
    return (rows[0], longest) if same else None


def _column(
    reading: Reading, told: Sequence[str], year: int | None, under: str
) -> tuple[bool, TableColumn | None]:
    """Tell whether the words of a text may be about a table, and of which column, if they do."""
    columns = [c for c in reading.block.columns if c.kind in ("amount", "sum", "derived")]
    known = {word for c in columns for word in _WORD.findall(fold(c.heading))}
    naming = [word for word in told if any(_alike(word, each) for each in known)]
    if any(word not in naming and word not in _JOINING for word in told):
        return False, None
    heading = [word for word in _WORD.findall(fold(under)) if word not in _REMARKS]
    above = [w for t in reading.block.titles for w in _WORD.findall(fold(t))]
    for own, of in ((naming, year), (heading, words.year(under))):
        fitting = [c for c in columns if _is_named(c, own, of)]
        if own and len(fitting) == 1 and all(any(_alike(w, k) for k in known) for w in own):
            return True, fitting[0]
        if own is naming and own:
            return False, None
    titled = all(any(_alike(word, each) for each in above) for word in heading)
    return True, columns[0] if len(columns) == 1 and titled else None


def _is_named(column: TableColumn, named_by: Sequence[str], year: int | None) -> bool:
    own = _WORD.findall(fold(column.heading))
    wrong = year and words.year(column.heading) not in (None, year)
    return not wrong and any(_alike(word, each) for word in named_by for each in own)


def _alike(a: str, b: str) -> bool:
    """Tell two forms of one word.

    >>> _alike("avvikelser", "avvikelse"), _alike("budgeten", "budget"), _alike("kr", "kostnad")
    (True, True, False)
    """
    common = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    shared = min(len(a), len(b)) if common is None else common
    return shared >= max(4, max(len(a), len(b)) - 3)
