"""The office's records: one set of pages for every kind, loading and exporting files, the school year, the numbers."""

from flask import Flask

from web.pages.records import (
    assessments,
    changing,
    exporting,
    importing,
    lists,
    one_record,
    overview,
    removing,
    uploading,
)
from web.pages.records.blueprint import RecordKey, pages

__all__ = [
    "assessments",
    "changing",
    "exporting",
    "importing",
    "lists",
    "one_record",
    "overview",
    "register",
    "removing",
    "uploading",
]


def register(app: Flask) -> None:
    """Put the pages into the application."""
    app.url_map.converters["record_key"] = RecordKey
    app.register_blueprint(pages)
