"""LoadReport: what a map file held, what became of it, and what was left out and why."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What was read from a map and what was dropped; ``str`` gives it as sentences.

    Parameters
    ----------
    source
        Name of the file or place, and ``content_hash`` of the file where it is one.
    ways, nodes
        Drivable ways in the source, and the distinct points on them.
    roads, kept_roads
        Directed pieces of road between junctions: all, and those in the largest part that hangs together.
    end_only_roads
        Kept pieces on which a leg may only begin or end (private, customers, behind a gate).
    closed_ways
        Ways left out because no vehicle may drive there, counted by reason.
    barriers
        Barriers met, counted by what they do: "closed", "end of a leg only".
    restrictions_kept
        Turn restrictions kept exactly; those that hold at certain hours are kept at all hours.
    restrictions_elsewhere
        Turn restrictions on ways that are not driven anyway, or for other vehicles.
    restrictions_via_way
        Turn restrictions that run through a way rather than a junction; not kept.
    restrictions_unclear
        (relation id, reason) of each restriction that was not understood; not kept.
    timed_closures
        Ways that are shut at certain hours.
    conditions_unclear
        (way id, text) of each condition that was not understood; not kept.
    dropped_apart, dropped_traps
        Pieces dropped because nothing joins them to the rest, and because one cannot both get there and back, such as
        one carriageway of a road that leaves the map.
    dropped_way_ids
        Ways of which a piece was dropped.
    """

    source: str = ""
    content_hash: str = ""
    ways: int = 0
    nodes: int = 0
    roads: int = 0
    kept_roads: int = 0
    end_only_roads: int = 0
    closed_ways: dict[str, int] = field(default_factory=dict)
    barriers: dict[str, int] = field(default_factory=dict)
    restrictions_kept: int = 0
    restrictions_elsewhere: int = 0
    restrictions_via_way: int = 0
    restrictions_unclear: tuple[tuple[int, str], ...] = ()
    timed_closures: int = 0
    conditions_unclear: tuple[tuple[int, str], ...] = ()
    dropped_apart: int = 0
    dropped_traps: int = 0
    dropped_way_ids: tuple[int, ...] = ()

    def __str__(self) -> str:
        unclear = len(self.restrictions_unclear)
        sentences = [
            f"{self.source or 'The map'}: {self.ways:,} drivable ways, {self.roads:,} pieces of road by direction.",
            f"Kept: {self.kept_roads:,} pieces, {self.end_only_roads:,} of them for the ends of a leg only.",
            f"Dropped as nothing joins them to the rest: {self.dropped_apart:,} pieces.",
            f"Dropped as one cannot get both there and back: {self.dropped_traps:,} pieces.",
            f"Turn restrictions: {self.restrictions_kept:,} kept exactly, {self.restrictions_elsewhere:,} no concern.",
            f"Turn restrictions not kept: {self.restrictions_via_way:,} through a way, {unclear:,} not understood.",
            f"Shut at certain hours: {self.timed_closures:,} ways.",
            f"Conditions not understood: {len(self.conditions_unclear):,}.",
        ]
        if self.closed_ways:
            sentences.append("Left out: " + _counted(self.closed_ways) + ".")
        if self.barriers:
            sentences.append("Barriers: " + _counted(self.barriers) + ".")
        return "\n".join(sentences)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {reason}" for reason, count in sorted(counts.items(), key=lambda item: -item[1]))
