"""The set of the account's pages; each file of this package puts its views into it."""

from flask import Blueprint

pages = Blueprint("account", __name__, url_prefix="/account")
