"""Synthetic rows for the tables of TPC-DS: one INSERT ... SELECT each, from the types and names of the columns."""
import re

SIZES = {'catalog_sales': 4000, 'store_sales': 6000, 'web_sales': 3000, 'catalog_returns': 800, 'store_returns': 1200,
         'web_returns': 600, 'inventory': 6000, 'customer': 1000, 'customer_address': 500, 'customer_demographics': 1920,
         'household_demographics': 720, 'item': 300, 'date_dim': 2191, 'time_dim': 1440, 'income_band': 20,
         'promotion': 30, 'catalog_page': 60, 'reason': 35, 'ship_mode': 20, 'store': 12, 'warehouse': 5,
         'web_page': 60, 'web_site': 12, 'call_center': 6}
FIRST_DATE = 2450815  # the key of 1998-01-01
# What the last words of a key's name refer to: how many keys there are, and the first of them.
KEYS = {'date_sk': ('date_dim', FIRST_DATE), 'time_sk': ('time_dim', 0), 'item_sk': ('item', 1), 'customer_sk': ('customer', 1),
        'cdemo_sk': ('customer_demographics', 1), 'hdemo_sk': ('household_demographics', 1), 'addr_sk': ('customer_address', 1),
        'store_sk': ('store', 1), 'promo_sk': ('promotion', 1), 'reason_sk': ('reason', 1), 'web_page_sk': ('web_page', 1),
        'web_site_sk': ('web_site', 1), 'ship_mode_sk': ('ship_mode', 1), 'warehouse_sk': ('warehouse', 1),
        'call_center_sk': ('call_center', 1), 'catalog_page_sk': ('catalog_page', 1), 'income_band_sk': ('income_band', 1)}
# Words that the queries look for, by the end of a column's name.
WORDS = {'gender': ['M', 'F'], 'marital_status': ['M', 'S', 'D', 'W', 'U'],
         'education_status': ['Primary', 'Secondary', 'College', '2 yr Degree', '4 yr Degree', 'Advanced Degree', 'Unknown'],
         'credit_rating': ['Good', 'High Risk', 'Low Risk', 'Unknown'],
         'buy_potential': ['0-500', '501-1000', '1001-5000', '5001-10000', '>10000', 'Unknown'],
         'state': ['TN', 'CA', 'TX', 'GA', 'OH', 'IL', 'NE', 'IN', 'WI', 'KY', 'VA', 'OR', 'NJ', 'NM', 'MS', 'IA'],
         'county': ['Williamson County', 'Walker County', 'Ziebach County', 'Daviess County', 'Franklin Parish'],
         'city': ['Midway', 'Fairview', 'Edgewood', 'Oak Grove', 'Bunker Hill'], 'country': ['United States'],
         'category': ['Books', 'Home', 'Electronics', 'Jewelry', 'Music', 'Shoes', 'Sports', 'Women', 'Men', 'Children'],
         'class': ['accessories', 'classical', 'fragrances', 'pants', 'portable', 'reference', 'self-help', 'football', 'shirts'],
         'color': ['red', 'navy', 'peach', 'pale', 'chiffon', 'smoke', 'slate', 'blanched', 'burnished', 'orchid'],
         'size': ['small', 'medium', 'large', 'extra large', 'economy', 'petite', 'N/A'],
         'units': ['Ounce', 'Oz', 'Bunch', 'Ton', 'N/A', 'Dozen', 'Box', 'Pound', 'Pallet', 'Gross', 'Cup', 'Each'],
         'sm_type': ['EXPRESS', 'OVERNIGHT', 'REGULAR', 'LIBRARY', 'TWO DAY'], 'sm_code': ['AIR', 'SURFACE', 'SEA'],
         'carrier': ['UPS', 'FEDEX', 'DHL', 'BARIAN', 'USPS'], 'location_type': ['apartment', 'condo', 'single family'],
         'salutation': ['Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Sir'], 'flag': ['Y', 'N'], 'store_name': ['ought', 'able', 'ese', 'anti', 'cally'],
         'active': ['Y', 'N'], 'company_name': ['pri', 'able', 'ought', 'ese', 'anti', 'cally']}
