"""The words by which a Swedish table says what its rows and columns are."""

from __future__ import annotations

import re

from enamnd_cost.swedish import fold

_SUM = re.compile(
    r"(?<![\w-])(summa|summor|delsumma|totalsumma|slutsumma|total|totalt|totala|tot|s:a|sa|sammanlagt|"
    r"samtliga|tillsammans|summering|hela länet)(?![\w-])"
)
_RESULT = re.compile(
    r"^(årets |budgeterat |rörelse)?(resultat|netto|nettoresultat|över-?/underskott)\b"
)
_DEDUCTED = re.compile(r"^[\s–—-]*(avgår|avdrag|avgående)(?!\w)")
_CARRIED = re.compile(
    r"^(ingående |utgående )?(transport(eras|erat|erad)?|att transportera)(?!\w)[^\d]*$"
)
_DERIVED = re.compile(r"avvikelse|differens|skillnad|förändring|(?<!\w)diff(?!\w)|ökning|minskning")
_OTHER = re.compile(
    r"^[\s(*•–—-]*(max|min|maximum|minimum|högst|lägst|medel|snitt"
    r"|genomsnitt|median|per invånare|kr/inv|kr per inv|andel|procent|antal|invånare"
    r"|folkmängd|föregående|varav|därav|härav|av vilket|av vilka)(?!\w)"
)
_SHARE = re.compile(r"%|procent|andel|vikt|index|kr/inv|per inv|kvot")
_COUNT = re.compile(r"invånare|folkmängd|befolkning|(?<!\w)(antal|gb|timmar|årsarbetare|st)(?!\w)")
_CODE = re.compile(r"(?<!\w)((kommun)?(kod|nr|nummer)|konto|id|ansvar|rad)(?!\w)")
_YEAR = re.compile(r"(?<![\d/.:-])((?:19|20)\d\d)(?![\d/]|[.:-]\d)")
_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}[ -](?:19|20)\d\d|(?:19|20)\d\d[:/]\d+")
_RANGE = re.compile(r"(?:19|20)\d\d\s*[-–/]\s*(?:19|20)?\d\d")
_INCOME = re.compile(r"(?<!\w)(intäkt(?:er|en|erna|s\w*)?|inkomster)(?!\w)")
_COST = re.compile(r"(?<!\w)(kostnad(?:er|en|erna|s\w*)?|utgifter)(?!\w)")
_MEASURE = re.compile(
    r"(?<!\w)(utfall\w*|prognos\w*|bokslut\w*|redovisa\w*|ackumulera\w*|per månad|månad\w*"
    r"|kvartal\w*|tertial\w*|scenario\w*|underlag\w*|kostnad att fördela|per invånare|kr/inv"
    r"|alternativ\w*|föregående|avvikelse\w*|differens\w*|förändring\w*|skillnad\w*|januari|februari|mars"
    r"|april|maj|juni|juli|augusti|september|oktober|november|december|delår\w*|exkl\w*"
    r"|inkl\w*|uppräkn\w*)(?!\w)"
)
_THOUSAND = r"1\s?000(?:-?tal\w*|[-\s]?(?:kr|kronor))"
_THOUSANDS = re.compile(
    rf"(?<!\w)(?:tkr|kkr|tusen\w*\s+(?:kronor|kr)|tusental\w*|{_THOUSAND})(?!\w)"
)
_MILLIONS = re.compile(r"(?<!\w)(?:mkr|mnkr|(?<!\d\s)(?<!\ben\s)miljon\w*)(?!\w)")
_KRONOR = re.compile(r"(?<!\w)(?:kr|kronor|sek)(?!\w)")
_STATED = re.compile(rf"(?:^|[(,:]\s*|\b(?:i|belopp)\s+){_THOUSAND}\)?$")
HEADINGS = {
    "", "kommun", "kommuner", "kommunnamn", "post", "tjänst", "tjänster", "text", "benämning",
    "belopp", "kr", "tkr", "år", "verksamhet", "område", "deltagare", "namn", "intäkter",
    "kostnader",
}  # fmt: skip


