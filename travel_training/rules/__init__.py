"""The catalogue of a timetable's rules, on one page, in the order in which they are told.

``GROUND`` rules are judged and never posted: they say what a timetable is. ``RULES`` are posted to the planner and
judged. To add a rule, write its class in the file of its family and add one line here.
"""

from travel_training.rules import ground, trainee, trainer
from travel_training.rules.rule import Model, Postable, Rule, Violation

__all__ = ["GROUND", "RULES", "Model", "Postable", "Rule", "Violation"]

GROUND: tuple[Rule, ...] = (
    ground.OnlyWhatIsKnown(),
    ground.EverySessionIsPlannedOnceOrNamed(),
    ground.EverySessionIsAsItWasWanted(),
    ground.GroupsAreOfOneStageAndSchool(),
    ground.SessionsGoTheTraineesWay(),
    ground.SessionsBeginOnWholeSteps(),
    ground.EveryTraineeHasATrainerOfTheirOwn(),
)

RULES: tuple[Postable, ...] = (
    # The trainee
    trainee.SessionsAreOnSchoolDays(),
    trainee.TraineesAreThere(),
    trainee.SessionsAreWhenTheJourneyIsMade(),
    trainee.OneSessionADay(),
    trainee.NoMoreInAWeekThanATraineeBears(),
    trainee.StagesAreInOrder(),
    trainee.WhatIsFixedStays(),
    # The trainer
    trainer.TrainersKeepTheirHours(),
    trainer.TrainersAreThere(),
    trainer.TrainersAreInOnePlace(),
    trainer.TrainersKeepTheirWeeklyLimit(),
    trainer.TrainersHaveTheSkills(),
    trainer.ATraineeHasOneTrainer(),
    trainer.FewTrainersMeetATrainee(),
)
