"""Bad input, part one: files that are no tables, and tables with the wrong columns."""

from tests.routing.authority.spoiling import (
    Spoilt,
    append,
    drop,
    grow_to_300_mb,
    put,
    replace_by_folder,
    replace_by_link,
    swap,
)

OF_FILES = (
    Spoilt("a file that must be there is missing", drop("schools.csv"), ("schools.csv: the file is missing",)),
    Spoilt("the fleet is missing", drop("vehicles.csv"), ("vehicles.csv: the file is missing",)),
    Spoilt("an empty file", put("pupils.csv", b""), ("pupils.csv: is empty: expected a header and rows",)),
    Spoilt("a file of blank lines", put("pupils.csv", b"\n \n"), ("pupils.csv: is empty: expected a header and rows",)),
    Spoilt(
        "a header and no rows",
        put("contracts.csv", b"contract,operator,day_rate,mile_rate\n"),
        ("contracts.csv: has a header, but no rows",),
    ),
    Spoilt(
        "a file of 300 MB",
        grow_to_300_mb,
        ("pupils.csv: is 300 MB, and no more than 100 MB are read: is it the right file?",),
    ),
    Spoilt(
        "a link instead of a file", replace_by_link, ("pupils.csv: is a link, not a file: put the file itself here",)
    ),
    Spoilt(
        "a folder instead of a file",
        replace_by_folder,
        ("pupils.csv: is a folder, not a file: put the file itself here",),
    ),
    Spoilt(
        "NUL bytes",
        put("schools.csv", b"school\x00,name\n"),
        ("schools.csv: has NUL bytes, so it is no plain text: save it as CSV in UTF-8",),
    ),
    Spoilt(
        "a file in UTF-16",
        put("waivers.csv", "rule,pupil".encode("utf-16")),
        ("waivers.csv: has NUL bytes, so it is no plain text: save it as CSV in UTF-8",),
    ),
    Spoilt(
        "a file in no known encoding",
        put("waivers.csv", b"rule,pupil\x81\x8d,r\xff\n"),
        ("waivers.csv: is in neither UTF-8 nor Windows' cp1252: save it as CSV in UTF-8",),
    ),
    Spoilt(
        "a quote that is never closed",
        swap("pupils.csv", "P3,Cay Ash", 'P3,"Cay Ash'),
        ("pupils.csv line 4: a quote is opened here and never closed",),
    ),
    Spoilt(
        "a quote in the middle of a cell",
        swap("pupils.csv", "Cay Ash", '"Cay" Ash'),
        ("pupils.csv line 4: the quotes do not match: ',' expected after '\"'",),
    ),
    Spoilt(
        "semicolons for commas",
        put("kept_apart.csv", b"pupil;other\nP1;P3\n"),
        ("kept_apart.csv line 1: columns are separated by ';': save it as CSV with commas",),
    ),
    Spoilt(
        "a cell too many",
        swap("pupils.csv", "P4,Dee Yew,", "P4,Yew, Dee,"),
        ("pupils.csv line 5: has 8 cells, but the header has 7 columns; does a cell with a comma lack quotes?",),
    ),
    Spoilt(
        "too few cells",
        append("assistants.csv", "A3,Al"),
        ("assistants.csv line 4: has 2 cells, but the header has 9 columns; does a cell with a comma lack quotes?",),
    ),
    Spoilt(
        "one line with semicolons",
        append("assistants.csv", "A3;Al;bsl"),
        ("assistants.csv line 4: has 1 cell, but the header has 9 columns; is it written with semicolons?",),
    ),
    Spoilt(
        "a column missing",
        swap("pupils.csv", "pupil,name,school,phase", "pupil,name,college,phase"),
        (
            "pupils.csv line 1, column college: 'college' is no column of pupils.csv",
            "pupils.csv line 1, column school: the column is missing",
        ),
    ),
    Spoilt(
        "a column nobody knows",
        swap("vehicles.csv", "cleared_until", "cleard_until"),
        (
            (
                "vehicles.csv line 1, column cleard_until: 'cleard_until' is no column of "
                "vehicles.csv (nearest: 'cleared_until')"
            ),
        ),
    ),
    Spoilt(
        "a column twice, under two names",
        swap("pupils.csv", "postcode,days", "postcode,Post Code"),
        ("pupils.csv line 1, column postcode: 'Post Code' and 'postcode' are the same column",),
    ),
    Spoilt(
        "a cell beyond the header",
        swap("kept_apart.csv", "pupil,other\nP3,P1", "pupil,other,\nP3,P1,x"),
        ("kept_apart.csv line 2: has 3 cells, but the header has 2 columns; does a cell with a comma lack quotes?",),
    ),
    Spoilt(
        "a file nobody reads",
        put("waiver.csv", b"rule,pupil\n"),
        ("waiver.csv: is no file of an authority (nearest: 'waivers.csv')",),
    ),
    Spoilt(
        "a spreadsheet", put("pupils.xlsx", b"PK"), ("pupils.xlsx: is no file of an authority (nearest: 'pupils.csv')",)
    ),
    Spoilt(
        "an empty cell that must be filled",
        swap("pupils.csv", "secondary,,LE15 6SD,Mon", ",,LE15 6SD,Mon"),
        ("pupils.csv line 3, column phase: is empty: expected one of primary, secondary",),
    ),
    Spoilt(
        "a record without an id",
        swap("pupils.csv", "P4,Dee", ",Dee"),
        (
            "pupils.csv line 5, column pupil: is empty: expected an id",
            "measures.csv line 8, column pupil: 'P4' is not in pupils.csv",
            "measures.csv line 9, column pupil: 'P4' is not in pupils.csv",
            "measures.csv line 10, column pupil: 'P4' is not in pupils.csv",
            "addresses.csv line 2, column pupil: 'P4' is not in pupils.csv",
            "waivers.csv line 2, column pupil: 'P4' is not in pupils.csv",
        ),
    ),
)
