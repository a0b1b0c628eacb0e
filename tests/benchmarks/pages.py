"""How fast the pages of a large authority are, while a plan is being made: 3,000 pupils, 60 schools, five days.

``python -m tests.benchmarks.pages --pupils 3000 --schools 60 --seconds 10`` fills an SQLite store, serves it with
gunicorn (2 workers of 4 threads) and asks for each page with wrk (8 connections): once while the machine is otherwise
idle, once while the planner works beside it. Prints a line of Markdown for each page. Needs wrk (Debian's package of
that name).

The plans' rows are written as publishing writes them; their documents are left out, for no page opens one.
"""

import argparse
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import Process
from pathlib import Path

from sqlalchemy import insert

from routing.plan import Plan, Run, Shift, Stop
from routing.problem import Direction, Problem
from routing.records import Layout, Pupil, Vehicle, VehicleId
from routing.summary import summarise
from routing.synthesis import draw
from routing.synthesis.ground import plane_ground
from routing.synthesis.plane import plane_travels
from tests.web.queries import counted_queries
from web.access import Role, the_clock
from web.app import create_app
from web.opening import open_store
from web.pages.guard import session_cookie
from web.records.writing import rows_of
from web.server import Listening, serve
from web.settings import Settings
from web.store import Store
from web.store.projection import DraftLocks, ride_rows, run_rows
from web.store.records import Change
from web.store.tables import PlanRideRow, PlanRow, PlanRunRow, ProblemRow

MONDAY = date(2026, 11, 23)
ABOARD = 4
PORT = 8765
PAGES = (
    (Role.SCHOOL, "/school/?day=2026-11-23"),
    (Role.OFFICER, "/today/"),
    (Role.OFFICER, "/plans/{plan}"),
    (Role.OFFICER, "/records/pupils"),
    (Role.OFFICER, "/api/plans/{plan}/runs"),
    (Role.ADMINISTRATOR, "/admin/users"),
)
"""Those that are looked at most; one that this installation does not have is passed over."""


def simple_plan(problem: Problem, vehicles: tuple[Vehicle, ...]) -> Plan:
    """Return a plan that collects pupils four at a time, school by school; nobody asks whether it keeps the rules."""
    groups: list[list[Pupil]] = []
    for school in problem.schools:
        own = [pupil for pupil in problem.pupils if pupil.school == school.id]
        groups += [own[at : at + ABOARD] for at in range(0, len(own), ABOARD)]
    shifts = []
    for group, vehicle in zip(groups, vehicles, strict=False):
        school = problem.school[group[0].school]
        at_s = school.from_s - 3600
        stops = []
        for pupil in group:
            stops.append(Stop(place=pupil.home, arrive_s=at_s, leave_s=at_s + 120, boards=(pupil.id,)))
            at_s += 600
        everyone = tuple(pupil.id for pupil in group)
        stops.append(Stop(place=school.gates[0], arrive_s=at_s, leave_s=at_s + 180, alights=everyone))
        if not problem.is_to_school:
            gate = Stop(place=school.gates[0], arrive_s=at_s, leave_s=at_s + 180, boards=everyone)
            homes = [
                replace(s, arrive_s=s.arrive_s + 7200, leave_s=s.leave_s + 7200, boards=(), alights=s.boards)
                for s in stops
            ]
            stops = [gate, *homes[:-1]]
        shifts.append(Shift(vehicle.id, (Run(vehicle=vehicle.id, layout=Layout(8), stops=tuple(stops)),)))
    return Plan(shifts=tuple(shifts))


def fill(store: Store, pupils: int, schools: int) -> str:
    """Put an authority and five published days into a store; return the id of the Monday morning's plan."""
    authority = draw(plane_ground(pupils, schools, 1), pupils, schools, 1)
    with store.writing(the_clock("benchmark")) as kept:
        kept.records.apply([Change(row) for rows in rows_of(authority).values() for row in rows])
    days = [MONDAY + timedelta(days=number) for number in range(5)]
    places = {place.id: place for day in days for way in Direction for place in authority.places(day, way)}
    travels = plane_travels(tuple(places.values()))
    fleet = tuple(
        replace(authority.vehicles[0], id=VehicleId(f"X{number}"), layouts=(Layout(8),)) for number in range(pupils)
    )
    first = ""
    for day in days:
        for direction in Direction:
            problem = replace(authority.problem(day, direction, travels), vehicles=fleet)
            id_ = _publish(store, problem, simple_plan(problem, fleet))
            first = first or id_
    return first


