"""The administrator's pages: users, sessions, the audit log, settings, data protection."""

from flask import Flask

from web.pages.admin import audit_log, protection, sessions, site_settings, users


def register(app: Flask) -> None:
    """Put the pages into the application."""
    for each in (users, sessions, audit_log, site_settings, protection):
        app.register_blueprint(each.pages)
