"""Names that Windows takes for something else than a file are refused before anything is made."""

from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.files.refusals.windows_names import RESERVED, odd_name

ODD = [
    ("CON", "reserverat"),
    ("con.csv", "reserverat"),
    ("nul .csv", "reserverat"),
    ("Aux.tar.gz", "reserverat"),
    ("PRN", "reserverat"),
    ("COM0.csv", "reserverat"),
    ("com9.csv", "reserverat"),
    ("COM¹.csv", "reserverat"),
    ("LPT³", "reserverat"),
    ("CONIN$", "reserverat"),
    ("conout$.csv", "reserverat"),
    ("ut.", "slutar på punkt eller mellanslag"),
    ("ut.csv ", "slutar på punkt eller mellanslag"),
    ("...", "slutar på punkt eller mellanslag"),
    ("ut.csv:dold", "kolon"),
    ("ut.csv::$DATA", "kolon"),
    ("<ut>.csv", "tecknet <"),
    ("ut>.csv", "tecknet >"),
    ('"ut".csv', 'tecknet "'),
    ("ut|in.csv", "tecknet |"),
    ("vad?.csv", "tecknet ?"),
    ("*.csv", "tecknet *"),
    ("ut\n.csv", "styrtecken"),
    ("ut\x1b[0m.csv", "styrtecken"),
]

FINE = [
    "ut.csv",
    ".enamnd-cost-lås",
    "console.csv",
    "COM10.csv",
    "COM.csv",
    "COMÄ.csv",
    "con fil.csv",
    "konto.con",
    "fördelning 2026 – förslag (2).xlsx",
    "100 % & mer; 'ja' [x] {y} #1 ~$.csv",
]

BEFORE = [
    "",
    "C:",
    "C:\\Users\\kim\\",
    "..\\",
    ".\\",
    "ut/",
    "\\\\server\\dela$\\",
    "\\\\?\\C:\\mapp\\",
    "\\\\?\\UNC\\server\\share\\mapp\\",
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(("name", "reason"), ODD)
def test_a_name_that_is_none_is_refused_wherever_it_stands(name, reason, before):
    for path in (PureWindowsPath(before + name), PureWindowsPath(before + name, "ut.csv")):
        said = odd_name(path, windows=True)
        assert said is not None
        assert reason in said[0]
        assert "ange ett" in said[1] or "ange namnet" in said[1]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("name", FINE)
def test_other_names_are_names(name, before):
    assert odd_name(PureWindowsPath(before + name), windows=True) is None


@pytest.mark.parametrize("path", ["C:\\", "C:", "..", ".", "\\\\server\\share", "..\\..", "a\\.."])
def test_folders_that_have_no_name_are_fine(path):
    assert odd_name(PureWindowsPath(path), windows=True) is None


@pytest.mark.parametrize("path", ["\\\\.\\NUL", "\\\\.\\COM1", "\\\\.\\pipe\\kö", "//./nul"])
def test_a_device_is_no_file(path):
    said = odd_name(PureWindowsPath(path), windows=True)

    assert said is not None
    assert "enhet" in said[0]


@pytest.mark.parametrize(("name", "_reason"), ODD)
def test_elsewhere_they_are_names_as_others(name, _reason):
    assert odd_name(Path(name), windows=False) is None


@given(st.sampled_from(sorted(RESERVED)), st.text("abc.", max_size=5))
def test_no_ending_makes_a_device_a_file(name, ending):
    assert odd_name(PureWindowsPath(f"{name}.{ending}"), windows=True) is not None
    assert odd_name(PureWindowsPath(f"{name.lower()}"), windows=True) is not None


@given(st.text(st.characters(min_codepoint=32, exclude_characters='<>"|?*:/\\.'), min_size=1))
def test_a_name_of_other_signs_is_refused_only_if_reserved_or_ending_in_a_space(name):
    refused = odd_name(PureWindowsPath(name), windows=True) is not None

    assert refused == (name.endswith(" ") or name.rstrip(" ").upper() in RESERVED)
