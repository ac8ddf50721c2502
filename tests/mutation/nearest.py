"""Which tests are nearest to each module: those that are to notice a change of it.

The modules stand before those that import them (see :mod:`trial`); the stages of tests go from
the module's own and quick ones to the slower and wider.
"""

from trial import SOURCE

ERRORS = "tests/files/test_errors.py"
ENGINE = "tests/engine/test_"
CHECKS = "tests/analysis/checks/test_"


def _fixtures(*codes):
    """Name the broken folders whose pinned answers a module has a part in."""
    return [ERRORS, "-k", f"pinned and ({' or '.join(codes)})"]


def _engine(*own):
    """Give an engine module's own tests, then those of allocation as a whole."""
    wide = ["allocation", "limits_of_shares", "months", "fees", "together", "participation"]
    return [
        [f"{ENGINE}{name}.py" for name in own],
        [f"{ENGINE}{name}.py" for name in wide if name not in own],
        _fixtures("EK3"),
        [f"tests/model/test_{name}.py" for name in ("plans", "rounded_together", "keys")],
        ["tests/model/test_nothing_is_lost.py"],
    ]


def _checks(*own, codes=("EK4",)):
    """Give a check's own tests, then the fixtures, then those of checking as a whole."""
    alone = [f"{CHECKS}{name}_alone.py" for name in ("data", "year", "figures", "strict")]
    return [
        [f"{CHECKS}{name}.py" for name in own],
        [each for each in alone if not any(f"{name}.py" in each for name in own)],
        _fixtures(*codes),
        [f"{CHECKS}{name}.py" for name in ("checks", "strict", "certificate") if name not in own],
    ]


STAGES = {
    "engine/rounding.py": _engine("rounding"),
    "engine/instalments.py": [[f"{ENGINE}instalments.py"], ["tests/analysis/test_invoicing.py"]],
    "engine/participation.py": _engine("participation", "months"),
    "engine/limits.py": _engine("held", "phasing"),
    "engine/phasing.py": [[f"{ENGINE}phasing.py"], _fixtures("EK311", "EK321")],
    "engine/damping.py": [
        [f"{ENGINE}damping.py"],
        [f"{ENGINE}phasing.py", "tests/analysis/scenarios/test_phased_scenarios.py"],
        _fixtures("EK311", "EK321"),
    ],
    "engine/plan.py": _engine("allocation"),
    "engine/result.py": _engine("allocation", "months"),
    "engine/limiting.py": _engine("held", "limits_of_shares"),
    "engine/shares.py": _engine("limits_of_shares", "allocation", "fees", "months", "held"),
    "engine/balance.py": _engine("allocation"),
    "engine/two_way.py": [
        [f"{ENGINE}together.py"],
        [f"{ENGINE}two_way_oracle.py"],
        [f"{ENGINE}two_way.py"],
    ],
    "engine/exact.py": _engine("together", "fees", "months"),
    "engine/damped.py": [[f"{ENGINE}damping.py"], _fixtures("EK32")],
    "engine/allocation.py": _engine("allocation", "together"),
    "engine/buy_in.py": [
        [f"{ENGINE}buy_in.py"],
        ["tests/analysis/buy_in/test_stated_buy_ins.py"],
    ],
    "model/planner.py": [
        ["tests/model/test_planner.py"],
        ["tests/model/test_plans.py", "tests/model/test_rounded_together.py"],
        _fixtures("EK2", "EK3"),
        ["tests/model/test_nothing_is_lost.py", "tests/model/test_keys.py"],
        ["tests/analysis/test_part_of_year.py"],
    ],
    "analysis/checks/check.py": _checks("year_alone"),
    "analysis/checks/remedies.py": _checks("year_alone", "figures_alone"),
    "analysis/checks/figures.py": _checks("figures_alone"),
    "analysis/checks/data.py": _checks("data_alone"),
    "analysis/checks/year.py": _checks("year_alone", "figures_alone"),
    "analysis/checks/facit.py": _checks("figures_alone"),
    "analysis/checks/projects.py": [
        ["tests/analysis/projects/test_ledger.py"],
        _fixtures("EK431"),
    ],
    "analysis/checks/carried.py": [
        ["tests/analysis/settling/test_carried.py"],
        _fixtures("EK432"),
    ],
    "analysis/checks/outcomes.py": _checks("outcomes_alone", codes=("EK44",)),
    "analysis/checks/decided.py": [
        [f"{CHECKS}decided_alone.py"],
        ["tests/analysis/scenarios/test_decisions_laid.py"],
        _fixtures("revider"),
    ],
    "analysis/checks/strict.py": _checks("strict_alone", "strict", codes=("EK45",)),
    "analysis/checks/run.py": _checks("running", "checks"),
    "analysis/checks/certificate.py": _checks("certificate_alone", "certificate"),
}


def stages(module: str) -> list[list[str]]:
    """Give the stages of a module's tests: the examples in it first."""
    own = str(SOURCE / module)
    return [["--doctest-modules", own], *STAGES[module]]
