"""The units that news measures in, what they are called here, and what they are worth.

Every unit has one name (singular, British spelling, as in the SI brochure's English text), many
printed forms, and a worth in the base unit of its dimension, by which two units of one dimension
compare: international foot and pound (1959), petroleum barrel of 42 US gallons, US short ton
where a "ton" is no more than that. Months have no fixed number of days; 30.4375 is the mean of
the Julian year, and comparisons across that border are never exact.
"""

from decimal import Decimal
from typing import NamedTuple

from qa.figures.figure import Kind
from qa.figures.tokens import NUMBER, Phrases, Token, past_hyphen, touching


class Unit(NamedTuple):
    """What a number is a number of; ``worth``: cents are 0.01 of their currency."""

    kind: Kind
    name: str
    worth: Decimal = Decimal(1)


# name: (dimension, worth in its base unit, printed words, printed symbols)
_TIMES = {
    "second": ("time", "1", "second seconds", "sec secs"),
    "minute": ("time", "60", "minute minutes", "min mins"),
    "hour": ("time", "3600", "hour hours", "hr hrs"),
    "day": ("time", "86400", "day days", ""),
    "week": ("time", "604800", "week weeks", "wk wks"),
    "month": ("months", "1", "month months", "mo"),
    "quarter": ("months", "3", "quarter quarters", ""),
    "year": ("months", "12", "year years", "yr yrs"),
    "decade": ("months", "120", "decade decades", ""),
    "century": ("months", "1200", "century centuries", ""),
}
SECONDS_IN_A_MONTH = Decimal("30.4375") * 86400

