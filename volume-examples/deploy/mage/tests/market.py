"""A small market of its own for runs that follow each other, with the sessions of six months."""

import random
from datetime import date, timedelta
from typing import List

_HOLIDAYS = {
    date(2021, month, day) for month, day in ((1, 1), (1, 18), (2, 15), (4, 2), (5, 31))
}
# More than a score across tickers needs, on days after those that a score needs.
_TICKERS = 52
_BUSY = {date(2021, 4, 14), date(2021, 5, 12)}


def _sessions() -> List[date]:
    days = (date(2021, 1, 1) + timedelta(days=i) for i in range(181))
    return [day for day in days if day.weekday() < 5 and day not in _HOLIDAYS]


def prices(first: date, last: date) -> str:
    """A file of its prices from one day to another, always the same ones."""
    luck = random.Random(2021)
    lines = ['Date,Symbol,Adj Close,Close,High,Low,Open,Volume']
    for day in _sessions():
        for ticker in range(_TICKERS):
            volume = int(1000 * (ticker + 1) * luck.lognormvariate(0, 0.2))
            if day in _BUSY:
                volume *= 8
            if first <= day <= last:
                lines.append(f'{day},T{ticker:02},10,10,11,9,10,{volume}')
    return '\n'.join(lines) + '\n'
