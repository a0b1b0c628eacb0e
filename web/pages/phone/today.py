"""A trainer's sessions of a day: today's, or another's near it."""

from datetime import date, timedelta

from flask import render_template, request, url_for

from web.access import Permission
from web.pages.guard import needs, now, reading
from web.pages.parts import Link
from web.pages.phone.blueprint import LATE, frame_of, pages, sealing_key, visit_key
from web.pages.phone.looks import Ground, session_looks
from web.training.visits import visits_of
from web.words import short_day

_DAY = timedelta(days=1)


@pages.get("/")
@needs(Permission.TRAINING_LOG)
def show() -> str:
    """Show the sessions of a day."""
    key, today = sealing_key(), now().date()
    day = _day_asked(today)
    with reading() as kept:
        visits = visits_of(kept.training.sessions.list_own(day, day), visit_key())
        ground = Ground.of(kept, visits)
        refused = kept.training.outbox.list_refused()
    near = [each for each in (day - _DAY, day + _DAY) if abs(each - today) <= LATE]
    return render_template(
        "phone/today.html",
        phone=frame_of(key, fetches_pack=day == today),
        day=day,
        sessions=session_looks(visits, ground),
        can_log=day <= today,
        near=[Link(short_day(each), url_for("phone.show", day=each.isoformat())) for each in near],
        made_at=now(),
        refused=refused,
    )


def _day_asked(today: date) -> date:
    """Return the day that the address names, if it is near; otherwise today."""
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return asked if abs(asked - today) <= LATE else today
