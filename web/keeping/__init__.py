"""Keeping things safe: backups that were restored, what is forgotten when, erasing a pupil, answering a subject."""
