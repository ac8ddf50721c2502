"""No figure in ``data/`` can slip by a krona, an inhabitant or a rounding unit without a finding.

Every number of every file is changed, one at a time, and ``check`` must name the file and, where
the figure is a service's, the service. The few that by nature cannot matter are listed.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from enamnd_cost.analysis.checks.run import run
from enamnd_cost.files.loading import load

DATA = Path(__file__).parents[3] / "data"
FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))

CANNOT_MATTER = {
    ("index.toml", "procent", "2"): "2021 års belopp är inte publicerat, så ingen period räknar "
    "upp med de 2 procenten; de står för att underlaget anger dem",
    **{
        ("utfall/2022.toml", key, figure): "i tkr är 1 792, 1 673 och 120 lika möjliga som talen "
        "närmast intill: inga kronor är publicerade som de kan jämföras med"
        for key, figure in (("intakt", "1_792"), ("kostnad", "1_673"), ("resultat", "120"))
    },
    ("tjanster/projekt.toml", "minst", "2"): "en nedre gräns för antalet deltagare, som är tre",
}

# Years and dates say when, not how much; a wrong one is caught by other tests.
WHEN = {"ar", "fran", "datum", "folkmangd", "publicerad", "start", "boden", "pajala", "alvsbyn"}
NUMBER = re.compile(r'([\w-]+) = (-?\d[\d_]*(?:\.\d+)?)(?![\d_\-.])(?=[^"]*(?:"[^"]*"[^"]*)*$)')


def numbers(file):
    text = (DATA / file).read_text(encoding="utf-8")
    start = 0
    for line in text.splitlines(keepends=True):
        if not line.lstrip().startswith("#"):
            for match in NUMBER.finditer(line):
                key, number = match.groups()
                if key in WHEN and re.fullmatch(r"(19|20)\d\d", number):
                    continue
                if key == "till" and len(number) == 4 and number.startswith("20"):
                    continue
                yield start + match.start(2), key, number
        start += len(line)


def changes(key, number):
    """Give what a figure may slip to."""
    if key == "till":
        return [str(int(number.replace("_", "")) * 10)]
    if key == "procent":
        return [str(Decimal(number) + Decimal("0.1"))]
    if "." in number:
        return [str(Decimal(number) + 1)]
    value = int(number.replace("_", ""))
    hundred = [str(value + 100)] if value and value % 100 == 0 else []
    return [str(value + 1), str(value - 1), *hundred]


def service_of(file, text, place):
    """Name the service that a figure belongs to, where it belongs to one."""
    if file.startswith("tjanster/"):
        return Path(file).stem
    before = text[:place]
    if file.startswith("facit/"):
        return re.findall(r'^tjanst = "(.*)"', before, re.MULTILINE)[-1:]
    if file.startswith("budget/"):
        return re.findall(r"^\[(?:tjanst|utanfor)\.(.*)\]", before, re.MULTILINE)[-1:]
    return None


@pytest.mark.parametrize("file", FILES)
def test_a_slip_in_any_figure_is_found_and_its_file_and_service_named(file, copied):
    text = (copied / file).read_text(encoding="utf-8")
    found_any = False
    for place, key, number in numbers(file):
        if (file, key, number) in CANNOT_MATTER:
            continue
        found_any = True
        for slip in changes(key, number):
            spoilt = text[:place] + slip + text[place + len(number) :]
            (copied / file).write_text(spoilt, encoding="utf-8")

            data, problems = load(copied)
            assert problems == [], (key, number, slip)
            findings = run(data, data.years).findings

            where = f"{file}: {key} = {number} -> {slip}"
            assert findings, where
            named = {f.file for f in findings} | {o for f in findings for o in f.others}
            assert file in named, where
            service = service_of(file, text, place)
            service = service[0] if isinstance(service, list) and service else service
            if service:
                assert any(service in f.text for f in findings), where
    (copied / file).write_text(text, encoding="utf-8")
    assert found_any or file == "index.toml"


def test_those_that_cannot_matter_are_still_there():
    listed = {(file, key, number) for file in FILES for _, key, number in numbers(file)}

    assert set(CANNOT_MATTER) <= listed


def test_there_are_as_many_figures_as_expected():
    assert sum(1 for file in FILES for _ in numbers(file)) > 650