def is_sum(label: str) -> bool:
    """Tell a label or heading of a sum.

    >>> is_sum("S:a intäkter"), is_sum("SUMMA"), is_sum("Totalförsvar"), is_sum("Totalt 14 st")
    (True, True, False, True)
    """
    return bool(_SUM.search(fold(label)))


def is_part_sum(label: str) -> bool:
    """Tell a sum that says that it is of a part.

    >>> is_part_sum("Delsumma kust"), is_part_sum("Summa")
    (True, False)
    """
    return "delsumma" in fold(label)


def is_deducted(label: str) -> bool:
    """Tell a row that is subtracted.

    >>> is_deducted("Avgår: rabatt"), is_deducted("Avgifter")
    (True, False)
    """
    return bool(_DEDUCTED.search(fold(label)))


def is_result(label: str) -> bool:
    """Tell the row that is income less cost."""
    return bool(_RESULT.search(fold(label)))


def is_derived(heading: str) -> bool:
    """Tell a column that is the difference of two others."""
    return bool(_DERIVED.search(fold(heading)))


def is_carried(label: str) -> bool:
    """Tell a row that may carry a sum from page to page.

    >>> is_carried("Transport"), is_carried("Transport från sida"), is_carried("Transporter")
    (True, True, False)
    """
    return bool(_CARRIED.search(fold(label)))


def is_other(label: str) -> bool:
    """Tell a row that is no term of any sum: a mean, a count, a part of the row above."""
    return bool(_OTHER.search(fold(label)))


def is_share(heading: str) -> bool:
    """Tell a column of per cents and other shares, whose sums are nobody's money."""
    return bool(_SHARE.search(fold(heading)))


def is_count(heading: str) -> bool:
    """Tell a column that counts people or things: it has sums, but no kronor."""
    return bool(_COUNT.search(fold(heading)))


def is_code(heading: str) -> bool:
    """Tell a column of codes."""
    return bool(_CODE.search(fold(heading)))


def measure(text: str) -> str:
    """Give what else than a decided year's amount a heading says that figures are.

    >>> measure("Utfall 2023"), measure("Budget 2024"), measure("kr per månad")
    ('utfall', '', 'per månad')
    """
    found = _MEASURE.search(fold(text))
    return found[0] if found else ""


def year(text: str) -> int | None:
    """Give the one year that a heading is about; dates and case numbers are none, a span is none.

    >>> year("Budget 2023 (bilaga till protokoll 2022-06-22 § 12)"), year("Plan 2024–2026")
    (2023, None)
    """
    if _RANGE.search(_DATE.sub("", text)):
        return None
    years = set(_YEAR.findall(_DATE.sub("", text)))
    return int(years.pop()) if len(years) == 1 else None


def side(text: str) -> str:
    """Give the side of a budget that a heading names; nothing where it names both.

    >>> side("Summa intäkter"), side("Kostnader"), side("Intäkter och kostnader")
    ('intäkter', 'kostnader', '')
    """
    folded = fold(text)
    income, cost = bool(_INCOME.search(folded)), bool(_COST.search(folded))
    return "" if income == cost else "intäkter" if income else "kostnader"


def scale(text: str) -> int | None:
    """Give how many kronor a unit is, where a heading states one; the largest, if several.

    >>> scale("Budget 2024, tkr"), scale("Belopp i kronor"), scale("Budget")
    (1000, 1, None)
    """
    folded = fold(text)
    for unit, kronor in ((_MILLIONS, 10**6), (_THOUSANDS, 1_000), (_KRONOR, 1)):
        if unit.search(folded):
            return kronor
    return None


def states_thousands(text: str) -> bool:
    """Tell a text that ends in 1 000 kr as a unit from one that has it for an amount.

    >>> states_thousands("Belopp (1 000 kr)"), states_thousands("Avgiften är 1 000 kr")
    (True, False)
    """
    return bool(_STATED.search(fold(text)))
