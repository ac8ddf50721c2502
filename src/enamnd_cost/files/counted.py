"""What a table says that it counts: only a whole population at 31 December is taken for one.

A table of men, of means or of 1 November has the same form and much the same figures as one of the
whole population; what tells them apart is what is written above it and beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from enamnd_cost.files import ages_said
from enamnd_cost.files.dates_said import LAST_OF_YEAR, Day, another_day, without_dates
from enamnd_cost.model.ages import Ages

PEOPLE = re.compile(
    r"folkmängd|folkmangd|befolkning|invånare|population|personer|folkbokförda|"
    r"(?<!\w)(?:inv|folkm)(?!\w)"
)
# What a figure may be called with no word of people: it says no more than that it is a figure.
_NO_MORE = re.compile(
    r"(?<!\w)(?:antal|totalt?|tot|summa|värde|value|samtliga|alla|båda könen|män och kvinnor|år|"
    r"(?:19|20)\d\d)(?!\w)"
)
# A sentence of a note that speaks of the figures; other sentences speak of much else.
OF_THE_FIGURES = re.compile(
    r"avser|gäller|redovisa|visar|anges|enhet|mått|innehåll|folkmängd|befolkning|population|"
    r"omfattar|referens|(?<!\w)(?:tal|talen|siffrorna|uppgifterna|uppgift|värdena|värden|kolumnen|"
    r"data|figures|endast|enbart|bara)(?!\w)"
)
SENTENCES = re.compile(r"(?<=\w\w[.!?;])\s+(?=[^\W\d])|\n")
ANOTHER_DAY = "folkmängden en annan dag än"
SIGNS = str.maketrans("_\u2010\u2011\u2012\u2014\u2212", " -----")
SHORT = 6  # words of a sentence that is no more than a label
_AND = r"\s*(?:och|samt|respektive|\+|&|/)\s*"
# Words that name other things, but say that these are not what is counted, or all of it.
WHOLE = re.compile(
    rf"män{_AND}kvinnor|kvinnor{_AND}män|men{_AND}women|women{_AND}men|males?{_AND}females?|"
    r"både män|båda könen|folkmängd och folkökning|"
    r"och befolkningsförändringar(?:\s+\d+ \w+\s*[-–]\s*31 dec\w*(?: \d{4})?)?|"
    r"(?<!\d)0\s*[-–]\s*(?:(?:9[05]|1[01]\d)\s*\+|w(?!\w))(?:\s*år)?|"
    r"(?:inte|ej|icke)\s+(?:i\s+|som\s+|en\s+|ett\s+|någon\s+|den\s+)?(?:"
    r"\d{1,2} (?!år)\w+|\w*tusen\w*|1\s?000-?tal|\w*prognos\w*|\w*framskriv\w*|beräkna\w*|medel\w*|"
    r"genomsnitt\w*|uppskatt\w*|hushåll\w*)|"
    r"(?:små|slumpmässiga) (?:slumpmässiga )?(?:för)?ändringar|"
    r"se (?:även|också)[^.;]*|"
    r"(?:även|inklusive|inkl\.?|däribland)\s+\w+(?:\s+och\s+\w+)?|"
    r"(?:uppdateras|räknas|ändras) (?:med|som|av|genom)[^.;]*"
)
BOARDS = re.compile(
    r"(?:\w{1,30}-,?\s{0,2}){1,4}(?:och\s)?\w{1,30}(?:nämnd|förvaltning|kontor|utskott)\w*"
)
_AGE = r"(?:0|[1-9]\d?|1[01]\d)"
# Other things that are counted by municipality and year, each by how it is written.
OTHERS = {
    "ett medeltal": r"\w*medel(?:tal|värde|folkmängd|befolkning)\w*|medel(?!punkt)\w*|"
    r"årsmedel|\w*genomsnitt\w*|snitt(?:(?:et|värde|folk|befolk)\w*)?|median\w*|mean|averages?",
    "ett kön": r"män|kvinnor|pojkar|flickor|manlig\w*|kvinnlig\w*|women|females?|males?|boys|girls|"
    r"men(?=,|\s+by|\s*$)|kön(?:et)?[\s:=]+(?:man|[mk12])|"
    r"kvinna|\A(?:man|hane|[mk])\Z|"
    r"(?:folkmängd|befolkning|invånare|antal|\d{4})[\s,:(]+(?:[mk]|kv)"
    r"(?!\s*[.&\d]|\s+m|\s+fl)|"
    r"[mk]\s+\d{4}",
    "en åldersgrupp": rf"(?<!-){_AGE}\s*[-–]\s*(?:{_AGE}|w)(?!-)(?:\s*år(?:ingar)?)?|"
    r"\d{1,3}\s*\+|\d{1,3}\s*år|åld\w+[\s:]*\d{1,3}|[<>≤≥]=?\s*\d{1,3}|\d{1,3}\s+(?:till|to)\s+\d{1,3}|"
    r"\d{1,3}(?:\s*år)?\s*(?:och|eller)\s*(?:äldre|yngre|över|under|uppåt|nedåt|mer)|"
    r"(?:minst|högst|över|under|upp till|fr\.?o\.?m\.?|t\.?o\.?m\.?|aged?)\s*\d{1,3}(?:\s*år)?|"
    r"\d{1,2}-?åringar|\w*barn|unga|ungdom\w*|äldre|vuxna|pensionärer|seniorer|\w*elever|\w*åldern|"
    r"(?:arbetsför|yrkesaktiv|yrkesverksam)\w*|o?myndiga|(?:minder|under)åriga|"
    r"children|adults|elderly|aged",
    "hushåll": r"\w*hushåll\w*|households?|bostäder|lägenheter|familjer",
    "födda eller döda": r"\w*född\w*|födel\w*|döda|avlid\w*|döds\w*|births?|deaths?",
    "en täthet": r"\w*täthet\w*|(?:per|/)\s*(?:kvadratkilometer|km)\w*|inv\w*/km\w*|"
    r"density",
    "tusental": r"\w*tusen\w*|1?\s?000[-\s]?tals?|[ix×*]\s*1[\s.]?000|\(1?\s?000\)|tus|tkr|1000s|"
    r"'000|(?<!per )1[\s.]?000(?:\s(?:personer|invånare))?\s*\Z|"
    r"\w*\s?/\s?1\s?000|thousands?|miljon\w*|(?:fem)?hundratal\w*|femtiotal\w*",
    "en prognos": r"\w*prognos\w*|\w*framskriv\w*|\w*framräkn\w*|beräkna[dt]\w*|projektion\w*|"
    r"projicera\w*|planera[dt]\w*|\w*bedöm\w*|projections?|projected|forecasts?|estimate\w*|"
    r"förvänta[dt]\w*|(?:upp)?skatta[dt]\w*|(?:upp)?skattning\w*|scenario\w*|"
    r"(?:framtida|kommande|uppräknad|antagen|budgeterad|trolig|väntad)\s(?:folkmängd|befolkning)\w*",
    "en del av befolkningen": r"\w*tätort\w*|småort\w*|centralort\w*|utrikes\w*|inrikes\w*|"
    r"utländsk\w*|sysselsatt\w*|förvärvs\w*|arbetslös\w*|\w*arbetande|dagbefolkning\w*|"
    r"nattbefolkning\w*|röstberättigad\w*|medborgar\w*|gifta|ogifta|skilda|änkor|änklingar|"
    r"arbetskraft\w*|flyktingar|asylsökande|studenter",
    "en förändring": r"\w*ökning\w*|\w*minskning\w*|\w*förändring\w*|\w*flytt\w*|\w*netto\w*|"
    r"\w*överskott\w*|\w*vandring\w*|tillväxt\w*|changes?|growth",
    "en andel": r"andel\w*|procent\w*|promille|\w*kvot\w*|per\s+1\s?000|per\s+capita|"
    r"per\s+invånare|\d*%",
    "en del av året": r"kvartal\w*|månad\w*|halvår\w*|vecka\w*|tertial\w*|q[1-4]|"
    r"kv\.?\s?[1-4]|t[1-3]\s20\d\d",
    "annat än invånare": r"\w*bilar|\w*fordon|\w*företag|anställda|arbetsställen|"
    r"\w*småhus|fritidshus|skattekraft|fastigheter|"
    r"antal\s+(?!inv(?!\w)|invånare|personer|folkbokförda|människor|per\s|efter\s|i\s|och\s|den\s|totalt|"
    r"samtliga|båda|av\s|kommuner|rader|värden|decimaler)[^\W\d]+",
}
OF_THE_AGE = re.compile(r"(?<!\w)(?:åldern|åldrarna|åldersgruppen|ålder)[\s:]*\Z")  # before a group
WORDS = {kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for kind, words in OTHERS.items()}


def other_than_population(
    said: str, *, note: bool = False, day: Day = LAST_OF_YEAR, group: Ages | None = None
) -> str | None:
    """Say what a text tells is counted, if it is not the whole population at 31 December.

    Where people are counted another ``day``, or are a ``group``, that is what it may say instead.

    A ``note`` below a table speaks of much else, so a sentence of it counts only where it speaks
    of the figures, or is so short that it says nothing but what it is.

    >>> other_than_population("Folkmängden den 1 november efter region och år")
    'folkmängden en annan dag än 31 december ("1 november")'
    >>> other_than_population("Medelfolkmängd efter region och år")
    'ett medeltal ("Medelfolkmängd")'
    >>> other_than_population("Folkmängd, män och kvinnor, den 31 december 2024")
    >>> other_than_population("Folkmängd 16-64 år", group=Ages(16, 64))
    >>> other_than_population("Folkmängd 20-64 år", group=Ages(16, 64))
    'en åldersgrupp ("20-64 år")'
    """
    said = unicodedata.normalize("NFC", said)
    told = (
        _other(sentence, day, group) for sentence in (_of_the_figures(said) if note else [said])
    )
    return next(filter(None, told), None)


def _of_the_figures(note: str) -> Iterator[str]:
    """Give the sentences of a note that say what the figures are."""
    for sentence in SENTENCES.split(note):
        if OF_THE_FIGURES.search(sentence.casefold()) or len(sentence.split()) <= SHORT:
            yield sentence


def groups_in(said: str) -> set[Ages]:
    """Give the groups of ages that a text says are counted, as it is no note."""
    text = without_dates(_plain(unicodedata.normalize("NFC", said)))
    return {group for group, _ in ages_said.said(text)}


def _other(said: str, counted: Day, group: Ages | None) -> str | None:
    text = WHOLE.sub(lambda found: " " * len(found[0]), _plain(said))
    if day := another_day(text, counted):
        return f'{ANOTHER_DAY} {counted.words} ("{said[slice(*day)].strip()}")'
    text = without_dates(BOARDS.sub(lambda found: " " * len(found[0]), text))
    for each, (first, end) in list(ages_said.said(text)) if group else ():
        if each == group:
            before = OF_THE_AGE.search(text, 0, first)
            start = before.start() if before else first
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    for kind, words in WORDS.items():
        if of_that_kind := words.search(text):
            return f'{kind} ("{said[slice(*of_that_kind.span())].strip()}")'
    return None


def _plain(said: str) -> str:
    """Give a text in small letters with one kind of dash, and as many signs as before.

    What stands on either side of a low line, as in the name of a sheet, is a word of its own.
    """
    return said.casefold().translate(SIGNS)


def says_people(text: str) -> bool:
    """Tell a text that calls figures people, or no more than figures.

    >>> [says_people(t) for t in ("Folkmängd 31/12 2025", "Antal totalt", "2025", "Antal bilar")]
    [True, True, True, False]
    """
    words = without_dates(_plain(unicodedata.normalize("NFC", text)))
    return bool(PEOPLE.search(words)) or not re.search(r"[^\W_]", _NO_MORE.sub("", words))