def _publish(store: Store, problem: Problem, plan: Plan) -> str:
    """Write the rows that a published plan has."""
    id_, now, locks = secrets.token_hex(16), store.now(), DraftLocks()
    row = {
        "id": id_,
        "day": problem.day,
        "direction": problem.direction,
        "state": "published",
        "version": 1,
        "problem": id_,
        "step": 0,
        "title": "Drafted overnight",
        "locks": locks.to_json(),
        "summary": summarise(problem, plan, 1.0) | {"map": {"credit": ""}},
        "violations": 0,
        "unplaced": 0,
        "cost_pence": 0,
        "made_by": "clock:benchmark",
        "made_at": now,
        "changed_at": now,
        "published_at": now,
        "published_by": "clock:benchmark",
    }
    runs = [each | {"plan_id": id_, "is_changed": False} for each, _, _ in run_rows(problem, plan, (), locks)]
    rides = [each | {"plan_id": id_} for each in ride_rows(problem, plan, locks)]
    with store.database.writing() as connection:
        connection.execute(insert(ProblemRow).values(digest=id_, packed=b"", kept_at=now))
        connection.execute(insert(PlanRow).values(row))
        connection.execute(insert(PlanRunRow), runs)
        connection.execute(insert(PlanRideRow), rides)
    return id_


def cookies(store: Store, settings: Settings) -> dict[Role, str]:
    """Return the cookie of a signed-in user of each role."""
    found = {}
    with store.writing(the_clock("benchmark")) as kept:
        school = min(row.key for row in kept.records.list_kind("schools"))
        for role in Role:
            scopes = {Role.SCHOOL: [school]}.get(role, [])
            user = kept.people.make_user(f"{role}@example.org", f"{role}", role, scopes)
            secret = secrets.token_urlsafe(16)
            kept.people.begin_session(user.id, secret, "a benchmark", is_verified=True)
            found[role] = f"{session_cookie(settings)}={secret}"
    return found


@contextmanager
def planning() -> Iterator[None]:
    """Have the planner work on another authority in a process of its own while the block lasts."""
    process = Process(target=_plan, daemon=True)
    process.start()
    time.sleep(5)  # until it has begun in earnest
    try:
        yield
    finally:
        process.kill()
        process.join()


def _plan() -> None:
    import os  # noqa: PLC0415 -- in the planner's own process alone

    from routing.solver import Budget, solve  # noqa: PLC0415 -- as above
    from routing.synthesis import plane_problem  # noqa: PLC0415 -- as above

    os.nice(10)  # as the worker does
    solve(plane_problem(400, 16, 1), budget=Budget(seconds=600))


def asked(path: str, cookie: str, seconds: int) -> tuple[float, float, float]:
    """Return requests a second, and the median and 99th percentile in milliseconds, as wrk measures them."""
    command = [
        "wrk",
        "-t2",
        "-c8",
        f"-d{seconds}s",
        "--latency",
        "-H",
        f"Cookie: {cookie}",
        f"http://127.0.0.1:{PORT}{path}",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise RuntimeError(f"{path} answered with errors:\n{said}")
    latency = {share: _ms(value) for share, value in re.findall(r"(50|99)%\s+([\d.]+\w+)", said)}
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]), latency["50"], latency["99"]


def _ms(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()  # type: ignore[union-attr]  # wrk writes no other
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def exists(path: str, cookie: str) -> bool:
    """Say whether this installation has a page."""
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", headers={"Cookie": cookie})
    try:
        return bool(urllib.request.urlopen(request).status == 200)  # noqa: S310 -- ours
    except urllib.error.HTTPError:
        return False


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=3000)
    parser.add_argument("--schools", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    folder = Path(tempfile.mkdtemp(prefix="waymark-pages-"))
    settings = Settings(home=folder, secure_cookies=False)
    store = open_store(settings, create=True)
    plan = fill(store, options.pupils, options.schools)
    held = cookies(store, settings)
    queries = {page: _queries(store, settings, page[1].format(plan=plan), held[page[0]]) for page in PAGES}
    store.database.close()
    server = Process(target=serve, args=(settings, Listening(port=PORT)))
    server.start()
    time.sleep(4)
    try:
        _table(plan, held, queries, options.seconds)
    finally:
        server.terminate()
        server.join()
        shutil.rmtree(folder, ignore_errors=True)


def _queries(store: Store, settings: Settings, path: str, cookie: str) -> int:
    client = create_app(store, settings).test_client()
    name, _, secret = cookie.partition("=")
    client.set_cookie(name, secret)
    with counted_queries(store) as found:
        client.get(path)
    return len(found)


def _table(plan: str, held: dict[Role, str], queries: dict[tuple[Role, str], int], seconds: int) -> None:
    pages = [(role, path) for role, path in PAGES if exists(path.format(plan=plan), held[role])]
    alone = {page: asked(page[1].format(plan=plan), held[page[0]], seconds) for page in pages}
    with planning():
        busy = {page: asked(page[1].format(plan=plan), held[page[0]], seconds) for page in pages}
    say = print
    say("| page | who | queries | requests/s | median ms | 99% ms | while planning: requests/s | median ms | 99% ms |")
    say("|---|---|---|---|---|---|---|---|---|")
    for role, path in pages:
        idle = " | ".join(f"{value:.0f}" for value in alone[role, path])
        beside = " | ".join(f"{value:.0f}" for value in busy[role, path])
        say(f"| {path} | {role} | {queries[role, path]} | {idle} | {beside} |")


if __name__ == "__main__":
    main()
