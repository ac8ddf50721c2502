"""Views of a result: terminal, csv, json, markdown, xlsx. No arithmetic."""
