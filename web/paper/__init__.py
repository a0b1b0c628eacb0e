"""What leaves the office: run sheets, maps, tables and map layers of a plan, each made from its document alone."""
