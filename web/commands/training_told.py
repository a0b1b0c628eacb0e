"""What training came to, in lines for a terminal."""

from collections.abc import Iterator

from routing.wording import counted, pounds
from travel_training.outcomes import BetterOff, HowMuch, HowWell, Outcomes, Share


def told(found: Outcomes) -> Iterator[str]:
    """Yield the outcomes of a span, line by line."""
    yield f"Travel training, {found.span.first:%-d %B %Y} to {found.span.last:%-d %B %Y}"
    yield ""
    yield "How much"
    yield from _how_much(found.how_much)
    yield ""
    yield "How well"
    yield from _how_well(found.how_well)
    yield ""
    yield "Is anyone better off"
    yield from _better_off(found.better_off)


def _line(name: str, said: str) -> str:
    return f"  {name:34} {said}"


def _how_much(much: HowMuch) -> Iterator[str]:
    yield _line("referrals", str(much.referrals))
    yield _line("assessments", str(much.assessments))
    yield _line("starts", str(much.starts))
    yield _line("completions (signed off)", str(much.completions))
    yield _line("sessions held", f"{much.sessions}, {much.minutes / 60:.0f} hours")
    waited = "" if much.waiting_days is None else f", half of them for {much.waiting_days:.0f} days or more"
    yield _line("waiting at the end", f"{much.waiting}{waited}")


def _how_well(well: HowWell) -> Iterator[str]:
    yield _line("days from referral to assessment", _number(well.days_to_assessment, "(median)"))
    yield _line("assessed in time", _share(well.assessed_in_time))
    yield _line("take-up of what was offered", _share(well.take_up))
    yield _line("completed, of those that ended", _share(well.completed))
    yield _line("weeks for a completion", _number(well.weeks, "(median)"))
    yield _line("sessions for a completion", _number(well.sessions_each, "(mean)"))
    hours = None if well.minutes_each is None else well.minutes_each / 60
    yield _line("hours for a completion", _number(hours, "(mean)"))
    yield _line("attended", _share(well.attended))
    for load in well.loads:
        yield _line(
            f"trainer {load.trainer}", f"{counted(load.sessions, 'session')}, with trainees {_share(load.contact)}"
        )
    for state, reason, count in well.reasons:
        yield _line(f"{state}", f"{count} × {reason}")


def _better_off(off: BetterOff) -> Iterator[str]:
    for held in off.sustained:
        unseen = f", {held.unknown} not looked at" if held.unknown else ""
        yield _line(f"sustained after {held.month} months", f"{_share(held.share)}{unseen}")
    yield _line("returned to transport", str(off.returned))
    yield _line("incidents in 100 journeys alone", _number(off.incidents_per_100, f"(of {off.solo_journeys} journeys)"))
    for whose, (known, change) in off.confidence.items():
        yield _line(f"confidence of the {whose}", f"{change:+.1f} (of {known} who told it before and after)")
    if off.seats_released is not None:
        yield _line("seats released", str(off.seats_released))
    if off.saving_banked_pence is not None:
        yield _line("saving banked", pounds(off.saving_banked_pence))
    if off.pence_a_completion is not None:
        yield _line("cost of a completion", pounds(off.pence_a_completion))


def _share(share: Share) -> str:
    percent = "" if share.percent is None else f" ({share.percent:.0f}%)"
    return f"{share.part} of {share.whole}{percent}"


def _number(number: float | None, said: str) -> str:
    return "none" if number is None else f"{number:.1f} {said}"
