"""Questions to a published document: does it add up, and does it agree with the model.

``files.documents`` finds the tables, and ``subjects`` what their rows and columns are about. Each
``stage`` then adds what must hold of the figures, as equations, or takes away what it explains;
``equations`` finds the figures whose change makes most of the broken ones hold, ``judge`` tells
them, and ``causes`` guesses how the slip was made.
"""
