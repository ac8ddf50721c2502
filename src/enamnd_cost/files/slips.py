"""The mistakes that are easily made in a TOML line in Swedish, each by its name.

Each looks at the line, and the column where the parser stopped, and gives what is wrong, what to do
about it, and the stretch of the line that it is about; or nothing, if it is not that.
"""

from __future__ import annotations

import calendar
import re

from enamnd_cost.swedish import plain

Said = tuple[str, str, int, int] | None


def _accented_key(source: str, column: int) -> Said:
    for key in re.finditer(r"([\w.\u0300-\u036f-]+)\s*[=\]]", source):
        if not key[1].isascii() and key.start() < column <= key.end() + 1:
            # Keys have underscores, which ids have not.
            ascii_key = re.sub(r"[^._]+", lambda part: plain(part[0]), key[1])
            remedy = f"skriv {ascii_key}; ett kommunnamn kan också stå inom citattecken"
            return "en nyckel med å, ä eller ö", remedy, *key.span(1)
    return None


_THOUSANDS_AFTER = re.compile(r"\s*(?:[tk]kr|mn?kr)\b")


def _decimal_comma(source: str, column: int) -> Said:
    for number in re.finditer(r"(?<==)\s*([-+]?\d[\d_]*(?:,\d+)+)\b(?!\s*=)", source):
        if _THOUSANDS_AFTER.match(source[number.end() :]):
            continue
        if number.start() < column <= number.end() + 2:
            point, grouped = number[1].replace(",", "."), number[1].replace(",", "_")
            if not re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+", number[1]):
                return "ett tal med decimalkomma", f"skriv decimalpunkt: {point}", *number.span(1)
            remedy = f"tusental skrivs {grouped}"
            remedy += f", decimaler {point}" if number[1].count(",") == 1 else ""
            return "ett tal med komma", remedy, *number.span(1)
    return None


def _date(source: str, column: int) -> Said:
    for date in re.finditer(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,4}/\d{1,2}(/\d{2,4})?", source):
        if date.start() < column <= date.end() + 1:
            whole = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", date[0])
            if whole and 1 <= int(whole[2]) <= 12 and int(whole[1]) > 0:
                last = calendar.monthrange(int(whole[1]), int(whole[2]))[1]
                remedy = f"månaden har {last} dagar; dess sista är {date[0][:8]}{last}"
                return f"datumet {date[0]} finns inte", remedy, *date.span()
            if whole:
                remedy = "skriv år-månad-dag, med en månad från 01 till 12: 2023-12-31"
                return f"datumet {date[0]} finns inte", remedy, *date.span()
            return "ett datum som inte går att läsa", "skriv år-månad-dag: 2023-12-31", *date.span()
    return None


def _month(source: str, column: int) -> Said:
    for month in re.finditer(r"(\w+)\s*=\s*((\d{4})-(\d\d))(?![\d-])", source):
        year, number = int(month[3]), int(month[4])
        if year and 1 <= number <= 12 and month.start(2) < column <= month.end() + 1:
            day = calendar.monthrange(year, number)[1] if month[1] == "till" else 1
            return "en månad utan dag", f"skriv hela datumet: {month[2]}-{day:02}", *month.span(2)
    return None


def _merge(source: str, _column: int) -> Said:
    if not re.match(r"<{7}|={7}|>{7}|\|{7}", source):
        return None
    what = "märken efter en sammanslagning i git: två versioner av samma rader står här"
    remedy = "låt den version stå som gäller, och ta bort raderna med <<<<<<<, ======= och >>>>>>>"
    return what, remedy, 0, len(source)


def _from_excel(source: str, _column: int) -> Said:
    if not re.match(r'"[^"]*""', source) and not re.search(r"(;;|\t\t)\s*$", source):
        return None
    what = "filen är sparad av ett kalkylprogram, som har ändrat raderna"
    remedy = "hämta tillbaka den som den var, och öppna den i en textredigerare"
    return what, remedy, 0, len(source)


def _leading_zero(source: str, column: int) -> Said:
    for number in re.finditer(r"([\w-]+)\s*=\s*(0\d+)(?![\d.:-])", source):
        if number.start(2) < column <= number.end() + 1:
            remedy = f"skriv talet utan nollan först: {number[2].lstrip('0') or '0'}"
            if number[1] == "kod":
                remedy = f'en kod skrivs inom citattecken: kod = "{number[2]}"'
            return "ett tal som börjar med noll", remedy, *number.span(2)
    return None


