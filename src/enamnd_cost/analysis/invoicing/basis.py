"""An invoice basis: the lines that are asked for, whole, with what stands beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from enamnd_cost.analysis.invoicing.lines import BY_SUPPLIER, Line, lines_of, when
from enamnd_cost.analysis.invoicing.memory import left
from enamnd_cost.analysis.year import Service, YearResult
from enamnd_cost.model.invoiced import Basis, Key, id_of

# The services (ids) and the municipalities (codes) that are to be invoiced; None: all.
Only = tuple[Collection[str] | None, Collection[str] | None]


@dataclass(frozen=True)
class Invoicing:
    """A year's invoice basis: ``lines`` as they are to be invoiced now.

    ``bases`` are those that were counted off, and ``periods`` (None: all) those that were asked
    for.
    """

    result: YearResult
    lines: tuple[Line, ...]
    bases: tuple[Basis, ...]
    periods: tuple[str, ...] | None
    only: Only = (None, None)

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The numbers of the bases that were counted off."""
        return tuple(sorted(basis.id for basis in self.bases))

    @cached_property
    def id(self) -> str:
        """The number of this basis."""
        board, year = self.result.data.kommuner.namnd, self.result.year
        rows = ((line.key, line.amount, line.rate, line.vat) for line in self.lines)
        return id_of(board, year, self.result.data.short_digest, self.counted, rows)

    @cached_property
    def names(self) -> dict[str, str]:
        """Each municipality's name by its code: those of the nämnd, then those of older bases."""
        known = self.result.data.kommuner.names
        older: dict[str, str] = {
            line.key.code: line.name
            for basis in self.bases
            for line in basis.lines
            if line.key.code not in known
        }
        return {**known, **older}

    @cached_property
    def direct(self) -> tuple[Service, ...]:
        """The services that a supplier invoices directly: they are never on an invoice of ours."""
        of = self.result
        return tuple(
            service
            for service in of.services
            if not service.example
            and when(service.tjanst, of.budget) == BY_SUPPLIER
            and (self.only[0] is None or service.id in self.only[0])
        )

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The periods that have lines which are neither invoiced before nor asked for now."""
        if self.periods is None:
            return ()
        done = {line.key for basis in self.bases for line in basis.lines}
        of = {line.key.period: None for line in lines_of(self.result) if line.key not in done}
        return tuple(period for period in of if period not in self.periods)


def invoicing(
    result: YearResult,
    bases: Sequence[Basis] = (),
    way: str = "skillnad",
    periods: Sequence[str] | None = None,
    only: Only = (None, None),
) -> Invoicing:
    """Make a year's basis, less what ``bases`` have invoiced."""
    services, codes = only
    found = left(lines_of(result), bases, way, periods)
    lines = tuple(line for line in found if _wanted(line.key, services, codes))
    asked = None if periods is None else tuple(periods)
    return Invoicing(result, lines, tuple(bases), asked, only)


def _wanted(key: Key, services: Collection[str] | None, codes: Collection[str] | None) -> bool:
    return (services is None or key.service in services) and (codes is None or key.code in codes)
