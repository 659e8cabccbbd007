"""Compares a result with the documented one, as a reader of the page would.

Equal are: texts but for white space around and between words and for quotes around them; t and true; NULL and nothing;
numbers to the digits that the page shows, doubles to the 15 digits that they carry; moments with a zone in different
zones; rows in another order where the query gives none, also where LIMIT cuts; with `fold`, which stands for a database
that compares texts without regard to case, texts that differ in case."""
import datetime
import re
from decimal import Decimal, InvalidOperation

ZERO_FRACTION = re.compile(r'^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+(\+00)?$')
MOMENT = re.compile(r'^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d)(?::?(\d\d))?$')
DOUBLE_DIGITS = 15
TRUE, FALSE = ('t', 'true'), ('f', 'false')


def plain(value):
    text = '' if value is None else str(value)
    if isinstance(value, bool):
        text = 't' if value else 'f'
    text = ' '.join(text.split())
    if len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1]
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


def moment(text):
    """A timestamp with a zone in UTC; None for other texts."""
    found = MOMENT.match(text)
    if not found:
        return None
    offset = datetime.timedelta(hours=abs(int(found[3])), minutes=int(found[4] or 0))
    clock = datetime.datetime.fromisoformat(found[1])
    return clock + offset if found[3][0] == '-' else clock - offset, float(found[2] or 0)


def same_double(actual, expected):
    try:
        return f'{float(expected):.{DOUBLE_DIGITS}g}' == f'{actual:.{DOUBLE_DIGITS}g}'
    except ValueError:
        return False


def same_value(actual, expected, fold=False):
    if isinstance(actual, float) and same_double(actual, plain(expected)):
        return True
    actual, expected = plain(actual), plain(expected)
    if fold:
        actual, expected = actual.lower(), expected.lower()
    if actual == expected or (actual == '' and expected.upper() in ('NULL', '[NULL]', '(NULL)')):
        return True
    if actual.lower() in TRUE + FALSE and expected.lower() in TRUE + FALSE:
        return (actual.lower() in TRUE) == (expected.lower() in TRUE)
    return same_number(actual, expected) or (moment(expected) is not None and moment(actual) == moment(expected))


def same_row(actual, expected, fold=False):
    return len(actual) == len(expected) and all(same_value(a, e, fold) for a, e in zip(actual, expected))


def matches(rows, expected, truncated, keys, fold=False):
    """Whether `rows` are the documented ones; of a truncated listing only those that it shows. `keys` are the columns
    that they are ordered by, whose values alone decide their order; None = by something else."""
    if not expected and len(rows) == 1 and all(value is None for value in rows[0]):
        return True  # a lone NULL is printed as a blank line
    if len(rows) < len(expected) or (not truncated and len(rows) != len(expected)):
        return False
    if all(same_row(row, shown, fold) for row, shown in zip(rows, expected)):
        return True
    if keys is None or any(len(row) <= key for row in rows + expected for key in keys):
        return False
    return same_order(rows, expected, keys, fold) and contains(rows, expected, fold)


def same_order(rows, expected, keys, fold=False):
    return all(same_value(row[key], shown[key], fold) for row, shown in zip(rows, expected) for key in keys)


def contains(rows, expected, fold=False):
    """Whether `rows` has each of the expected ones, as often as they are there."""
    left = list(rows)
    for row in expected:
        index = next((i for i, candidate in enumerate(left) if same_row(candidate, row, fold)), None)
        if index is None:
            return False
        del left[index]
    return True


def order_keys(sql, columns):
    """Numbers (from 0) of the result columns that the outermost query is ordered by: [] = unordered, None = ordered by
    something that is not a plain column of the result."""
    depth, begin = 0, None
    for token in re.finditer(r"'[^']*'|\(|\)|order\s+by", sql, re.I):
        depth += (token[0] == '(') - (token[0] == ')')
        if depth == 0 and token[0].lower().startswith('order'):
            begin = token.end()
    if begin is None:
        return []
    clause = re.split(r'\b(?:limit|offset)\b|;', sql[begin:], flags=re.I)[0]
    keys, names = [], [str(name).strip().lower() for name in columns or []]
    for item in clause.split(','):
        name = re.sub(r'\s+(asc|desc)?\s*(nulls\s+(first|last))?\s*$', '', item.strip() + ' ', flags=re.I)
        name = name.strip().lower().rsplit('.', 1)[-1]
        if name.isdigit() and 0 < int(name) <= len(names):
            keys.append(int(name) - 1)
        elif names.count(name) == 1:
            keys.append(names.index(name))
        else:
            return None
    return keys
