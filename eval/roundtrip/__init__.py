"""The round trip: a plan's records typeset in many layouts, read back, compared one by one."""
