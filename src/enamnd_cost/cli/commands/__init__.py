"""One module per command; what they share stands beside this folder."""