_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}"
_STROKES = "\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_UNSEEN = "\N{ZERO WIDTH SPACE}\N{SOFT HYPHEN}\N{ZERO WIDTH NO-BREAK SPACE}\N{WORD JOINER}"


def _typeset(source: str, _column: int) -> Said:
    """Tell signs that a word processor or a web page puts for those of the keyboard."""
    bare = re.sub(r'"[^"]*"', lambda text: "x" * len(text[0]), source).split("#")[0]
    found = re.search(f"[{_SPACES}{_STROKES}{_UNSEEN}]", bare)
    if not found:
        return None
    at, sign = found.start(), found[0]
    if sign in _UNSEEN:
        return "ett tecken som inte syns", "ta bort det: skriv om raden för hand", at, at + 1
    digits = re.search(rf"[-+]?\d[\d_{_SPACES} ]*\d", source)
    if sign in _SPACES:
        remedy = "byt det mot ett vanligt mellanslag"
        if digits and digits.start() < at < digits.end():
            remedy = f"skriv talet med understreck: {re.sub(f'[{_SPACES} ]+', '_', digits[0])}"
        return "ett hårt mellanslag, som ser ut som ett vanligt", remedy, at, at + 1
    right = re.sub(f"[{_STROKES}]", "-", source.split("=", 1)[-1]).strip()
    return f'strecket "{sign}" är inget minus eller bindestreck', f"skriv {right}", at, at + 1


def _unquoted(source: str, column: int) -> Said:
    for value in re.finditer(r"=\s*([^\W\d_][^,}#]*|[”“’‘][^”“’‘]*[”“’‘]?)", source):
        if value.start(1) < column <= value.end(1) + 1:
            start, end = value.start(1), value.start(1) + len(value[1].rstrip())
            if source[start:end].lower() in ("true", "false"):
                what = "true och false skrivs med små bokstäver"
                return what, "skriv true eller false", start, end
            if source[start] in "”“’‘":
                return "citattecken från Word", 'använd raka citattecken: "…"', start, end
            return "en text utan citattecken", f'skriv "{source[start:end]}"', start, end
    return None


_THOUSANDS = {"tkr": 3, "kkr": 3, "mkr": 6, "mnkr": 6}  # zeros of a unit
_TYPED = re.compile(r"([-+]?\d[\d_]*(?: \d{3})*)(?:[.,](\d{1,6}))?\s*(tkr|kkr|mkr|mnkr)?(?!\d)")


def _typed(text: str) -> tuple[str, str]:
    """Write a number as TOML has it, thousands of kronor whole; and say what else is to be done."""
    found = _TYPED.match(text)
    if not found or not (" " in found[1] or found[2] or found[3]):
        return "1_177_400", "; gruppera med understreck"
    zeros, decimals = _THOUSANDS.get(found[3] or "", 0), found[2] or ""
    if not zeros:
        whole, point = found[1].replace(" ", "_"), f".{decimals}" if decimals else ""
        how = "; decimaler efter en punkt" if point else "; gruppera med understreck"
        return whole + point, how
    digits = re.sub("[ _]", "", found[1]) + decimals[:zeros].ljust(zeros, "0")
    rest = decimals[zeros:].rstrip("0")
    return f"{int(digits):_}" + (f".{rest}" if rest else ""), ", i hela kronor"


def _spaced_number(source: str, column: int) -> Said:
    number = re.search(
        r"=\s*([-+]?\d[\d_.]*(?:,\d+)?[^\S\n]+[^#,}]*|[-+]?\d[\d_.]*[^\W\d_][^#,}]*)", source
    )
    if not number or not number.start() < column <= number.end() + 1:
        return None
    start, end = number.span(1)
    decimals = re.match(r",\d{1,2}(?!\d)[^#,}\]]*", source[end:])
    end += decimals.end() if decimals else 0
    example, whole = _typed(source[start:end].strip())
    remedy = f"skriv tal utan mellanslag och enheter{whole}: {example}"
    return "något som inte hör till talet", remedy, start, start + len(source[start:end].rstrip())


KNOWN = (
    _merge, _from_excel, _typeset, _accented_key, _date, _month, _leading_zero, _decimal_comma,
    _unquoted, _spaced_number,
)  # fmt: skip
