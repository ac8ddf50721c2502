"""The commands by name, in the order in which help lists them, with what help says of each.

A command's own module is loaded when it is called; a test holds these lines to what they say.
"""

from __future__ import annotations

# The year's work, questions asked of it, the files.
COMMANDS = {
    "allocate": "Fördela ett års kostnader: kommuner som rader, tjänster som kolumner, summor "
    "åt båda håll.",
    "check": "Kontrollera att budgetarna går ihop. Tyst utan fynd; annars alla fynd och kod 1.",
    "explain": "Förklara ett belopp: från beslut till krona, steg för steg, med källa och "
    "plats i filen.",
    "compare": "Jämför budgetår och scenarier: skillnad per kommun, och orsaker som blir hela "
    "skillnaden.",
    "sweep": "Variera en sak: lika delen, en kostnad, mätdatumet, eller vem som är med.",
    "stand-alone": "Pröva egna alternativ: vilka kommuner och grupper vore bättre ensamma, och "
    "med hur mycket.",
    "buy-in": "Räkna ett inköp i efterhand: vad den nya betalar och vad de andra får tillbaka.",
    "rounding": "Visa vad avrundningen kostar och ger varje kommun, över alla tjänster i budgeten.",
    "roll": "Gör utkast till budget för året efter ÅR, som ändringar att läsa; --skriv skriver "
    "filerna.",
    "infer": "Räkna ut vilken modell som gav en tabell: nyckel, mätdatum, avrundning och underlag.",
    "audit": "Granska ett publicerat dokument: om det går ihop, och om det stämmer med modellen.",
    "population": "Läs in ny folkmängd i kommuner.toml; resten av filen lämnas som den är.",
    "init": "Skapa en datamapp för en annan nämnd: kommuner, folkmängd, en tjänst av varje modell.",
    "schema": "Skriv JSON-scheman för datamappens filer, och för det som kommandona skriver som "
    "json.",
    "explain-error": "Visa vad en felkod betyder, med exempel på fel som ger den.",
    "completion": "Skriv ett skript som låter skalet fylla i kommandon, år, tjänster och kommuner.",
}
BARE = {"check", "init", "schema"}  # do something without arguments; the others show their help
