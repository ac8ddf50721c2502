"""Running the program on something spoilt, and judging what it makes of it."""

import contextlib
import functools
import io
import os
import re
import signal
import time
import traceback
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree as ET

from enamnd_cost.analysis.year import compute
from enamnd_cost.cli.app import main
from enamnd_cost.files import loading

SECONDS = 20
ENGLISH = re.compile(
    r"\b(Traceback|Error|[Ee]xpected|[Ii]nvalid|should|[Ii]nput|[Uu]nexpected|[Cc]annot|must|Key|"
    r"value|unterminated|Unclosed|Illegal|Found|line|column|at end|Extra|[Mm]issing)\b"
)
# What a terminal obeys; and what makes a text look like another, or not like a text.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
MISLEADING = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
NAMES_ARE_SAFE = True  # to be True when no name with what is misleading is read or shown


class Answer(NamedTuple):
    """What the program said, or that it crashed or hung."""

    code: int
    told: str
    broke: str = ""


def ask(arguments):
    """Run the program in this process; a bug comes out as what it is."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(SECONDS)
    os.environ["ENAMND_COST_DEBUG"] = "1"
    begun = time.monotonic()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(arguments)
    except TimeoutError:
        return Answer(70, "", "hang")
    except BaseException as error:  # noqa: BLE001 (whatever it is, it should not have come out)
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Answer(70, "", f"crash: {error!r} {where.filename}:{where.lineno}")
    finally:
        signal.alarm(0)
        del os.environ["ENAMND_COST_DEBUG"]
    if time.monotonic() - begun > SECONDS:
        return Answer(70, "", "hang, where no alarm is heard")
    return Answer(code, _written(out) + _written(err))


def _written(stream):
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")


def _late(*_):
    raise TimeoutError


def judge(arguments, answer):
    """Say what is bad about an answer, or nothing."""
    if answer.broke:
        return answer.broke
    if answer.code not in (0, 1, 2):
        return f"exit {answer.code}: {answer.told}"
    if answer.code and not answer.told:
        return f"exit {answer.code} without a word"
    told = answer.told.removeprefix("\ufeff").replace("\r\n", "\n")
    for raw in (OBEYED, MISLEADING) if NAMES_ARE_SAFE else (OBEYED,):
        if found := raw.search(told):
            return f"raw {found[0]!a} is written: {told[max(0, found.start() - 200) :][:400]!a}"
    if "--format" not in arguments and (found := ENGLISH.search(_said(answer.told))):
        return f"English ({found[0]}): {answer.told[:2_000]}"
    return None


def _said(told):
    """Leave out what the file itself says: it is quoted, and may be in any language."""
    said = "\n".join(line for line in told.splitlines() if not re.match(r"\s*\d* \|", line))
    return re.sub(r'"[^"]*"|”[^”]*”', "", said)


def not_sound(workbook):
    """Say which part of a workbook that was written is no sound XML, if one is not; and take it."""
    if not workbook.exists():
        return None
    with zipfile.ZipFile(workbook) as archive:
        for name in archive.namelist():
            try:
                ET.fromstring(archive.read(name))
            except ET.ParseError as error:
                return f"{name} of the workbook is no XML: {error}"
    workbook.unlink()
    return None


def amounts(folder):
    """Give every real amount of every budget year; nothing if the folder cannot be read."""
    data, _ = loading.load(folder)
    if data is None:
        return None
    computed = compute(data, data.years)
    return {
        (year, service.id, code): row.amount
        for year in data.years
        for service in computed.year(year).services
        if not service.example
        for code, row in service.allocation.rows.items()
    }


def reading_once():
    """Give ``loading.read_text`` that parses the same bytes once: it saves half the time."""
    return functools.lru_cache(maxsize=500)(loading.read_text)
