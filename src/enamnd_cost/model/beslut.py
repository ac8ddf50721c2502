"""Where a decision is to be found."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from enamnd_cost.model.base import FileModel, Text, optional


class Beslut(FileModel):
    """Where the decision is to be found."""

    dokument: Text = Field(description="Handlingens namn.")
    datum: dt.date | None = optional("Beslutets datum.")
    paragraf: Text | None = optional("Paragraf, till exempel § 12.")
    arende: Text | None = optional("Ärendenummer.")
