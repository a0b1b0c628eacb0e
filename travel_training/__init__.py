"""Independent travel training: teaches journeys. Pure: values in, values out; imports ``geodata`` alone."""
