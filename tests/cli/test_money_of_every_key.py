"""A year's money with every way to split a cost: invoiced, corrected, followed up, settled.

The amounts are the naive allocator's.
"""

import csv
import io
import json
from collections import Counter

import pytest
from tests.cli.keyed import KEYS, lay

WHEN = ("helar", "halvar", "tertial", "kvartal", "manad", "arets_slut")
OUTCOME = """ar = 2024
[[rapport]]
namn = "Bokslut"
utfall_till = 2024-12-31
prognos_per = 2024-12-31
kalla = "Bokslut"
"""
POST = """[[rapport.post]]
tjanst = "{}"
utfall = {{ intakt = {}, kostnad = {} }}
prognos = {{ intakt = {}, kostnad = {} }}
"""


@pytest.fixture(params=list(KEYS))
def case(request):
    return request.param


@pytest.fixture
def reported(case, tmp_path):
    """A case's folder with a report of the whole of 2024, its amounts, and what each cost."""
    folder = tmp_path / "data"
    amounts = lay(case, folder)
    when = WHEN[list(KEYS).index(case) % len(WHEN)]
    service = folder / "tjanster" / "prov.toml"
    text = service.read_text(encoding="utf-8")
    service.write_text(f'fakturering = "{when}"\n{text}', encoding="utf-8")
    costs, posts = {}, ""
    for name in ("prov", "grund"):
        total = sum(amounts[2024, name].values())
        costs[name] = total + total // 40 + 7
        posts += POST.format(name, total, costs[name], total, costs[name])
    (folder / "utfall").mkdir()
    (folder / "utfall" / "2024.toml").write_text(OUTCOME + posts, encoding="utf-8")
    return folder, amounts, costs


def asked(quick, *command):
    """Run a command and give what it says."""
    ran = quick(*command)
    assert ran.returncode == 0, (command, ran.stderr)
    return ran.stdout


def by_municipality(rows, service):
    found = Counter()
    for row in rows:
        if row["tjanst"] == service:
            found[row["kommun"]] += row["belopp"]
    return {code: kr for code, kr in found.items() if kr}


def test_it_is_invoiced_once_and_corrected_when_the_key_is_another(reported, quick, tmp_path):
    folder, amounts, _ = reported
    data = ("--data", str(folder))
    out = str(tmp_path / "faktura.csv")

    made = json.loads(asked(quick, "invoice", "2024", "--format", "json", *data))
    asked(quick, "invoice", "2024", "-o", out, *data)
    again = json.loads(
        asked(quick, "invoice", "2024", "--fakturerat", out, "--format", "json", *data)
    )
    service = folder / "tjanster" / "prov.toml"
    other = 'namn = "Prov"\nkort = "Prov"\n[[period]]\nfran = 2023\nunderlag = 91_003\n'
    service.write_text(
        f'{other}fordelning = "lika"\navrundning = {{ metod = "narmast" }}\nkalla = "Prov"\n',
        encoding="utf-8",
    )
    changed = json.loads(
        asked(quick, "invoice", "2024", "--fakturerat", out, "--format", "json", *data)
    )
    now = json.loads(asked(quick, "allocate", "2024", "--format", "json", *data))

    paid = {code: kr for code, kr in amounts[2024, "prov"].items() if kr}
    assert by_municipality(made["rader"], "prov") == paid
    assert again["rader"] == []
    together = by_municipality([*made["rader"], *changed["rader"]], "prov")
    (prov,) = [each for each in now["tjanster"] if each["id"] == "prov"]
    assert together == {row["kommun"]: row["belopp"] for row in prov["fordelning"]}


def test_it_is_followed_up_in_every_form(reported, quick, tmp_path):
    folder, amounts, costs = reported
    data = ("--data", str(folder))

    made = json.loads(asked(quick, "follow-up", "2024", "--format", "json", *data))
    for form in ("csv", "md"):
        asked(quick, "follow-up", "2024", "--format", form, "--som-fakturerat", *data)
    asked(quick, "follow-up", "2024", "--tkr", "-o", str(tmp_path / "ut.xlsx"), *data)

    for post in made["poster"]:
        (name,) = post["tjanster"]
        total = sum(amounts[2024, name].values())
        assert post["budget"] == post["budget_till"] == total
        assert post["prognos"] == (total if post["sida"] == "intakt" else costs[name])
    assert quick("check", "2024", *data).stdout == ""


def test_it_is_settled_to_the_krona(reported, quick, tmp_path):
    folder, amounts, costs = reported
    data = ("--data", str(folder))
    out = str(tmp_path / "faktura.json")
    asked(quick, "invoice", "2024", "-o", out, *data)

    ran = quick("settle", "2024", "--format", "json", *data)
    by_bills = quick("settle", "2024", "--fakturerat", out, "--format", "csv", *data)

    assert by_bills.returncode == ran.returncode == 0, ran.stderr
    made = json.loads(ran.stdout)
    assert made["regleras_inte"] == []
    for name, cost in costs.items():
        rows = [row for row in made["rader"] if row["tjanst"] == name]
        assert sum(row["bor_betala"] for row in rows) == cost
        assert {row["kommun"]: row["fakturerat"] for row in rows if row["fakturerat"]} == {
            code: kr for code, kr in amounts[2024, name].items() if kr
        }
    for row in made["rader"]:
        assert row["fakturerat"] + row["reglering"] - row["bor_betala"] - row["overfors"] == 0
    lines = csv.DictReader(io.StringIO(by_bills.stdout.lstrip("\ufeff")), delimiter=";")
    assert sum(1 for _ in lines) > 14
