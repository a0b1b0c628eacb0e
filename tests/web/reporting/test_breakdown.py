"""From single pupils to groups: counted, worked out, hidden."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from web.reporting.breakdown import Kind, Measure, Part, Rate, counted, kinds, share
from web.reporting.figures import HIDDEN, Unit

MEASURE = Measure(
    title="Late",
    said="",
    unit=Unit.PUPILS,
    kinds=(Kind("late", "Late"), Kind("in_time", "In time")),
    rates=(
        Rate(
            name="share",
            words="Late",
            unit=Unit.PERCENT,
            worth=share(kinds("late"), kinds("late", "in_time")),
            of=("late",),
        ),
        Rate(name="cost", words="Cost", unit=Unit.POUNDS, worth=lambda tally: tally.sums.get("pounds")),
    ),
)


def _group(name: str, late: int, in_time: int) -> Iterator[Part]:
    for kind, count in (("late", late), ("in_time", in_time)):
        for number in range(count):
            yield Part(group=name, pupil=f"{name}-{kind}-{number}", counts={kind: 1}, sums={"pounds": 2.5})


def test_counts_their_sum_and_what_is_worked_out_of_them() -> None:
    found = counted(MEASURE, [*_group("a", 5, 15), *_group("b", 0, 10)], 5)
    assert found.groups == {"a": (5, 15, 20, 25, 50), "b": (0, 10, 10, 0, 25)}
    assert found.total == (5, 25, 30, 17, 75)
    assert not found.hides


def test_a_rate_is_hidden_with_the_count_that_it_would_tell() -> None:
    found = counted(MEASURE, [*_group("a", 3, 15), *_group("b", 9, 30)], 5)
    assert found.groups == {"a": (HIDDEN, HIDDEN, 18, HIDDEN, 45), "b": (HIDDEN, HIDDEN, 39, HIDDEN, 98)}
    assert found.total == (12, 45, 57, 21, 143)
    assert found.hides


def test_a_whole_per_cent_of_many_pupils_tells_no_count_and_stands() -> None:
    found = counted(MEASURE, [*_group("a", 3, 597), *_group("b", 9, 30)], 5)
    assert found.groups["a"] == (HIDDEN, HIDDEN, 600, 1, 1500)
    assert found.groups["b"][3] is HIDDEN


def test_of_nobody_there_is_nothing() -> None:
    assert counted(MEASURE, [], 5).total == (0, 0, 0, None, None)


@given(st.dictionaries(st.sampled_from("abc"), st.tuples(st.integers(0, 8), st.integers(0, 30)), min_size=1))
def test_a_cost_never_stands_beside_a_hidden_number_of_pupils(sizes: dict[str, tuple[int, int]]) -> None:
    found = counted(MEASURE, [part for name, size in sizes.items() for part in _group(name, *size)], 5)
    hidden = [group for group, figures in found.groups.items() if figures[2] is HIDDEN]
    assert all(found.groups[group][3:] == (HIDDEN, HIDDEN) for group in hidden)
    assert len(hidden) != 1 or len(found.groups) == 1  # one alone could be worked out from the total
