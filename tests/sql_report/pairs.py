"""Runs documented queries and compares their results with the documented ones.

A page is no script: its examples stand on tables, rows and settings that it shows above them, each section for itself.
So a query is read in up to three ways, and counts when one of them gives the documented result:

- `page`: the sample tables, and what the corpus names as its set-up.
- `above`: the sample tables, and in one session the statements that stand directly above the query, up to another query.
- `section`: the same with all statements of its section above it, and what makes the tables of earlier sections.
- `case`: as `above`, with case-sensitive identifiers, for a query that quotes a name with capitals.
"""
import collections
import re

import compare
import corpus
from runner import Runner

TICKIT = ('category', 'date', 'event', 'venue')
DDL = {
    'category': 'catid smallint not null distkey sortkey, catgroup varchar(10), catname varchar(10), catdesc varchar(50)',
    'date': 'dateid smallint not null distkey sortkey, caldate date not null, day character(3) not null, '
            'week smallint not null, month character(5) not null, qtr character(5) not null, '
            'year smallint not null, holiday boolean default(\'N\')',
    'event': 'eventid integer not null distkey, venueid smallint not null, catid smallint not null, '
             'dateid smallint not null sortkey, eventname varchar(200), starttime timestamp',
    'venue': 'venueid smallint not null distkey sortkey, venuename varchar(100), venuecity varchar(30), '
             'venuestate char(2), venueseats integer'}
# Of these there are no rows.
EMPTY_DDL = {
    'users': 'userid integer not null distkey sortkey, username char(8), firstname varchar(30), lastname varchar(30), '
             'city varchar(30), state char(2), email varchar(100), phone char(14), likesports boolean, '
             'liketheatre boolean, likeconcerts boolean, likejazz boolean, likeclassical boolean, likeopera boolean, '
             'likerock boolean, likevegas boolean, likebroadway boolean, likemusicals boolean',
    'listing': 'listid integer not null distkey, sellerid integer not null, eventid integer not null, '
               'dateid smallint not null sortkey, numtickets smallint not null, priceperticket decimal(8,2), '
               'totalprice decimal(8,2), listtime timestamp',
    'sales': 'salesid integer not null, listid integer not null distkey, sellerid integer not null, '
             'buyerid integer not null, eventid integer not null, dateid smallint not null sortkey, '
             'qtysold smallint not null, pricepaid decimal(8,2), commission decimal(8,2), saletime timestamp'}
CREATE_TABLE = re.compile(r'create\s+table\s+(\w+)', re.I)
LIMIT = re.compile(r'\blimit\s+\d+\s*;?\s*$', re.I)
TOP = re.compile(r'^(\s*select\s+)top\s+\d+\s', re.I)
ANY_VALUE = re.compile(r'any_value\s*\(\s*(\w+)\s*\)', re.I)


def fill_buckets(server, data):
    """The sample files, and the files that pages about COPY describe as made from them."""
    samples, described = server.bucket('tickit'), server.bucket('mybucket') / 'data'
    described.mkdir(exist_ok=True)
    for name in TICKIT:
        text = (data / 'tickit' / f'{name}.txt').read_bytes()
        (samples / f'{name}.txt').write_bytes(text)
        (described / f'{name}_pipe.txt').write_bytes(text)
    # Printed on its page: the first ten venues without their seats.
    venues = (data / 'tickit' / 'venue.txt').read_text(encoding='utf-8').splitlines()[:10]
    (described / 'venue_noseats.txt').write_text(
        ''.join(line.rsplit('|', 1)[0] + '\n' for line in venues), encoding='utf-8')


def load_tickit(runner, with_empty=False):
    """The sample tables with the types of their documented DDL."""
    statements = [f'create table {name} ({columns})' for name, columns in DDL.items()]
    statements += [f"copy {name} from 's3://tickit/{name}.txt' iam_role default delimiter '|' timeformat 'auto'"
                   for name in TICKIT]
    if with_empty:
        statements += [f'create table {name} ({columns})' for name, columns in EMPTY_DDL.items()]
    for sql in statements:
        error, _ = runner.run(sql)
        if error:
            raise SystemExit(f'{sql}: {error}')


def within_group(runner, sql, rows, expected):
    """ANY_VALUE may give each value of its group: whether the documented one is among them."""
    found = ANY_VALUE.search(sql)
    if not found:
        return False
    error, listed = runner.run(ANY_VALUE.sub(r"'|' || listagg(distinct \1, '|') || '|'", sql))
    if error or len(listed) != len(expected) or len(rows) != len(expected):
        return False

    def is_one(row, shown):
        return all(f'|{value}|' in each if isinstance(each, str) and each.startswith('|')
                   else compare.same_value(each, value) for each, value in zip(row, shown))
    return all(any(is_one(row, shown) for row in listed) for shown in expected)


