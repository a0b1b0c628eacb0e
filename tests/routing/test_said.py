"""What is said later never loosens what was said before."""

from routing.records import AssistantId, SchoolId, Training, VehicleId
from routing.risk import PupilId
from routing.rules import RULES
from routing.said import Said, said_by
from tests.towns import pupil, school, street

ANN, BOB, OAK, BUS, EVE = PupilId("ann"), PupilId("bob"), SchoolId("oak"), VehicleId("bus"), AssistantId("eve")
MEDICATION = Training("medication")


def test_the_tightest_window_and_limit_count() -> None:
    said = Said()
    for from_s, until_s in ((100, 900), (50, 800), (200, 1000)):
        said.at_school_between(OAK, from_s, until_s)
        said.at_home_between(ANN, from_s, until_s)
        said.vehicle_between(BUS, from_s, until_s)
        said.assistant_between(EVE, from_s, until_s, until_s)
    assert said.school_window[OAK] == said.home_window[ANN] == said.vehicle_hours[BUS] == (200, 800)
    assert said.assistant_hours[EVE] == (200, 800, 800)


def test_the_smallest_number_counts() -> None:
    said = Said()
    for most in (3, 2, 4):
        said.ride_at_most(ANN, most)
        said.most_aboard(ANN, most)
        said.schools_at_most(most)
        said.pupils_per_assistant(most)
        said.at_once_at_most(OAK, most)
    heard = said.ride_limit_s[ANN], said.most[ANN], said.most_schools, said.most_pupils_per_assistant, said.bays[OAK]
    assert heard == (2, 2, 2, 2, 2)


def test_what_two_rules_allow_is_what_both_allow() -> None:
    said = Said()
    said.only_aboard(ANN, frozenset({BUS, VehicleId("taxi")}))
    said.only_aboard(ANN, frozenset({BUS}))
    said.crew_only(frozenset({EVE, AssistantId("fay")}))
    said.crew_only(frozenset({EVE}))
    assert (said.only[ANN], said.assistants) == (frozenset({BUS}), frozenset({EVE}))


def test_an_assistant_must_have_all_the_training_that_is_asked_for() -> None:
    said = Said()
    said.crew_at_least(ANN, one_to_one=False, training=frozenset({MEDICATION}))
    said.crew_at_least(ANN, one_to_one=True, training=frozenset())
    assert (said.crew[ANN].one_to_one, said.crew[ANN].training) == (True, frozenset({MEDICATION}))


def test_the_whole_catalogue_is_heard() -> None:
    said = said_by(street(pupil("ann", "a", apart_from="bob"), pupil("bob", "b"), schools=(school(bays=2),)), RULES)
    assert said.apart == {frozenset((ANN, BOB))}
    assert [load.name for load in said.loads] == ["seats", "wheelchair spaces"]
    assert said.bays == {OAK: 2}
    assert BUS in said.busy
