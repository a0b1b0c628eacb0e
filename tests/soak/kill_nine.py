"""``python -m tests.soak.kill_nine --rounds N``: kill -9 of whoever saves, imports, publishes, plans or serves.

One installation is harmed again and again, and judged after each round: nothing acknowledged may be lost, nothing half.
Ends with what was counted, and with exit code 1 if anything was wrong. ``--seed`` chooses when each is killed.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.judging import wrong_in
from tests.faults.programs import BATCH
from tests.faults.running import Program, running
from tests.soak.serving import Absence, Pages
from tests.web.office import OFFICE, fill
from web.keeping.backup import make_backup
from web.opening import open_store
from web.settings import Settings
from web.store import Store

WRITERS = ("save", "import", "publish")
KILLED = (*WRITERS, "work", "server")
PAUSE_S = "0.02"
TASKS = 3
MOST_S = 4.0
"""A program is killed at a random moment of so long, once it has begun."""


@dataclass
class Tally:
    """What was counted in all rounds."""

    kills: Counter[str] = field(default_factory=Counter)
    acked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    """What was acknowledged of each pupil, in its order."""
    batches: set[str] = field(default_factory=set)
    plans: dict[str, int] = field(default_factory=dict)
    tasks: set[str] = field(default_factory=set)
    absences: Counter[Absence] = field(default_factory=Counter)


def main() -> int:
    """Harm an installation for so many rounds, and say what was found."""
    parser = argparse.ArgumentParser(description="Kill -9 whoever writes, again and again.")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, tally = random.Random(options.seed), Tally()  # noqa: S311 -- when to kill is no secret
    with tempfile.TemporaryDirectory(prefix="waymark-soak-") as home:
        settings = Settings(home=Path(home), secure_cookies=False)
        store = open_store(settings, create=True)
        fill(store)
        for number in range(1, options.rounds + 1):
            run_round(settings, store, chance, tally)
            sys.stdout.write(f"round {number}: {sum(tally.acked.values())} acknowledged, {len(tally.wrong)} wrong\n")
            sys.stdout.flush()
        _judge_tasks(settings, store, tally)
        made = make_backup(store, settings)
        sys.stdout.write(f"backup: {made}\n")
        store.database.close()
    sys.stdout.write(f"killed {dict(tally.kills)}; acknowledged {dict(tally.acked)}\n")
    sys.stdout.write("".join(f"WRONG: {each}\n" for each in tally.wrong) or "nothing lost, nothing half\n")
    return 1 if tally.wrong else 0


def run_round(settings: Settings, store: Store, chance: random.Random, tally: Tally) -> None:
    """Let several write at once, kill each at its own moment, and judge what is left."""
    tally.tasks |= _want_tasks(store, chance)
    programs = {name: Program(settings, name, PAUSE_S) for name in WRITERS}
    programs["work"] = Program(settings, "work")
    with running(*programs.values()), Pages(settings, store) as pages:
        for name in WRITERS:
            programs[name].hear(1)
        begun_s = time.monotonic()
        for wait_s, name in sorted((chance.uniform(0, MOST_S), name) for name in KILLED):
            time.sleep(max(0.0, begun_s + wait_s - time.monotonic()))
            (pages if name == "server" else programs[name]).kill()
            tally.kills[name] += 1
    for name in WRITERS:
        tally.acked[name] += len(programs[name].acked)
        _remember(tally, name, programs[name].acked)
    tally.absences += pages.acked
    tally.acked["server"] = tally.absences.total()
    tally.wrong += [*wrong_in(store), *_lost(store, tally)]


def _want_tasks(store: Store, chance: random.Random) -> set[str]:
    """Want some work of the worker that is going to be killed."""
    with store.writing(OFFICE) as kept:
        return {kept.tasks.ask("count", {"number": chance.random(), "seconds": 0.2}) for _ in range(TASKS)}


def _judge_tasks(settings: Settings, store: Store, tally: Tally) -> None:
    """Have a worker do what is left of all rounds; each task must have been done once."""
    with running(Program(settings, "work", "rest")) as (rest,):
        rest.end()
    with store.reading(OFFICE) as kept:
        done = Counter((kept.options.find("count") or {"tasks": []})["tasks"])
        tally.acked["work"] = done.total()
        tally.wrong += [f"task {id_} was done {done[id_]} times" for id_ in tally.tasks if done[id_] != 1]


def _remember(tally: Tally, name: str, acked: list[dict[str, Any]]) -> None:
    for each in acked:
        if name == "save":
            tally.names.setdefault(each["key"], []).append(each["name"])
        elif name == "import":
            tally.batches.add(str(each["batch"]))
        else:
            tally.plans[each["plan"]] = each["version"]


def _lost(store: Store, tally: Tally) -> list[str]:
    """Return what was acknowledged and is not there."""
    lost = []
    with store.reading(OFFICE) as kept:
        for key, names in tally.names.items():
            found = [version.row["name"] for version in reversed(kept.records.history("pupils", key))]
            steps = iter(found)
            lost += [f"{key}: {name} is not kept" for name in names if name not in steps]
        vehicles = Counter(row.key.split("-")[0] for row in kept.records.list_kind("vehicles"))
        lost += [f"import {batch} is not kept" for batch in tally.batches if vehicles[f"v{batch}"] != BATCH]
        lost += [f"{name}: half an import" for name, rows in vehicles.items() if name[1:].isdigit() and rows != BATCH]
        lost += [f"plan {id_}" for id_, version in tally.plans.items() if kept.plans.get(id_).version != version]
        lost += [f"absence {each} is not kept" for each in tally.absences - Pages.kept(kept)]
    return lost


if __name__ == "__main__":
    sys.exit(main())
