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
    "2025-12-31",
    "31/12 2025",
    "31.12.2024",
    "Befolkning 2025",
    "Totalt 2025",
    "Tabell 2.1 Folkmängd 31 december 2025",
    "Sida 1/1",
    "Bilaga 3.2",
    "Ekonomienheten 2026-03-04",
    "Folkmängd 31 december 2025. Källa: SCB 2026-02-21",
    "Uttag 2025-02-21",
    "Folkmängd i riket, län och kommuner 31 december 2025 och befolkningsförändringar 1 oktober–31 december 2025",  # noqa: E501
    "barn- och utbildningsnämnden",
    "Folkmängd, underlag för barn- och utbildningsnämnden",
    "Folkmängd, män + kvinnor",
    "Folkmängd, samtliga åldrar 0-100+ år",
    "Folkmängden redovisas i antal, inte i tusental.",
    "Folkmängden omfattar alla åldrar, även barn.",
    "Källa: SCB, redovisat den 22 februari 2026",
    "Folkmängd enligt SCB 2026-02-21",
    "Talen visar utfall, inte prognos.",
    "SCB redovisar nästa års folkmängd i februari 2026.",
    "Senast uppdaterad: Folkmängd: 20250221 08:00",
    "Senast uppdaterad: 20250221 09:00",
    "Folkmängd December 31, 2025",
    "Population 31 December 2025",
    "Kontakt: Maj Andersson +46 010-479 50 00",
    "Folkmängd 20251231",
    "Folkmängd 251231",
    "Folkmängd_31_dec",
    "Norrbottens e-nämnd",
    "Underlag budget 2026",
    "Rapport mars 2026",
    "Folkmängd 2024–2025",
    "Invånare totalt, antal",
    "Tabell 1-3",
    "Folkmängden sista december 2025",
    "Hämtad ur SCB:s befolkningsstatistik 2026-02-01",
    "Antal personer",
    "Antal kommuner: 14",
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
        "Folkmängd 20251101",
        "241101",
        "Folkmängd 241101",
        "Folkmängd vid årets början",
        "Population 30 June",
        "Population 1 October 2025",
        "Population May 1",
        "20241101",
        "Folkmängd_1_nov",
        "Befolkning_nov",
        "Nov 2024",
        "Folkmängd 1.11",
        "Folkmängd per 1.11.24",
        "Folkmängd 2024-11",
        "Folkmängd 1 november 2025, uppdaterad 2026-02-01",
        "Tabell 3.1 Folkmängd 1 november",
        "Hämtad folkmängd 1 november",
        "Folkmängd och befolkningsförändringar 1 november 2024",
        "Folkmängd och befolkningsförändringar 1 januari–31 mars 2025",
        "Folkmängd första november",
        "Population midyear 2024",
        "Folkmängd 1 november. Källa: SCB",
    ],
    "ett medeltal": [
        "Medelfolkmängd efter region och år",
        "Folkmängd, medeltal",
        "Mean population",
        "Folkmängd i snitt",
        "Årsmedelvärde",
    ],
    "ett kön": [
        "Folkmängd, män, efter region",
        "Kvinnor",
        "Antal flickor",
        "Folkmängd, kön: män",
        "kön: man",
        "Manlig befolkning",
        "Kvinnlig folkmängd",
        "Folkmängd, K 2025",
        "Folkmängd 2024 M",
        "Folkmängd kön K",
    ],
    "en åldersgrupp": [
        "Folkmängd 0-19 år",
        "Folkmängd 20–64 år",
        "Invånare 65+",
        "Invånare 18 år och äldre",
        "Antal barn",
        "Invånare i skolåldern",
        "Folkmängd minst 80 år",
        "Antal 6-åringar",
        "Folkmängd 20-64",
        "Folkmängd 65 år",
        "65-w år",
        "65 år och uppåt",
        "Folkmängd i arbetsför ålder",
        "Antal invånare under 18",
        "Invånare 0-19",
        "Förskolebarn",
        "Myndiga invånare",
        "Population aged 20-64 years",
        "Antal 20-64 2025",
        "Folkmängd 0-64+",
        "Folkmängd, barn- och ungdomar",
        "Invånare över 65",
        "Folkmängd 65+ 2024",
        "Folkmängd 16-w",
    ],
    "hushåll": ["Antal hushåll", "Hushåll efter region", "Bostadshushåll"],
    "födda eller döda": ["Levande födda", "Antal döda", "Födelseöverskott", "Utrikes födda"],
    "en täthet": ["Befolkningstäthet", "Invånare per kvadratkilometer", "Invånare/km2"],
    "tusental": [
        "Folkmängd, tusental",
        "Folkmängd (1000-tal)",
        "Folkmängd i 1 000",
        "Miljoner",
        "Folkmängd (x 1000)",
        "000-tal",
        "Folkmängd, 000-tal",
        "Folkmängd/1000 2025",
        "Folkmängd (1 000)",
    ],
    "en prognos": [
        "Befolkningsprognos 2030",
        "Framskriven folkmängd",
        "Beräknad folkmängd",
        "Projicerad",
        "Planerad folkmängd",
        "Befolkningsframräkning",
        "Folkmängd, bedömning",
    ],
    "en del av befolkningen": ["Folkmängd i tätorter", "Nattbefolkning", "Röstberättigade"],
    "en förändring": ["Folkökning", "Befolkningsförändring", "Flyttningsnetto", "Inflyttade"],
    "en andel": [
        "Andel av befolkningen",
        "Procent",
        "Folkmängd, %",
        "Per 1 000 invånare",
        "Per invånare",
    ],
    "en del av året": ["Folkmängd efter kvartal", "Folkmängd per månad"],
    "annat än invånare": [
        "Personbilar i trafik",
        "Antal företag",
        "Antal personbilar",
        "Antal bilar 2025",
        "Antal anställda 2024",
    ],
}

