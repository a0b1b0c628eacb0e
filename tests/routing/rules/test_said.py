"""What each rule says to a planner, heard by ``Said``: the records' limits, and nothing for whom a waiver lifts it."""

from datetime import date
from typing import Any

import pytest

from routing.policy import Policy
from routing.problem import Direction, Problem
from routing.records import DAY_S, AssistantId, Phase, SchoolId, Training, VehicleId, Waiver
from routing.risk import PupilId, RuleId
from routing.rules import RULES, Postable
from routing.said import CrewNeed, Load, Said, said_by
from tests.towns import assistant, contract, crossroads, pupil, school, seconds, street, vehicle

ANN, BOB, CAT = PupilId("ann"), PupilId("bob"), PupilId("cat")
BUS, CAB = VehicleId("bus"), VehicleId("cab")
RULE: dict[str, Postable] = {rule.id: rule for rule in RULES}


def heard(rule: str, problem: Problem) -> Said:
    return said_by(problem, [RULE[rule]])


def waived(rule: str, whose: str = "ann") -> tuple[Waiver, ...]:
    told: dict[str, Any] = {"reason": "agreed", "granted_by": "T2", "until": date(2027, 1, 1)}
    return (Waiver(rule=RuleId(rule), pupil=PupilId(whose), **told),)


def test_schools_times_are_said() -> None:
    said = heard("SchoolsAreServedInTime", street(pupil("ann", "a")))
    assert said == Said(school_window={SchoolId("oak"): (seconds("08:30"), seconds("08:45"))})


@pytest.mark.parametrize(
    ("needs", "window"),
    [
        ({"home_from_s": 100, "home_until_s": 200}, (100, 200)),
        ({"home_from_s": 100}, (100, DAY_S - 1)),
        ({"home_until_s": 200}, (0, 200)),
    ],
)
def test_when_someone_is_at_home_is_said(needs: dict[str, Any], window: tuple[int, int]) -> None:
    people = (pupil("ann", "a", **needs), pupil("bob", "a"))
    assert heard("SomeoneIsAtHome", street(*people)) == Said(home_window={ANN: window})
    assert heard("SomeoneIsAtHome", street(*people, waivers=waived("SomeoneIsAtHome"))) == Said()


def test_the_earliest_and_the_latest_hour_are_said_each_in_its_direction() -> None:
    policy = Policy(earliest_pick_up_s=20_000, latest_hand_over_s=60_000)
    to_school = street(pupil("ann", "a"), policy=policy)
    back = street(pupil("ann", "a"), policy=policy, direction=Direction.FROM_SCHOOL)
    assert heard("NoOneIsPickedUpTooEarly", to_school) == Said(home_window={ANN: (20_000, DAY_S - 1)})
    assert heard("NoOneIsPickedUpTooEarly", back) == Said()
    assert heard("NoOneIsHandedOverTooLate", back) == Said(home_window={ANN: (0, 60_000)})
    assert heard("NoOneIsHandedOverTooLate", to_school) == Said()


def test_each_ride_limit_is_said() -> None:
    people = (pupil("ann", "a", ride_limit_s=600), pupil("bob", "a"), pupil("cat", "a", phase=Phase.SECONDARY))
    assert heard("NoOneRidesTooLong", street(*people)) == Said(ride_limit_s={ANN: 600, BOB: 2700, CAT: 4500})
    lifted = street(*people, waivers=waived("NoOneRidesTooLong"))
    assert heard("NoOneRidesTooLong", lifted) == Said(ride_limit_s={BOB: 2700, CAT: 4500})


def test_seats_and_wheelchair_spaces_are_said_layout_by_layout() -> None:
    people = (pupil("ann", "a"), pupil("bob", "a", wheelchair=True))
    problem = street(*people, vehicles=(vehicle("bus", (4, 0), (2, 1)), vehicle("cab", (3, 2))))
    seats = Load("seats", {ANN: 1, BOB: 0}, 1, {BUS: (4, 2), CAB: (3,)})
    spaces = Load("wheelchair spaces", {ANN: 0, BOB: 1}, 0, {BUS: (0, 1), CAB: (2,)})
    assert heard("EveryoneHasASeat", problem).loads == [seats]
    assert heard("EveryWheelchairHasASpace", problem).loads == [spaces]


def test_what_a_vehicle_must_have_is_said_as_where_a_pupil_may_travel() -> None:
    fleet = (vehicle("bus", features="lift"), vehicle("cab", features="lift harness"))
    people = (pupil("ann", "a", features="lift harness"), pupil("bob", "a"))
    rule = "TheVehicleHasWhatAPupilNeeds"
    assert heard(rule, street(*people, vehicles=fleet)) == Said(only={ANN: frozenset({CAB})})
    assert heard(rule, street(*people, vehicles=fleet, waivers=waived(rule))) == Said()


