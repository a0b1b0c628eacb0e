"""``python -m tests.soak.outbox --rounds N``: a trainer logs without pause while phone and server are killed.

Each round has notes logged with or without signal, and one thing that goes wrong; at its end the phone finds a signal,
and what is kept is compared with what was logged. Ends with what was counted, and with exit code 1 if anything was
lost, doubled, or can be read on the phone. ``--seed`` chooses what goes wrong; ``--control`` has the server forget the
ids, and must fail.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.faults.street import SECRETS, Server, Telephone, all_sent, in_the_street, lost_and_doubled
from tests.faults.street_server import NO_IDS
from tests.web.street import tap
from web.store import Store

MOST = 4
"""So many notes are logged in one go."""


class Round:
    """One round: what is logged, and what goes wrong."""

    def __init__(self, server: Server, phone: Telephone, chance: random.Random, made: list[str]) -> None:
        self.server = server
        self.phone = phone
        self._chance = chance
        self._made = made

    def log(self) -> None:
        """Log some notes."""
        for _ in range(self._chance.randint(1, MOST)):
            self._made.append(f"zebra{len(self._made)}quagga")
            tap(self.phone.page, 1, self._made[-1])

    def kill_phone(self) -> None:
        """Kill the phone where there is no signal; it begins again there."""
        self.phone.context.set_offline(True)
        self.log()
        self.phone.kill()
        self.phone.switch_on(offline=True)
        self.phone.open_visit()
        self.log()

    def kill_phone_and_server(self) -> None:
        """Kill the phone and then the server, which begin again one after the other."""
        self.kill_phone()
        self.server.kill()
        self.phone.kill()
        self.server.start()
        self.phone.switch_on(offline=True)
        self.phone.open_visit()

    def die_before_answering(self) -> None:
        """Have the server die when it has kept what was sent, before it says so; and the phone go on."""
        self.server.will_die()
        self.log()
        self.server.wait_until_dead()
        self.log()
        self.server.start()

    def kill_server_while_sending(self) -> None:
        """Kill the server at any moment of a few notes."""
        self.log()
        self.phone.page.wait_for_timeout(self._chance.uniform(0, 300))
        self.server.kill()
        self.log()
        self.server.start()

    def end(self) -> None:
        """Find a signal, and send all."""
        self.phone.context.set_offline(False)
        all_sent(self.phone)


FAULTS: tuple[Callable[[Round], None], ...] = (
    Round.kill_phone,
    Round.kill_phone_and_server,
    Round.die_before_answering,
    Round.kill_server_while_sending,
)


def main() -> int:
    """Run so many rounds, and say what was found."""
    parser = argparse.ArgumentParser(description="Kill a trainer's phone and the server, again and again.")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 -- what goes wrong is no secret
    made: list[str] = []
    went_wrong: Counter[str] = Counter()
    fault = NO_IDS if options.control else ""
    with (
        tempfile.TemporaryDirectory(prefix="waymark-outbox-") as home,
        sync_playwright() as playwright,
        in_the_street(playwright, Path(home), fault) as (store, server, phone),
    ):
        phone.open_visit()
        for number in range(1, options.rounds + 1):
            chosen = FAULTS[(number - 1) % len(FAULTS)] if number <= len(FAULTS) else chance.choice(FAULTS)
            this = Round(server, phone, chance, made)
            chosen(this)
            this.end()
            went_wrong[chosen.__name__] += 1
            _say(f"round {number}: {chosen.__name__}, {len(made)} made, {told(store, made)}")
        phone.switch_off()
        read = phone.holds(*made, *SECRETS)
        lost, doubled = lost_and_doubled(store, made)
    _say(f"{dict(went_wrong)}; {len(made)} made, {len(lost)} lost, {len(doubled)} doubled, {len(read)} readable")
    return 1 if lost or doubled or read else 0


def told(store: Store, made: list[str]) -> str:
    """Return what has become of what was made so far."""
    lost, doubled = lost_and_doubled(store, made)
    return f"{len(lost)} lost, {len(doubled)} doubled"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
