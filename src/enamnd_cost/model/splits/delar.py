"""Parts of one total, each shared by a key of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from enamnd_cost.engine.plan import Charges, Part
from enamnd_cost.model.base import Errors, FileModel, NotNegative, exact, mistake
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.splits.agreed import Procent
from enamnd_cost.model.splits.keys import Key, Nyckel, of_name, remeasured
from enamnd_cost.model.splits.lookup import ForItem, Listed, Lookup, Named, SplitModel
from enamnd_cost.model.splits.mix import SHAPLEY
from enamnd_cost.swedish import decimal, listing


class Del(FileModel):
    """One part: how much of the total, and by which key."""

    andel: Annotated[NotNegative, Field(gt=0, le=100)] = Field(
        description="Procent av kostnaden; delarnas andelar är tillsammans 100."
    )
    fordelning: Nyckel = Field(description="Hur delen fördelas.")

    def _mistakes(self) -> Errors:
        if self.split.charges:
            text = "delen ska fördela en kostnad, men ett pris ger själv beloppen"
            remedy = "ta bort pris, eller lägg det som betalas efter pris i en egen post"
            yield mistake("EK115", text, "fordelning", remedy=remedy)

    @property
    def split(self) -> Key:
        """How the part is split."""
        return of_name(self.fordelning) if isinstance(self.fordelning, str) else self.fordelning

    def spelled(self, named: Callable[[str], str]) -> Del:
        """Give it with members by their names."""
        return self.model_copy(update={"fordelning": self.split.spelled(named)})

    def kept(self, keep: Callable[[str], bool]) -> Del | None:
        """Give what is left of it without those who are not to be kept."""
        left = self.split.kept(keep)
        if left is None or left == self.split:
            return None if left is None else self
        return self.model_copy(update={"fordelning": left})

    def remeasured(self, change: Callable[[dt.date], dt.date]) -> Del:
        """Give the part with its measures at other dates."""
        return self.model_copy(update={"fordelning": remeasured(self.fordelning, change)})


class Delar(SplitModel):
    """Parts of one total: ``{ delar = [{ andel = 75, fordelning = "invanare" }, …] }``.

    Together the parts are the whole. Where somebody leaves who alone had a part, the others keep
    their proportions.
    """

    delar: list[Del] = Field(min_length=2, description="Delarna av kostnaden.")

    def _mistakes(self) -> Errors:
        whole = sum(part.andel for part in self.delar)
        if whole != 100:
            text = f"andelarna är tillsammans {decimal(whole)} %, inte 100"
            yield mistake("EK118", text, "delar", remedy="rätta dem: tillsammans är de hela summan")

    @property
    def by_population(self) -> bool:
        return any(part.split.by_population for part in self.delar)

    @property
    def metered(self) -> bool:  # type: ignore[override]
        """Tell whether any part goes by use."""
        return any(part.split.metered for part in self.delar)

    @property
    def listed(self) -> tuple[Listed, ...]:
        return tuple(
            each._replace(path=(*at, *each.path))
            for at, split in self._each()
            for each in split.listed
        )

    @property
    def members(self) -> tuple[Named, ...]:
        return tuple(_within(at, each) for at, split in self._each() for each in split.members)

    @property
    def measures(self) -> tuple[Named, ...]:
        return tuple(_within(at, each) for at, split in self._each() for each in split.measures)

    @property
    def services(self) -> tuple[Named, ...]:
        return tuple(_within(at, each) for at, split in self._each() for each in split.services)

    def population_dates(self, date: dt.date) -> tuple[dt.date, ...]:
        dates = {each for part in self.delar for each in part.split.population_dates(date)}
        return tuple(sorted(dates))

    def words(self, date: dt.date | None) -> str:
        r"""Say how much is split by what.

        >>> parts = [Del(andel=75, fordelning="lika"), Del(andel=25, fordelning={"vard": "Mora"})]
        >>> Delar(delar=parts).words(None)
        '75 % lika delar och 25 % bara Mora'
        """
        said = ((percent, split.words(date)) for percent, split in self._percents())
        return listing(f"{each} {f'({words})' if '%' in words else words}" for each, words in said)

    def meaning(self) -> str:
        """Say what each part means: what is said of a cost is said of its part.

        >>> parts = [Del(andel=80, fordelning="lika"), Del(andel=20, fordelning={"vard": "Mora"})]
        >>> Delar(delar=parts).meaning()[-59:]
        ' 20 %: En bär kostnaden ensam, som värd eller enligt avtal.'
        """
        said = (
            f"{percent}: {split.meaning().replace(f' {SHAPLEY}', '')}"
            for percent, split in self._percents()
        )
        return " ".join(["Summan är en; varje del av den har sin egen nyckel.", *said])

    def _percents(self) -> Iterator[tuple[str, Key]]:
        """Give how much of the whole each part is, in words, with its key."""
        whole = Fraction(sum(part.andel for part in self.delar))
        for part in self.delar:
            yield f"{decimal(100 * Fraction(part.andel) / whole, 2)} %", part.split

    def spelled(self, named: Callable[[str], str]) -> Delar:
        return self.model_copy(update={"delar": [part.spelled(named) for part in self.delar]})

    def remeasured(self, change: Callable[[dt.date], dt.date]) -> Delar:
        return self.model_copy(update={"delar": [part.remeasured(change) for part in self.delar]})

    def kept(self, keep: Callable[[str], bool]) -> Delar | Key | None:
        left = [kept for part in self.delar if (kept := part.kept(keep)) is not None]
        if len(left) == len(self.delar):
            return self.model_copy(update={"delar": left})
        return _Left.model_construct(delar=left) if len(left) > 1 else _alone(left)

    def as_weights(self) -> Delar:
        """Make weights of percentages in the parts, for when some who have them leave."""
        weighed = [
            part.model_copy(update={"fordelning": part.split.as_weights()})
            if isinstance(part.split, Procent)
            else part
            for part in self.delar
        ]
        return self.model_copy(update={"delar": weighed})

    def planned(self, lookup: Lookup, item: ForItem) -> tuple[Part, ...]:
        return tuple(self._parts(lookup, item))

    def _parts(self, lookup: Lookup, item: ForItem) -> Iterator[Part]:
        for part, (at, split) in zip(self.delar, self._each(), strict=True):
            made = split.planned(lookup, item._replace(split=(*item.split, *at)))
            keys = [each for each in made if not isinstance(each, Charges)]
            whole = sum(key.proportion for key in keys)
            for key in keys:
                yield key._replace(proportion=Fraction(exact(part.andel)) * key.proportion / whole)

    def _each(self) -> Iterator[tuple[KeyPath, Key]]:
        for n, part in enumerate(self.delar):
            yield ("delar", n, "fordelning"), part.split


class _Left(Delar):
    """The parts of those who are left: together less than 100, and still the whole."""

    def _mistakes(self) -> Errors:
        return iter(())


def _within(at: KeyPath, named: Named) -> Named:
    return named._replace(path=(*at, *named.path))


def _alone(left: list[Del]) -> Key | None:
    return left[0].split if left else None
