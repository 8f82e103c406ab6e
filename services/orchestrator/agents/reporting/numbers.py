"""Figures as people write them: grouped, rounded to what can be read, with their unit."""

from __future__ import annotations

from math import floor, log10

from babel.numbers import format_currency, format_decimal, format_percent

from headrace.orchestrator.v1.answer_pb2 import Unit

LOCALE = "en_US"


def quantity(value: float, unit: Unit.ValueType, currency_code: str) -> str:
    """A metric's value with its unit, for example "1,234", "45.2%", "2 m 5 s" or "$1,234.50"."""
    match unit:
        case Unit.UNIT_RATIO:
            return percent(value)
        case Unit.UNIT_SECONDS:
            return duration(value)
        case Unit.UNIT_CURRENCY if currency_code:
            return format_currency(value, currency_code, locale=LOCALE)
        case _:
            return number(value)


def number(value: float) -> str:
    """A plain number: whole ones in full, others to about three significant digits."""
    magnitude = abs(value)
    if value == round(value) or magnitude >= 1_000:
        return format_decimal(round(value), format="#,##0", locale=LOCALE)
    if magnitude < 0.0005:
        return _below("0.001", value)
    decimals = max(1, 2 - floor(log10(magnitude)))
    return format_decimal(value, format="#,##0." + "#" * decimals, locale=LOCALE)


def percent(ratio: float) -> str:
    """A share or rate: 0.4519 is "45.2%". What is neither none nor all is never rounded to either."""
    magnitude = abs(ratio)
    if 0 < magnitude < 0.00005:
        return _below("0.01%", ratio)
    if 0.9995 <= magnitude < 1:
        return format_percent(ratio, format="0.00%", locale=LOCALE) if magnitude < 0.99995 else "over 99.99%"
    pattern = "#,##0%" if magnitude >= 10 else "0.#%" if magnitude >= 0.01 else "0.##%"
    return format_percent(ratio, format=pattern, locale=LOCALE)


def percentage_points(difference: float) -> str:
    """The distance between two rates, without its sign: 0.0613 is "6.1 percentage points"."""
    points = abs(difference) * 100
    if 0 < points < 0.005:
        return "less than 0.01 percentage points"
    written = format_decimal(points, format="0.#" if points >= 1 else "0.##", locale=LOCALE)
    return f"{written} percentage point{'' if written == '1' else 's'}"


def duration(seconds: float) -> str:
    """A length of time in its two largest units, for example "4.5 s", "2 m 5 s" or "1 h 2 m"."""
    if abs(seconds) < 9.95:
        return f"{format_decimal(seconds, format='0.#', locale=LOCALE)} s"
    sign = "-" if seconds < 0 else ""
    whole = round(abs(seconds))
    if whole < 60:
        return f"{sign}{whole} s"
    if whole < 3_600:
        return sign + _two_units(whole, "m", "s")
    return sign + _two_units(round(abs(seconds) / 60), "h", "m")


def _two_units(amount: int, larger: str, smaller: str) -> str:
    of_larger, of_smaller = divmod(amount, 60)
    return f"{of_larger:,} {larger}" + (f" {of_smaller} {smaller}" if of_smaller else "")


def _below(bound: str, value: float) -> str:
    return f"between -{bound} and 0" if value < 0 else f"less than {bound}"
