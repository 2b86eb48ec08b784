"""Plans beside the plans before them: what became of each measure, what changed, and what is due
when."""
