"""The application of the tests of accounts: as elsewhere, and with an issuer."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from tests.web.accounts import browser_of, password_hash
from tests.web.issuer import APPLICATION, ISSUER, SECRET, Adapter, Issuer
from tests.web.office import OFFICE, SCOPES
from tests.web.pages.client import Browser
from web.access import Role
from web.app import create_app
from web.pages.account.council import EXTENSION
from web.settings import Settings
from web.single_sign_on import SingleSignOn
from web.store import Store
from web.store.people import User


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a try for nobody take as little work as one for somebody here."""
    monkeypatch.setattr("web.passwords._NOBODYS", password_hash())


@pytest.fixture
def users(store: Store) -> Mapping[Role, User]:
    """Return a user of each role, in an office that has nothing else yet."""
    with store.writing(OFFICE) as kept:
        return {
            role: kept.people.make_user(f"{role}@example.org", f"{role.title()} User", role, SCOPES.get(role, ()))
            for role in Role
        }


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Return the browser of someone who has not signed in."""
    return browser_of(app)


@pytest.fixture
def issuer() -> Issuer:
    """Return an issuer."""
    return Issuer()


@pytest.fixture
def council(store: Store, issuer: Issuer, tmp_path: Path) -> Flask:
    """Return the application, in which people may sign in with accounts of the issuer."""
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    settings = Settings(
        home=tmp_path,
        secure_cookies=False,
        oidc_issuer=ISSUER,
        oidc_application=APPLICATION,
        oidc_secret_file=str(tmp_path / "secret"),
    )
    made = create_app(store, settings)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    made.extensions[EXTENSION] = SingleSignOn(made, settings, Adapter(issuer))
    return made
