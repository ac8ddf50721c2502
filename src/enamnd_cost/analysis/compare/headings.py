"""What the causes are called, in headings and in sentences."""

from __future__ import annotations

from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.report import Column

HEADINGS = {
    cause: Column(cause.value, short, name, signed=True)
    for cause, short, name in (
        (Cause.PARTICIPANTS, "Deltagare", "Deltagare"),
        (Cause.SERVICES, "Nya och upphörda", "Nya och upphörda tjänster"),
        (Cause.COST, "Kostnad", "Kostnad"),
        (Cause.INDEX, "Index", "Index"),
        (Cause.POPULATION, "Folkmängd", "Folkmängd"),
        (Cause.MODEL, "Modell", "Fördelningsmodell"),
        (Cause.ROUNDING, "Avrundn.", "Avrundning"),
        (Cause.REMAINING, "Kvarstående", "Kvarstående kostnader"),
        (Cause.FEES, "Inträdes-avgift", "Inträdesavgift"),
        (Cause.CARRIED, "Överfört", "Överfört över- eller underskott"),
        (Cause.DAMPING, "Dämpning", "Dämpning"),
        (Cause.PHASING, "Infasning", "Infasning"),
    )
}
