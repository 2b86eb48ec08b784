"""A question to what it asks for: its intent, places, times and bodies, the groups of words that
are looked for, and what of it was noted."""