def cut_elsewhere(runner, pair, rows):
    """LIMIT may cut between rows that the query's order does not tell apart: whether the documented ones are rows of the
    query, in its order."""
    sql = pair['sql']
    whole = LIMIT.sub('', TOP.sub(r'\1', sql))
    keys = compare.order_keys(sql, pair['columns'])
    if whole == sql or keys is None or len(rows) != len(pair['rows']):
        return False
    if any(len(row) <= key for row in rows + pair['rows'] for key in keys):
        return False
    if not compare.same_order(rows, pair['rows'], keys):
        return False
    error, every_row = runner.run(whole)
    return error is None and compare.contains(every_row, pair['rows'])


class Checker:
    def __init__(self, server, arguments, details):
        self.server, self.corpora, self.details = server, arguments.corpora, details
        fill_buckets(server, arguments.data)
        self.shared = self.fresh('pairs')
        for sql in corpus.sample_tables(self.corpora):
            self.shared.run(sql)
        self.databases = corpus.databases(self.corpora)
        self.pages = corpus.pages(self.corpora)

    def fresh(self, warehouse, **options):
        runner = Runner(self.server.client(), warehouse, **options)
        load_tickit(runner, options.get('one_session', False))
        return runner

    def check(self, number, pair):
        """Whether one reading gives the documented result."""
        error, rows = self.as_page(number, pair)
        if error is None and self.is_match(pair, rows):
            return True
        for name, statements in corpus.readings(self.pages[pair['file']], pair):
            if self.as_read(f'pair-{number}-{name}', statements, pair):
                return True
        if error is None and not pair.get('setup') and (
                within_group(self.shared, pair['sql'], rows, pair['rows']) or cut_elsewhere(self.shared, pair, rows)):
            return True
        self.details(f'== {pair["id"]} {pair["class"]} {pair["file"]}\n{pair["sql"]}\n'
                     f'   expected {pair["rows"][:6]}\n   got      {error or rows[:6]}')
        return False

    def is_match(self, pair, rows, fold=False):
        keys = compare.order_keys(pair['sql'], pair['columns'])
        return compare.matches(rows, pair['rows'], pair['truncated'], keys, fold)

    def as_page(self, number, pair):
        runner = self.shared
        if pair.get('setup'):
            runner = self.in_database(self.fresh(f'pair-{number}'), pair)
        for sql in pair.get('setup') or ():
            error, _ = runner.run(sql)
            if error:
                self.details(f'-- {pair["id"]} setup: {sql}\n   {error}')
        return runner.run(pair['sql'])

    def as_read(self, warehouse, statements, pair):
        """Runs the statements and the query in one session. Where the page makes databases, it fills the first one and
        asks from the last one; a table that it makes once more is the last one's, with the same rows: the corpus lists a
        statement that a page repeats once."""
        home = away = self.fresh(warehouse, one_session=True)
        fold, is_home = False, True
        for number, sql in enumerate(statements):
            runner = away if corpus.SHARED_SCHEMA.search(sql) else home
            error, _ = runner.run(sql)
            again = CREATE_TABLE.match(sql)
            if error and again and away is not home:
                away.run(sql)
                for earlier in statements[:number]:
                    if re.match(rf'insert\s+into\s+{again[1]}\b', earlier, re.I):
                        away.run(earlier)
            made = re.match(r'create\s+database\s+(\w+)', sql, re.I)
            if made and error is None:
                away = self.fresh(warehouse, database=made[1].lower(), one_session=True)
                if is_home:
                    home, is_home, fold = away, False, 'case_insensitive' in sql.lower()
        error, rows = away.run(pair['sql'])
        return error is None and self.is_match(pair, rows, fold)

    def in_database(self, runner, pair):
        """Makes the databases that the page makes above the query. What follows happens in the one that the query names,
        or in the last one."""
        made = []
        for index, name, sql in self.databases.get(pair['file'], ()):
            if index > corpus.place(pair):
                break
            runner.run(f'drop database {name}')
            if runner.run(sql)[0] is None:
                made = [each for each in made if each != name] + [name]
        if not made:
            return runner
        chosen = next((name for name in made if f'{name}.' in pair['sql'].lower()), made[-1])
        return self.fresh(runner.warehouse, database=chosen)


def check_pairs(server, arguments, details):
    """Class -> [matching, all]."""
    counts = collections.OrderedDict((name, [0, 0]) for name in corpus.SCORED_CLASSES)
    checker = Checker(server, arguments, details)
    for number, pair in enumerate(corpus.pairs(arguments.corpora)):
        counts[pair['class']][0] += checker.check(number, pair)
        counts[pair['class']][1] += 1
    return counts
