import os
import sys

import pytest
from volume_pipeline.utils import application, engines, retry
from volume_pipeline.utils.settings import RunSettings, UsageError

from . import HERE


def settings(**variables):
    return RunSettings.of({'source': '/data/p.csv', 'lake': '/lake', **variables}, {})


def script(text):
    return [sys.executable, '-c', text]


def ends_with(exit_code, *lines):
    return script(
        f'import sys; [print(line, file=sys.stderr) for line in {lines!r}]; sys.exit({exit_code})'
    )


def test_arguments_of_a_whole_run():
    assert application.arguments('/lake/raw/p.csv', settings()) == [
        'run',
        '--input',
        '/lake/raw/p.csv',
        '--layout',
        'auto',
        '--output',
        '/lake/curated/sp500/all',
        '--no-hindsight',
        '--overwrite',
    ]


def test_arguments_of_a_back_fill():
    args = application.arguments(
        '/lake/raw/p.csv', settings(**{'from': '2020-01-01', 'to': '2020-03-31', 'layout': 'yahoo'})
    )
    assert args == [
        'run',
        '--input',
        '/lake/raw/p.csv',
        '--layout',
        'yahoo',
        '--from',
        '2020-01-01',
        '--to',
        '2020-03-31',
        '--output',
        '/lake/curated/sp500/2020-01-01_2020-03-31',
        '--no-hindsight',
        '--overwrite',
    ]


def test_arguments_of_a_synthetic_run_name_no_file():
    args = application.arguments('synthetic:20', settings(source='synthetic', tickers=20))
    assert args == [
        'run',
        '--tickers',
        '20',
        '--output',
        '/lake/curated/synthetic-20/all',
        '--overwrite',
    ]


def test_arguments_of_a_run_from_a_bucket_to_a_warehouse():
    args = application.arguments(
        'gs://lake/raw/p.csv', settings(lake='gs://lake', warehouse='acme.market_volume')
    )
    assert args == [
        'run',
        '--input',
        'gs://lake/raw/p.csv',
        '--layout',
        'auto',
        '--lake',
        'gs://lake',
        '--output',
        'gs://lake/curated/sp500/all',
        '--warehouse',
        'acme.market_volume',
        '--overwrite',
    ]


@pytest.fixture(params=['ledger/ledger.json', '.ledger.1b2c.new'])
def lake(request, tmp_path):
    """One with a run of all days, which is complete, or was killed while it published."""
    ledger = tmp_path / 'curated' / 'sp500' / 'all' / request.param
    ledger.parent.mkdir(parents=True)
    ledger.touch()
    return str(tmp_path)


def test_what_an_earlier_run_left_is_updated(lake):
    assert application.arguments('/p.csv', settings(lake=lake)) == [
        'update',
        '--input',
        '/p.csv',
        '--layout',
        'auto',
        '--output',
        f'{lake}/curated/sp500/all',
        '--no-hindsight',
    ]


@pytest.mark.parametrize(
    'variables',
    [
        {'rebuild': True},
        {'warehouse': 'acme.market_volume'},
        {'engine': 'spark'},
        {'from': '2020-01-01'},
    ],
    ids=['rebuild', 'warehouse', 'spark', 'another period'],
)
def test_what_cannot_be_updated_is_replaced(lake, variables):
    args = application.arguments('/p.csv', settings(lake=lake, **variables))
    assert (args[0], args[-1]) == ('run', '--overwrite')


def test_an_update_with_hindsight_has_the_column():
    assert '--no-hindsight' not in application.arguments('/p.csv', settings(hindsight=True))


def test_local_is_the_clones_launcher_unless_the_environment_names_one():
    clone = os.path.abspath(os.path.join(HERE, '..', '..', 'bin', 'sp500'))
    assert application.local_command(['run'], {}) == [clone, 'run']
    assert os.access(clone, os.X_OK)
    java = 'java -jar "/opt/my app.jar"'
    assert application.local_command(['run'], {'VOLUME_SP500': java}) == [
        'java',
        '-jar',
        '/opt/my app.jar',
        'run',
    ]


