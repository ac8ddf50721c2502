"""What says that a table counts something else than a whole population at 31 December."""

import pytest

from enamnd_cost.files.counted import other_than_population

WHOLE = [
    "Folkmängd efter region och år",
    "Folkmängden efter region, civilstånd, ålder, kön och år",
    "Folkmängd den 31 december 2024",
    "Folkmängd 31/12 2024",
    "Folkmängd 2024-12-31",
    "Folkmängd per 31.12.2024",
    "Folkmängd december 2024",
    "Folkmängd i riket, län och kommuner 31 dec 2024",
    "Folkmängd och befolkningsförändringar 2024",
    "Invånare, män och kvinnor",
    "Antal invånare totalt",
    "Samtliga åldrar, båda könen",
    "Befolkning efter kommun, samtliga",
    "Population by region and year",
    "Senast uppdaterad: 2025-02-21",
    "Uppgifterna avser den 31 december, enligt den indelning som gäller den 1 januari året efter.",
    "Källa: SCB, Befolkningsstatistik",
    "2582 Boden",
    "2024",
    "region",
    "",
]
OTHER = {
    "folkmängden en annan dag": [
        "Folkmängden den 1 november efter region och år",
        "Folkmängd 1 nov 2024",
        "Folkmängd 2024-11-01",
        "Folkmängd 1/11 2024",
        "Folkmängd 1.11.2024",
        "Folkmängd november 2024",
        "Folkmängd den 30 juni",
        "Folkmängd den 1 januari 2025",
        "Folkmängd 1 december 2024",
    ],
    "ett medeltal": [
        "Medelfolkmängd efter region och år",
        "Folkmängd, medeltal",
        "Mean population",
    ],
    "ett kön": ["Folkmängd, män, efter region", "Kvinnor", "Antal flickor", "Folkmängd, kön: män"],
    "en åldersgrupp": [
        "Folkmängd 0-19 år",
        "Folkmängd 20–64 år",
        "Invånare 65+",
        "Invånare 18 år och äldre",
        "Antal barn",
        "Invånare i skolåldern",
        "Folkmängd minst 80 år",
        "Antal 6-åringar",
    ],
    "hushåll": ["Antal hushåll", "Hushåll efter region", "Bostadshushåll"],
    "födda eller döda": ["Levande födda", "Antal döda", "Födelseöverskott", "Utrikes födda"],
    "en täthet": ["Befolkningstäthet", "Invånare per kvadratkilometer", "Invånare/km2"],
    "tusental": ["Folkmängd, tusental", "Folkmängd (1000-tal)", "Folkmängd i 1 000", "Miljoner"],
    "en prognos": ["Befolkningsprognos 2030", "Framskriven folkmängd", "Beräknad folkmängd"],
    "en del av befolkningen": ["Folkmängd i tätorter", "Nattbefolkning", "Röstberättigade"],
    "en förändring": ["Folkökning", "Befolkningsförändring", "Flyttningsnetto", "Inflyttade"],
    "en andel": ["Andel av befolkningen", "Procent", "Folkmängd, %", "Per 1 000 invånare"],
    "en del av året": ["Folkmängd efter kvartal", "Folkmängd per månad"],
}


@pytest.mark.parametrize("said", WHOLE)
@pytest.mark.parametrize("form", [str, str.upper, str.casefold])
def test_what_says_a_whole_population_or_nothing_passes(said, form):
    assert other_than_population(form(said)) is None


@pytest.mark.parametrize(
    ("kind", "said"), [(kind, said) for kind, texts in OTHER.items() for said in texts]
)
@pytest.mark.parametrize("form", [str, str.upper, str.casefold])
def test_what_says_anything_else_is_told_with_the_words_that_say_so(kind, said, form):
    found = other_than_population(form(said))

    assert found is not None
    assert found.startswith(kind)
    words = found.partition('("')[2].removesuffix('")')
    assert words in form(said)
