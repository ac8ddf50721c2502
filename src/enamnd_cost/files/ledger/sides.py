"""Which side a row is on: as the headings say, or by its account in the municipal chart."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from enamnd_cost.files.ledger.columns import Columns
from enamnd_cost.files.ledger.rows import Row

Side = Literal["intakt", "kostnad"]
SIDES: tuple[Side, ...] = ("intakt", "kostnad")
# Kommun-BAS: class 3 is income, 4 to 7 are costs. Class 8 has both, 1 and 2 are the balance sheet,
# and 9 is each municipality's own.
CLASSES: dict[str, Side] = {
    "3": "intakt",
    **dict.fromkeys(("4", "5", "6", "7"), "kostnad"),
}
BY_CLASS = "konton i klass 3 är lästa som intäkter och de i klass 4–7 som kostnader (Kommun-BAS)"
SIDED = "med kolumnerna Intäkter och Kostnader"


def side_of(row: Row) -> Side | Literal[""]:
    """Tell a row's side by its account; nothing where that does not tell."""
    return CLASSES.get((row.account or " ")[0], "")


def on_sides(row: Row) -> dict[Side, Fraction]:
    """Give a post's amounts by side, with the signs of the file; the side must be known.

    Credit less debit is what is earned, debit less credit what it costs.
    """
    amounts = row.amounts
    if row.columns.sided:
        return {side: amounts[side] for side in SIDES if side in amounts}
    side = side_of(row)
    assert side
    if "belopp" in amounts:
        return {side: amounts["belopp"]}
    net = amounts.get("debet", Fraction(0)) - amounts.get("kredit", Fraction(0))
    return {side: net if side == "kostnad" else -net}


def unknown(row: Row) -> tuple[str, str] | None:
    """Say why a post's side cannot be told, and what to do; None if it can."""
    if row.columns.sided or side_of(row):
        return None
    if row.account is None:
        text = "raden har inget konto, så det går inte att veta om den är en intäkt eller kostnad"
        return text, f"skriv kontot på raden, eller ta ut tabellen {SIDED}"
    text = f"konto {row.account} är varken i klass 3 (intäkter) eller 4–7 (kostnader)"
    remedy = f"ta ut tabellen {SIDED}; är raden varken intäkt eller kostnad, ta bort den"
    return text, f"{remedy}, och räkna om summan om den är med där"


def without_accounts(columns: Columns) -> tuple[str, str] | None:
    """Say that a table cannot tell the side of any row, and what to do; None if it can."""
    if columns.sided or columns.accounts:
        return None
    text = f"{columns.named} säger inte vad som är intäkter och vad som är kostnader"
    remedy = f"ta ut tabellen {SIDED}, eller med en kolumn som heter Konto (klass 3 är intäkter, "
    return text, f"{remedy}4–7 kostnader)"
