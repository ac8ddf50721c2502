"""Organisation numbers of the Nordic countries, and whether their check digits are right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple


class Form(NamedTuple):
    """How a country writes an organisation number, and the test of its last digit."""

    pattern: str
    written: str
    right: Callable[[list[int]], bool]


def _luhn(digits: list[int]) -> bool:
    doubled = (d if n % 2 else 2 * d for n, d in enumerate(digits))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def _mod_11(*weights: int) -> Callable[[list[int]], bool]:
    """Test that the digits times their weights, the last with 1, are a multiple of eleven."""
    return lambda digits: sum(d * w for d, w in zip(digits, (*weights, 1), strict=True)) % 11 == 0


# Sources: Skatteverket SKV 709 (Luhn); Brønnøysundregistrene, Erhvervsstyrelsen and the Finnish
# patent office on organisasjonsnummer, CVR-nummer and Y-tunnus (weights, modulus 11).
FORMS = {
    "SE": Form(r"\d{6}-\d{4}", "sex siffror, bindestreck, fyra siffror: 232100-0016", _luhn),
    "NO": Form(r"\d{9}", "nio siffror", _mod_11(3, 2, 7, 6, 5, 4, 3, 2)),
    "DK": Form(r"\d{8}", "åtta siffror (CVR-nummer)", _mod_11(2, 7, 6, 5, 4, 3, 2)),
    "FI": Form(r"\d{7}-\d", "sju siffror, bindestreck, en siffra", _mod_11(7, 9, 10, 5, 8, 4, 2)),
}


def mistake_in(number: str, land: str) -> tuple[str, str] | None:
    """Say what is wrong with a number of a country's, and what to do about it, if anything is.

    >>> [mistake_in(*each) for each in (("232100-0016", "SE"), ("974760673", "NO"))]
    [None, None]
    >>> [mistake_in(*each) for each in (("10150817", "DK"), ("0201256-6", "FI"))]
    [None, None]
    >>> mistake_in("212000-1112", "SE")
    ('den sista siffran stämmer inte med de andra', 'jämför med registreringen och rätta numret')
    """
    form = FORMS[land]
    if not re.fullmatch(form.pattern, number, re.ASCII):
        return "det har inte landets form", f"skriv {form.written}"
    if not form.right([int(sign) for sign in number if sign.isdigit()]):
        text = "den sista siffran stämmer inte med de andra"
        return text, "jämför med registreringen och rätta numret"
    return None


def digits(text: str) -> str | None:
    """Give the digits of a text that may be an organisation number, however it is written.

    >>> digits("232100-0016"), digits("974 760 673"), digits("SE232100001601"), digits("Boden")
    ('2321000016', '974760673', None, None)
    """
    bare = re.sub(r"[\s–-]", "", text)
    return bare if re.fullmatch(r"[0-9]{8,10}", bare) else None
