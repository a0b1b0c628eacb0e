"""How the tables came to be, step by step (Alembic); ``web/store/schema.py`` takes a database through them."""
