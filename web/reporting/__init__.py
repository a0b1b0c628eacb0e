"""What the authority must show, as tables: values in, tables out. Nothing here asks a database or makes a page."""
