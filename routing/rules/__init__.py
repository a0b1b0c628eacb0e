"""The catalogue of rules, on one page, in the order in which they are told.

``GROUND`` rules are judged and never posted: they say what a plan is. ``RULES`` are posted to the planner and judged.
To add a rule, write its class in the file of its family and add one line here; the README walks through it.
"""

from routing.rules import company, crew, fleet, ground, journey, room
from routing.rules.rule import Model, Postable, Rule, RunRule, Violation

__all__ = ["GROUND", "RULES", "Model", "Postable", "Rule", "RunRule", "Violation"]

GROUND: tuple[Rule, ...] = (
    ground.OnlyWhatIsKnown(),
    ground.EveryoneIsPlacedOnce(),
    ground.EveryoneTravelsToTheirOwnSchool(),
    ground.ARunHoldsTogether(),
    ground.ThereIsTimeForEverything(),
    ground.TheLayoutIsTheVehiclesOwn(),
    ground.AssistantsJoinWhereTheyAreCollected(),
    ground.NoOneTravelsUnassessed(),
)

RULES: tuple[Postable, ...] = (
    # The journey
    journey.SchoolsAreServedInTime(),
    journey.SomeoneIsAtHome(),
    journey.NoOneIsPickedUpTooEarly(),
    journey.NoOneIsHandedOverTooLate(),
    journey.NoOneRidesTooLong(),
    # Room aboard
    room.EveryoneHasASeat(),
    room.EveryWheelchairHasASpace(),
    room.TheVehicleHasWhatAPupilNeeds(),
    # Company
    company.KeptApartStayApart(),
    company.TogetherStayTogether(),
    company.SoloTravelAlone(),
    company.NoMoreAboardThanAPupilBears(),
    company.FewSchoolsOnARun(),
    company.SchoolsShareWhereBothAgree(),
    # The crew
    crew.OneToOneHaveTheirOwnAssistant(),
    crew.AnAssistantIsAboard(),
    crew.OneAssistantLooksAfterSoMany(),
    crew.AssistantsKeepTheirHours(),
    crew.AssistantsAreInOnePlace(),
    crew.OnlyClearedAssistantsWork(),
    # The fleet
    fleet.TheContractCoversTheSchool(),
    fleet.TheLicenceCoversTheSeats(),
    fleet.VehiclesKeepTheirHours(),
    fleet.VehiclesAreBackInTime(),
    fleet.VehiclesAreInOnePlace(),
    fleet.OnlyClearedVehiclesWork(),
    fleet.SchoolsHaveABayForEach(),
)
