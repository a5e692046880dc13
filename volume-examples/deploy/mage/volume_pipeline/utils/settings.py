"""What a run is asked to do: by its runtime variables first, then by the environment."""

import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from typing import Any, Mapping, Optional

from volume_pipeline.utils.secrets import redacted

ENGINES = ('local', 'spark', 'serverless')
SYNTHETIC = 'synthetic'


class UsageError(ValueError):
    """A setting that cannot be followed. To repeat the run does not help. It shows no secret."""

    def __init__(self, message: str) -> None:
        super().__init__(redacted(message))


@dataclass(frozen=True)
class RunSettings:
    """
    The settings of one run, checked.

    engine: what executes the application: local, spark or serverless
    source: a path or URI (gs://, https://) of a file of prices, or 'synthetic'
    lake: a folder or gs:// URI, without a slash at its end
    layout: what the file's columns are called, as the application names it
    tickers: the size of the synthetic market
    first, last: the days to publish from and to; None is no bound
    ingestion_date: the day that the raw file is kept under
    sha256: what the raw file must hash to; None is not known
    attempts: how often at most to start the application
    warehouse: a dataset, PROJECT.DATASET, that gets the outputs as tables too; None is none
    rebuild: whether a run that could update computes all outputs again, from its file alone
    hindsight: whether the outputs have the column that each new day changes in earlier rows
    """

    engine: str
    source: str = field(repr=False)  # it may have a password
    lake: str
    layout: str
    tickers: int
    first: Optional[date]
    last: Optional[date]
    ingestion_date: date
    sha256: Optional[str]
    attempts: int
    warehouse: Optional[str]
    rebuild: bool
    hindsight: bool

    @classmethod
    def of(
        cls, variables: Mapping[str, Any], environment: Mapping[str, str] = os.environ
    ) -> 'RunSettings':
        """Takes `name` from a run's variables, else VOLUME_NAME from the environment."""

        def given(name: str, default: Optional[str] = None) -> Optional[str]:
            for value in (variables.get(name), environment.get(f'VOLUME_{name.upper()}')):
                if value is not None and str(value).strip():
                    return str(value).strip()
            return default

        def required(name: str, example: str) -> str:
            value = given(name)
            if value is None:
                raise UsageError(
                    f'{name} is not set; give the runtime variable {name}'
                    f' or VOLUME_{name.upper()}, such as {example}'
                )
            return value

        engine = given('engine', 'local')
        if engine not in ENGINES:
            raise UsageError(
                f"engine: '{engine}' is not known; give {', '.join(ENGINES[:-1])} or {ENGINES[-1]}"
            )
        first, last = (_date(name, given(name)) for name in ('from', 'to'))
        if first and last and first > last:
            raise UsageError(f'from: {first} is after to, {last}')
        sha256 = given('sha256')
        if sha256 and not re.fullmatch(r'[0-9a-f]{64}', sha256):
            raise UsageError(f"sha256: '{sha256}' is not 64 hexadecimal digits")
        source = required(
            'source', f'/data/sp500_stocks.csv.gz, gs://BUCKET/sp500_stocks.csv.gz or {SYNTHETIC}'
        )
        # What the environment names has all days of the market. A run over some of them, whose
        # leaderboard is of these alone, and one over a market that is made up, must not replace it
        # unasked.
        of_all_days = source != SYNTHETIC and not first and not last
        warehouse = given('warehouse') if of_all_days else variables.get('warehouse')
        if warehouse and not re.fullmatch(r'[a-z0-9.:-]+\.\w+', warehouse, re.ASCII):
            raise UsageError(f"warehouse: '{warehouse}' is not a dataset such as my-project.market")
        lake = required('lake', '/lake or gs://BUCKET').rstrip('/')
        if engine == 'serverless' and not lake.startswith('gs://'):
            raise UsageError(f'lake: {lake} is out of reach of engine serverless; give gs://BUCKET')
        can_update = _can_update(engine, source, lake, warehouse)
        return cls(
            engine=engine,
            source=source,
            lake=lake,
            layout=given('layout', 'auto'),
            tickers=_count('tickers', given('tickers', '500')),
            first=first,
            last=last,
            # A triggered run has the date that it is for, which a repetition keeps.
            ingestion_date=_date('ingestion_date', given('ingestion_date'))
            or _day(variables.get('execution_date'))
            or datetime.now(timezone.utc).date(),
            sha256=sha256,
            attempts=_count('attempts', given('attempts', '2')),
            warehouse=warehouse or None,
            rebuild=_switch('rebuild', given('rebuild', 'false')),
            # An update would write every month again for the sake of this one column.
            hindsight=_switch('hindsight', given('hindsight', str(not can_update))),
        )

    @property
    def can_update(self) -> bool:
        """Whether outputs of earlier runs can be brought up to date, which needs no full run."""
        return _can_update(self.engine, self.source, self.lake, self.warehouse)

    @property
    def output(self) -> str:
        """The folder to publish into: one for each period; a back-fill replaces only itself."""
        market = f'{SYNTHETIC}-{self.tickers}' if self.source == SYNTHETIC else 'sp500'
        if self.first and self.last:
            period = f'{self.first}_{self.last}'
        elif self.first:
            period = f'from-{self.first}'
        elif self.last:
            period = f'to-{self.last}'
        else:
            period = 'all'
        return f'{self.lake}/curated/{market}/{period}'


def _can_update(engine: str, source: str, lake: str, warehouse: Optional[str]) -> bool:
    return engine == 'local' and source != SYNTHETIC and '://' not in lake and not warehouse


def _date(name: str, value: Optional[str]) -> Optional[date]:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name}: '{value}' is not a date such as 2010-01-31") from None


def _day(moment: Any) -> Optional[date]:
    """The day of Mage's execution_date, a datetime or its text."""
    if isinstance(moment, datetime):
        return moment.date()
    return _date('execution_date', str(moment)[:10]) if moment else None


def _switch(name: str, value: str) -> bool:
    if value.lower() not in ('true', 'false'):
        raise UsageError(f"{name}: '{value}' is neither true nor false")
    return value.lower() == 'true'


def _count(name: str, value: str) -> int:
    if not re.fullmatch(r'[1-9]\d{0,8}', value):
        raise UsageError(f"{name}: '{value}' is not a whole number from 1")
    return int(value)
