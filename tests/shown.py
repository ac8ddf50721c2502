"""What is shown holds nothing raw: signs to put in names, and what every output is held to."""

import io
import json
import re
import sys
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from enamnd_cost.cli.app import main
from enamnd_cost.signs import ODD

SIGNS = [
    "\x01", "\x1b", "\x7f", "\x85", "\x9b", "\xad", "\u061c", "\u200b", "\u200e", "\u2028",
    "\u202a", "\u202e", "\u2066", "\u2067", "\ufdd0", "\ufdd3", "\ufeff", "\ufffe", "\U000e0041",
    "\U0010ffff",
]  # fmt: skip
MARKUP = "%0A=+@|`<script>[x](javascript:1)#?:,;&\"'*_"
MARKS = "\ufdd0antal\ufdd2\ufdd3x\ufdd4\ue000antal\ue002"  # as advice is marked, but for its secret
# As a file may be called, and a word be typed; a file system knows bytes, so one is no UTF-8.
NAME = f"={''.join(SIGNS)}{MARKUP}{MARKS}\n\t\r\udce9"
TABLES = ("csv", "json", "md", "xlsx")

linux = pytest.mark.skipif(sys.platform != "linux", reason="files have no such names elsewhere")

_CODE = re.compile(r"(?s)(`+)(?!`).*?(?<!`)\1(?!`)")  # in markdown, which shows it as it stands
_LIVE = re.compile(r"(?<!\\)<script|(?<!\\)\[x\]\(")


def nothing_raw(content, form=None):
    """Hold an output to what may be shown; gives its text."""
    text = _of_a_workbook(content) if form == "xlsx" else content.decode("utf-8")
    if form == "csv":
        assert text.startswith("\ufeff")
        text = text[1:].replace("\r\n", "\n")
        assert not re.search(r"(?m)(^|;)\"?[=+@]", text)
    assert not set(ODD.pattern.findall(text)) - {"\n", "\t"}
    if form in ("json", "sarif"):
        assert not any(map(ODD.search, _strings(json.loads(text))))
    if form == "md":
        assert not _LIVE.search(_CODE.sub("", text))
    return text


def _of_a_workbook(content):
    """Give all that a workbook says, which must be XML and no formulas."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist()]
    for text in texts:
        ET.fromstring(text)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    text = "\n".join([*texts, *(str(cell.value) for cell in cells), *book.sheetnames])
    assert not re.search("_x(?!005F)[0-9A-Fa-f]{4}_", text)
    return text


def _strings(value):
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _strings(each)
    elif isinstance(value, str):
        yield value


def teller(capfdbinary):
    """Make a function that runs the program in this process; what it says is held to the above."""

    def said(*arguments, form=None):
        code = main([str(each) for each in arguments])
        out, err = capfdbinary.readouterr()
        assert code in (0, 1, 2), err
        return code, nothing_raw(out, form if out else None), nothing_raw(err)

    return said


def in_forms(said, command, forms, folder):
    """Run a command on screen, printed in each form and written to a file of each."""
    told = {None: said(*command)}
    for form in forms:
        if form != "xlsx":
            told[form] = said(*command, "--format", form, form=form)
        if form != "github":
            out = folder / f"ut.{form}"
            out.unlink(missing_ok=True)
            said(*command, "-o", out)
            if out.exists():
                nothing_raw(out.read_bytes(), form)
    return told
