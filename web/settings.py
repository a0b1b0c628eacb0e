"""Every setting on one page: name, type, unit, default and meaning; each is read from ``WAYMARK_`` and its name.

A default is safe in production and fit to be published; what must be secret has none and stands in a file.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

PREFIX = "WAYMARK_"


class SettingsError(Exception):
    """A setting cannot be used; the text says which, and what would do."""


def _setting(default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How one installation runs.

    Examples
    --------
    >>> Settings.from_environment({"WAYMARK_IDLE_MINUTES": "15"}).idle_minutes
    15
    """

    home: Path = field(
        default=Path("waymark-data"), metadata={"meaning": "the folder of database, keys, roads and backups"}
    )
    database_url: str = _setting(
        "", "a PostgreSQL database (postgresql+psycopg://...); empty: SQLite in the home folder"
    )
    key_file: str = _setting(
        "", "the file of the keys; empty: keys.json in the home folder. Keep a copy apart from backups"
    )
    roads: str = _setting("", "the folder of `waymark roads build`; empty: roads in the home folder")
    backups: str = _setting("", "the folder of backups; empty: backups in the home folder")
    address: str = _setting(
        "", "where browsers find the service (https://transport.example.gov.uk), for the links of invitations"
    )
    organisation: str = _setting("Your council", "whose service it is, in the header of every page")
    brand_colour: str = _setting("#1d5c63", "the header's colour; at least 4.5:1 against white")
    help_contact: str = _setting("the transport team", "whom to ask, on error pages: a telephone number or an address")
    secure_cookies: bool = _setting(
        default=True, meaning="cookies for HTTPS alone; off only for a trial on one's own machine"
    )
    second_factor: bool = _setting(
        default=True, meaning="whoever has a password gives a code too; off only for a trial on one's own machine"
    )
    trusted_proxies: int = _setting(0, "how many reverse proxies stand before the server")
    idle_minutes: int = _setting(30, "a session ends when nothing is done for so long")
    session_hours: int = _setting(12, "a session ends after so long whatever is done")
    notice_hours: int = _setting(24, "families are told of a change at least so long before it")
    plan_seconds: int = _setting(120, "how long the planner works on a plan, in seconds")
    lapse_days: int = _setting(28, "so many days ahead a lapse (of an assessment, of checks) is said")
    silent_weeks: int = _setting(3, "after so many weeks of training without a session somebody is reminded")
    gtfs: str = _setting("", "the bus timetable, a GTFS file (.zip); empty: gtfs.zip in the folder of the roads")
    keep_days: int = _setting(400, "plans, exceptions and actual times are kept so many days")
    smallest_count: int = _setting(5, "counts below this are suppressed in reports")
    oidc_issuer: str = _setting("", "sign-in by OpenID Connect: the issuer's address; empty: passwords alone")
    oidc_application: str = _setting("", "the id under which the issuer knows this application")
    oidc_secret_file: str = _setting("", "the file of the secret that the issuer gave this application")

    def __post_init__(self) -> None:
        for name in _COUNTS:
            if getattr(self, name) < 1:
                raise SettingsError(f"{PREFIX}{name.upper()} must be at least 1, not {getattr(self, name)}.")
        if self.oidc_issuer and not (self.oidc_application and self.oidc_secret_file):
            raise SettingsError(
                f"{PREFIX}OIDC_ISSUER asks for {PREFIX}OIDC_APPLICATION and {PREFIX}OIDC_SECRET_FILE too."
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Return the settings that an environment gives; ``SettingsError`` if one is unknown or cannot be read."""
        given = os.environ if environment is None else environment
        known = {f"{PREFIX}{each.name.upper()}": each for each in fields(cls)}
        if unknown := sorted(name for name in given if name.startswith(PREFIX) and name not in known | _OTHERS):
            raise SettingsError(f"{unknown[0]} is no setting; there are: {', '.join(sorted(known))}.")
        return cls(
            **{each.name: _read(name, given[name], each.default) for name, each in known.items() if name in given}
        )

    def environment(self) -> dict[str, str]:
        """Return what an environment must hold for these settings: for another process of the same installation."""
        yes_no = {True: "yes", False: "no"}
        held = ((each.name, getattr(self, each.name)) for each in fields(self))
        written = {name: yes_no[value] if isinstance(value, bool) else str(value) for name, value in held}
        return {f"{PREFIX}{name.upper()}": text for name, text in written.items() if text}

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{self.home / 'waymark.sqlite'}"

    @property
    def keys(self) -> Path:
        """The file of the keys."""
        return Path(self.key_file) if self.key_file else self.home / "keys.json"

    @property
    def roads_folder(self) -> Path:
        """The folder of the roads."""
        return Path(self.roads) if self.roads else self.home / "roads"

    @property
    def gtfs_file(self) -> Path:
        """The file of the bus timetable, which need not be there."""
        return Path(self.gtfs) if self.gtfs else self.roads_folder / "gtfs.zip"

    @property
    def backup_folder(self) -> Path:
        """The folder of the backups."""
        return Path(self.backups) if self.backups else self.home / "backups"


_COUNTS = ("idle_minutes", "session_hours", "plan_seconds", "lapse_days", "silent_weeks", "keep_days", "smallest_count")
_OTHERS = {"WAYMARK_BROWSER": None, "WAYMARK_POSTGRESQL": None}
"""What tests hear, and no installation."""


def _read(name: str, text: str, default: object) -> Any:
    """Return a setting's value, of its default's type."""
    if isinstance(default, bool):
        if text.casefold() not in ("yes", "no", "true", "false", "1", "0"):
            raise SettingsError(f"{name} must be yes or no, not {text!r}.")
        return text.casefold() in ("yes", "true", "1")
    if isinstance(default, int):
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{name} must be a whole number, not {text!r}.") from None
    return Path(text) if isinstance(default, Path) else text
