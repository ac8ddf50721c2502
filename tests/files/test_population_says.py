"""A file says what it counts in a heading, above its table or below it; each is believed."""

import pytest
from tests.files.test_population_forms import BODY, GIVEN, read, refusal, taken

PLACES = {
    "heading": lambda said: f"region;{said}\n{BODY}",
    "title": lambda said: f"{said}\nregion;2025\n{BODY}",
    "note": lambda said: f"region;2025\n{BODY}\n{said}\n",
}
UNSOUND = {
    "heading": [
        "K 2025",
        "M",
        "Folkmängd 2025 kv",
        "Kvinna 2025",
        "2025-11-01",
        "1/11 2025",
        "nov 2025",
        "Nov-25",
        "2025 (tusental)",
        "2025p",
        "Prognos 2025",
        "0-19 2025",
        "2025 M",
        "Kostnad 2025",
        "Invånare 65+ 2025",
        "Poäng 2025",
        "Antal 2025;Varav män 2025",
    ],
    "title": [
        "Folkmängd;den 1 november",
        "Avser:\n1 november",
        "Kön:;Män",
        "Kön:;Kvinnor",
        "Ålder:;20-64",
        "Ålder:\n16-64 år",
        "Enhet:\n1000-tal",
        "Kön:\nman",
        "Folkmängd 1 november 2025, hämtad 2026-02-21",
        "Månad: 2025M11",
        "Tid: 2025M06",
        "Urval: endast folkbokförda kvinnor",
    ],
    "note": [
        "* Avser folkmängden vid årets början.",
        "1) Uppgifterna är framskrivna från 2023.",
        "Obs! Siffrorna är i tusental.",
        "Not: Tabellen visar medelfolkmängden.",
        "Talen gäller den 1 november.",
        "Mätdatum 1/11",
        "Avser personer 18 år och äldre.",
        "Tabellen omfattar befolkningen i åldern 20–64 år.",
        "OBS prognos",
        "Beräknade värden.",
        "(prognos)",
        "Siffrorna är beräknade.",
        "Källa: SCB, 1 november 2025",
        "Källa: SCB, befolkningsprognos 2023.",
        "Värdena är uttryckta i tusental personer enligt SCB:s mall.",
        "Alla värden är prognoser gjorda av Region Norrbotten under våren.",
        "Populationen är män i åldrarna 20 till 64 enligt registret.",
        "Endast kvinnor",
        "Barn ingår inte.",
        "Exklusive barn under 18 år.",
        "Kolumnen anger antal män.",
        "Enhet;tusental",
        "Källa;SCB;\nEnhet;1 000-tal",
        "Reference time: 1 November",
        "Unit: thousands",
        "Figures refer to 1 November.",
        "Data in thousands.",
        "Estimated figures for the whole of the county based on the forecast of 2023.",
    ],
}
SOUND = {
    "heading": [
        "2025*",
        "Folkmängd (31 dec 2025)",
        "Antal invånare 2025-12-31",
        "Folkmängd den 31 december 2025",
        "Invånare 31/12-2025",
        "År 2025",
        "Folkmängd år 2025",
        "Folkmängd, totalt 2025",
        "Båda könen 2025",
        "2025 totalt",
        "Antal personer 2025",
        "Folkmängd 2025, antal",
        "dec 2025",
        "December 2025",
        "31 december 2025",
        "Total population 2025",
        "Antal inv. 2025",
        "Inv 2025",
        "Folkm. 2025",
    ],
    "title": [
        "Kön:;Totalt",
        "Kön:;Män och kvinnor",
        "Ålder:;Samtliga",
        "Norrbottens län",
        "Upprättad;2026-03-04",
        "Till e-nämndens sammanträde den 12 mars 2026",
        "Tabell 2.1 Folkmängd 31 december 2025;;",
        "Region Norrbotten;Folkmängd",
    ],
    "note": [
        "Källa: SCB (2026)",
        "Källa: Regionfakta/SCB, uppdaterad 2026-02-22.",
        "Kontakt:\nStatistikservice, SCB\n+46 010-479 50 00\nstatistikservice@scb.se",
        "Copyright:\nSCB",
        "Databas:\nStatistikdatabasen\nIntern referenskod:\n000001NC",
        "Summa;43440",
        "Totalt;43440",
        "Riket;10600000\nNorrbotten;250000",
        "För tabellen gäller CC0.",
        "Avrundning kan förekomma.",
        "Folkbokförda i kommunen den 31 december.",
        "Ändringar i indelningen redovisas i bilaga.",
        "Officiell statistik: Ja",
        "Sekretess: Uppgifterna är röjandekontrollerade.",
        "Statistiken bygger på Registret över totalbefolkningen (RTB).",
        "Uppgifter om folkmängd publiceras i februari varje år.",
        "Folkmängden används för att fördela e-nämndens kostnader 2027.",
        "Se även SCB:s befolkningsprognos.",
        "Fr.o.m. 2025 redovisas folkmängden enligt ny indelning.",
        "Senast uppdaterad: 2026-02-21 08:00",
        "2025 års siffror är preliminära",
        "Jämförelsetal för 2024 redovisas i tabell 2.",
    ],
}


def each(said):
    return [(place, text) for place, texts in said.items() for text in texts]


@pytest.mark.parametrize(("place", "said"), each(UNSOUND))
def test_what_says_that_it_is_something_else_is_refused(tmp_path, place, said):
    code, why = refusal(tmp_path, PLACES[place](said))

    assert code == "EK212"
    assert '"' in why or "hittar ingen rad med rubriker" in why, "it says what it found, if any"


@pytest.mark.parametrize(("place", "said"), each(SOUND))
def test_what_offices_write_about_a_sound_table_does_not_stop_it(tmp_path, place, said):
    assert taken(read(tmp_path, PLACES[place](said))) == (2025, GIVEN, [])
