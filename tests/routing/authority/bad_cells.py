"""Bad input, part two: cells that do not hold what they should, and names of nothing."""

from tests.routing.authority.spoiling import Spoilt, append, put, swap

OF_CELLS = (
    Spoilt(
        "a pupil twice",
        append("pupils.csv", "P1,Again,OAK,primary,,LE15 8AA,"),
        ("pupils.csv line 6, column pupil: 'P1' is on line 2 already",),
    ),
    Spoilt(
        "a school nobody knows",
        swap("pupils.csv", "Ben Elm,OAK", "Ben Elm,Oak Lodge"),
        ("pupils.csv line 3, column school: 'Oak Lodge' is not in schools.csv (nearest: 'Oaklodge School')",),
    ),
    Spoilt(
        "a measure for a pupil nobody knows",
        swap("measures.csv", "P3,solo", "P33,solo"),
        ("measures.csv line 7, column pupil: 'P33' is not in pupils.csv (nearest: 'P3')",),
    ),
    Spoilt(
        "a depot nobody knows",
        swap("vehicles.csv", "depot,06:30", "deppot,06:30"),
        ("vehicles.csv line 3, column depot: 'deppot' is not in places.csv (nearest: 'depot')",),
    ),
    Spoilt(
        "a contract nobody knows",
        swap("vehicles.csv", "V1,C1", "V1,C9"),
        ("vehicles.csv line 2, column contract: 'C9' is not in contracts.csv",),
    ),
    Spoilt(
        "a phase with a slip of the pen",
        swap("pupils.csv", "P4,Dee Yew,ASH,primary", "P4,Dee Yew,ASH,primry"),
        ("pupils.csv line 5, column phase: 'primry' is not one of primary, secondary (nearest: 'primary')",),
    ),
    Spoilt(
        "31 February",
        swap("risk_assessments.csv", "31/08/2027", "31/02/2027"),
        (
            (
                "risk_assessments.csv line 3, column review_by: '31/02/2027' is no day of the "
                "calendar (dates are YYYY-MM-DD or DD/MM/YYYY)"
            ),
        ),
    ),
    Spoilt(
        "a year of two digits",
        swap("risk_assessments.csv", "01/09/2026", "01/09/26"),
        ("risk_assessments.csv line 3, column assessed_on: '01/09/26' has a year of two digits: write all four",),
    ),
    Spoilt(
        "month before day",
        swap("waivers.csv", "2026-12-18", "12/18/2026"),
        (
            (
                "waivers.csv line 2, column until: '12/18/2026' is no day of the calendar (dates are "
                "YYYY-MM-DD or DD/MM/YYYY)"
            ),
        ),
    ),
    Spoilt(
        "words for a date",
        swap("waivers.csv", "2026-12-18", "next term"),
        ("waivers.csv line 2, column until: 'next term' is not a date (2026-09-01 or 01/09/2026)",),
    ),
    Spoilt(
        "a waiver without an end",
        swap("waivers.csv", "2026-12-18", ""),
        ("waivers.csv line 2, column until: is empty: expected a date (2026-09-01 or 01/09/2026)",),
    ),
    Spoilt(
        "a review before the assessment",
        swap("risk_assessments.csv", "2026-09-01,2027-08-31", "2027-09-01,2027-08-31"),
        ("risk_assessments.csv line 2, column assessed_on: 2027-09-01 is after review_by, which is 2027-08-31",),
    ),
    Spoilt(
        "a risk assessment twice",
        append("risk_assessments.csv", "P1,2026-09-01,2027-08-31,RA1,"),
        ("risk_assessments.csv line 5, column pupil: 'P1, 2026-09-01' is on line 2 already",),
    ),
    Spoilt(
        "an unsigned risk assessment",
        swap("risk_assessments.csv", "RA2", ""),
        ("risk_assessments.csv line 4, column signed_by: is empty: expected an id",),
    ),
    Spoilt(
        "a waiver of a rule nobody knows",
        swap("waivers.csv", "NoOneRidesTooLong", "NoOneRidesToLong"),
        (
            (
                "waivers.csv line 2, column rule: 'NoOneRidesToLong' is no rule that a waiver may lift "
                "(nearest: 'NoOneRidesTooLong')"
            ),
        ),
    ),
    Spoilt(
        "a waiver of a rule that cannot be waived",
        swap("waivers.csv", "NoOneRidesTooLong", "EveryoneHasASeat"),
        ("waivers.csv line 2, column rule: 'EveryoneHasASeat' is no rule that a waiver may lift",),
    ),
    Spoilt(
        "a waiver without a reason",
        swap("waivers.csv", "the bridge is shut", ""),
        ("waivers.csv line 2, column reason: is empty: expected text",),
    ),
    Spoilt(
        "negative seats",
        swap("vehicles.csv", "16+0; 14+1", "-4; 14+1"),
        ("vehicles.csv line 3, column layouts: '-4' must have room for someone, and nothing negative",),
    ),
    Spoilt(
        "seats in words",
        swap("vehicles.csv", "C1,4,", "C1,four,"),
        ("vehicles.csv line 2, column layouts: 'four' is not seats, or seats+wheelchair spaces (16+0; 14+1)",),
    ),
    Spoilt(
        "a vehicle without seats",
        swap("vehicles.csv", "C1,4,", "C1,0+0,"),
        ("vehicles.csv line 2, column layouts: '0+0' must have room for someone, and nothing negative",),
    ),
    Spoilt(
        "a layout twice",
        swap("vehicles.csv", "16+0; 14+1", "16; 16+0; 14+1"),
        ("vehicles.csv line 3, column layouts: '16; 16+0; 14+1' gives a layout twice",),
    ),
    Spoilt(
        "a negative price",
        swap("contracts.csv", "£45.00", "-£45.00"),
        ("contracts.csv line 2, column day_rate: must not be negative, not -£45.00",),
    ),
    Spoilt(
        "a price in words",
        swap("contracts.csv", "£45.00", "cheap"),
        ("contracts.csv line 2, column day_rate: 'cheap' is not pounds (£45.00)",),
    ),
    Spoilt(
        "half a penny",
        swap("contracts.csv", "£45.00", "45.005"),
        ("contracts.csv line 2, column day_rate: must be whole pence, not 45.005",),
    ),
    Spoilt(
        "a price in euros",
        swap("contracts.csv", "£45.00", "€45"),
        ("contracts.csv line 2, column day_rate: '€45' is not pounds (£45.00)",),
    ),
    Spoilt(
        "a time with 65 minutes",
        swap("schools.csv", "08:35", "8.65"),
        ("schools.csv line 2, column opens: '8.65' is not a time of day (08:40)",),
    ),
    Spoilt(
        "a time before noon in words",
        swap("schools.csv", "08:35", "8:35 am"),
        ("schools.csv line 2, column opens: '8:35 am' is not a time of day (08:40)",),
    ),
    Spoilt(
        "a school that starts before it opens",
        swap("schools.csv", "08:35", "09:35"),
        ("schools.csv line 2, column opens: 09:35 is after starts, which is 08:55",),
    ),
    Spoilt(
        "a vehicle that is back before it leaves",
        swap("vehicles.csv", "06:30,18:00", "18:30,06:30"),
        ("vehicles.csv line 3, column from: 18:30 is after until, which is 06:30",),
    ),
    Spoilt(
        "a school with no bay",
        swap("schools.csv", "4,3,ASH", "4,0,ASH"),
        ("schools.csv line 2, column bays: must be at least 1, not 0",),
    ),
    Spoilt(
        "a school without a gate",
        put("gates.csv", b"school,place\nOAK,corner\n"),
        ("schools.csv line 3: has no gate: give one here (gate, lat and lon, postcode) or in gates.csv",),
    ),
    Spoilt(
        "a pupil without a home",
        swap("pupils.csv", "primary,ann's", "primary,"),
        ("pupils.csv line 2: does not say where: give home, or lat and lon, or easting and northing, or postcode",),
    ),
    Spoilt(
        "a pupil with two homes at once",
        swap("pupils.csv", "ann's,,", "ann's,LE15 8AA,"),
        ("pupils.csv line 2: gives both home 'ann's' and postcode: give one of them",),
    ),
    Spoilt(
        "half a point",
        swap("places.csv", "52.67,-0.73", "52.67,"),
        ("places.csv line 2: place ann's must have both lat and lon, or neither",),
    ),
    Spoilt(
        "north of the pole",
        swap("places.csv", "52.67,-0.73", "152.67,-0.73"),
        ("places.csv line 2, column lat: must be from -90 to 90, not 152.67",),
    ),
    Spoilt(
        "a latitude in words",
        swap("places.csv", "52.67,-0.73", "north,-0.73"),
        ("places.csv line 2, column lat: 'north' is not degrees north (52.67)",),
    ),
    Spoilt(
        "a latitude that is no number",
        swap("places.csv", "52.67,-0.73", "nan,-0.73"),
        ("places.csv line 2, column lat: must be from -90 to 90, not nan",),
    ),
    Spoilt(
        "off the National Grid",
        swap("places.csv", "486000", "4860000"),
        ("places.csv line 3, column easting: must be from 0 to 700000, not 4860000",),
    ),
    Spoilt(
        "half a postcode",
        swap("pupils.csv", "LE15 8AA", "LE15"),
        ("pupils.csv line 5, column postcode: 'LE15' is not a postcode (LE15 6HP)",),
    ),
    Spoilt(
        "a place twice",
        append("places.csv", "corner,52.6,-0.7,,,"),
        ("places.csv line 6, column place: 'corner' is on line 5 already",),
    ),
    Spoilt(
        "a weekday nobody knows",
        swap("pupils.csv", "Mon-Thu", "Mon-Thrs"),
        ("pupils.csv line 5, column days: 'Mon-Thrs' is not days of the week (Mon Tue Fri, or Mon-Thu)",),
    ),
)
