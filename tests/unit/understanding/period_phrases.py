"""Periods in the words that people use, with their days by the plain calendar."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date

from hypothesis import strategies as st

from tests.unit.understanding.plain_calendar import (
    DAY,
    FIRST,
    LAST,
    UNITS,
    WEEK,
    WEEKDAYS,
    Days,
    Said,
    earlier,
    from_month,
    latest_complete,
    months_back,
    same_day,
    shift_of,
    start_of,
    up_to,
    weeks_back,
    whole,
)


def counted() -> st.SearchStrategy[Said]:
    """ "Last 3 months", "past 10 days"."""

    def said(lead: str, count: int, unit: str) -> Said:
        words = f"{lead} {count} {unit}s"
        if unit == "day":
            return Said(words, lambda today: (today - DAY * count, today - DAY))
        return Said(
            words,
            lambda today: (earlier(unit, start_of(unit, today), count), start_of(unit, today) - DAY),
            shift_of(unit),
        )

    leads = st.sampled_from(("last", "past", "previous", "trailing", "in the last", "over the past"))
    return st.builds(said, leads, st.integers(2, 12), st.sampled_from(("day", "week", "month", "quarter")))


def one_back() -> st.SearchStrategy[Said]:
    """ "Last month", "the quarter before last", "two weeks ago"."""

    def said(form: tuple[str, int], unit: str) -> Said:
        words, count = form
        return Said(
            words.format(unit), lambda today: whole(unit, earlier(unit, start_of(unit, today), count)), shift_of(unit)
        )

    forms = (("last {}", 1), ("previous {}", 1), ("the last complete {}", 1), ("the {} before last", 2))
    return st.builds(said, st.sampled_from((*forms, ("two {}s ago", 2), ("3 {}s ago", 3))), st.sampled_from(UNITS))


def single_past() -> st.SearchStrategy[Said]:
    """ "Past week" is seven days up to yesterday, "past month" thirty."""

    def said(unit: str, length: int) -> Said:
        return Said(f"in the past {unit}", lambda today: (today - DAY * length, today - DAY))

    lengths = (("day", 1), ("week", 7), ("month", 30), ("quarter", 90), ("year", 365))
    return st.sampled_from([said(unit, length) for unit, length in lengths])


def current() -> st.SearchStrategy[Said]:
    """ "This month", "quarter to date", "YTD"."""

    def said(form: str, unit: str) -> Said:
        words = form.format(unit, f"{unit[0]}td")
        return Said(words, lambda today: (start_of(unit, today), today), shift_of(unit))

    forms = ("this {}", "{} to date", "{1}", "so far this {}", "this {} so far", "the current {}")
    return st.builds(said, st.sampled_from(forms), st.sampled_from(UNITS))


def single_days() -> st.SearchStrategy[Said]:
    """ "Today", "5 days ago"."""
    named = (("today", 0), ("yesterday", 1), ("the day before yesterday", 2))
    some = st.integers(2, 400).map(lambda back: (f"{back} days ago", back))
    return st.one_of(st.sampled_from(named), some).map(
        lambda said: Said(said[0], lambda today: (today - DAY * said[1], today - DAY * said[1]))
    )


def months() -> st.SearchStrategy[Said]:
    """ "October", "in October 2025"."""

    def said(month: int, year: int | None) -> Said:
        name = calendar.month_name[month]
        if year is None:
            return Said(f"in {name}", lambda today: latest_complete(month, 1, today))
        return Said(f"in {name} {year}", lambda today: up_to(today, from_month(year, month, 1)))

    return st.builds(said, st.integers(1, 12), st.none() | st.integers(2023, 2028))


def quarters() -> st.SearchStrategy[Said]:
    """ "Q3", "the third quarter of 2025"."""

    def said(quarter: int, year: int | None, form: int) -> Said:
        name = (f"in Q{quarter}", f"in the {('first', 'second', 'third', 'fourth')[quarter - 1]} quarter")[form]
        month = 3 * quarter - 2
        if year is None:
            return Said(name, lambda today: latest_complete(month, 3, today))
        return Said(f"{name}{' of' * form} {year}", lambda today: up_to(today, from_month(year, month, 3)))

    return st.builds(said, st.integers(1, 4), st.none() | st.integers(2023, 2028), st.integers(0, 1))


def halves() -> st.SearchStrategy[Said]:
    """ "H1 2025", "the second half of 2026"."""

    def said(half: int, year: int, form: str) -> Said:
        words = form.format(half, ("first", "second")[half - 1], year)
        return Said(words, lambda today: up_to(today, from_month(year, 6 * half - 5, 6)))

    forms = ("in H{0} {2}", "in the {1} half of {2}")
    return st.builds(said, st.integers(1, 2), st.integers(2023, 2028), st.sampled_from(forms))


def years() -> st.SearchStrategy[Said]:
    return st.integers(2020, 2028).map(
        lambda year: Said(f"in {year}", lambda today: up_to(today, from_month(year, 1, 12)))
    )


def dated(day: date, form: str) -> str:
    return form.format(day, day=day.day, month=calendar.month_name[day.month], short=calendar.month_abbr[day.month])


FULL = ("{0:%Y-%m-%d}", "{day} {month} {0:%Y}", "{month} {day}, {0:%Y}", "{short} {day} {0:%Y}")


def dates() -> st.SearchStrategy[Said]:
    """A day with its year, in several spellings."""

    def said(day: date, form: str) -> Said:
        return Said(f"on {dated(day, form)}", lambda today: (day, day) if day <= today else None)

    return st.builds(said, st.dates(FIRST, LAST), st.sampled_from(FULL))


def days_without_year() -> st.SearchStrategy[Said]:
    """ "3 October" is the latest that has been."""

    def said(day: date, form: str) -> Said:
        def on(today: date) -> Days:
            year = today.year if same_day(day, today.year) <= today else today.year - 1
            return same_day(day, year), same_day(day, year)

        return Said(f"on {dated(day, form)}", on)

    forms = ("{day} {month}", "{month} {day}", "{short} {day}")
    return st.builds(said, st.dates(date(2025, 1, 1), date(2025, 12, 31)), st.sampled_from(forms))


def ranges() -> st.SearchStrategy[Said]:
    """ "From 2025-10-03 to 2025-10-10", "between ... and ..."."""

    def said(day: date, length: int, form: str, joined: str) -> Said:
        last = day + DAY * length
        words = joined.format(dated(day, form), dated(last, form))
        return Said(words, lambda today: (day, last) if last <= today else None)

    joined = st.sampled_from(("from {} to {}", "between {} and {}", "from {} through {}", "{} to {}"))
    return st.builds(said, st.dates(FIRST, LAST - DAY * 400), st.integers(1, 400), st.sampled_from(FULL), joined)


def ranges_of_months() -> st.SearchStrategy[Said]:
    """ "From March to May 2025", "Q1 to Q3 2025"."""

    def said(first: int, more: int, year: int, size: int) -> Said:
        last = min(first + more, 12 // size)
        names = [f"Q{each}" if size == 3 else calendar.month_name[each] for each in (first, last)]
        days = from_month(year, size * first - size + 1, size)[0], from_month(year, size * last - size + 1, size)[1]
        return Said(f"from {names[0]} to {names[1]} {year}", lambda today: up_to(today, days))

    by_month = st.builds(said, st.integers(1, 11), st.integers(1, 6), st.integers(2023, 2028), st.just(1))
    return by_month | st.builds(said, st.integers(1, 3), st.integers(1, 3), st.integers(2023, 2028), st.just(3))


def rolling() -> st.SearchStrategy[Said]:
    """ "Rolling 3 months" ends yesterday."""

    def said(count: int) -> Said:
        return Said(f"rolling {count} months", lambda today: (months_back((today, today), count)[0], today - DAY))

    return st.integers(2, 18).map(said)


def since() -> st.SearchStrategy[Said]:
    def said(day: date, form: str) -> Said:
        return Said(f"since {dated(day, form)}", lambda today: (day, today) if day <= today else None)

    return st.builds(said, st.dates(FIRST, LAST), st.sampled_from(FULL))


def weekdays() -> st.SearchStrategy[Said]:
    """ "Last Tuesday" is the latest before today; on a Tuesday, "Tuesday" alone could be today."""

    def said(weekday: int, form: str) -> Said:
        def on(today: date) -> Days | None:
            day = today - DAY
            while day.weekday() != weekday:
                day -= DAY
            return None if form == "on {}" and today.weekday() == weekday else (day, day)

        return Said(form.format(WEEKDAYS[weekday]), on, weeks_back)

    return st.builds(said, st.integers(0, 6), st.sampled_from(("on {}", "last {}", "on the last {}")))


def weekdays_of_weeks() -> st.SearchStrategy[Said]:
    def said(weekday: int, back: int) -> Said:
        def on(today: date) -> Days | None:
            day = start_of("week", today) - WEEK * back + DAY * ((weekday + 1) % 7)
            return (day, day) if day <= today else None

        return Said(f"on {WEEKDAYS[weekday]} of {('this week', 'last week')[back]}", on, weeks_back)

    return st.builds(said, st.integers(0, 6), st.integers(0, 1))


def weekends() -> st.SearchStrategy[Said]:
    def on(today: date) -> Days:
        sunday = today - DAY
        while sunday.weekday() != calendar.SUNDAY:
            sunday -= DAY
        return sunday - DAY, sunday

    return st.sampled_from(("last weekend", "over the past weekend")).map(lambda words: Said(words, on, weeks_back))


def weeks_of_days() -> st.SearchStrategy[Said]:
    """The week that holds a day, starts with it, or ends with it."""

    def said(day: date, form: str) -> Said:
        def on(today: date) -> Days | None:
            match form:
                case "the week of {}":
                    return up_to(today, whole("week", start_of("week", day)))
                case "week starting {}":
                    return up_to(today, (day, day + DAY * 6))
                case _:
                    return (day - DAY * 6, day) if day <= today else None

        return Said(form.format(f"{day:%Y-%m-%d}"), on, weeks_back)

    return st.builds(
        said, st.dates(FIRST, LAST), st.sampled_from(("the week of {}", "week starting {}", "week ending {}"))
    )


def iso_weeks() -> st.SearchStrategy[Said]:
    """Weeks by number, which start on Monday."""

    def said(number: int, year: int) -> Said:
        monday = date.fromisocalendar(year, number, 1)
        return Said(
            f"in ISO week {number} of {year}", lambda today: up_to(today, (monday, monday + DAY * 6)), weeks_back
        )

    return st.builds(said, st.integers(1, 52), st.integers(2023, 2028))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    days = [day for week in calendar.monthcalendar(year, month) if (day := week[weekday])]
    return date(year, month, days[nth])


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "Christmas": lambda year: date(year, 12, 25),
    "Halloween": lambda year: date(year, 10, 31),
    "Valentine's Day": lambda year: date(year, 2, 14),
    "Thanksgiving": lambda year: nth_weekday(year, 11, calendar.THURSDAY, 3),
    "Black Friday": lambda year: nth_weekday(year, 11, calendar.THURSDAY, 3) + DAY,
    "Cyber Monday": lambda year: nth_weekday(year, 11, calendar.THURSDAY, 3) + DAY * 4,
    "Labor Day": lambda year: nth_weekday(year, 9, calendar.MONDAY, 0),
    "Memorial Day": lambda year: nth_weekday(year, 5, calendar.MONDAY, -1),
}


def holidays() -> st.SearchStrategy[Said]:
    def said(name: str, year: int | None) -> Said:
        def on(today: date) -> Days | None:
            latest = today.year if HOLIDAYS[name](today.year) <= today else today.year - 1
            day = HOLIDAYS[name](year or latest)
            return (day, day) if day <= today else None

        def a_year_earlier(days: Days) -> Days:
            day = HOLIDAYS[name](days[0].year - 1)
            return day, day

        return Said(f"on {name} {year or ''}".strip(), on, a_year_earlier)

    return st.builds(said, st.sampled_from(sorted(HOLIDAYS)), st.none() | st.integers(2023, 2028))


PERIODS = st.one_of(
    counted(),
    one_back(),
    single_past(),
    current(),
    single_days(),
    months(),
    quarters(),
    halves(),
    years(),
    dates(),
    days_without_year(),
    ranges(),
    ranges_of_months(),
    rolling(),
    since(),
    weekdays(),
    weekdays_of_weeks(),
    weekends(),
    weeks_of_days(),
    iso_weeks(),
    holidays(),
)
