"""Where the two domains meet: what is said once of a pupil who is a trainee too, and what trainers bring home."""