DATE_COLUMNS = {
    'd_date_sk': f'{FIRST_DATE} + n', 'd_date_id': "'AAAA' || n", 'd_date': 'day',
    'd_month_seq': '(extract(year from day) - 1900) * 12 + extract(month from day) - 1', 'd_week_seq': '5113 + (n + 3) / 7',
    'd_quarter_seq': '(extract(year from day) - 1900) * 4 + extract(quarter from day) - 1', 'd_year': 'extract(year from day)',
    'd_dow': 'extract(dow from day)', 'd_moy': 'extract(month from day)', 'd_dom': 'extract(day from day)',
    'd_qoy': 'extract(quarter from day)', 'd_fy_year': 'extract(year from day)', 'd_fy_week_seq': '5113 + (n + 3) / 7',
    'd_day_name': "trim(to_char(day, 'Day'))", 'd_quarter_name': "to_char(day, 'YYYY') || 'Q' || to_char(day, 'Q')",
    'd_weekend': "case when extract(dow from day) in (0, 6) then 'Y' else 'N' end", 'd_holiday': "'N'"}
TIME_COLUMNS = {'t_time_sk': 'n', 't_time': 'n * 60', 't_hour': 'n / 60', 't_minute': 'n % 60', 't_second': '0',
                't_am_pm': "case when n < 720 then 'AM' else 'PM' end",
                't_meal_time': "case when n / 60 between 6 and 9 then 'breakfast' when n / 60 between 11 and 13 then 'lunch' "
                               "when n / 60 between 17 and 20 then 'dinner' end"}


# Columns that queries divide by a count of.
SPECIAL = {'wp_char_count': '5000 + n % 300', 'hd_dep_count': 'n % 10'}


def by_ending(table, name):
    """The entry of a table whose key ends the column's name; the longest key counts."""
    found = [key for key in table if name == key or name.endswith('_' + key)]
    return table[max(found, key=len)] if found else None


def number(position, count):
    """A number below `count` that varies with the row and the column."""
    return f'((n * {7919 + 2 * position} + {31 * position}) % {count})'


def value(table, position, name, kind):
    """The expression of a column for row n; keys that come first count up."""
    special = {'date_dim': DATE_COLUMNS, 'time_dim': TIME_COLUMNS}.get(table, {})
    if name in special:
        return special[name]
    if name.endswith('_sk'):
        if position == 0 and not re.search(r'_(sales|returns)$|^inventory$', table):
            return 'n + 1'
        target = by_ending(KEYS, name)
        return f'{number(position, SIZES[target[0]])} + {target[1]}' if target else number(position, 100)
    if name.endswith('number') and kind.startswith(('int8', 'bigint')):
        return 'n / 3 + 1'
    if name in SPECIAL:
        return SPECIAL[name]
    words = by_ending(WORDS, name)
    if words and kind.startswith(('char', 'varchar')):
        return f"split_part('{'|'.join(words)}', '|', ({number(position, len(words))} + 1)::int)"
    if kind.startswith(('char', 'varchar')):
        length = int(re.search(r'\d+', kind)[0])
        return f"substring({number(position, 97)}::varchar || ' {name[:20]}', 1, {length})" if not name.endswith('zip') \
            else f"lpad({number(position, 99999)}::varchar, 5, '0')"
    if kind.startswith('date'):
        return f"date '1997-10-27' + {number(position, 1500)}::int"
    if kind.startswith(('numeric', 'decimal')):
        return '-5' if name.endswith('gmt_offset') else f'{number(position, 30000)} / 100.0'
    return f'{number(position, 100)} + 1'


def columns_of(ddl):
    """(name, type) of each column of a CREATE TABLE statement."""
    inside = ddl[ddl.index('(') + 1:]
    return re.findall(r'(?:^|,)\s*(\w+)\s+((?:char|varchar|numeric|decimal)\s*\([\d, ]+\)|(?:int|bigint|date|smallint)\w*)',
                      inside, re.I)


def insert(table, ddl):
    columns = columns_of(ddl)
    values = ', '.join(value(table, i, name.lower(), kind.lower()) for i, (name, kind) in enumerate(columns))
    source = f'select n, date \'1998-01-01\' + n::int as day from generate_series(0, {SIZES[table] - 1}) g(n)'
    return f'insert into {table} ({", ".join(name for name, _ in columns)}) select {values} from ({source}) rows'