_MEASURES = {
    "kilometre": ("length", "1000", "kilometre kilometres kilometer kilometers", "km kms"),
    "metre": ("length", "1", "metre metres meter meters", "m"),
    "centimetre": ("length", "0.01", "centimetre centimetres centimeter centimeters", "cm"),
    "millimetre": ("length", "0.001", "millimetre millimetres millimeter millimeters", "mm"),
    "mile": ("length", "1609.344", "mile miles", "mi"),
    "nautical mile": ("length", "1852", "nautical_mile nautical_miles", "nm nmi"),
    "yard": ("length", "0.9144", "yard yards", "yd yds"),
    "foot": ("length", "0.3048", "foot feet", "ft"),
    "inch": ("length", "0.0254", "inch inches", ""),
    "light-year": ("length", "9460730472580800", "light_year light_years", ""),
    "hectare": ("area", "10000", "hectare hectares", "ha"),
    "acre": ("area", "4046.8564224", "acre acres", ""),
    "litre": ("volume", "0.001", "litre litres liter liters", "l L"),
    "millilitre": ("volume", "0.000001", "millilitre millilitres milliliter milliliters", "ml mL"),
    "gallon": ("volume", "0.003785411784", "gallon gallons", "gal"),
    "barrel": ("volume", "0.158987294928", "barrel barrels", "bbl bpd"),
    "tonne": ("mass", "1000", "tonne tonnes metric_ton metric_tons", "t"),
    "ton": ("mass", "907.18474", "ton tons short_tons", ""),
    "kilogram": ("mass", "1", "kilogram kilograms kilogramme kilogrammes kilo kilos", "kg kgs"),
    "gram": ("mass", "0.001", "gram grams gramme grammes", "g"),
    "milligram": ("mass", "0.000001", "milligram milligrams", "mg"),
    "pound": ("mass", "0.45359237", "pound pounds", "lb lbs"),
    "ounce": ("mass", "0.028349523125", "ounce ounces", "oz"),
    "carat": ("mass", "0.0002", "carat carats", ""),
    "kiloton": ("yield", "1", "kiloton kilotons kilotonne kilotonnes", "kt"),
    "megaton": ("yield", "1000", "megaton megatons megatonne megatonnes", ""),
    "kilometre per hour": (
        "speed",
        "1",
        "kilometres_per_hour kilometers_per_hour kilometres_an_hour kilometers_an_hour "
        "kilometer_per_hour km_an_hour km_per_hour kilometre_per_hour",
        "km/h kmh kph km/hr",
    ),
    "mile per hour": (
        "speed",
        "1.609344",
        "miles_per_hour miles_an_hour mile_per_hour mile_an_hour",
        "mph",
    ),
    "metre per second": (
        "speed",
        "3.6",
        "metres_per_second meters_per_second metres_a_second meters_a_second",
        "m/s",
    ),
    "knot": ("speed", "1.852", "knot knots", "kn"),
    "celsius": (
        "celsius",
        "1",
        "celsius degrees_celsius degree_celsius degrees_c degrees_centigrade centigrade",
        "°C ℃ C ºC",
    ),
    "fahrenheit": (
        "fahrenheit",
        "1",
        "fahrenheit degrees_fahrenheit degree_fahrenheit degrees_f",
        "°F ℉ F ºF",
    ),
    "degree": ("degree", "1", "degree degrees", "°"),
    "kelvin": ("kelvin", "1", "kelvin kelvins", ""),
    "watt": ("power", "1", "watt watts", "W"),
    "kilowatt": ("power", "1000", "kilowatt kilowatts", "kW KW"),
    "megawatt": ("power", "1e6", "megawatt megawatts", "MW"),
    "gigawatt": ("power", "1e9", "gigawatt gigawatts", "GW"),
    "terawatt": ("power", "1e12", "terawatt terawatts", "TW"),
    "horsepower": ("power", "745.69987158227", "horsepower", "hp"),
    "kilowatt-hour": ("energy", "1", "kilowatt_hour kilowatt_hours", "kWh KWh"),
    "megawatt-hour": ("energy", "1000", "megawatt_hour megawatt_hours", "MWh"),
    "gigawatt-hour": ("energy", "1e6", "gigawatt_hour gigawatt_hours", "GWh"),
    "terawatt-hour": ("energy", "1e9", "terawatt_hour terawatt_hours", "TWh"),
    "calorie": ("food", "1", "calorie calories", "kcal"),
    "joule": ("joule", "1", "joule joules", "J"),
    "volt": ("voltage", "1", "volt volts", "V"),
    "kilovolt": ("voltage", "1000", "kilovolt kilovolts", "kV"),
    "kilobyte": ("data", "1", "kilobyte kilobytes", "kB KB"),
    "megabyte": ("data", "1000", "megabyte megabytes", "MB"),
    "gigabyte": ("data", "1e6", "gigabyte gigabytes", "GB"),
    "terabyte": ("data", "1e9", "terabyte terabytes", "TB"),
    "petabyte": ("data", "1e12", "petabyte petabytes", "PB"),
    "megabit per second": ("rate", "1", "megabits_per_second", "Mbps Mb/s"),
    "gigabit per second": ("rate", "1000", "gigabits_per_second", "Gbps Gb/s"),
    "hertz": ("frequency", "1", "hertz", "Hz"),
    "kilohertz": ("frequency", "1000", "kilohertz", "kHz"),
    "megahertz": ("frequency", "1e6", "megahertz", "MHz"),
    "gigahertz": ("frequency", "1e9", "gigahertz", "GHz"),
    "megapixel": ("pixels", "1", "megapixel megapixels", "MP"),
    "decibel": ("sound", "1", "decibel decibels", "dB"),
    "hectopascal": ("pressure", "1", "hectopascal hectopascals millibar millibars", "hPa"),
    "microgram per cubic metre": ("density", "1", "micrograms_per_cubic_metre", "µg/m³ μg/m³"),
    "millisievert": ("dose", "1", "millisievert millisieverts", "mSv"),
    "magnitude": ("magnitude", "1", "magnitude", ""),
    "part per million": ("share", "1", "parts_per_million", "ppm"),
    "part per billion": ("share", "0.001", "parts_per_billion", "ppb"),
    "becquerel": ("decay", "1", "becquerel becquerels", "Bq"),
}
# Squares and cubes of the lengths: name of the length, its words, its symbols.
_POWERS = {
    "square": ("area", 2, "sq", "²2"),
    "cubic": ("volume", 3, "cu", "³3"),
}
_RAISED = "kilometre metre centimetre mile yard foot inch".split()


