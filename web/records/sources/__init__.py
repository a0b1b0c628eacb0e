"""Files of known shapes, each read into a load that a dry run shows: placements, the register of schools, postcodes."""