def test_spark_is_a_spark_submit():
    environment = {'VOLUME_SPARK_MASTER': 'spark://master:7077', 'VOLUME_JAR': '/opt/app.jar'}
    assert application.spark_command(['run'], environment) == [
        'spark-submit',
        '--master',
        'spark://master:7077',
        '--conf',
        'spark.jars.ivy=/tmp/.ivy2',
        '/opt/app.jar',
        'run',
    ]
    jars = '/opt/volume-gcp-shaded.jar,/opt/gcs-connector.jar'
    assert application.spark_command(['run'], {**environment, 'VOLUME_JARS': jars})[-4:] == [
        '--jars',
        jars,
        '/opt/app.jar',
        'run',
    ]
    assert (
        application.spark_command(
            [], {**environment, 'VOLUME_SPARK_SUBMIT': '/s/bin/spark-submit'}
        )[0]
        == '/s/bin/spark-submit'
    )


def test_spark_says_what_it_lacks():
    with pytest.raises(
        UsageError, match='^engine spark needs VOLUME_JAR, such as /opt/sp500/sp500-app.jar$'
    ):
        application.spark_command([], {'VOLUME_SPARK_MASTER': 'local[2]'})


def test_all_output_is_in_the_log(capsys):
    application.launch(
        script('import sys; print("a table", flush=True); print("progress", file=sys.stderr)')
    )
    printed = capsys.readouterr().out
    assert 'a table\n' in printed and 'progress\n' in printed


def test_exit_code_1_is_a_failure_in_the_applications_words(capsys):
    with pytest.raises(application.ApplicationFailed) as error:
        application.launch(
            ends_with(
                1,
                'sp500: preparing',
                '   0.5 s  read',
                'sp500: p.csv is not CSV; mend it',
                '\tat Main',
            )
        )
    assert str(error.value) == 'sp500: p.csv is not CSV; mend it'
    assert 'sp500: p.csv is not CSV; mend it\n' in capsys.readouterr().out


def test_exit_code_2_is_a_refusal():
    with pytest.raises(application.ApplicationRefused, match='^sp500: --x is not known$'):
        application.launch(ends_with(2, 'sp500: --x is not known'))


def test_an_application_that_gives_no_reason_has_its_exit_code_told():
    with pytest.raises(
        application.ApplicationFailed, match='ended with exit code 3, and gave no reason'
    ):
        application.launch(ends_with(3, 'Exception in thread "main"'))


def test_a_killed_application_is_told_from_a_failed_one():
    with pytest.raises(
        application.ApplicationStopped, match='signal 9, as by a machine that is out of memory'
    ):
        application.launch(script('import os; os.kill(os.getpid(), 9)'))
    # A shell between here and the application turns the signal into an exit code.
    assert isinstance(application.failure(143, []), application.ApplicationStopped)


def test_a_command_that_is_not_there_is_said_in_a_line():
    with pytest.raises(
        UsageError, match='^/nowhere/sp500 cannot be started: No such file or directory$'
    ):
        application.launch(['/nowhere/sp500'])


@pytest.mark.parametrize('exit_code, starts', [(0, 1), (1, 3), (2, 1)])
def test_only_what_can_succeed_on_repetition_is_repeated(tmp_path, monkeypatch, exit_code, starts):
    log = tmp_path / 'starts'
    launcher = tmp_path / 'sp500'
    launcher.write_text(f'#!/bin/sh\necho start >>{log}\necho sp500: no >&2\nexit {exit_code}\n')
    launcher.chmod(0o755)
    monkeypatch.setenv('VOLUME_SP500', str(launcher))
    monkeypatch.setattr(retry, 'FIRST_PAUSE_SECONDS', 0)
    run = settings(attempts=3)
    if exit_code == 0:
        assert engines.run('/lake/raw/p.csv', run) == '/lake/curated/sp500/all'
    else:
        with pytest.raises((application.ApplicationFailed, application.ApplicationRefused)):
            engines.run('/lake/raw/p.csv', run)
    assert log.read_text().count('start') == starts
