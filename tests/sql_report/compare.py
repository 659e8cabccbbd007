"""Compares a result with the documented one, as a reader of the page would."""
import re
from decimal import Decimal, InvalidOperation

ZERO_FRACTION = re.compile(r'^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+(\+00)?$')
TRUE, FALSE = ('t', 'true'), ('f', 'false')


def plain(value):
    text = '' if value is None else str(value)
    if isinstance(value, bool):
        text = 't' if value else 'f'
    text = ' '.join(text.split())
    found = ZERO_FRACTION.match(text)
    return found[1] + (found[2] or '') if found else text


def same_number(actual, expected):
    """Equal to the precision that the documentation shows."""
    try:
        shown, got = Decimal(expected), Decimal(actual)
    except InvalidOperation:
        return False
    if not shown.is_finite() or not got.is_finite():
        return str(shown) == str(got)
    if shown == got:
        return True
    places = -shown.as_tuple().exponent
    unit = Decimal(1).scaleb(-places)
    return abs(shown - got) < unit


def same_value(actual, expected):
    actual, expected = plain(actual), plain(expected)
    if actual == expected or (actual == '' and expected.upper() in ('NULL', '[NULL]', '(NULL)')):
        return True
    if actual.lower() in TRUE + FALSE and expected.lower() in TRUE + FALSE:
        return (actual.lower() in TRUE) == (expected.lower() in TRUE)
    return same_number(actual, expected)


def same_row(actual, expected):
    return len(actual) == len(expected) and all(map(same_value, actual, expected))


def matches(rows, expected, truncated, ordered):
    """Whether `rows` are the documented ones; of a truncated listing only those that it shows."""
    if len(rows) < len(expected) or (not truncated and len(rows) != len(expected)):
        return False
    if all(map(same_row, rows, expected)):
        return True
    if ordered:
        return False
    left = list(rows)
    for row in expected:
        index = next((i for i, candidate in enumerate(left) if same_row(candidate, row)), None)
        if index is None:
            return False
        del left[index]
    return True


def is_ordered(sql):
    """The outermost query has an ORDER BY."""
    depth, found = 0, False
    for token in re.findall(r"'[^']*'|\(|\)|order\s+by", sql, re.I):
        depth += (token == '(') - (token == ')')
        found = found or (depth == 0 and token.lower().startswith('order'))
    return found
