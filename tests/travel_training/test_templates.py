"""The programmes that are offered: what each of them must have."""

import pytest

from travel_training.programme import Competency, Programme, Setting
from travel_training.programme_files import programme_to_toml, read_programme
from travel_training.templates import NAMES, offered

EACH = pytest.mark.parametrize("programme", offered(), ids=NAMES)


def test_there_are_three_each_under_its_own_id_with_a_scale_of_its_own() -> None:
    assert [programme.id for programme in offered()] == list(NAMES)
    assert [len(programme.scale.levels) for programme in offered()] == [5, 3, 3]
    assert len({programme.scale for programme in offered()}) == 3


@EACH
def test_every_competency_is_taught(programme: Programme) -> None:
    assert {milestone.competency for milestone in programme.milestone.values()} == set(Competency)


@EACH
def test_crossing_strangers_and_being_lost_are_safety_critical_and_lapse(programme: Programme) -> None:
    critical = [each for each in programme.milestone.values() if each.is_safety_critical]
    assert {each.competency for each in critical} >= {
        Competency.PEDESTRIAN,
        Competency.PERSONAL_SAFETY,
        Competency.PROBLEM_SOLVING,
    }
    assert all(each.lapses_after_days is not None and each.days_needed >= 3 for each in critical)


@EACH
def test_stages_come_in_the_order_of_their_settings_and_end_out_of_sight(programme: Programme) -> None:
    settings = [list(Setting).index(stage.setting) for stage in programme.stages]
    assert settings == sorted(settings)
    assert Setting.SHADOWED in {stage.setting for stage in programme.stages}
    assert {stage.setting for stage in programme.stages if stage.group_at_most > 1} <= {Setting.CLASSROOM}


@EACH
def test_some_milestone_wants_a_problem_that_nobody_planned(programme: Programme) -> None:
    assert any(milestone.needs_unplanned for milestone in programme.milestone.values())


@EACH
def test_every_milestone_says_what_is_seen_when_it_is_done(programme: Programme) -> None:
    said = [milestone.said for milestone in programme.milestone.values()]
    assert all(len(each.split()) >= 5 for each in said)
    assert len(set(said)) + 5 >= len(said)  # the task list says the same of both ways


@EACH
def test_a_template_is_written_and_read_back_the_same(programme: Programme) -> None:
    assert read_programme(programme_to_toml(programme), "p.toml") == programme


def test_the_general_programme_is_held_in_9_to_13_sessions() -> None:
    assert 9 <= sum(stage.sessions for stage in offered()[0].stages) <= 13
