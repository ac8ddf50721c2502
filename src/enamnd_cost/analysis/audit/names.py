"""The names of a data folder's municipalities and services, as documents write them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache, cached_property

from enamnd_cost.analysis.selection import service_called
from enamnd_cost.model.data import Data
from enamnd_cost.model.kommuner import bare_name
from enamnd_cost.swedish import closest, fold

GENERIC = {
    "system", "systemet", "kostnad", "kostnader", "budget", "fördelning", "av", "för", "och",
    "gemensamma", "tjänster", "tjänst", "per", "kommun", "kr", "tkr", "belopp", "tabell", "del",
    "intäkter", "intäkt", "avgift", "avgifter", "i", "summa", "norrbotten", "norrbottens", "total",
    "totalt", "år", "kommuner", "kommunerna", "årskostnader", "årskostnad", "beslutad",
    "medlem", "medlemmar", "medlemmarna", "part", "parter", "parterna",
}  # fmt: skip
NEAR = 0.8
LONGEST = 300  # characters; what is longer is no name


class Names:
    """The names of a data folder's municipalities and services, as documents write them."""

    def __init__(self, data: Data) -> None:
        self.data = data
        tokens = {name: _tokens(f"{t.namn} {t.kort}") for name, t in data.tjanster.items()}
        times = Counter(token for found in tokens.values() for token in found)
        self._tokens = tokens
        self._telling = {token for token, n in times.items() if n == 1 and token not in GENERIC}
        # The code of the municipality that a label names, decorated as labels are.
        self.municipality = cache(data.kommuner.labelled)
        # The id of the one service that a text names.
        self.service = cache(self._service)

    def near(self, label: str) -> str | None:
        """Give the code of the municipality that a misspelt label must mean."""
        meant = closest(bare_name(label), list(self.data.kommuner.names.values()), NEAR)
        return self.municipality(meant) if meant else None

    def _service(self, text: str) -> str | None:
        folded = _clean(text) if len(text) <= LONGEST else ""
        if not folded:
            return None
        if found := service_called(self.data, folded) or self._headed.get(fold(text)):
            return found
        tokens = _tokens(folded) - GENERIC
        telling = [
            name
            for name, own in self._tokens.items()
            if tokens & own & self._telling and tokens <= own
        ]
        return telling[0] if len(telling) == 1 else None

    @staticmethod
    def says_more(heading: str) -> bool:
        """Tell a heading that has other words than those that stand over any table."""
        return bool(_tokens(_clean(heading)) - GENERIC)

    def named_in(self, text: str) -> str | None:
        """Give the one service whose whole name stands in a text; within another's it is none."""
        folded = fold(text)
        spans: list[tuple[int, int, str]] = []
        for name, tjanst in self.data.tjanster.items():
            for known in {fold(tjanst.namn), fold(name)}:
                pattern = rf"(?<![\w-]){re.escape(known)}(?:en|et|n|t)?s?(?![\w-])"
                spans += [(*found.span(), name) for found in re.finditer(pattern, folded)]
        outer = {
            name
            for start, end, name in spans
            if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in spans)
        }
        return outer.pop() if len(outer) == 1 else None

    @cached_property
    def _headed(self) -> Mapping[str, str]:
        """The headings of published tables that are about one service alone."""
        by_heading: dict[str, set[str]] = defaultdict(set)
        for facit in self.data.facit.values():
            for tabell in facit.tabell:
                if tabell.rubrik:
                    by_heading[fold(tabell.rubrik)].add(tabell.tjanst)
        one = {heading: found.pop() for heading, found in by_heading.items() if len(found) == 1}
        inner = {
            fold(found[1]): service
            for heading, service in one.items()
            if (found := re.search(r"\(([^()]+)\)$", heading))
        }
        return {**inner, **one}


def _clean(text: str) -> str:
    """Take numbering, year and amount off a heading."""
    folded = re.sub(r"^\d+(\.\d+)*\.?\s+", "", fold(text))
    return re.sub(r"[\s,:–-]*\b(19|20)\d\d\b", "", folded).strip(" :.–-")


def _tokens(text: str) -> set[str]:
    # The e- of e-utbildning is a part of the word: utbildning is something else.
    return {word for word in re.findall(r"(?:\b\w-)?[^\W\d_]+", fold(text)) if len(word) > 1}
