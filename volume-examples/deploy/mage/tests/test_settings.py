from datetime import date, datetime

import pytest
from volume_pipeline.utils.settings import RunSettings, UsageError

LEAST = {'source': 'synthetic', 'lake': '/lake'}


def settings(environment=None, **variables):
    return RunSettings.of({**LEAST, **variables}, environment or {})


def test_defaults_are_a_local_run_over_all_days():
    run = settings()
    assert (run.engine, run.layout, run.tickers, run.attempts) == ('local', 'auto', 500, 2)
    assert (run.first, run.last, run.sha256) == (None, None, None)
    assert (run.rebuild, run.hindsight) == (False, True)


@pytest.mark.parametrize(
    'variables, can_update',
    [
        ({'source': '/data/a.csv'}, True),
        ({'source': '/data/a.csv', 'from': '2020-01-01'}, True),
        ({'source': 'synthetic'}, False),
        ({'source': '/data/a.csv', 'engine': 'spark'}, False),
        ({'source': 'gs://b/a.csv', 'engine': 'serverless', 'lake': 'gs://b'}, False),
        ({'source': '/data/a.csv', 'lake': 'gs://b'}, False),
        ({'source': '/data/a.csv', 'warehouse': 'acme.market'}, False),
    ],
)
def test_what_can_be_updated_has_no_column_that_changes_afterwards(variables, can_update):
    run = settings(**variables)
    assert (run.can_update, run.hindsight) == (can_update, not can_update)
    assert settings(hindsight=True, **variables).hindsight
    assert not settings(hindsight='false', **variables).hindsight


def test_a_switch_may_be_a_boolean_or_text():
    assert settings(rebuild=True).rebuild
    assert settings(rebuild='true').rebuild
    assert settings({'VOLUME_REBUILD': 'TRUE'}).rebuild
    assert not settings({'VOLUME_REBUILD': 'true'}, rebuild=False).rebuild


def test_a_runtime_variable_comes_before_the_environment():
    environment = {'VOLUME_ENGINE': 'spark', 'VOLUME_TICKERS': '7'}
    run = settings(environment, engine='local', tickers=None)
    assert (run.engine, run.tickers) == ('local', 7)


def test_an_empty_value_is_none_given():
    assert settings({'VOLUME_LAYOUT': ''}, engine='').engine == 'local'


def test_numbers_may_be_numbers_or_text():
    assert settings(tickers=20).tickers == settings(tickers='20').tickers == 20


def test_ingestion_date_is_the_given_then_the_triggers_then_today():
    triggered = {'execution_date': datetime(2025, 3, 1)}
    assert settings(ingestion_date='2025-01-31', **triggered).ingestion_date == date(2025, 1, 31)
    assert settings(**triggered).ingestion_date == date(2025, 3, 1)
    assert settings(execution_date='2025-03-01T00:00:00+00:00').ingestion_date == date(2025, 3, 1)
    assert settings().ingestion_date >= date(2025, 1, 1)


@pytest.mark.parametrize(
    'variables, warehouse',
    [
        ({'source': '/data/a.csv'}, 'acme.market'),
        ({'source': '/data/a.csv', 'warehouse': 'acme.other'}, 'acme.other'),
        # Of these, leaderboard and all would replace that of the whole market.
        ({'source': '/data/a.csv', 'from': '2020-01-01'}, None),
        ({'source': '/data/a.csv', 'to': '2020-12-31'}, None),
        ({'source': 'synthetic'}, None),
        ({'source': '/data/a.csv', 'to': '2020-12-31', 'warehouse': 'acme.y2020'}, 'acme.y2020'),
        ({'source': 'synthetic', 'warehouse': 'acme.toys'}, 'acme.toys'),
    ],
)
def test_only_a_run_over_all_days_takes_the_warehouse_of_the_environment(variables, warehouse):
    assert settings({'VOLUME_WAREHOUSE': 'acme.market'}, **variables).warehouse == warehouse


def test_without_a_warehouse_there_is_none():
    assert settings(source='/data/a.csv').warehouse is None


@pytest.mark.parametrize(
    'variables, folder',
    [
        ({}, '/lake/curated/synthetic-500/all'),
        ({'tickers': 20}, '/lake/curated/synthetic-20/all'),
        ({'source': '/data/a.csv'}, '/lake/curated/sp500/all'),
        ({'source': '/data/a.csv', 'lake': 'gs://bucket/'}, 'gs://bucket/curated/sp500/all'),
        ({'from': '2020-01-01'}, '/lake/curated/synthetic-500/from-2020-01-01'),
        ({'to': '2020-12-31'}, '/lake/curated/synthetic-500/to-2020-12-31'),
        (
            {'from': '2020-01-01', 'to': '2020-12-31'},
            '/lake/curated/synthetic-500/2020-01-01_2020-12-31',
        ),
    ],
)
def test_each_source_and_period_has_a_folder_of_its_own(variables, folder):
    assert settings(**variables).output == folder


@pytest.mark.parametrize(
    'variables, message',
    [
        (
            {'source': None},
            'source is not set; give the runtime variable source or VOLUME_SOURCE, such as'
            ' /data/sp500_stocks.csv.gz, gs://BUCKET/sp500_stocks.csv.gz or synthetic',
        ),
        (
            {'lake': None},
            'lake is not set; give the runtime variable lake or VOLUME_LAKE,'
            ' such as /lake or gs://BUCKET',
        ),
        ({'engine': 'flink'}, "engine: 'flink' is not known; give local, spark or serverless"),
        (
            {'engine': 'serverless'},
            'lake: /lake is out of reach of engine serverless; give gs://BUCKET',
        ),
        ({'from': '2020-13-01'}, "from: '2020-13-01' is not a date such as 2010-01-31"),
        ({'from': '2021-01-01', 'to': '2020-12-31'}, 'from: 2021-01-01 is after to, 2020-12-31'),
        ({'tickers': 0}, "tickers: '0' is not a whole number from 1"),
        (
            {'warehouse': 'market'},
            "warehouse: 'market' is not a dataset such as my-project.market",
        ),
        ({'rebuild': 'yes'}, "rebuild: 'yes' is neither true nor false"),
        ({'hindsight': 1}, "hindsight: '1' is neither true nor false"),
        ({'sha256': 'abc'}, "sha256: 'abc' is not 64 hexadecimal digits"),
    ],
)
def test_what_cannot_be_followed_is_said_in_a_line(variables, message):
    with pytest.raises(UsageError) as error:
        settings(**variables)
    assert str(error.value) == message
