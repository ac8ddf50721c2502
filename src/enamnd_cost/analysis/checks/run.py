"""Running the checks: every finding at once, and what was skipped because of another finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from enamnd_cost.analysis.checks import carried as carried_checks
from enamnd_cost.analysis.checks import data as data_checks
from enamnd_cost.analysis.checks import facit as facit_checks
from enamnd_cost.analysis.checks import outcomes as outcome_checks
from enamnd_cost.analysis.checks import projects as project_checks
from enamnd_cost.analysis.checks import strict as strict_checks
from enamnd_cost.analysis.checks import year as year_checks
from enamnd_cost.analysis.checks.check import Check, Fault, T, fault_of
from enamnd_cost.analysis.checks.decided import Decision, decisions
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.analysis.checks.strict import Checked
from enamnd_cost.analysis.crossings import since_last_year
from enamnd_cost.analysis.settling.carrying import carried_in
from enamnd_cost.analysis.year import Computed
from enamnd_cost.model.data import Data
from enamnd_cost.swedish import number

OF_A_YEAR = (
    *year_checks.CHECKS,
    *facit_checks.CHECKS,
    *project_checks.CHECKS,
    *carried_checks.CHECKS,
    *outcome_checks.CHECKS,
)


# How many things a check tried of each year (None: of all the data), and how many were wrong; it is
# None that it tried where another finding made it pointless.
Turns = Mapping[int | None, tuple[int | None, int]]


class Checkup(NamedTuple):
    """All findings, by file, a sentence for each check that was skipped, and the turns by code.

    ``told`` is what is no finding, but must not go unseen: who has come into another step by size.
    """

    findings: tuple[Fault, ...]
    skipped: tuple[str, ...] = ()
    turns: Mapping[str, Turns] = {}
    told: tuple[str, ...] = ()


class Choice(NamedTuple):
    """Which checks to run, by code or name: the strict ones too, only some, or all but some."""

    strict: bool = False
    only: frozenset[str] = frozenset()
    skip: frozenset[str] = frozenset()

    def of(self, checks: Iterable[Check[T]]) -> list[Check[T]]:
        """Choose among checks."""
        return [
            check
            for check in checks
            if (not self.only or self.only & {check.code, check.name})
            and not self.skip & {check.code, check.name}
        ]


EVERYTHING = Choice()


def known_checks() -> dict[str, Check[Any]]:
    """Give every check by its code."""
    every: Iterable[Check[Any]] = (*data_checks.CHECKS, *OF_A_YEAR, *strict_checks.CHECKS)
    return {check.code: check for check in every}


def run(data: Data, years: Sequence[int], choice: Choice = EVERYTHING) -> Checkup:
    """Run the checks on the data and on each of the years.

    A service that cannot be allocated is a finding; what depends on it is skipped, and said.
    """
    asked = choice.strict or bool(choice.only)
    before = [year - 1 for year in years if asked and year - 1 in data.budgetar]
    computed, decided, wrong = decisions(data, years, before)
    findings = [fault_of(problem) for problem in wrong]
    findings += dict.fromkeys(fault for each in decided for fault in each.failures)
    skipped: list[str] = []
    if wrong:
        skipped.append("reviderade budgetar, till dess att revideringarna går att lägga på dem")
    turns: dict[str, dict[int | None, tuple[int | None, int]]] = defaultdict(dict)
    told_already: set[Fault] = set()

    def run_all(
        checks: Iterable[Check[T]], subject: T, year: int | None = None, of: Decision | None = None
    ) -> None:
        """Run checks in order, less those that an earlier finding makes pointless.

        Of a year with several decisions they are run on each, and counted together. What is wrong
        with one already is told there, and not of those that came after it.
        """
        found: set[str] = set()
        for check in checks:
            tried_before, wrong_before = turns[check.code].get(year, (0, 0))
            if cause := sorted(found.intersection(check.after)):
                of_year = f"{year}: " if year else ""
                skipped.append(f"{of_year}{check.name}, till dess att {', '.join(cause)} stämmer")
                turns[check.code][year] = None, wrong_before
                continue
            tried = check.results(subject)
            new = [fault for fault in tried if fault]
            found |= {check.name} if new else set()
            fresh = [fault for fault in new if fault not in told_already]
            told_already.update(new)
            findings.extend(of.placed(fresh) if of else fresh)
            count = None if tried_before is None else tried_before + len(tried)
            turns[check.code][year] = count, wrong_before + len(fresh)

    run_all(choice.of(data_checks.CHECKS), data.as_filed)
    for each in decided:
        year, failed = each.year, each.failed
        if failed:
            names = ", ".join(sorted(failed))
            skipped.append(f"{year}: budgetsumma och allt om {names}, som inte kunde beräknas")
        checks = [c for c in choice.of(OF_A_YEAR) if not (failed and c.name == "budgetsumma")]
        run_all(checks, CheckedYear(each.computed.year(year), failed), year, each)
    if asked and computed.problems:
        skipped.append("de strikta kontrollerna, till dess att allt går att beräkna")
    elif asked:
        run_all(choice.of(strict_checks.CHECKS), Checked(computed, tuple(years)))
    # By code, since causes have lower codes than what follows from them; else as they were found,
    # which is the order of the files.
    findings.sort(key=lambda fault: (fault.code, fault.file))
    told = [each for year in years for each in _other_steps(computed, year)]
    told += [each for year in years for each in _not_known(computed, year)]
    return Checkup(tuple(findings), tuple(dict.fromkeys(skipped)), turns, tuple(told))


def _not_known(computed: Computed, year: int) -> Iterator[str]:
    """Say which carried results cannot be held to the year that they are from, and why."""
    for service, of, amount, result in carried_in(computed.year(year)):
        if isinstance(result, str):
            what = f"{of.named(-amount)} på {number(abs(amount))} kr"
            yield f"{service} {year}: {what} går inte att pröva mot det året: {result}"


def _other_steps(computed: Computed, year: int) -> Iterator[str]:
    """Say who is in another step by size than the year before, which nobody has decided."""
    data = computed.data
    for node, allocation in sorted(computed.outcome.done.items()):
        for crossing in since_last_year(data, allocation.plan) if node.year == year else ():
            who = data.kommuner.names[crossing.code]
            said = crossing.told(str(year - 1), str(year))
            yield f"{who} är i ett annat steg i tjänsten {node.service} ({crossing.item}): {said}"
