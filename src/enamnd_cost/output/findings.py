"""What ``check`` found, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable

from enamnd_cost.analysis.checks.check import Finding
from enamnd_cost.analysis.checks.run import Report
from enamnd_cost.files.placing import Locate
from enamnd_cost.model.problem import spell_path
from enamnd_cost.output.json import dump
from enamnd_cost.output.problems import after, frame

SCHEMA = "enamnd-cost/check/1"

Shown = Callable[[str], str]


def as_text(report: Report, shown: Shown, locate: Locate) -> str:
    """Write every finding, then what was skipped because of them, then how many there are."""
    parts = [_finding(finding, shown, locate) for finding in report.findings]
    parts += [f"hoppade över {skipped}" for skipped in report.skipped]
    count = len(report.findings)
    parts.append("1 fynd" if count == 1 else f"{count} fynd")
    return "\n\n".join(parts)


def _finding(finding: Finding, shown: Shown, locate: Locate) -> str:
    spot = locate(finding.file, finding.path, finding.on_key)
    place = f":{spot.line}:{spot.column}" if spot else f": {spell_path(finding.path)}"
    lines = [
        f"{finding.level}[{finding.code}]: {finding.text}",
        f"  --> {shown(finding.file)}{place}",
    ]
    if spot:
        lines += frame(spot)
    if finding.others:
        lines += after(spot, f"beräknat ur: {', '.join(map(shown, finding.others))}")
    if finding.remedy:
        lines += after(spot if not finding.others else None, finding.remedy)
    return "\n".join(lines)


def as_json(report: Report, shown: Shown, locate: Locate) -> bytes:
    """Write the findings as JSON, versioned by its first key."""
    found = []
    for finding in report.findings:
        spot = locate(finding.file, finding.path, finding.on_key)
        place = {"fil": shown(finding.file), "nyckel": spell_path(finding.path)}
        entry: dict[str, object] = {
            "kod": finding.code,
            "niva": finding.level,
            "plats": {**place, "rad": spot.line, "kolumn": spot.column} if spot else place,
            "text": finding.text,
        }
        if finding.remedy:
            entry["atgard"] = finding.remedy
        if finding.service is not None:
            entry["tjanst"] = finding.service
        if finding.published is not None:
            entry["publicerat"] = finding.published
        if finding.computed is not None:
            entry["beraknat"] = finding.computed
        if finding.difference is not None:
            entry["skillnad"] = finding.difference
        found.append(entry)
    return dump({"schema": SCHEMA, "fynd": found, "overhoppat": list(report.skipped)})
