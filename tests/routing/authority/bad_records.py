"""Bad input, part three: measures, pairs, promises, the calendar and the policy."""

from tests.routing.authority.spoiling import Spoilt, append, both, drop, put, swap

OF_RECORDS = (
    Spoilt(
        "a measure nobody knows",
        swap("measures.csv", "P2,ride limit,30", "P2,rode limit,30"),
        ("measures.csv line 5, column measure: 'rode limit' is no measure that we know (nearest: 'ride_limit')",),
    ),
    Spoilt(
        "a measure's value in words",
        swap("measures.csv", "P2,ride limit,30", "P2,ride limit,half an hour"),
        ("measures.csv line 5, column value: 'half an hour' is not minutes (4, 2.5 or 2:30)",),
    ),
    Spoilt(
        "a measure without its value",
        swap("measures.csv", "P2,ride limit,30", "P2,ride limit,"),
        ("measures.csv line 5, column value: is empty: ride_limit_minutes needs minutes (4, 2.5 or 2:30)",),
    ),
    Spoilt(
        "a measure that is denied",
        swap("measures.csv", "P3,solo,yes", "P3,solo,no"),
        ("measures.csv line 7, column value: 'no' is no value for solo: it has none",),
    ),
    Spoilt(
        "two ride limits",
        append("measures.csv", "P2,ride limit,40"),
        ("measures.csv line 11, column measure: ride_limit_minutes is given for 'P2' on line 5 already",),
    ),
    Spoilt(
        "a row twice",
        append("measures.csv", "P2,ride limit,30"),
        ("measures.csv line 11, column measure: ride_limit_minutes is given for 'P2' on line 5 already",),
    ),
    Spoilt(
        "nobody aboard",
        swap("measures.csv", "most aboard,4", "most aboard,0"),
        ("measures.csv line 8, column value: must be at least 1, not 0",),
    ),
    Spoilt(
        "training without an assistant",
        swap("measures.csv", "P1,assistant,shared\n", ""),
        (
            (
                "measures.csv line 3, column measure: training asks for an assistant: add a row with "
                "assistant shared or one-to-one"
            ),
        ),
    ),
    Spoilt(
        "training that no one has",
        swap("measures.csv", "rescue-medication", "makaton"),
        ("measures.csv line 4, column value: no one in assistants.csv is trained in 'makaton', which 'P1' needs",),
    ),
    Spoilt(
        "two trainings that no one has both of",
        both(
            append("measures.csv", "P1,training,bsl"),
            swap("assistants.csv", "rescue-medication; bsl", "rescue-medication"),
            swap("assistants.csv", "A2,Jo Bay,,,", "A2,Jo Bay,,bsl,"),
        ),
        (
            (
                "measures.csv line 4, column value: no one assistant in assistants.csv is trained in "
                "all that 'P1' needs: bsl, rescue-medication"
            ),
        ),
    ),
    Spoilt(
        "no assistant at all",
        drop("assistants.csv"),
        (
            (
                "measures.csv line 3, column measure: 'P1' needs a passenger assistant, and there is "
                "none in assistants.csv"
            ),
            "usual.csv line 2, column assistant: 'A1' is not in assistants.csv",
        ),
    ),
    Spoilt(
        "a wheelchair and no vehicle for it",
        swap("vehicles.csv", "16+0; 14+1", "16+0"),
        (
            (
                "measures.csv line 2, column measure: 'P1' travels in a wheelchair, and no vehicle "
                "of vehicles.csv has a space for one"
            ),
        ),
    ),
    Spoilt(
        "a feature that no vehicle has",
        swap("measures.csv", "low-step", "low-stp"),
        (
            (
                "measures.csv line 6, column value: 'P2' needs a vehicle with 'low-stp', and none "
                "has it (nearest: 'low-step')"
            ),
        ),
    ),
    Spoilt(
        "a feature and a space that no one vehicle has",
        both(append("measures.csv", "P1,feature,ramp"), swap("vehicles.csv", "C1,4,,,,,", "C1,4,,,,ramp,")),
        ("measures.csv line 11, column value: no one vehicle has all that 'P1' needs: ramp, a wheelchair space",),
    ),
    Spoilt(
        "solo, and yet with others",
        append("measures.csv", "P3,most_aboard,3"),
        ("measures.csv line 11, column measure: 'P3' travels solo, so most_aboard has nothing to say",),
    ),
    Spoilt(
        "at home until before from",
        append("measures.csv", "P4,home from,18:00"),
        ("measures.csv line 10, column value: home_until is before home_from",),
    ),
    Spoilt(
        "apart from oneself",
        append("kept_apart.csv", "P2,P2"),
        ("kept_apart.csv line 3, column other: 'P2' is paired with themselves",),
    ),
    Spoilt(
        "a pair kept apart twice",
        append("kept_apart.csv", "P1,P3"),
        ("kept_apart.csv line 3: 'P1' and 'P3' are on line 2 already",),
    ),
    Spoilt(
        "a ring of together",
        append("together.csv", "P2,P4\nP4,P1"),
        ("together.csv line 4: closes a ring: P1, P2, P4 are together by the lines above; delete this line",),
    ),
    Spoilt(
        "together and kept apart",
        append("together.csv", "P2,P3"),
        (
            "kept_apart.csv line 2: 'P3' and 'P1' are kept apart here, but travel together by together.csv",
            "together.csv line 3, column other: 'P3' travels solo by measures.csv, so not together with anyone",
        ),
    ),
    Spoilt(
        "together and solo",
        append("together.csv", "P3,P4"),
        ("together.csv line 3, column pupil: 'P3' travels solo by measures.csv, so not together with anyone",),
    ),
    Spoilt(
        "together with more than one bears",
        both(swap("measures.csv", "most aboard,4", "most aboard,2"), append("together.csv", "P2,P4")),
        ("together.csv line 3, column other: 'P4' bears no more than 2 aboard by measures.csv, but 3 are together",),
    ),
    Spoilt(
        "a promise of a vehicle nobody knows",
        swap("usual.csv", "V2", "V9"),
        ("usual.csv line 2, column vehicle: 'V9' is not in vehicles.csv",),
    ),
    Spoilt(
        "a promise of a driver nobody knows",
        swap("usual.csv", "D2", "D9"),
        ("usual.csv line 2, column driver: 'D9' drives no vehicle of vehicles.csv",),
    ),
    Spoilt(
        "a promise in no direction",
        swap("usual.csv", "to-school", "in"),
        ("usual.csv line 2, column direction: 'in' is not one of to-school, from-school",),
    ),
    Spoilt(
        "an entry of the calendar of no kind",
        swap("calendar.csv", "inset", "bank holiday"),
        (
            (
                "calendar.csv line 4, column what: 'bank holiday' is not one of term, holiday, "
                "inset, early-closure (nearest: 'holiday')"
            ),
        ),
    ),
    Spoilt(
        "a term that ends before it begins",
        swap("calendar.csv", "2026-09-02,2026-12-18", "2026-12-18,2026-09-02"),
        ("calendar.csv line 2, column from: 2026-12-18 is after until, which is 2026-09-02",),
    ),
    Spoilt(
        "an early closure without a time",
        swap("calendar.csv", "13:00,13:40", ","),
        ("calendar.csv line 5: an early closure, and nothing else, has the times finishes and leave by",),
    ),
    Spoilt(
        "a holiday with a time",
        swap("calendar.csv", "2026-10-30,,,", "2026-10-30,,13:00,13:30"),
        ("calendar.csv line 3: an early closure, and nothing else, has the times finishes and leave by",),
    ),
    Spoilt(
        "a pick-up point twice",
        append("pick_up_points.csv", "P2,5,corner"),
        ("pick_up_points.csv line 3: 'P2' has the pick-up point 'corner' on a line above already",),
    ),
    Spoilt(
        "a negative walk",
        swap("pick_up_points.csv", "4.5", "-4"),
        ("pick_up_points.csv line 2, column walk_minutes: must not be negative, not -4",),
    ),
    Spoilt(
        "two addresses on one day",
        append("addresses.csv", "P4,Wed,from-school,corner,"),
        ("addresses.csv line 3: another line gives 'P4' an address on that day already",),
    ),
    Spoilt(
        "a name without an end",
        swap("pupils.csv", "Ann Oak", "A" * 300),
        ("pupils.csv line 2, column name: the text is longer than 200 letters",),
    ),
    Spoilt(
        "a sign that cannot be printed",
        swap("pupils.csv", "Ann Oak", "Ann\x07Oak"),
        ("pupils.csv line 2, column name: the text has a line break or another sign that cannot be printed",),
    ),
    Spoilt(
        "a line break in an id",
        swap("pupils.csv", "P4,Dee", '"P\n4",Dee'),
        (
            "pupils.csv line 5, column pupil: the text has a line break or another sign that cannot be printed",
            "measures.csv line 8, column pupil: 'P4' is not in pupils.csv",
            "measures.csv line 9, column pupil: 'P4' is not in pupils.csv",
            "measures.csv line 10, column pupil: 'P4' is not in pupils.csv",
            "addresses.csv line 2, column pupil: 'P4' is not in pupils.csv",
            "waivers.csv line 2, column pupil: 'P4' is not in pupils.csv",
        ),
    ),
    Spoilt(
        "a policy that is no TOML",
        put("policy.toml", b"x = = 3"),
        ("policy.toml: is no TOML: Invalid value (at line 1, column 5)",),
    ),
    Spoilt(
        "a number that the policy does not have",
        put("policy.toml", b"\nmost_school_per_run = 3"),
        (
            (
                "policy.toml line 2, column most_school_per_run: 'most_school_per_run' is no number "
                "of the policy (nearest: 'most_schools_per_run')"
            ),
        ),
    ),
    Spoilt(
        "words and truth for numbers",
        put("policy.toml", b"most_schools_per_run = 'three'\nboarding_s = true"),
        (
            "policy.toml line 1, column most_schools_per_run: expected a whole number, not 'three'",
            "policy.toml line 2, column boarding_s: expected a whole number, not True",
        ),
    ),
    Spoilt(
        "a negative number of the policy",
        put("policy.toml", b"boarding_s = -3"),
        ("policy.toml line 1, column boarding_s: boarding_s must not be negative, not -3.",),
    ),
    Spoilt(
        "half a second",
        put("policy.toml", b"boarding_s = 2.5"),
        ("policy.toml line 1, column boarding_s: expected a whole number, not 2.5",),
    ),
    Spoilt(
        "words for a time of day",
        put("policy.toml", b"earliest_pick_up_s = 'seven'\n"),
        ("policy.toml line 1, column earliest_pick_up_s: expected a time of day (06:30:00), not 'seven'",),
    ),
    Spoilt(
        "the earliest hour after the latest",
        put("policy.toml", b"earliest_pick_up_s = 19:00:00\n"),
        ("policy.toml line 1, column earliest_pick_up_s: earliest_pick_up_s must be before latest_hand_over_s.",),
    ),
)
