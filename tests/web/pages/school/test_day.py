"""A school's day: its own pupils alone, with what has changed and what is late."""

from datetime import timedelta

from flask import Flask

from routing.problem import Direction
from tests.web.office import OFFICE, document, keep_draft, more_rides, moved_document, publish
from tests.web.pages.client import Browser, sign_in
from tests.web.queries import counted_queries
from tests.web.town import DAY
from web.access import Role
from web.store import Store
from web.store.day import DayEventKind, What

MONDAY = f"/school/?day={DAY}"
FRIDAY = DAY - timedelta(days=3)


def newest(store: Store) -> str:
    with store.reading(OFFICE) as kept:
        return kept.plans.list_plans(DAY, DAY)[0].id


def elm(app: Flask, store: Store) -> Browser:
    with store.writing(OFFICE) as kept:
        user = kept.people.make_user("elm@example.org", "Elm User", Role.SCHOOL, ["elm"])
    return sign_in(app, user)


def test_a_school_sees_when_its_own_pupils_come_and_nobody_elses(school: Browser) -> None:
    page = school.get(MONDAY).get_data(as_text=True)
    for words in ("Morning: 5 pupils", "Ann Oakley", "Ben Oakwood", "Gil Ashe", "no risk assessment is recorded"):
        assert words in page
    assert "Eve Elmhurst" not in page
    assert "Secret Lane" not in page
    assert "Nothing has been published for this afternoon yet" in page


def test_another_school_is_as_if_it_did_not_exist(school: Browser) -> None:
    foreign, unknown = school.get("/school/?school=elm"), school.get("/school/?school=nowhere")
    assert foreign.status_code == unknown.status_code == 404
    nonce = "nonce"
    assert [line for line in foreign.get_data(as_text=True).splitlines() if nonce not in line] == [
        line for line in unknown.get_data(as_text=True).splitlines() if nonce not in line
    ]


def test_no_name_stands_in_a_title_or_an_address(school: Browser) -> None:
    page = school.get(MONDAY).get_data(as_text=True)
    assert "Ann" not in page[page.index("<title>") : page.index("</title>")]
    assert not [part for part in page.split('href="')[1:] if "Ann" in part.split('"')[0]]


def test_what_changed_since_the_last_day_is_said(app: Flask, store: Store) -> None:
    publish(store, keep_draft(store, moved_document(FRIDAY)))
    assert "08:30, was 08:20" in elm(app, store).get(MONDAY).get_data(as_text=True)


def test_what_the_version_before_told_otherwise_is_said(app: Flask, store: Store) -> None:
    browser = elm(app, store)
    publish(store, keep_draft(store, moved_document(), replaces=newest(store)))
    assert "08:20, was 08:30 in the version before" in browser.get(MONDAY).get_data(as_text=True)
    publish(store, keep_draft(store, document(day=FRIDAY)))
    page = browser.get(MONDAY).get_data(as_text=True)
    assert "08:20, was 08:30" in page
    assert "in the version before" not in page


def test_what_is_as_it_was_is_not_said_to_have_changed(app: Flask, store: Store) -> None:
    publish(store, keep_draft(store, document(day=FRIDAY)))
    assert ", was " not in elm(app, store).get(MONDAY).get_data(as_text=True)


def test_a_late_vehicle_is_said_first_without_names(store: Store, school: Browser) -> None:
    with store.writing(OFFICE) as kept:
        head = kept.plans.list_plans(DAY, DAY)[0]
        kept.day.log(head.id, DAY, "minibus-1/1", 2, What.LEFT, 30_000, 29_400)
    page = school.get(MONDAY).get_data(as_text=True)
    said = page.index("minibus-1 is about 10 minutes behind, with 4 pupils of yours")
    assert said < page.index("Ann Oakley")
    assert ">Late<" in page


def test_a_late_vehicle_stays_late_when_a_new_version_is_published(store: Store, school: Browser) -> None:
    with store.writing(OFFICE) as kept:
        head = kept.plans.list_plans(DAY, DAY)[0]
        kept.day.log(head.id, DAY, "minibus-1/1", 2, What.LEFT, 30_000, 29_400)
    publish(store, keep_draft(store, moved_document(), replaces=head.id))
    assert "minibus-1 is about 10 minutes behind" in school.get(MONDAY).get_data(as_text=True)


def test_a_vehicle_that_has_come_is_done(store: Store, school: Browser) -> None:
    with store.writing(OFFICE) as kept:
        head = kept.plans.list_plans(DAY, DAY)[0]
        stop = kept.plans.get_run(head.id, "minibus-1/1").stops[5]
        kept.day.log(head.id, DAY, "minibus-1/1", 6, What.ARRIVED, stop.arrive_s + 60, stop.arrive_s)
    page = school.get(MONDAY).get_data(as_text=True)
    assert page.count(">Done<") == 4


def test_an_absent_pupil_is_not_expected(store: Store, school: Browser) -> None:
    with store.writing(OFFICE) as kept:
        kept.day.report(DayEventKind.PUPIL_ABSENT, "p1", DAY, school="oak")
    assert school.get(MONDAY).get_data(as_text=True).count("Not travelling") == 1


def test_whoever_is_with_their_trainer_is_not_absent_and_comes_without_a_vehicle(store: Store, school: Browser) -> None:
    with store.writing(OFFICE) as kept:
        detail = {"session": "s1", "at_s": 8 * 3600 + 40 * 60}
        way = Direction.TO_SCHOOL
        kept.day.report(DayEventKind.TRAINING, "p1", DAY, direction=way, school="oak", detail=detail)
        kept.day.report(DayEventKind.TRAINING, "p5", DAY, direction=way, school="elm", detail=detail)
    page = school.get(MONDAY).get_data(as_text=True)
    assert page.count("With the trainer") == 1
    row = page[page.rindex("<tr", 0, page.index("Ann Oakley")) : page.index("With the trainer")]
    assert "08:40" in row
    assert "minibus-1" not in row
    assert "Eve Elmhurst" not in page
    assert "Morning: 5 pupils" in page


def test_the_table_for_a_spreadsheet_has_the_same_pupils(school: Browser) -> None:
    answer = school.get(f"/school/day.csv?day={DAY}")
    assert answer.mimetype == "text/csv"
    lines = answer.get_data(as_text=True).splitlines()
    assert len(lines) == 1 + 5
    assert "Eve" not in answer.get_data(as_text=True)


def test_a_page_asks_as_much_whatever_the_number_of_pupils(store: Store, school: Browser) -> None:
    with counted_queries(store) as few:
        school.get(MONDAY)
    with store.reading(OFFICE) as kept:
        head = kept.plans.list_plans(DAY, DAY)[0]
    more_rides(store, head.id, 300)
    with counted_queries(store) as many:
        page = school.get(MONDAY).get_data(as_text=True)
    assert "Morning: 305 pupils" in page
    assert len(many) == len(few)
