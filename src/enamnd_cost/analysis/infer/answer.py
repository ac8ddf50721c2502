"""The answer, and how much of it is certain: the key, its date, who shares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from enamnd_cost.analysis.infer.chance import FAR, FIRM
from enamnd_cost.analysis.infer.dates import Absent
from enamnd_cost.analysis.infer.hypothesis import EqualPart, Hypothesis, one_blend
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.observed import Observed

SLIGHT_OF = 30  # cells: of so many, one that deviates says nothing against all the others
SLIGHT = 2  # units: what deviates by so little may follow another date or cost


@dataclass(frozen=True)
class Answer:
    """What was found: hypotheses in order, and why the first is first (empty if there is none).

    ``declared`` is the place, from 1, of the one that is the model of our own data, if one is.
    ``dates`` are those that the folder has the population of, for those who share;
    ``elsewhen`` are keys at times that the folder has no population of, the likeliest first.
    ``blends`` are the equal parts, from 0 to 1, by which other mixes give the table as well as the
    first's: None where there is no other.
    """

    observed: Observed
    ranked: tuple[Hypothesis, ...]
    why: str
    declared: int | None
    dates: tuple[dt.date, ...] = ()
    elsewhen: tuple[Absent, ...] = ()
    blends: EqualPart | None = None

    @property
    def first(self) -> Hypothesis | None:
        """The hypothesis to believe first, if any says something."""
        return self.ranked[0] if self.ranked and self.ranked[0].telling else None

    @property
    def explained(self) -> bool:
        """Tell whether some hypothesis that says something gives every figure."""
        return self.first is not None and not self.first.odd

    @property
    def near(self) -> bool:
        """Tell whether one gives all figures but a few, as many as were looked for."""
        first, most = self.first, max(self.observed.most, 1)
        return first is not None and first.odd <= most and not first.far_off

    @property
    def equals(self) -> tuple[Hypothesis, ...]:
        """The others that say something and give as many of the figures as the first."""
        if self.first is None:
            return ()
        return tuple(h for h in self.ranked[1:] if h.telling and h.odd == self.first.odd)

    @cached_property
    def _as_likely(self) -> tuple[Hypothesis, ...]:
        """The others that are not far less likely than the first.

        What is more complex than any mix, and than the first, is no rival: another table's
        proportions are some key's as well.
        """
        first = self.first
        if first is None:
            return ()
        return tuple(
            h
            for h in self.ranked[1:]
            if h.telling
            and h.one_in > first.one_in - FAR
            and h.kind <= max(first.kind, Kind.MIX)
            and not h.far_off
            and not h.contradicted
        )

    @property
    def other_keys(self) -> tuple[Hypothesis, ...]:
        """Those of them that share by another key."""
        return tuple(h for h in self._as_likely if self.first and not h.same_key(self.first))

    @property
    def other_dates(self) -> tuple[Hypothesis, ...]:
        """Those that share by the first's key at another date."""
        return tuple(h for h in self._same_key if self.first and h.date != self.first.date)

    @property
    def other_sets(self) -> tuple[Hypothesis, ...]:
        """Those that share by the first's key and date among others."""
        return tuple(h for h in self._same_date if h.participants != self._first_set)

    @property
    def other_roundings(self) -> tuple[Hypothesis, ...]:
        """Those that only round in another way than the first."""
        return tuple(
            h
            for h in self._same_date
            if h.participants == self._first_set and self.first and h.charges == self.first.charges
        )

    @property
    def as_rates(self) -> tuple[Hypothesis, ...]:
        """Those that say that the first's cost is a rate, or that its rate is a cost."""
        return tuple(h for h in self._same_date if self.first and h.charges != self.first.charges)

    @property
    def _same_key(self) -> tuple[Hypothesis, ...]:
        return tuple(h for h in self._as_likely if self.first and h.same_key(self.first))

    @property
    def _same_date(self) -> tuple[Hypothesis, ...]:
        return tuple(h for h in self._same_key if self.first and h.date == self.first.date)

    @property
    def _first_set(self) -> frozenset[str]:
        return self.first.participants if self.first else frozenset()

    @cached_property
    def unknown_dates(self) -> tuple[Absent, ...]:
        """The first's key at times that the folder lacks, where that is as likely."""
        return tuple(each for each in self.elsewhen if self._is_same(each))

    @cached_property
    def unknown_keys(self) -> tuple[Absent, ...]:
        """Other keys at times that the folder lacks, where that is as likely."""
        return tuple(each for each in self.elsewhen if not self._is_same(each))

    def _is_same(self, other: Absent) -> bool:
        first = self.first
        if first is None or first.equal_part is None or first.date is None:
            return False
        return one_blend(first, other.equal_part)

    @property
    def rather_elsewhen(self) -> bool:
        """Tell whether a time that the folder lacks is far likelier than all its dates."""
        likeliest = self.elsewhen[0].one_in if self.elsewhen else 0
        least = self.first.one_in + FAR if self.first else FIRM
        return likeliest >= least

    @property
    def slight(self) -> bool:
        """Tell whether a cell deviates by so little that another date may be why."""
        first = self.first
        if first is None or first.date is None:
            return False
        most = SLIGHT * first.unit
        near = [each for each in first.deviations if abs(each.difference) <= most]
        return len(near) * SLIGHT_OF > first.cells

    @property
    def sure(self) -> bool:
        """Tell whether the first is hardly a work of chance, and no printed sum contradicts it."""
        first = self.first
        if first is None or first.contradicted or first.one_in < FIRM:
            return False
        return self.near and not self.rather_elsewhen

    @property
    def key_known(self) -> bool:
        """Tell whether no other key does as well."""
        return self.sure and not (self.other_keys or self.unknown_keys or self.blends)

    @property
    def date_known(self) -> bool:
        """Tell whether no other date does as well, be it one that the folder lacks."""
        return self.key_known and not (self.other_dates or self.unknown_dates or self.slight)

    @property
    def set_known(self) -> bool:
        """Tell whether it is known who shares."""
        lost = self.first is not None and self.first.off > 0
        return self.key_known and not self.other_sets and not lost

    @property
    def firm(self) -> bool:
        """Tell whether the first can be relied on: its key, its date and who shares."""
        return self.date_known and self.set_known
