"""What the tests of an audit share."""

import pytest

from enamnd_cost.analysis.audit.run import audit
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.files.documents import texts
from enamnd_cost.files.documents.grid import Document


@pytest.fixture(scope="module")
def look(data, computed):
    """Audit a csv text."""
    years = {year: computed.year(year) for year in data.years}

    def look_at(text, asked=None):
        document = Document("dok.csv", texts.sheets(text))
        return audit(document, data, years, asked or Hints())

    return look_at
