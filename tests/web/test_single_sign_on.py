"""What the sign-in of a council must be told; what it does is tried in ``tests/web/pages/account/test_council.py``."""

from pathlib import Path

import pytest
from flask import Flask

from web.settings import Settings, SettingsError
from web.single_sign_on import SingleSignOn


def told(tmp_path: Path, issuer: str = "https://issuer.test") -> Settings:
    return Settings(oidc_issuer=issuer, oidc_application="waymark", oidc_secret_file=str(tmp_path / "secret"))


def test_an_issuer_is_reached_in_a_way_that_nobody_listens_to(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    SingleSignOn(Flask("x"), told(tmp_path))
    with pytest.raises(SettingsError, match="OIDC_ISSUER must begin with https://"):
        SingleSignOn(Flask("x"), told(tmp_path, "http://issuer.test"))


def test_a_secret_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"OIDC_SECRET_FILE .* cannot be read"):
        SingleSignOn(Flask("x"), told(tmp_path))
