"""The entry check."""

from tests.web.office import OFFICE
from tests.web.pages.client import Browser
from tests.web.trainees import BEN, referral
from travel_training.entries import Screened
from web.pages.training.criteria import CRITERIA
from web.store import Store

CHECK = "/training/trainees/p2/entry-check"


def test_the_entry_check_says_what_is_so_and_what_is_not_yet(store: Store, desk: Browser) -> None:
    with store.writing(OFFICE) as kept:
        kept.training.add(BEN, referral())
    assert desk.get(CHECK).text.count('name="met"') == len(CRITERIA)
    assert "say why nothing is so yet" in desk.post(CHECK, data={"day": "22/11/2026"}).text
    desk.post(CHECK, data={"day": "22/11/2026", "met": ["danger", "wish"], "note": "Likes buses"})
    with store.reading(OFFICE) as kept:
        screened = kept.training.history(BEN)[-1]
    assert isinstance(screened, Screened)
    assert screened.met == ("danger", "wish")
    assert set(screened.met + screened.not_met) == {each.id for each in CRITERIA}
    assert "/training/trainees/p2/move/screened" in desk.get("/training/trainees/p2").text
    assert "Met: notices danger; the young person wishes it" in desk.get("/training/trainees/p2/history").text
