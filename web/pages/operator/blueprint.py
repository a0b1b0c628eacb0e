"""The blueprint of the operator's pages, and where a run's pages are."""

from typing import Any

from flask import Blueprint, url_for

pages = Blueprint("operator", __name__, url_prefix="/operator")


def run_address(endpoint: str, id_: str, run: str, **more: Any) -> str:
    """Return the address of a page about a run."""
    vehicle, _, number = run.rpartition("/")
    return url_for(f"operator.{endpoint}", id_=id_, vehicle=vehicle, number=int(number), **more)
