"""Keeping things safe: backups that have been restored, what is forgotten when, erasing a pupil, answering a subject."""
