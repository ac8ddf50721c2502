"""What headings and titles say of moms (VAT), which no cost that is shared has in it.

>>> is_without("Belopp exkl. moms"), is_without("Netto"), is_without("Netto moms")
(True, True, False)
>>> is_itself("Moms (25 %)"), is_itself("varav moms"), is_itself("Belopp exkl. moms")
(True, True, False)
>>> is_with("Inkl. moms"), is_with("Moms ingår"), is_with("Moms ingår ej"), is_with("Exkl moms")
(True, True, False, False)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from enamnd_cost.files.documents import words
from enamnd_cost.swedish import fold

ITSELF, WITH = "moms", "inkl. moms"
_MOMS = r"(?:\d+(?:[.,]\d+)?\s?%\s*)?(?:moms(?:en)?|mervärdes?skatt(?:en)?)(?!\w)"
_WITHOUT = re.compile(
    rf"(?<!\w)(?:exkl\w*\.?|utan|före|fritt från)\s*{_MOMS}|(?<!\w)momsfri\w*"
    rf"|(?<!\w){_MOMS}\s+(?:ingår\s+(?:ej|inte)|tillkommer)"
)
_WITH = re.compile(
    rf"(?:(?<!\w)(?:inkl\w*\.?|med|plus|efter|och)|\+)\s*{_MOMS}|(?<!\w){_MOMS}\s+ingår"
)
_ITSELF = re.compile(rf"(?<!\w){_MOMS}")
_PART_OF = re.compile(r"(?<!\w)(?:varav|därav)(?!\w)")
_NET = re.compile(r"^netto(?:belopp|pris)?(?!\w)(?!\s+moms)")
_GROSS = re.compile(r"(?<!\w)(?:brutto(?:belopp)?|att betala|fakturabelopp)(?!\w)")


def without(text: str) -> str:
    """Take away that amounts are without moms, as all the model's are."""
    return _WITHOUT.sub(" ", text)


def is_without(heading: str) -> bool:
    """Tell a column of amounts without moms."""
    folded = fold(heading)
    return bool(_WITHOUT.search(folded) or _NET.search(folded))


def is_with(text: str) -> bool:
    """Tell that amounts have moms in them."""
    return bool(_WITH.search(without(fold(text))))


def is_itself(heading: str) -> bool:
    """Tell a column of moms and nothing else."""
    return bool(_ITSELF.search(without(fold(heading)))) and not is_with(heading)


def across(headings: Sequence[str]) -> Mapping[int, str]:
    """Say which of a table's columns are moms or have it in them; the rest are without.

    What comes after moms has it added; what stands before it does where the moms is a part of
    that, or where what is without it stands after.

    >>> list(across(["Belopp", "Moms 25 %", "Summa"]).items())
    [(1, 'moms'), (2, 'inkl. moms')]
    >>> sorted(across(["Totalt", "varav moms"])), sorted(across(["Summa", "Moms", "Netto"]))
    ([0, 1], [0, 1])
    >>> sorted(across(["Exkl. moms", "Att betala"])), across(["Att betala"])
    ([1], {})
    """
    found = _told(headings)
    own = [n for n, said in found.items() if said == ITSELF]
    plain = [n for n, heading in enumerate(headings) if is_without(heading)]
    part = any(_PART_OF.search(fold(headings[n])) for n in own)
    for n, heading in enumerate(headings):
        if n in found or n in plain:
            continue
        if own and (part or any(at > own[-1] for at in plain)):
            gross = n < own[-1]
        else:
            gross = bool(own) and n > (own[0] if words.is_sum(heading) else own[-1])
        if gross or (_GROSS.search(fold(heading)) and _spoken_of(headings)):
            found[n] = WITH
    return found


def down(labels: Sequence[str]) -> Mapping[int, str]:
    """Say the same of a table's rows: of them only sums have what stands above them.

    >>> list(down(["E-arkiv", "Summa", "Moms 25 %", "Summa", "Annat"]).items())
    [(2, 'moms'), (3, 'inkl. moms')]
    """
    found = _told(labels)
    first = min((n for n, said in found.items() if said == ITSELF), default=len(labels))
    for n, label in enumerate(labels):
        summed = words.is_sum(label) or bool(_GROSS.search(fold(label)))
        if n > first and n not in found and summed and not is_without(label):
            found[n] = WITH
    return found


def _told(texts: Sequence[str]) -> dict[int, str]:
    """Give what texts say by themselves."""
    tell = ((is_with, WITH), (is_itself, ITSELF))
    return {n: said for said_by, said in tell for n, text in enumerate(texts) if said_by(text)}


def _spoken_of(headings: Sequence[str]) -> bool:
    """Tell whether any heading speaks of moms."""
    return any(_ITSELF.search(fold(heading)) for heading in headings)
