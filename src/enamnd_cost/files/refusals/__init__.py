"""Why the system refuses to read or write, in words, and what helps."""
