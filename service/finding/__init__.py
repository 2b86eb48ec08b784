"""What answers a question, as `Evidence`: the measures and texts of the plans in scope, in the
order of an answer, or the reason why there are none."""
