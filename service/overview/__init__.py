"""What all plans have together: measures that are alike, topics by plans, how many have a value,
and the names that a search box offers."""
