"""The catalogue of rules, on one page, in the order in which they are told.

``GROUND`` rules are judged and never posted: they say what a plan is. ``RULES`` are posted to the planner and judged.
To add a rule, write its class in the file of its family and add one line here; the README walks through it.
"""

from routing.rules.company import (
    FewSchoolsOnARun,
    KeptApartStayApart,
    NoMoreAboardThanAPupilBears,
    SchoolsShareWhereBothAgree,
    SoloTravelAlone,
    TogetherStayTogether,
)
from routing.rules.crew import (
    AnAssistantIsAboard,
    AssistantsAreInOnePlace,
    AssistantsKeepTheirHours,
    OneAssistantLooksAfterSoMany,
    OneToOneHaveTheirOwnAssistant,
    OnlyClearedAssistantsWork,
)
from routing.rules.fleet import (
    OnlyClearedVehiclesWork,
    SchoolsHaveABayForEach,
    TheContractCoversTheSchool,
    TheLicenceCoversTheSeats,
    VehiclesAreInOnePlace,
    VehiclesKeepTheirHours,
)
from routing.rules.ground import (
    ARunHoldsTogether,
    AssistantsJoinWhereTheyAreCollected,
    EveryoneIsPlacedOnce,
    EveryoneTravelsToTheirOwnSchool,
    NoOneTravelsUnassessed,
    OnlyWhatIsKnown,
    TheLayoutIsTheVehiclesOwn,
    ThereIsTimeForEverything,
)
from routing.rules.journey import (
    NoOneIsHandedOverTooLate,
    NoOneIsPickedUpTooEarly,
    NoOneRidesTooLong,
    SchoolsAreServedInTime,
    SomeoneIsAtHome,
)
from routing.rules.room import EveryoneHasASeat, EveryWheelchairHasASpace, TheVehicleHasWhatAPupilNeeds
from routing.rules.rule import Model, Postable, Rule, RunRule, Violation

__all__ = ["GROUND", "RULES", "Model", "Postable", "Rule", "RunRule", "Violation"]

GROUND: tuple[Rule, ...] = (
    OnlyWhatIsKnown(),
    EveryoneIsPlacedOnce(),
    EveryoneTravelsToTheirOwnSchool(),
    ARunHoldsTogether(),
    ThereIsTimeForEverything(),
    TheLayoutIsTheVehiclesOwn(),
    AssistantsJoinWhereTheyAreCollected(),
    NoOneTravelsUnassessed(),
)

RULES: tuple[Postable, ...] = (
    # The journey
    SchoolsAreServedInTime(),
    SomeoneIsAtHome(),
    NoOneIsPickedUpTooEarly(),
    NoOneIsHandedOverTooLate(),
    NoOneRidesTooLong(),
    # Room aboard
    EveryoneHasASeat(),
    EveryWheelchairHasASpace(),
    TheVehicleHasWhatAPupilNeeds(),
    # Company
    KeptApartStayApart(),
    TogetherStayTogether(),
    SoloTravelAlone(),
    NoMoreAboardThanAPupilBears(),
    FewSchoolsOnARun(),
    SchoolsShareWhereBothAgree(),
    # The crew
    OneToOneHaveTheirOwnAssistant(),
    AnAssistantIsAboard(),
    OneAssistantLooksAfterSoMany(),
    AssistantsKeepTheirHours(),
    AssistantsAreInOnePlace(),
    OnlyClearedAssistantsWork(),
    # The fleet
    TheContractCoversTheSchool(),
    TheLicenceCoversTheSeats(),
    VehiclesKeepTheirHours(),
    VehiclesAreInOnePlace(),
    OnlyClearedVehiclesWork(),
    SchoolsHaveABayForEach(),
)
