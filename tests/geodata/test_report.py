"""The report tells in sentences what was read, and is silent on what was not met."""

from geodata.report import LoadReport


def test_a_report_tells_what_was_kept_and_why_the_rest_was_not() -> None:
    report = LoadReport(
        source="rutland.osm.pbf",
        ways=3093,
        roads=10_553,
        kept_roads=10_090,
        end_only_roads=382,
        closed_ways={"beyond the edge of the map": 1, "closed to motor vehicles": 10},
        barriers={"closed": 4},
        restrictions_kept=2,
        restrictions_via_way=1,
        dropped_apart=432,
        dropped_traps=31,
    )
    told = str(report)
    for sentence in (
        "rutland.osm.pbf: 3,093 drivable ways, 10,553 pieces of road by direction.",
        "Kept: 10,090 pieces, 382 of them for the ends of a leg only.",
        "Turn restrictions: 2 kept exactly",
        "1 through a way",
        "nothing joins them to the rest: 432 pieces",
        "both there and back: 31 pieces",
        "Left out: 10 closed to motor vehicles, 1 beyond the edge of the map.",
        "Barriers: 4 closed.",
    ):
        assert sentence in told


def test_a_report_of_nothing_speaks_of_no_barriers() -> None:
    assert "Barriers" not in str(LoadReport())
    assert str(LoadReport()).startswith("The map: 0 drivable ways")
