"""When the sun rises and sets, to within a minute or two: whether a journey is made in the dark.

After the sunrise equation as the United States Naval Observatory gives it (Almanac for Computers, 1990).
"""

from datetime import UTC, date, datetime, time, timedelta
from math import acos, asin, atan2, cos, degrees, radians, sin
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")
_ZENITH_DEGREES = 90.833
"""The sun's middle at sunrise: half its width and the bending of light below the horizon."""


def sun_times_s(day: date, lat: float, lon: float) -> tuple[int, int]:
    """Return when the sun rises and sets, in seconds after midnight by the clock of Britain.

    Raises
    ------
    ValueError
        If the sun does not rise or set there that day; it does everywhere in Britain.

    Examples
    --------
    >>> rise_s, set_s = sun_times_s(date(2026, 12, 21), 51.5, -0.12)
    >>> f"{rise_s // 3600}:{rise_s // 60 % 60:02d} {set_s // 3600}:{set_s // 60 % 60:02d}"
    '8:03 15:53'
    """
    rise_h, set_h = (_utc_hours(day, lat, lon, is_rise=is_rise) for is_rise in (True, False))
    return _by_the_clock_s(day, rise_h), _by_the_clock_s(day, set_h)


def _utc_hours(day: date, lat: float, lon: float, *, is_rise: bool) -> float:
    """Return the hour of sunrise or sunset in UTC."""
    east_h = lon / 15
    since_new_year = day.timetuple().tm_yday + ((6 if is_rise else 18) - east_h) / 24
    anomaly = radians(0.9856 * since_new_year - 3.289)
    longitude = anomaly + radians(1.916 * sin(anomaly) + 0.020 * sin(2 * anomaly) + 282.634)
    ascension_h = degrees(atan2(0.91764 * sin(longitude), cos(longitude))) / 15 % 24
    declination = asin(0.39782 * sin(longitude))
    height = cos(radians(_ZENITH_DEGREES)) - sin(declination) * sin(radians(lat))
    angle_h = degrees(acos(height / (cos(declination) * cos(radians(lat))))) / 15
    local_h = (24 - angle_h if is_rise else angle_h) + ascension_h - 0.06571 * since_new_year - 6.622
    return (local_h - east_h) % 24


def _by_the_clock_s(day: date, utc_h: float) -> int:
    moment = datetime.combine(day, time(), UTC) + timedelta(hours=utc_h)
    here = moment.astimezone(HERE)
    return here.hour * 3600 + here.minute * 60 + here.second
