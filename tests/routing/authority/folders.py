"""A good small folder of an authority, written by hand, for tests to read and to spoil."""

from pathlib import Path

GOOD = {
    "places.csv": (
        "place,lat,lon,easting,northing,postcode\n"
        "ann's,52.67,-0.73,,,\n"
        "gate,,,486000,308800,\n"
        "depot,,,,,LE15 6HP\n"
        "corner,52.671,-0.731,,,\n"
    ),
    "pupils.csv": (
        "pupil,name,school,phase,home,postcode,days\n"
        "P1,Ann Oak,OAK,primary,ann's,,\n"
        "P2,Ben Elm,OAK,secondary,,LE15 6SD,Mon Tue Thu\n"
        "P3,Cay Ash,Ash Base,secondary,,LE15 6SD,\n"
        "P4,Dee Yew,ASH,primary,,LE15 8AA,Mon-Thu\n"
    ),
    "schools.csv": (
        "school,name,opens,starts,finishes,leave_by,handover_minutes,bays,shares_with,gate\n"
        "OAK,Oaklodge School,08:35,08:55,15:00,15:30,4,3,ASH,gate\n"
        "ASH,Ash Base,08:30,08:50,15:10,15:40,,,,\n"
    ),
    "gates.csv": "school,place,lat,lon\nASH,,52.66,-0.72\nASH,corner,,\n",
    "risk_assessments.csv": (
        "pupil,assessed_on,review_by,signed_by,hazards\n"
        "P1,2026-09-01,2027-08-31,RA1,choking; falls\n"
        "P2,01/09/2026,31/08/2027,RA1,\n"
        "P3,2025-09-01,2026-08-31,RA2,\n"
    ),
    "measures.csv": (
        "pupil,measure,value\n"
        "P1,wheelchair,\n"
        "P1,assistant,shared\n"
        "P1,training,rescue-medication\n"
        "P2,ride limit,30\n"
        "P2,feature,low-step\n"
        "P3,solo,yes\n"
        "P4,most aboard,4\n"
        "P4,boarding,2:30\n"
        "P4,home until,17:00\n"
    ),
    "kept_apart.csv": "pupil,other\nP3,P1\n",
    "together.csv": "pupil,other\nP1,P2\n",
    "contracts.csv": (
        "contract,operator,day_rate,mile_rate,hour_rate,schools,most_seats,until\n"
        "C1,Hill Cars,£45.00,1.20,,OAK; ASH,8,2027-07-31\n"
        'C2,own fleet,"£1,150.50",0.60,12,,,\n'
    ),
    "vehicles.csv": (
        "vehicle,contract,layouts,depot,from,until,features,driver,cleared_until\n"
        "V1,C1,4,,,,,D1,2027-03-31\n"
        "V2,C2,16+0; 14+1,depot,06:30,18:00,lift; low-step,D2,\n"
    ),
    "assistants.csv": (
        "assistant,name,joins_at,training,from,until,shift_limit,hour_rate,cleared_until\n"
        "A1,Sam Fir,corner,rescue-medication; bsl,07:00,17:30,4:30,13.40,2027-01-31\n"
        "A2,Jo Bay,,,,,,,\n"
    ),
    "usual.csv": ("pupil,direction,time,tolerance_minutes,vehicle,driver,assistant\nP1,to-school,08:05,5,V2,D2,A1\n"),
    "waivers.csv": ("rule,pupil,reason,granted_by,until\nNoOneRidesTooLong,P4,the bridge is shut,TM1,2026-12-18\n"),
    "calendar.csv": (
        "what,from,until,school,finishes,leave_by\n"
        "term,2026-09-02,2026-12-18,,,\n"
        "holiday,2026-10-26,2026-10-30,,,\n"
        "inset,2026-11-27,,OAK,,\n"
        "early closure,2026-12-18,,,13:00,13:40\n"
    ),
    "addresses.csv": "pupil,days,direction,place,postcode\nP4,Tue Wed,from-school,,LE15 6HP\n",
    "pick_up_points.csv": "pupil,walk_minutes,place\nP2,4.5,corner\n",
    "policy.toml": "most_schools_per_run = 3\nearliest_pick_up_s = 07:00:00\n",
}
"""By file, its text."""


def write_folder(folder: Path, texts: dict[str, str] = GOOD) -> Path:
    """Write a folder of these texts and return it."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder
