"""JSON Schemas of the TOML files, from the models, for editors that complete and check.

A field's name says little to who has not read the handbook, so each has a sentence in Swedish here.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from enamnd_cost.model.budget import Budget
from enamnd_cost.model.ensam import Ensam
from enamnd_cost.model.facit import Facit
from enamnd_cost.model.index import Index
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.matt import Mattserie
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.model.tjanst import Tjanst

KINDS: dict[str, type[BaseModel]] = {
    "kommuner": Kommuner,
    "index": Index,
    "tjanst": Tjanst,
    "budget": Budget,
    "facit": Facit,
    "matt": Mattserie,
    "scenario": Scenario,
    "ensam": Ensam,
}

TITLES = {
    "kommuner": "Kommunerna och deras folkmängd",
    "index": "Indexserier för uppräkning",
    "tjanst": "En gemensam tjänst",
    "budget": "Ett års budget",
    "facit": "Tabeller per kommun som modellen måste ge",
    "matt": "Uppmätt användning",
    "scenario": "Ett scenario: vad som ändras i en budget",
    "ensam": "Egna alternativ: vad var och en skulle betala utan samverkan",
}

SOURCE = "Varifrån uppgifterna kommer: handling, avsnitt eller myndighet."
DERIVED = "Hur uppgiften är uträknad, om den inte är publicerad."
UNUSED = "Varför uppgiften finns med fast ingen tjänst använder den (för check --strikt)."
YEAR = "Året, till exempel 2024."

# By the name of the model and the field.
DESCRIPTIONS: dict[str, dict[str, str]] = {
    "Kommuner": {
        "namnd": "Nämndens namn, som det står i tabellernas rubrik.",
        "kommun": "Kommunerna, i den ordning som tabellerna visar dem.",
        "folkmangd": "Folkmängden vid ett mätdatum.",
    },
    "Kommun": {
        "id": "Kommunens nyckel i de andra filerna: namnet med a–z, siffror och bindestreck.",
        "kod": "SCB:s kommunkod, fyra siffror.",
        "namn": "Kommunens namn.",
    },
    "Folkmangd": {
        "datum": "Mätdatum, till exempel 2023-12-31.",
        "summa": "Kommunernas sammanlagda folkmängd, som kontroll.",
        "invanare": "Folkmängd per kommun; alla ska vara med.",
        "kalla": SOURCE,
        "harledning": DERIVED,
        "oanvand": UNUSED,
    },
    "Index": {"serie": "En indexserie."},
    "Serie": {
        "id": "Seriens namn i tjänsternas uppraknas, till exempel AKI.",
        "namn": "Seriens hela namn.",
        "varde": "Ett års värde.",
    },
    "Varde": {
        "ar": "Året som räknas upp till: 2024 är från 2023 till 2024.",
        "procent": "Uppräkningen i procent.",
        "status": "avtalad, preliminar, definitiv, harledd (uträknad, inte publicerad) eller "
        "antagen (för en plan; inte i en beslutad budget).",
        "publicerad": "När värdet publicerades; index publiceras om.",
        "kalla": SOURCE,
        "harledning": DERIVED,
        "oanvand": UNUSED,
    },
    "Tjanst": {
        "namn": "Tjänstens namn.",
        "kort": "Kolumnrubrik, kort.",
        "i_budget": "false om tjänsten ligger utanför nämndens budget.",
        "index": "Indexserien som tjänsten enligt avtal räknas upp med varje år (för roll).",
        "ny_folkmangd": "true om mätdatumet flyttas fram ett år varje år (för roll).",
        "period": "Vad som gäller från ett år tills nästa period börjar.",
    },
    "Period": {
        "fran": "Första året som perioden gäller.",
        "till": "Sista året, om tjänsten upphör.",
        "saknas": "Varför uppgiften saknas, om den gör det.",
        "exempel": "true om talen är påhittade.",
        "underlag": "Kostnaden som ska delas, i kronor. Varje andel avrundas för sig.",
        "belopp": "Beslutad summa i kronor: delas ut exakt, eller kontrolleras mot andelarna.",
        "fordelning": "Hur kostnaden delas.",
        "folkmangd": "Mätdatum i kommuner.toml, för fördelning efter invånare.",
        "deltagare": "Vilka som deltar; utan nyckeln alla.",
        "avrundning": "Hur andelarna avrundas; utan nyckeln hela kronor efter största rest.",
        "uppraknas": "Räknar upp ett tidigare års belopp eller underlag.",
        "post": "En av flera kostnadsposter med egen fördelning.",
        "kalla": SOURCE,
        "harledning": DERIVED,
    },
    "Post": {
        "namn": "Postens namn.",
        "underlag": "Postens kostnad i kronor.",
        "fordelning": "Hur postens kostnad delas.",
        "folkmangd": "Mätdatum i kommuner.toml, om ett annat än periodens.",
        "deltagare": "Vilka som deltar, om andra än periodens.",
        "kalla": SOURCE,
    },
    "Avrundning": {
        "till": "Hela enheter i kronor.",
        "metod": "uppat, narmast, nedat eller storsta_rest.",
        "per": "ar, eller manad: en månads andel avrundas och tas tolv gånger.",
    },
    "Deltagare": {
        "bara": "Bara de här kommunerna.",
        "utom": "Alla utom de här kommunerna.",
        "fran": "Från och med vilken dag en kommun deltar; en månads första.",
        "till": "Till och med vilken dag en kommun deltar; en månads sista.",
        "minst": "Minsta antal deltagare.",
    },
    "Uppraknas": {
        "fran": "Året som räknas upp.",
        "index": "Indexseriens id.",
        "av": "belopp (varje kommuns belopp) eller underlag (kostnaden, som delas på nytt).",
    },
    "Mix": {"lika": "Andel i lika delar.", "invanare": "Andel efter folkmängd."},
    "Vikter": {"vikter": "Vikt per kommun."},
    "Procent": {"procent": "Procent per kommun, tillsammans 100."},
    "Belopp": {"belopp": "Avtalat belopp i kronor per kommun och år."},
    "Som": {
        "som": "Tjänsten vars proportioner följs.",
        "ar": "Året vars proportioner följs; utan nyckeln samma år.",
    },
    "Matt": {
        "matt": "Mätningens id: filens namn under matt/.",
        "pris": "Pris per enhet i kronor; utan nyckeln är mängden en vikt.",
    },
    "Avgift": {
        "avgift": "Engångsavgift i kronor.",
        "start": "Startdatum per kommun: avgiften betalas det året.",
    },
    "Budget": {
        "ar": YEAR,
        "status": "beslutad, eller forslag.",
        "beslut": "Var beslutet finns.",
        "summa": "Budgetens summa i kronor, av intäkter och av kostnader.",
        "kalla": SOURCE,
        "tjanst": "En rad per tjänst i budgeten.",
        "utanfor": "En rad per tjänst utanför budgeten.",
        "andring": "Vad som gäller för stora ändringar från året före.",
        "tvavagsavrundning": "Avrundar tjänsterna tillsammans, så att summorna stämmer åt båda "
        "håll; utan nyckeln var för sig.",
    },
    "Tvavagsavrundning": {"till": "Hela enheter i kronor."},
    "Beslut": {
        "dokument": "Handlingens namn.",
        "datum": "Beslutets datum.",
        "paragraf": "Paragraf, till exempel § 12.",
        "arende": "Ärendenummer.",
    },
    "Budgetpost": {
        "intakt": "Det kommunerna ska betala, i kronor.",
        "kostnad": "Beslutad kostnad i kronor.",
        "underlag": "Tjänstens underlag en gång till, som kontroll.",
        "saknas": "I ett förslag: varför intakt och kostnad inte är ifyllda ännu.",
        "kalla": SOURCE,
        "harledning": DERIVED,
    },
    "Utanfor": {
        "belopp": "Angiven summa i kronor.",
        "underlag": "Tjänstens underlag en gång till, som kontroll.",
        "saknas": "I ett förslag: varför belopp inte är ifyllt ännu.",
        "kalla": SOURCE,
    },
    "Andring": {
        "hogst_procent": "Största ändring av en kommuns summa utan kommentar.",
        "alla": "Kommentar som gäller alla kommuner.",
        "kommentar": "Kommentar per kommun.",
    },
    "Facit": {
        "slag": "publicerad, last (modellens egna belopp) eller exempel.",
        "kalla": SOURCE,
        "harledning": DERIVED,
        "saknas": "Varför ingen tabell finns ännu.",
        "tabell": "En tabell: en tjänst och ett år.",
    },
    "Tabell": {
        "tjanst": "Tjänstens id.",
        "ar": YEAR,
        "rubrik": "Tabellens rubrik i handlingen.",
        "summa": "Tabellens summa i kronor.",
        "saknas": "Kommuner som tabellen är tryckt utan.",
        "belopp": "Belopp i kronor per kommun.",
    },
    "Mattserie": {
        "namn": "Vad som mäts.",
        "enhet": "Enheten, till exempel GB.",
        "matning": "Ett års mätning.",
    },
    "Matning": {
        "ar": YEAR,
        "summa": "Summan på fakturan eller i rapporten, som kontroll.",
        "exempel": "true om talen är påhittade.",
        "kalla": SOURCE,
        "oanvand": UNUSED,
        "varde": "Uppmätt mängd per kommun.",
    },
    "Scenario": {
        "namn": "Scenariots namn, som det står i jämförelsens rubrik.",
        "motiv": "Varför scenariot finns: vad det svarar på.",
        "bas": "Året som ändras, eller ett annat scenarios fil.",
        "ar": "Året som räknas, om ett senare än basens. Kostnaderna är basens.",
        "folkmangd": "Mätdatum för alla tjänster som delas efter folkmängd.",
        "tvavagsavrundning": "Avrunda budgetens tjänster tillsammans.",
        "tjanst": "Vad som ändras i en tjänst.",
        "ny": "En ny tjänst, skriven som i tjanster/.",
        "upphor": "Tjänster som upphör.",
        "index": "Basårets indexvärde i procent, per serie.",
        "kommun": "En kommun som inte finns i datamappen.",
        "intrade": "En kommun som går med i tjänster.",
        "uttrade": "En kommun som lämnar.",
        "infasning": "Hur mycket en kommuns summa får ändras per år.",
    },
    "Tjanstandring": {
        "underlag": "Ny kostnad att dela, i kronor.",
        "belopp": "Ny beslutad summa, i kronor.",
        "kostnad_procent": "Ändring av kostnaden i procent: 20 är 20 % mer.",
        "fordelning": "Ny fördelning.",
        "post": "Nya kostnadsposter, i stället för tjänstens egna.",
        "folkmangd": "Nytt mätdatum.",
        "deltagare": "Nya deltagare.",
        "avrundning": "Ny avrundning.",
    },
    "NyKommun": {
        "id": "Kommunens nyckel: namnet med a–z, siffror och bindestreck.",
        "kod": "SCB:s kommunkod, fyra siffror.",
        "namn": "Kommunens namn.",
        "invanare": "Folkmängd per mätdatum: 2023-12-31 = 5_000.",
    },
    "Intrade": {
        "kommun": "Kommunen som går med.",
        "tjanster": "Tjänsterna som den går med i.",
        "datum": "Första dagen; en månads första. Utan nyckeln hela året.",
    },
    "Uttrade": {
        "kommun": "Kommunen som lämnar.",
        "tjanster": "Tjänsterna som den lämnar; utan nyckeln alla.",
        "datum": "Sista dagen som medlem, en månads sista. Utan nyckeln: ute hela basåret.",
        "uppsagd": "Dagen för uppsägningen, i stället för datum.",
        "uppsagningstid": "Uppsägningstid i månader.",
        "kvar": "Procent av kommunens del som återstår som kostnad: alltid, eller en lista per år.",
        "bars_av": "ovriga (de som är kvar, utan nyckeln) eller den_som_lamnar.",
    },
    "Ensam": {
        "namn": "Vad alternativen gäller.",
        "kalla": SOURCE,
        "harledning": DERIVED,
        "ensam": "Vad varje kommun skulle betala för sig, i kronor per år.",
        "grupp": "En grupp som kan göra det tillsammans.",
    },
    "Grupp": {
        "namn": "Gruppens namn.",
        "kommuner": "Kommunerna i gruppen.",
        "kostnad": "Vad gruppen skulle betala tillsammans, i kronor per år.",
        "kalla": SOURCE,
    },
    "Infasning": {
        "hogst_procent": "Största ökning per år, i procent av året före.",
        "lagst_procent": "Största minskning per år, i procent av året före.",
        "hogst_kr_per_invanare": "Största ökning per år, i kronor per invånare.",
        "lagst_kr_per_invanare": "Största minskning per år, i kronor per invånare.",
        "fran": "Budgeten som infasningen börjar i, med basåret som första år. Annars basens.",
        "till": "Hela kronor, tior, hundratal eller tusental.",
        "inom_ar": "Högst så många år får det ta; annars är det ett fel.",
    },
}


def schema(kind: str) -> dict[str, Any]:
    """Make the JSON Schema of one kind of file.

    >>> schema("budget")["title"]
    'Ett års budget'
    """
    made = KINDS[kind].model_json_schema(mode="validation")
    for name, definition in made.get("$defs", {}).items():
        _describe(name, definition)
    _describe(KINDS[kind].__name__, made)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **_plain(made),
        "title": TITLES[kind],
    }


def _describe(name: str, definition: dict[str, Any]) -> None:
    """Put the Swedish sentences in place of the models' own English."""
    definition.pop("description", None)
    for field, content in definition.get("properties", {}).items():
        content["description"] = DESCRIPTIONS[name][field]


def _plain(node: Any) -> Any:
    """Tidy what pydantic writes: no titles, nothing said of null, which TOML does not have."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: {name: _plain(field) for name, field in value.items()}
        if key in ("properties", "$defs")
        else _plain(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
        and not (key == "default" and value is None)
        and key != "discriminator"
    }
    choices = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        kept = {**choices[0], **kept}
    elif choices:
        kept["anyOf"] = choices
    # Draft 7, which editors know best, has definitions where later ones have $defs.
    if "$defs" in kept:
        kept["definitions"] = kept.pop("$defs")
    reference = kept.pop("$ref", None)
    if not isinstance(reference, str):
        return kept
    reference = reference.replace("#/$defs/", "#/definitions/")
    # In draft 7 nothing beside a $ref counts.
    return {"allOf": [{"$ref": reference}], **kept} if kept else {"$ref": reference}