class _Table(NamedTuple):
    phrases: dict[str, Unit]
    symbols: dict[str, Unit]
    worths: dict[str, tuple[str, Decimal]]


def _table() -> _Table:
    table = _Table({}, {}, {})
    for kind, rows in ((Kind.DURATION, _TIMES), (Kind.MEASURE, _MEASURES)):
        for name, (dimension, worth, words, symbols) in rows.items():
            unit = Unit(kind, name)
            table.phrases.update({word.replace("_", " "): unit for word in words.split()})
            table.symbols.update(dict.fromkeys(symbols.split(), unit))
            table.worths[name] = dimension, Decimal(worth)
    for power, (dimension, exponent, short, raised) in _POWERS.items():
        for length in _RAISED:
            _, worth, words, symbols = _MEASURES[length]
            unit = Unit(Kind.MEASURE, f"{power} {length}")
            table.worths[unit.name] = dimension, Decimal(worth) ** exponent
            table.phrases.update({f"{power} {word}": unit for word in words.split()})
            for symbol in symbols.split():
                table.phrases.update({f"{short} {symbol}": unit, f"{short} . {symbol}": unit})
                table.symbols.update({symbol + mark: unit for mark in raised})
    return table


_UNITS = _table()
_PHRASES = Phrases(_UNITS.phrases)
# Symbols of one letter are one only after digits, and these only where they touch them.
_TOUCHING_ONLY = frozenset("C F l L t mo V J MP kn mi nm kt F".split())
# dimension and worth of every unit, by its name
WORTH = _UNITS.worths

PERCENT = Unit(Kind.PERCENT, "percent")
_POINT = Unit(Kind.POINTS, "points")
_BASIS_POINT = Unit(Kind.POINTS, "points", Decimal("0.01"))
_PARTS = Phrases(
    {
        "%": PERCENT,
        "％": PERCENT,
        "٪": PERCENT,
        "percent": PERCENT,
        "per cent": PERCENT,
        "pct": PERCENT,
        "percentage point": _POINT,
        "percentage points": _POINT,
        "percent point": _POINT,
        "percent points": _POINT,
        "per cent points": _POINT,
        "% points": _POINT,
        "% point": _POINT,
        "pct points": _POINT,
        "pct point": _POINT,
        "ppt": _POINT,
        "ppts": _POINT,
        "pp": _POINT,
        "basis point": _BASIS_POINT,
        "basis points": _BASIS_POINT,
        "bps": _BASIS_POINT,
        "bp": _BASIS_POINT,
    }
)


def unit_after(tokens: list[Token], i: int, *, digits: bool) -> tuple[Unit, int] | None:
    """The unit at *i* after a number, and where it ends; symbols only after *digits*."""
    at = past_hyphen(tokens, i)
    return _PARTS.at(tokens, at) or (_symbol(tokens, at) if digits else None) or _word(tokens, at)


def _word(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    found = _PHRASES.at(tokens, i)
    if found and found[0].name == "minute" and tokens[i].low == "min":
        return None
    return found


def _symbol(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    """The unit whose symbol is printed at *i*, in one token or in several that touch."""
    printed, end, found = "", i, None
    while end < i + 3 and (end == i or touching(tokens, end)) and len(printed) < 8:
        printed += tokens[end].text
        end += 1
        if printed in _UNITS.symbols:
            found = _UNITS.symbols[printed], end
    if found is None:
        return None
    alone = found[1] == i + 1 and tokens[i].text in _TOUCHING_ONLY
    followed = tokens[found[1]].kind == NUMBER and touching(tokens, found[1])
    return None if (alone and not touching(tokens, i)) or followed else found
