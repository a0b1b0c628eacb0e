"""Stories: what people do in a day, through the pages, as they do it."""
