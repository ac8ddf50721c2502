"""The words by which a Swedish table says what its rows and columns are.

>>> is_sum("S:a intäkter"), is_sum("SUMMA"), is_sum("Totalförsvar"), is_sum("Totalt 14 st")
(True, True, False, True)
>>> is_sum("Tillsammans"), is_sum("Kalix och Boden tillsammans"), is_sum("EK412 summor")
(True, False, False)
>>> is_part_sum("Delsumma kust"), is_part_sum("Summa visade (2 av 14)"), is_part_sum("Summa")
(True, True, False)
>>> is_deducted("Avgår: rabatt"), is_deducted("Avgifter")
(True, False)
>>> is_carried("Transport"), is_carried("Transport från sida"), is_carried("Transporter")
(True, True, False)
>>> states_thousands("Belopp (1 000 kr)"), states_thousands("Avgiften är 1 000 kr")
(True, False)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache

from enamnd_cost.swedish import MONTHS, fold


def _telling(pattern: str) -> Callable[[str], bool]:
    """Tell the texts in which a pattern is found, once they are folded.

    A table's labels are asked again for every sum that they may be part of.
    """
    search = re.compile(pattern).search
    return lru_cache(maxsize=10_000)(lambda text: bool(search(fold(text))))


# Labels of rows. Of sums, and of those that say that they are of a part:
is_sum = _telling(
    r"^summor(?!\w)|(?<![\w-])(summa|delsumma|totalsumma|slutsumma|total|totalt|totala|tot|s:a|sa|sammanlagt|"
    r"samtliga|summering|hela länet)(?![\w-])"
    # Some that are named together are a row of their own.
    r"|^(?!.*\soch\s).*(?<![\w-])tillsammans(?![\w-])"
)
is_part_sum = _telling(r"delsumma|visade|(?<!\d)\d+ av \d")
# Of income less cost:
is_result = _telling(
    r"^(årets |budgeterat |rörelse|verksamhetens )?"
    r"(resultat|netto|nettoresultat|över-?/underskott)\b"
    r"|^(verksamhetens |finans|drift)?netto(kostnad|intäkt)?(er|erna|en)?( (19|20)\d\d)?$"
)
# Of cost less income, which is printed either way:
is_net_cost = _telling(r"^(verksamhetens |drift)?nettokostnad")
# Of the result of what stands just above it alone:
is_part_result = _telling(r"^(finansnetto|finansiellt netto)")
# Of what is subtracted:
is_deducted = _telling(r"^[\s–—-]*(avgår|avdrag|avgående)(?!\w)")
# Of what may carry a sum from page to page:
is_carried = _telling(
    r"^(ingående |utgående )?(transport(eras|erat|erad)?|att transportera)(?!\w)[^\d]*$"
)
# Of what is no term of any sum: a mean, a count, a part of the row above, the cost to share.
is_other = _telling(
    r"^[\s(*•–—-]*(max|min|maximum|minimum|högst|lägst|medel|snitt"
    r"|genomsnitt|median|per invånare|kr/inv|kr per inv|andel|procent|antal|invånare"
    r"|folkmängd|föregående|varav|därav|härav|av vilket|av vilka"
    r"|underlag|kostnadsunderlag|kostnad att fördela|att fördela)(?!\w)"
)
# Headings of columns. Of the difference of two others:
is_derived = _telling(
    r"avvikelse|differens|skillnad|ändring|(?<!\w)(diff|avv)(?!\w)|ökning|minskning|återst[åo]"
)
# Of per cents and other shares, whose sums are nobody's money:
is_percent = _telling(r"%|procent")
# The rate of what amounts are: moms, a surcharge, an uprating. A year before the sign is no rate.
_RATE = re.compile(r"(?<![\w.,/–-])\d{1,3}([.,]\d+)?\s?%")
_is_share = _telling(r"%|procent|andel|vikt|index|kr/inv|per inv|kvot")
# Of a price: kronor for each of what is counted.
is_rate = _telling(
    r"(?<!\w)([áàa]\s?-?\s?pris\w*|à|(styck|enhets|tim)pris\w*|timpenning)(?!\w)"
    r"|(?<!\w)(kr|kronor|öre|kostnad|avgift|belopp|pris)\s?(/|per )\s?(inv|elev|barn|användar"
    r"|brukar|licens|tim|st(?!\w)|styck|person|anställd|gb|plats|ärende|dygn|dag|km|m2|kvm|hushåll)"
)
# Of people or things that are counted: it has sums, but no kronor.
is_count = _telling(
    r"invånare|folkmängd|befolkning|(?<!\w)(antal|prövningar|rutor|tabeller|månader|gb|timmar|årsarbetare|st)(?!\w)"
)


def is_share(heading: str) -> bool:
    """Tell a column of shares or prices, whose sums are nobody's money.

    >>> [is_share(t) for t in ("Andel", "Kr/inv", "À-pris", "Kr per elev", "Kr per kommun", "10 %")]
    [True, True, True, True, False, False]
    >>> is_share("Moms 25 %"), is_share("Andel 2024 %"), is_share("Andel av 100 %")
    (False, True, True)
    """
    return _is_share(_RATE.sub("", fold(heading))) or is_rate(heading)


def may_be_share(heading: str) -> bool:
    """Tell the heading of what is at a rate: amounts, or that rate row by row.

    >>> may_be_share("Uppräkning 3,5 %"), may_be_share("3,5 %"), may_be_share("Belopp")
    (True, False, False)
    """
    return bool(_RATE.sub("", fold(heading)).strip() and _RATE.search(fold(heading)))


def is_no_amount(text: str) -> bool:
    """Tell words, or a sum to be done, where an amount should stand."""
    return is_absent(text) or _is_sum_to_do(text)


# Words, or a sum to be done, where an amount should stand.
is_absent = _telling(
    r"(?<!\w)(ej|inte|icke|inget|deltar|ingår|saknas|utgår|avstår|avböjt|oklart|se not)(?!\w)"
)
_is_sum_to_do = _telling(r"\d\s*[+*×]\s*\d")
# A point in a list, which is a note however short:
is_bullet = _telling(r"^[-–—•*·]\s*[^\W\d_]|^[-–—•*·]\s+\d")
is_population = _telling(
    r"(?<!\w)(invånare|invånarantal\w*|(medel)?folkmängd\w*|befolkning\w*|inv)(?!\w)"
)
# Of a table of people and nothing else; and of its columns, whatever its title is.
_of_people = _telling(
    r"^(?!.*(kostnad|avgift|belopp|budget|fördeln))(bilaga\s+\w+[.:]?\s+)?"
    r"(antal invånare|invånare|invånarantal\w*|folkmängd\w*|befolkning\w*)(?!\w)"
)
_PEOPLE = re.compile(
    r"(män|kvinnor|pojkar|flickor|män och kvinnor|båda könen|antal|antal personer|totalt?|summa"
    r"|samtliga)?[\s,]*((19|20)\d\d(-12-31)?)?"
)
is_code = _telling(r"(?<!\w)(\w*(nr|nummer)|(kommun)?kod|konto|id|ansvar|rad)(?!\w)")


def people_over(titles: Sequence[str]) -> str:
    """Give the title near a table that says that it is of people, and of no money.

    >>> people_over(["Underlag", "Folkmängd 2018-12-31"]), people_over(["Efter folkmängd, kr"])
    ('Folkmängd 2018-12-31', '')
    """
    near = [text for text in reversed(titles[-2:]) if _of_people(text)]
    return near[0] if near and scale(near[0]) is None and not is_rate(near[0]) else ""


def is_of_people(heading: str) -> bool:
    """Tell the heading of a column that counts people where the title says so.

    >>> [is_of_people(text) for text in ("Män", "Totalt", "2018", "Avgift", "Andel av antal")]
    [True, True, True, False, False]
    """
    return bool(_PEOPLE.fullmatch(fold(heading)))


def is_difference(text: str) -> bool:
    """Tell the heading of a column that is what others differ by, or come to."""
    return is_derived(text) or is_result(text)


_YEAR = re.compile(r"(?<![\d/.:-])((?:19|20)\d\d)(?![\d/]|[.:-]\d)")
A_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mars|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?!\w)"
)
_DATE = re.compile(
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}[ -](?:19|20)\d\d|(?:19|20)\d\d[:/]\d+"
    rf"|(?<!\d)\d{{1,2}}(?::?e)?\s+{A_MONTH}\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?:19|20)\d\d\s*[-–/]\s*(?:19|20)?\d\d")
_DATES = tuple(
    re.compile(rf"(?<![\d.]){pattern}(?![\d/])")
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)",
        rf"(?P<day>\d{{1,2}})(?::?e)?\s+(?P<month>{A_MONTH})\s+(?P<year>(?:19|20)\d\d)",
        r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/. -]\s?(?P<year>(?:19|20)\d\d)",
    )
)
_MONTHS = {name[:3]: n for n, name in enumerate(MONTHS, 1)}
_is_income = _telling(r"(?<!\w)(intäkt(?:er|en|erna|s\w*)?|inkomster)(?!\w)")
_is_cost = _telling(r"(?<!\w)(kostnad(?:er|en|erna|s\w*)?|utgifter)(?!\w)")
_earns = _telling(r"intäkt(er|en|erna)?(?!\w)")
_costs = _telling(r"kostnad(er|en|erna)?(?!\w)")
_THOUSAND = r"1\s?000(?:-?tal\w*|[-\s]?(?:kr|kronor))"
_is_thousands = _telling(
    rf"(?<!\w)(?:tkr|kkr|[tk]sek|tusen\w*\s+(?:kronor|kr)|tusental\w*|{_THOUSAND})(?!\w)"
)
_is_millions = _telling(r"(?<!\w)(?:mkr|mnkr|msek|(?<!\d\s)(?<!\ben\s)miljon\w*)(?!\w)")
_is_kronor = _telling(r"(?<!\w)(?:kr|kronor|sek)(?!\w)")
# A text that ends in 1 000 kr as a unit, not one that has it for an amount:
states_thousands = _telling(rf"(?:^|[(,:]\s*|\b(?:i|belopp)\s+){_THOUSAND}\)?$")
SIDES = ("intäkter", "kostnader")
MEMBERS = {"kommun", "kommuner", "kommunnamn", "medlem", "medlemmar", "part", "parter"}
HEADINGS = MEMBERS | {
    "", "post", "tjänst", "tjänster", "text", "benämning", "belopp", "kr", "tkr", "år",
    "verksamhet", "område", "deltagare", "namn", "intäkter", "kostnader", "kund", "kunder",
    "kundnamn", "organisation", "organisationer", "beställare",
}  # fmt: skip
# No row of figures is called so; members together may well be one: their fees.
NAMES = MEMBERS - {"medlemmar", "parter"} | {"kommunkod"}


def is_of_more(label: str, rows: int) -> bool:
    """Tell a sum that says that it is of many more rows than there are: not all are shown.

    One or two fewer are more likely lost.

    >>> is_of_more("Summa alla 14", 4), is_of_more("Summa alla 14", 13), is_of_more("Summa", 4)
    (True, False, False)
    """
    found = re.search(r"(?<!\w)(?:samtliga|alla)\s+(\d{1,4})(?!\d)", fold(label))
    return found is not None and int(found[1]) > rows + 2


def year(text: str) -> int | None:
    """Give the one year that a heading is about; dates and case numbers are none, a span is none.

    >>> year("Budget 2023 (bilaga till protokoll 2022-06-22 § 12)"), year("Plan 2024–2026")
    (2023, None)
    >>> year("Budget 2022, beslutad den 26 maj 2021"), year("Maj 2022")
    (2022, 2022)
    """
    if _RANGE.search(_DATE.sub("", text)):
        return None
    years = set(_YEAR.findall(_DATE.sub("", text)))
    return int(years.pop()) if len(years) == 1 else None


def date(text: str) -> dt.date | None:
    """Give the one date that a text tells, however it is written.

    >>> [str(date(t)) for t in ("Invånare 2018-12-31", "den 31 dec. 2018", "31/12 2018", "2018")]
    ['2018-12-31', '2018-12-31', '2018-12-31', 'None']
    """
    found = set()
    for pattern in _DATES:
        for each in pattern.finditer(fold(text)):
            month = each["month"]
            number = int(month) if month.isdigit() else _MONTHS[month[:3]]
            with suppress(ValueError):
                found.add(dt.date(int(each["year"]), number, int(each["day"])))
    return found.pop() if len(found) == 1 else None


def side(text: str) -> str:
    """Give the side of a budget that a heading names; nothing where it names both.

    >>> side("Summa intäkter"), side("Kostnader"), side("Intäkter och kostnader")
    ('intäkter', 'kostnader', '')
    """
    income, cost = _is_income(text), _is_cost(text)
    return "" if income == cost else SIDES[cost]


def kind(text: str) -> str:
    """Give the side that a post is on, where its name tells, as in an income statement.

    >>> kind("Personalkostnader"), kind("Rörelseintäkter"), kind("Verksamhetens nettokostnad")
    ('kostnader', 'intäkter', '')
    """
    if is_net_cost(text) or is_result(text):
        return ""
    own = {side for side, told in zip(SIDES, (_earns, _costs), strict=True) if told(text)}
    return side(text) or (own.pop() if len(own) == 1 else "")


def unit(kronor: int) -> str:
    """Name a unit of so many kronor.

    >>> unit(1_000)
    'tkr'
    """
    return {1: "kronor", 1_000: "tkr", 10**6: "mkr"}[kronor]


def scale(text: str) -> int | None:
    """Give how many kronor a unit is, where a heading states one; the largest, if several.

    >>> scale("Budget 2024, tkr"), scale("Belopp i kronor"), scale("Budget")
    (1000, 1, None)
    >>> scale("Beloppen är avrundade uppåt till hela tusental kronor")
    """
    units = ((_is_millions, 10**6), (_is_thousands, 1_000), (_is_kronor, 1))
    bare = without_rounding(text)
    return next((kronor for stated, kronor in units if stated(bare)), None)


_ROUNDED = re.compile(
    r"avrunda\w*\s+(?:\w+\s+){0,8}?(?:till|uppåt|nedåt)\b[^;,.()]*", re.IGNORECASE
)


def without_rounding(text: str) -> str:
    """Take away what a text says of how amounts were rounded: that is no unit of theirs.

    >>> without_rounding("Avgifter, tkr (avrundat till närmaste 1 000 kr)")
    'Avgifter, tkr ()'
    """
    return _ROUNDED.sub("", text)
