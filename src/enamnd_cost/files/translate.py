"""From pydantic's errors to problems in Swedish: its own words never reach the user."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from enamnd_cost.model.base import NOT_WHOLE_KRONOR
from enamnd_cost.model.fordelning import NAMES, TABLES, TAGS
from enamnd_cost.model.problem import KeyPath, Problem, first
from enamnd_cost.model.splits.keys import KEYS, Tables
from enamnd_cost.model.splits.mix import Mix
from enamnd_cost.swedish import meant


def _keys_of(tables: Tables) -> list[str]:
    names = (name for table in tables.values() for name in table.model_fields)
    return sorted({*Mix.model_fields, *names})


SPLIT_KEYS, KEYS_OF_PARTS = _keys_of(TABLES), _keys_of(KEYS)

# What pydantic says of a value that may have several shapes.
WHEN = ("ar", "datum")
ONE_OR_EACH = ("tal", "tabell")
SHAPES: dict[str | int, tuple[str, ...]] = {
    "fordelning": TAGS,
    "kvar": ("tal", "lista"),
    "avgift_till": ("ord", "lista"),
    "fran": WHEN,
    "till": WHEN,
    "avgift": ("belopp", "taxa", "trappa"),
    "lagst": ONE_OR_EACH,
    "hogst": ONE_OR_EACH,
}

TYPES = {
    "int": "ett heltal (utan decimaler och citattecken)",
    "decimal": "ett tal",
    "string": "en text inom citattecken",
    "bool": "true eller false",
    "date": "ett datum utan citattecken: 2023-12-31",
    "list": "en lista: [ … ]",
    "dict": "en tabell: { … }",
    "model": "en tabell: { … }",
    "is": "ett tal",
}

# How the keys that hold tables are written.
TABLES_BY_KEY = {
    "kommun": "[[kommun]] med id, kod och namn",
    "period": "[[period]] med fran",
    "tjanst": "[tjanst.ID] med intakt och kostnad",
    "tabell": "[[tabell]] med tjanst, ar, summa och [tabell.belopp]",
    "varde": "[[serie.varde]] eller [matning.varde]",
    "matning": "[[matning]] med ar, summa och [matning.varde]",
    "invanare": "[folkmangd.invanare] med en rad per kommun",
}

# How keys within a period are written that say several things: an example of each.
FORMS = {
    "delar": 'skriv som delar = [{ andel = 75, fordelning = "invanare" }, '
    '{ andel = 25, fordelning = "lika" }]',
    "faktor": "skriv som faktor = { ID = 0.5 }, med id för var och en som räknas om",
    "trappa": "skriv som trappa = [{ till = 25_000, belopp = 5_100 }, { belopp = 9_300 }]",
}

# Keys whose numbers, or those within them, are per cent.
IN_PER_CENT = {"andel", "av", "procent", "golv", "tak", "hogst_procent", "lagst_procent"}

LIMITS = {
    "greater_than_equal": ("ge", "minst"),
    "greater_than": ("gt", "större än"),
    "less_than_equal": ("le", "högst"),
    "less_than": ("lt", "mindre än"),
}


def problems(error: ValidationError, model: type[BaseModel], file: str) -> list[Problem]:
    """Translate every error of one file; of very many the first."""
    return first(_problem(dict(found), model, file) for found in error.errors(include_url=False))


def _problem(found: dict[str, Any], model: type[BaseModel], file: str) -> Problem:
    path = _untagged(found["loc"])
    kind, context, value = found["type"], found.get("ctx", {}), found.get("input")
    if kind.startswith("EK"):
        at = (*path, *context.get("path", ()))
        # A mistake of a whole table is shown at its heading.
        on_key = not context.get("path", ()) and kind != "EK116"
        return Problem(kind, file, found["msg"], context.get("remedy", ""), at, on_key=on_key)
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if kind == "extra_forbidden":
        return _unknown_key(path, key, model, file)
    if kind == "missing":
        return _missing(path, key, file)
    if kind == "literal_error":
        return _not_allowed(file, path, key, value, context["expected"])
    if kind in LIMITS:
        name, word = LIMITS[kind]
        limit = context[name] if isinstance(context[name], str) else _spell(context[name])
        text = f"{key} är {_spell(value)} men ska vara {word} {limit}"
        return Problem("EK114", file, text, "rätta värdet", path)
    if kind == "too_short":
        if few := context["actual_length"]:
            text = f"{key} har {few} i listan men ska ha minst {context['min_length']}"
            return Problem("EK111", file, text, "lägg till det som saknas", path)
        return Problem("EK116", file, f'"{key}" är tom', "ange minst en rad eller ett värde", path)
    if kind == "string_pattern_mismatch":
        text = f"{key} är {_spell(value)}"
        letters = "använd små bokstäver a–z, siffror och bindestreck"
        return Problem("EK114", file, text, letters, path)
    if kind == NOT_WHOLE_KRONOR and isinstance(value, Decimal | str):
        from enamnd_cost.files.kronor_said import remedy

        text = f"{key} är {_spell(value)} men ska vara {TYPES['int']}"
        return Problem("EK113", file, text, remedy(value), path)
    # Of a year or a day pydantic says after the key which of them it took it for.
    when = key in ("fran", "till") and found["loc"][-1] in WHEN
    expected = _expected(kind, path, value, when=when)
    text = f"{key} är {_spell(value)} men ska vara {expected}"
    shaped = FORMS.get(key) if kind.startswith(("list", "dict", "model")) else None
    how = shaped or _unquoted(kind, path, value) or "rätta värdet"
    return Problem("EK113", file, text, how, path)


def _unquoted(kind: str, path: KeyPath, value: Any) -> str:
    """Say how a number or a day is written that stands as a text, where it can be read as one."""
    if not isinstance(value, str):
        return ""
    if kind.startswith("date") and (day := re.fullmatch(r"\s*(\d{4}-\d\d-\d\d)\s*", value)):
        return f"skriv {day[1]}"
    if kind.startswith(("decimal", "is_instance", "int")):
        from enamnd_cost.files.kronor_said import number_said

        said = number_said(value, percent=any(part in IN_PER_CENT for part in path))
        whole = said.removeprefix("-").replace("_", "").isdigit()
        return f"skriv {said}" if said and (whole or not kind.startswith("int")) else ""
    return ""


def _expected(kind: str, path: KeyPath, value: Any, *, when: bool) -> str:
    """Say of what kind a value should be; ``when`` tells that it is a year or a day."""
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    if when:
        return "ett år eller ett datum, utan citattecken: 2025 eller 2025-07-01"
    if key == "deltagare":
        return "en lista eller en tabell med bara, utom, fran, till"
    if kind == "list_type" and isinstance(value, dict):
        if key in ("trappa", "delar"):  # most often within braces, where no heading can stand
            return "en lista: [{ … }, { … }]"
        heading = ".".join(part for part in path if isinstance(part, str))
        return f"en lista av tabeller: skriv [[{heading}]] med dubbla hakparenteser"
    return TYPES.get(kind.split("_", maxsplit=1)[0], "något annat")


def _missing(path: KeyPath, key: str, file: str) -> Problem:
    where = f" i {path[-2]}" if len(path) > 1 and isinstance(path[-2], str) else ""
    text = f'nyckeln "{key}" saknas{where}'
    how = f"{key} = …" if key == "kommun" and len(path) > 1 else TABLES_BY_KEY.get(key)
    return Problem("EK111", file, text, f"lägg till {how or f'{key} = …'}", path[:-1], on_key=True)


def _untagged(loc: tuple[str | int, ...]) -> KeyPath:
    """Leave out what pydantic adds after a key for the shape of its value: it is no key itself."""
    return tuple(
        part
        for n, part in enumerate(loc)
        if not (n and part in SHAPES.get(loc[n - 1], ()))
        and not (n > 1 and loc[n - 2] == "faktor" and part in ONE_OR_EACH)
    )


def _unknown_key(path: KeyPath, key: str, model: type[BaseModel], file: str) -> Problem:
    parent = path[:-1]
    known = sorted(_fields_at(model, parent))
    if parent[-1:] == ("fordelning",) and key in known:
        text = f'nyckeln "{key}" kan inte stå tillsammans med de andra i fordelning'
        remedy = "välj en av dem, eller dela upp kostnaden i flera [[period.post]]"
        return Problem("EK112", file, text, remedy, path, on_key=True)
    if parent[-1:] == ("fordelning",) and "delar" in parent and key in TABLES:
        text = f'nyckeln "{key}" kan inte stå i en del: en del fördelar en kostnad'
        remedy = "lägg det som har egna priser eller belopp i en egen [[period.post]]"
        if key == "delar":
            remedy = "skriv alla delar i samma lista, var och en med sin procent av hela kostnaden"
        return Problem("EK112", file, text, remedy, path, on_key=True)
    text, remedy = f'okänd nyckel "{key}"', f"tillåtna nycklar: {', '.join(known)}"
    return Problem("EK112", file, text, remedy, path, meant(key, known), on_key=True)


def _fields_at(model: type[BaseModel], path: KeyPath) -> list[str]:
    """List the keys allowed in the table at ``path``, in any of the shapes that it may have."""
    shapes = [model]
    for part in path:
        fields = [shape.model_fields[str(part)] for shape in shapes if part in shape.model_fields]
        shapes = [each for field in fields for each in _models(field.annotation)] or shapes
    return list(dict.fromkeys(name for shape in shapes for name in shape.model_fields))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the models inside an annotation such as ``list[Period]`` or ``Avrundning | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _not_allowed(file: str, path: KeyPath, key: str, value: Any, expected: str) -> Problem:
    if key == "fordelning" and isinstance(value, str) and (mix := _mix_in_words(value)):
        text, remedy = mix
        return Problem("EK114", file, f"{key} är {_spell(value)}, {text}", remedy, path)
    allowed = list(NAMES) if key == "fordelning" else expected.replace(" or ", ", ").split(", ")
    allowed = [word.strip("'") for word in allowed]
    hint = meant(value, allowed) if isinstance(value, str) else ""
    tables = KEYS_OF_PARTS if "delar" in path else SPLIT_KEYS
    table = f", eller en tabell med {', '.join(tables)}" if key == "fordelning" else ""
    remedy = f"tillåtna värden: {', '.join(allowed)}{table}"
    return Problem("EK114", file, f"{key} är {_spell(value)}", remedy, path, hint)


def _mix_in_words(value: str) -> tuple[str, str] | None:
    """Give the mix that is meant by "60/40", which only 50/50 has a name for."""
    parts = re.fullmatch(r"\s*(\d{1,6})\s*[/:–-]\s*(\d{1,6})\s*%?\s*", value)
    if not parts:
        return None
    equal, people = int(parts[1]), int(parts[2])
    if not (equal and people):
        name = "lika" if equal else "invanare"
        return "som inte är något namn", f'skriv fordelning = "{name}"'
    mix = "{{ lika = {}, invanare = {} }}"
    return "och bara 50/50 har ett namn", (
        f"skriv fordelning = {mix.format(equal, people)} för {equal} delar lika och {people} efter "
        f"folkmängd, eller {mix.format(people, equal)} för det omvända"
    )


def _spell(value: Any) -> str:
    """Show a value as it would stand in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and not value.is_finite():
        return str(value).lower()
    if isinstance(value, Decimal | int):
        small = -(10**20) < value < 10**20
        return str(value) if small else "ett tal med mycket många siffror"
    if isinstance(value, str):
        return f'"{value if len(value) <= 60 else value[:60] + "…"}"'
    if isinstance(value, dict):
        return "en tabell"
    if isinstance(value, list):
        return "en lista"
    return str(value)