@pytest.mark.parametrize(
    ("rule", "need"), [("KeptApartStayApart", "apart_from"), ("TogetherStayTogether", "together_with")]
)
def test_who_is_kept_apart_and_who_together_is_said(rule: str, need: str) -> None:
    people = (pupil("ann", "a"), pupil("bob", "a", **{need: "ann"}), pupil("cat", "a"))  # type: ignore[arg-type]  # a need
    pair = {frozenset({ANN, BOB})}
    assert heard(rule, street(*people)) == (Said(apart=pair) if need == "apart_from" else Said(together=pair))
    for whose in ("ann", "bob"):
        assert heard(rule, street(*people, waivers=waived(rule, whose))) == Said()


def test_company_is_said_as_how_many_a_run_carries() -> None:
    people = (pupil("ann", "a", solo=True), pupil("bob", "a", most_aboard=3), pupil("cat", "a"))
    assert heard("SoloTravelAlone", street(*people)) == Said(most={ANN: 1})
    assert heard("NoMoreAboardThanAPupilBears", street(*people)) == Said(most={BOB: 3})
    assert heard("SoloTravelAlone", street(*people, waivers=waived("SoloTravelAlone"))) == Said()


@pytest.mark.parametrize(
    ("oak", "elm", "said"), [(None, None, 0), ("elm", "oak", 0), ("", None, 1), (None, "", 1), ("elm", "ash", 1)]
)
def test_how_many_schools_and_which_is_said(oak: str | None, elm: str | None, said: int) -> None:
    schools = (school("oak", shares_with=oak), school("elm", shares_with=elm))
    problem = crossroads(pupil("ann", "a"), schools=schools, policy=Policy(most_schools_per_run=3))
    assert len(heard("SchoolsShareWhereBothAgree", problem).schools_apart) == said
    assert heard("FewSchoolsOnARun", problem) == Said(most_schools=3)


def test_the_crew_that_each_needs_is_said() -> None:
    people = (
        pupil("ann", "a", assistant="one-to-one", training="epilepsy"),
        pupil("bob", "a", assistant="shared", training="lifting"),
        pupil("cat", "a"),
    )
    problem = street(*people, policy=Policy(pupils_per_assistant=5))
    own = heard("OneToOneHaveTheirOwnAssistant", problem).crew
    assert own == {ANN: CrewNeed(one_to_one=True, training=frozenset({Training("epilepsy")}))}
    shared = heard("AnAssistantIsAboard", problem).crew
    assert shared == {BOB: CrewNeed(one_to_one=False, training=frozenset({Training("lifting")}))}
    assert heard("OneAssistantLooksAfterSoMany", problem) == Said(most_pupils_per_assistant=5)
    for rule, whose in (("OneToOneHaveTheirOwnAssistant", "ann"), ("AnAssistantIsAboard", "bob")):
        assert heard(rule, street(*people, waivers=waived(rule, whose))) == Said()


def test_hours_and_checks_of_assistants_are_said() -> None:
    staff = (
        assistant("zoe", hours="07:00-09:00", shift_limit_s=5000, cleared_until=date(2026, 11, 22)),
        assistant("yan", cleared_until=date(2026, 11, 23)),
    )
    problem = street(pupil("ann", "a"), assistants=staff)
    zoe, yan = AssistantId("zoe"), AssistantId("yan")
    assert heard("OnlyClearedAssistantsWork", problem) == Said(assistants=frozenset({yan}))
    assert heard("AssistantsKeepTheirHours", problem).assistant_hours == {
        zoe: (25_200, 32_400, 5000),
        yan: (0, DAY_S - 1, 18_000),
    }
    assert heard("AssistantsAreInOnePlace", problem).busy == {zoe, yan}


def test_contracts_licences_and_checks_are_said_as_where_pupils_may_travel() -> None:
    fleet = (vehicle("bus", (8, 1), contract="big", cleared_until=date(2026, 11, 22)), vehicle("cab"))
    contracts = (contract("big", schools="oak", most_seats=8), contract(schools="elm"))
    problem = crossroads(pupil("ann", "a"), pupil("bob", "a", "elm"), contracts=contracts, vehicles=fleet)
    assert heard("TheContractCoversTheSchool", problem).only == {ANN: {BUS}, BOB: {CAB}}
    assert heard("TheLicenceCoversTheSeats", problem).only == {ANN: {CAB}, BOB: {CAB}}
    assert heard("OnlyClearedVehiclesWork", problem).only == {ANN: {CAB}, BOB: {CAB}}


def test_the_longest_shift_of_a_vehicle_is_said() -> None:
    problem = street(pupil("ann", "a"), vehicles=(vehicle(shift_limit_s=600), vehicle("cab")))
    assert heard("VehiclesAreBackInTime", problem) == Said(shift_limit_s={BUS: 600})


def test_hours_of_vehicles_and_bays_are_said() -> None:
    schools = (school("oak", bays=2), school("elm"))
    problem = crossroads(pupil("ann", "a"), vehicles=(vehicle(hours="07:00-09:00"),), schools=schools)
    assert heard("VehiclesKeepTheirHours", problem) == Said(vehicle_hours={BUS: (25_200, 32_400)})
    assert heard("VehiclesAreBackInTime", problem) == Said()
    assert heard("VehiclesAreInOnePlace", problem) == Said(busy={"bus"})
    assert heard("SchoolsHaveABayForEach", problem) == Said(bays={SchoolId("oak"): 2})
