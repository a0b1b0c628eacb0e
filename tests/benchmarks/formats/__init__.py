"""Foreign formats of pick-up and delivery: readers, a judge of each that knows no planner, and the way to a problem."""
