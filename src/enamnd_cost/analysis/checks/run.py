"""Running the checks: every finding at once, and what was skipped because of another finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enamnd_cost.analysis.checks import data as data_checks
from enamnd_cost.analysis.checks import facit as facit_checks
from enamnd_cost.analysis.checks import strict as strict_checks
from enamnd_cost.analysis.checks import year as year_checks
from enamnd_cost.analysis.checks.check import Check, Fault, T, fault_of
from enamnd_cost.analysis.checks.strict import Checked
from enamnd_cost.analysis.checks.subject import CheckedYear
from enamnd_cost.analysis.year import Computed, compute
from enamnd_cost.model.data import Data
from enamnd_cost.model.plans import problem_of

OF_A_YEAR = (*year_checks.CHECKS, *facit_checks.CHECKS)


@dataclass(frozen=True)
class Checkup:
    """All findings, by file, and a sentence for each check that was skipped."""

    findings: tuple[Fault, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
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


def known_checks() -> dict[str, str]:
    """Give every check's name by its code."""
    return {
        **{check.code: check.name for check in data_checks.CHECKS},
        **{check.code: check.name for check in OF_A_YEAR},
        **{check.code: check.name for check in strict_checks.CHECKS},
    }


def run(data: Data, years: Sequence[int], choice: Choice = EVERYTHING) -> Checkup:
    """Run the checks on the data and on each of the years.

    A service that cannot be allocated is a finding; what depends on it is skipped, and said.
    """
    asked = choice.strict or bool(choice.only)
    before = [year - 1 for year in years if asked and year - 1 in data.budgetar]
    computed = compute(data, sorted({*years, *before}))
    findings = [fault_of(problem) for problem in computed.lacking]
    for failure in computed.outcome.failures:
        others = computed.files(failure.node)
        findings.append(fault_of(problem_of(failure, data), others))
    skipped: list[str] = []
    _run(choice.of(data_checks.CHECKS), data, "", findings, skipped)
    for year in years:
        failed = _failed(computed, year)
        if failed:
            names = ", ".join(sorted(failed))
            skipped.append(f"{year}: budgetsumma och allt om {names}, som inte kunde beräknas")
        subject = CheckedYear(computed.year(year), failed)
        checks = [c for c in OF_A_YEAR if not (failed and c.name == "budgetsumma")]
        _run(choice.of(checks), subject, f"{year}: ", findings, skipped)
    if asked:
        checked = Checked(computed, tuple(years))
        if computed.problems:
            skipped.append("de strikta kontrollerna, till dess att allt går att beräkna")
        else:
            _run(choice.of(strict_checks.CHECKS), checked, "", findings, skipped)
    # By code, since causes have lower codes than what follows from them; else as they were found,
    # which is the order of the files.
    return Checkup(tuple(sorted(findings, key=lambda f: (f.code, f.file))), tuple(skipped))


def _run(
    checks: Iterable[Check[T]],
    subject: T,
    prefix: str,
    findings: list[Fault],
    skipped: list[str],
) -> None:
    """Run checks in order on one subject, less those that an earlier finding makes pointless."""
    found: set[str] = set()
    for check in checks:
        cause = sorted(found.intersection(check.after))
        if cause:
            skipped.append(f"{prefix}{check.name}, till dess att {', '.join(cause)} stämmer")
            continue
        new = check.findings(subject)
        if new:
            found.add(check.name)
        findings += new


def _failed(computed: Computed, year: int) -> frozenset[str]:
    """Name the services that have figures for the year but could not be allocated."""
    done = computed.outcome.done
    return frozenset(
        service
        for service, tjanst in computed.data.tjanster.items()
        if (found := tjanst.period_in(year)) and not found[1].saknas and (service, year) not in done
    )
