"""The demonstration county: an invented one, drawn here and written as OpenStreetMap would hold it.

No British road extract comes with any package, so the demonstration draws its own: a big town with a ring road, four
market towns, villages, a river with few bridges, schools, postcodes of an area that does not exist. Whoever reads the
file must not take it for a real place: its header, its boundary and every settlement say that it is invented.
"""

from geodata.county.chart import Chart, Way, draw_county, write_county

__all__ = ["Chart", "Way", "draw_county", "write_county"]
