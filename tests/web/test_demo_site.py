"""The demonstration's installation: records, published plans, a user of every role who may really sign in."""

import shutil
from pathlib import Path

from routing.authority import read_authority
from routing.commands import Outcome
from routing.files import read_document
from tests.web.conftest import County
from travel_training.people import TraineeId
from web.access import Role, the_clock
from web.demo import Half
from web.demo_journeys import journeys_of
from web.demo_site import fill_office, settings_of, told
from web.opening import open_store
from web.passwords import PASSWORDS
from web.store.plan_views import PlanState
from web.training.journeys import journey_from_json


def test_the_office_is_filled_and_everyone_may_sign_in(county: County, tmp_path: Path) -> None:
    authority, document = read_authority(county.authority), read_document(county.plan)
    assert document.plan is not None
    half = Half(document, Outcome(document.plan, (), 1.0, interrupted=False))
    shutil.copytree(county.roads, tmp_path / "roads")
    accounts = fill_office(tmp_path, authority, [half])
    assert {each.role for each in accounts} == set(Role)
    store = open_store(settings_of(tmp_path), create=False)
    with store.reading(the_clock("test")) as kept:
        assert len(kept.records.list_kind("pupils")) == 12
        [plan] = kept.plans.list_plans(document.problem.day, document.problem.day)
        assert plan.state is PlanState.PUBLISHED
        for each in accounts:
            user = kept.people.find_user(each.email)
            assert user is not None
            assert PASSWORDS.is_right(each.password, kept.credentials.password_of(user.id))
        trainees = [head.pupil for head in kept.training.list_trainees() if head.cohort]
        documents = [kept.training.journeys.list_of(trainee)[0].document for trainee in trainees]
        assert documents
        assert None not in [document and journey_from_json(document) for document in documents]
        nobody = journeys_of(settings_of(tmp_path), document.problem, kept.now.date())(TraineeId("nobody"))
        assert nobody is None
    store.database.close()
    lines = list(told(accounts, "http://127.0.0.1:8000/"))
    assert len(lines) == 1 + len(Role)
