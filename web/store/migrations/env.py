"""What Alembic runs: each step in one transaction, on the connection that ``schema.upgrade`` gives."""

from alembic import context

from web.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
