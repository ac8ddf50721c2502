"""Questions to a published document: does it add up, and does it agree with the model.

``layout`` finds tables in the grid and ``subjects`` what their rows and columns are about. The
modules of checks turn that into equations that must hold; ``solve`` finds the cells whose change
makes most of the broken ones hold, and ``causes`` guesses how the slip was made.
"""
