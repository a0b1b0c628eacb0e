"""A school's calendar behind a secret link."""

import re

import icalendar
from flask import Flask

from tests.web.pages.client import Browser


def make(school: Browser) -> str:
    page = school.post("/school/calendar", data={"school": "oak"}).get_data(as_text=True)
    found = re.search(r"/school/feed/[\w-]+\.ics", page)
    assert found
    return found[0]


def test_whoever_has_the_link_sees_vehicles_and_no_names(app: Flask, school: Browser) -> None:
    answer = app.test_client().get(make(school))
    assert answer.mimetype == "text/calendar"
    events = icalendar.Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert [(str(each["summary"]), each.decoded("dtstart").isoformat()) for each in events] == [
        ("School transport arrives", "2026-11-23T08:17:00+00:00")
    ]
    text = answer.get_data(as_text=True)
    assert not [name for name in ("Ann", "p1", "Eve", "taxi-7") if name in text]


def test_an_ended_link_and_an_invented_one_show_nothing(app: Flask, school: Browser) -> None:
    link = make(school)
    hash_ = re.search(r"/school/calendar/(\w+)/end", school.get("/school/calendar").get_data(as_text=True))
    assert hash_
    school.post(f"/school/calendar/{hash_[1]}/end", data={"school": "oak"})
    assert app.test_client().get(link).status_code == 404
    assert app.test_client().get("/school/feed/guess.ics").status_code == 404
