"""Settings are read from the environment, or refused in a sentence."""

from dataclasses import fields
from pathlib import Path

import pytest

from web.settings import Settings, SettingsError


def test_what_is_not_set_keeps_its_default() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings().database == "sqlite:///waymark-data/waymark.sqlite"


def test_every_setting_is_read_by_its_name_and_type() -> None:
    given = {"WAYMARK_HOME": "/srv/waymark", "WAYMARK_SECURE_COOKIES": "no", "WAYMARK_IDLE_MINUTES": "15"}
    found = Settings.from_environment(given)
    assert (found.home, found.secure_cookies, found.idle_minutes) == (Path("/srv/waymark"), False, 15)
    assert found.keys == Path("/srv/waymark/keys.json")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("WAYMARK_IDEL_MINUTES", "15", "is no setting"),
        ("WAYMARK_IDLE_MINUTES", "soon", "must be a whole number, not 'soon'"),
        ("WAYMARK_IDLE_MINUTES", "0", "must be at least 1, not 0"),
        ("WAYMARK_SECURE_COOKIES", "maybe", "must be yes or no, not 'maybe'"),
        ("WAYMARK_OIDC_ISSUER", "https://login.example.org", "asks for WAYMARK_OIDC_APPLICATION"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment({name: value})


def test_every_setting_says_what_it_means() -> None:
    assert all(len(each.metadata["meaning"]) > 10 for each in fields(Settings))
