"""Several years in a row: next year drafted, years assumed, a span of them shown."""
