"""What ``check`` found, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from enamnd_cost import __version__
from enamnd_cost.analysis.checks.check import Fault
from enamnd_cost.analysis.checks.run import Checkup, known_checks
from enamnd_cost.files.placing import Locate
from enamnd_cost.model.problem import Spot, spell_path
from enamnd_cost.output.json import dump
from enamnd_cost.output.problems import after, frame

SCHEMA = "enamnd-cost/check/1"

Shown = Callable[[str], str]


def as_text(report: Checkup, shown: Shown, locate: Locate) -> str:
    """Write every finding, then what was skipped because of them, then how many there are."""
    parts = [_finding(finding, shown, locate) for finding in report.findings]
    parts += [f"hoppade över {skipped}" for skipped in report.skipped]
    count = len(report.findings)
    parts.append("1 fynd" if count == 1 else f"{count} fynd")
    return "\n\n".join(parts)


def _spot(finding: Fault, locate: Locate) -> Spot | None:
    """Find where a finding is: it knows, or the key it is about does."""
    if finding.spot or not finding.path:
        return finding.spot
    return locate(finding.file, finding.path, finding.on_key)


def _finding(finding: Fault, shown: Shown, locate: Locate) -> str:
    spot = _spot(finding, locate)
    path = f": {spell_path(finding.path)}" if finding.path else ""
    place = f":{spot.line}:{spot.column}" if spot else path
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


def as_json(report: Checkup, shown: Shown, locate: Locate) -> bytes:
    """Write the findings as JSON, versioned by its first key."""
    found = []
    for finding in report.findings:
        spot = _spot(finding, locate)
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


def as_github(report: Checkup, shown: Shown, locate: Locate) -> bytes:
    """Write workflow commands, so that a pull request shows each finding on its line."""
    lines = []
    for finding in report.findings:
        spot = _spot(finding, locate)
        place = f",line={spot.line},col={spot.column}" if spot else ""
        level = "error" if finding.level == "fel" else "warning"
        remedy = f". {finding.remedy}" if finding.remedy else ""
        message = _escaped(finding.text + remedy)
        file = _escaped(shown(finding.file)).replace(",", "%2C").replace(":", "%3A")
        lines.append(f"::{level} file={file}{place},title={finding.code}::{message}\n")
    lines += [f"::notice::hoppade över {_escaped(skipped)}\n" for skipped in report.skipped]
    return "".join(lines).encode()


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(report: Checkup, shown: Shown, locate: Locate) -> bytes:
    """Write SARIF 2.1.0, which code scanning on the big forges takes in."""
    names = known_checks()
    codes = list(dict.fromkeys(finding.code for finding in report.findings))
    rules = [{"id": code, "name": names.get(code, code)} for code in codes]
    results = []
    for finding in report.findings:
        spot = _spot(finding, locate)
        place: dict[str, object] = {"artifactLocation": {"uri": quote(shown(finding.file))}}
        if spot:
            end = spot.column + spot.length
            place["region"] = {
                "startLine": spot.line,
                "startColumn": spot.column,
                "endColumn": end,
            }
        results.append(
            {
                "ruleId": finding.code,
                "ruleIndex": codes.index(finding.code),
                "level": "error" if finding.level == "fel" else "warning",
                "message": {"text": f"{finding.text}. {finding.remedy}".rstrip(" .") + "."},
                "locations": [{"physicalLocation": place}],
            }
        )
    driver = {"name": "enamnd-cost", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dump({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})
