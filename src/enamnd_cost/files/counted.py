"""What a table says that it counts: only a whole population at 31 December is taken for one.

A table of men, of means or of 1 November has the same form and much the same figures as one of the
whole population; what tells them apart is what is written above it and beside it.
"""

from __future__ import annotations

import re

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september"),
    *("oktober", "november", "december"),
)
NUMBER = {name[:3]: n for n, name in enumerate(MONTHS, 1)}
MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in MONTHS)
# The dates that a text names: 1 november, 1 nov. 2024, november 2024, 2024-11-01, 1/11, 1.11.2024.
DATES = (
    re.compile(rf"(?:\b(?P<day>\d{{1,2}})(?::?e)?\s*)?\b(?P<name>{MONTH})\b"),
    re.compile(r"\b(?:19|20)\d\d-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>1[0-2]|0?[1-9])(?:[/.](?:19|20)?\d\d)?\b"),
)
# A date of these says nothing of when people were counted.
OF_THE_TABLE = re.compile(
    r"uppdatera|hämta|utskri|publicera|skapa|indelning|fastställ|beslut|version|kontakt"
)
OF_THE_FIGURES = re.compile(r"avser|gäller|redovisa|visar|anges|enhet|mått|innehåll|folkmängd")
PEOPLE = re.compile(r"folkmängd|befolkning|invånare|antal|population|personer")
WHOLE = re.compile(
    r"män och kvinnor|kvinnor och män|både män|båda könen|och befolkningsförändringar|"
    r"folkmängd och folkökning"
)
# Other things that are counted by municipality and year, each by how it is written.
OTHERS = {
    "ett medeltal": r"medel(?!punkt)\w*|genomsnitt\w*|mean|average",
    "ett kön": r"män|kvinnor|pojkar|flickor|women|females?|males?|men(?=,|\s+by|\s*$)",
    "en åldersgrupp": r"\d{1,3}\s*[-–]\s*\d{1,3}\s*år(?:ingar)?|\d{1,3}\s*\+(?=\s|$)|"
    r"\d{1,3}(?:\s*år)?\s*(?:och|eller)\s*(?:äldre|yngre|över|under)|"
    r"(?:minst|högst|över|under)\s*\d{1,3}\s*år|\d{1,2}-?åringar|"
    r"barn|unga|ungdomar|äldre|vuxna|pensionärer|elever|\w*åldern",
    "hushåll": r"\w*hushåll\w*|households?|bostäder|lägenheter|familjer",
    "födda eller döda": r"\w*född\w*|födel\w*|döda|avlid\w*|döds\w*|births?|deaths?",
    "en täthet": r"\w*täthet\w*|(?:per|/)\s*(?:kvadratkilometer|km)\w*|invånare/km\w*|density",
    "tusental": r"\w*tusen\w*|1\s?000[-\s]?tals?|i\s+1\s?000|\(1\s?000\)|thousands?|miljon\w*",
    "en prognos": r"\w*prognos\w*|\w*framskriv\w*|beräkna[dt]\w*|projektion\w*|projections?|"
    r"forecasts?|förvänta[dt]\w*|uppskatta[dt]\w*|scenario\w*",
    "en del av befolkningen": r"\w*tätort\w*|småort\w*|utrikes\w*|inrikes\w*|utländsk\w*|"
    r"sysselsatt\w*|förvärvs\w*|arbetslös\w*|\w*arbetande|dagbefolkning\w*|nattbefolkning\w*|"
    r"röstberättigad\w*|medborgar\w*|gifta|ogifta|skilda|änkor|änklingar",
    "en förändring": r"\w*ökning\w*|\w*minskning\w*|\w*förändring\w*|\w*flytt\w*|\w*netto\w*|"
    r"\w*överskott\w*|\w*vandring\w*|tillväxt\w*|changes?|growth",
    "en andel": r"andel\w*|procent\w*|promille|\w*kvot\w*|per\s+1\s?000|per\s+capita|%",
    "en del av året": r"kvartal\w*|månad\w*|halvår\w*|vecka\w*",
}
WORDS = {
    kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)" if words[-1] != "%" else words)
    for kind, words in OTHERS.items()
}


def other_than_population(said: str, *, note: bool = False) -> str | None:
    """Say what a text tells is counted, if it is not the whole population at 31 December.

    A ``note`` below a table speaks of much else, so it counts only where it says what is meant.

    >>> other_than_population("Folkmängden den 1 november efter region och år")
    'folkmängden en annan dag än 31 december ("1 november")'
    >>> other_than_population("Medelfolkmängd efter region och år")
    'ett medeltal ("Medelfolkmängd")'
    >>> other_than_population("Folkmängd, män och kvinnor, den 31 december 2024")
    """
    text = said.casefold()
    if note and not OF_THE_FIGURES.search(text):
        return None
    if not OF_THE_TABLE.search(text):
        for pattern in DATES:
            for found in pattern.finditer(text):
                alone = found.groupdict().get("name") and not found["day"]
                if not _is_the_last(found) and not (alone and not PEOPLE.search(text)):
                    day = said[slice(*found.span())].strip()
                    return f'folkmängden en annan dag än 31 december ("{day}")'
    whole = WHOLE.sub(lambda found: " " * len(found[0]), text)
    for kind, words in WORDS.items():
        if of_that_kind := words.search(whole):
            return f'{kind} ("{said[slice(*of_that_kind.span())].strip()}")'
    return None


def _is_the_last(found: re.Match[str]) -> bool:
    """Tell whether a date is 31 December; december alone may be."""
    groups = found.groupdict()
    name = groups.get("name")
    month = NUMBER[name[:3]] if name else int(groups["month"])
    return month == len(MONTHS) and groups["day"] in (None, "31")
