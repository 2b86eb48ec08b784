"""Evidence to an answer: its sentences and citations, for every plan whether it has what was asked
for, and what the question was taken to mean."""
