"""Scenarios: a data folder with something changed, allocated like any other."""