SOUND_NOTES = [
    "Registrerat partnerskap reglerade parförhållanden mellan personer av samma kön. Registrerade partners räknas som Gifta, Separerade partners som Skilda och Efterlevande partners som Änka/änklingar.",  # noqa: E501
    "Fr o m 2007-01-01 överförs Heby kommun från Västmanlands län till Uppsala län. Observera länskod.",  # noqa: E501
    "Framtaget ur RTB, som uppdateras med födda, döda och flyttade.",
    "Folkmängden tas fram ur RTB, som uppdateras med födda, döda och flyttade.",
    "Heby kommun bytte län 2007-01-01.",
    "Uppgifterna avser förhållandena den 31 december för valt/valda år enligt den regionala indelning som gäller den 1 januari året efter.",  # noqa: E501
    "31 december respektive år",
    "Källa: SCB",
    "Knivsta bildades 2003-01-01.",
    "Referenstid: 31 december",
    "Enhet: antal",
    "Måttenhet: Folkmängd: antal",
]
UNSOUND_NOTES = [
    "Referenstid: 1 november",
    "Måttenhet: 1000-tal",
    "Tal i tusental.",
    "Prognos.",
    "Anm: prognos från 2023",
    "Endast män.",
    "Per den 1 november 2025.",
    "* Befolkningen den 1 november",
    "Avser 1 november",
    "Enhet: tusental",
    "Avser november",
    "Referensmånad: november 2025",
    "Källa: SCB. Tabellen avser 1 november 2025.",
    "Tabellen omfattar endast barn",
    "Källa: SCB. Prognos.",
]


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


@pytest.mark.parametrize("note", [*SOUND_NOTES, *WHOLE])
def test_a_note_that_speaks_of_much_else_says_nothing_of_the_figures(note):
    assert other_than_population(note, note=True) is None


@pytest.mark.parametrize("note", UNSOUND_NOTES)
@pytest.mark.parametrize("after", ["", " Källa: SCB, befolkningsregistret."])
def test_a_note_that_says_outright_what_it_is_counts(note, after):
    assert other_than_population(note + after, note=True) is not None
