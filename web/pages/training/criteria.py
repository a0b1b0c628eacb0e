"""What is looked at before training begins: whether it can begin now, and what would help if not. Data, no verdict."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is looked at: its id, in a few words, and as a question."""

    id: str
    short: str
    asked: str


CRITERIA: tuple[Criterion, ...] = (
    Criterion("danger", "notices danger", "Notices danger, and responds to it"),
    Criterion("directions", "follows spoken directions", "Follows directions that are spoken"),
    Criterion("decides", "can learn to decide", "Can learn to decide what to do, and to do it"),
    Criterion("tells", "makes needs known", "Can make needs known, in their own way"),
    Criterion("help", "accepts help", "Can learn to ask for help, and to accept it"),
    Criterion("ground", "manages kerbs and vehicles", "Manages kerbs, steps, lifts and vehicles, with aids if any"),
    Criterion("manner", "gets on with others", "Behaves among others in a way that keeps everyone well"),
    Criterion("own-safety", "knows their own safety", "Has a sense of their own safety among strangers"),
    Criterion("identity", "says or carries who they are", "Says who they are, or carries it with them"),
    Criterion("journey", "there is a journey", "There is a journey on foot or by bus that could be theirs"),
    Criterion("transport", "has transport now", "Has transport from the authority, or is about to"),
    Criterion("parent", "a parent wishes it", "A parent wishes it"),
    Criterion("wish", "the young person wishes it", "The young person wishes it"),
)
"""After what providers in England publish of their entry checks."""

CRITERION: Mapping[str, Criterion] = {each.id: each for each in CRITERIA}
