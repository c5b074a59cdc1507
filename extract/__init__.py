"""Document -> records -> rows, and the running of it."""
