"""`mage run` of the pipeline, with the real Mage and the real application."""

import hashlib
import http.server
import json
import os
import re
import subprocess
import sys
import threading
from datetime import date

import pyarrow
import pyarrow.parquet
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from volume_pipeline.utils import application, outputs

from . import PROJECT
from .market import prices

MAGE = os.path.join(os.path.dirname(sys.executable), 'mage')


@pytest.fixture(scope='module')
def machine(tmp_path_factory):
    # Built now if need be, for the launcher would say in the log of a run that it builds.
    subprocess.run(application.local_command(['--version'], {}), check=True)
    return Machine(tmp_path_factory.mktemp('mage'))


class Machine:
    """A lake, a home for Mage, and a bad file."""

    def __init__(self, folder):
        self.folder = folder
        self.lake = folder / 'lake'
        self.not_csv = folder / 'not.csv'
        self.not_csv.write_text('<html><body>Service unavailable</body></html>\n')

    def start(self, name, more_environment=None, **variables):
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith('VOLUME_')
        }
        environment.update(
            MAGE_DATA_DIR=str(self.folder / name),
            HOME=str(self.folder / name),
            VOLUME_LAKE=str(self.lake),
            **(more_environment or {}),
        )
        command = [
            MAGE,
            'run',
            PROJECT,
            'sp500_volume',
            '--test',
            '--runtime-vars',
            json.dumps(variables),
        ]
        log = open(self.folder / f'{name}.log', 'w+')
        process = subprocess.Popen(
            command, env=environment, cwd=self.folder, stdout=log, stderr=subprocess.STDOUT
        )
        return process, log

    def end(self, started):
        process, log = started
        exit_code = process.wait(timeout=600)
        log.seek(0)
        return exit_code, log.read()

    def run(self, name, more_environment=None, **variables):
        return self.end(self.start(name, more_environment, **variables))

    def files(self, folder):
        """All files below a folder of the lake, by their paths in it."""
        root = self.lake / folder
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob('*'))
            if path.is_file()
        }

    def files_of_any_run(self, folder):
        """The same without what tells one run from another: its id and its times."""
        files = self.files(folder)
        run = re.search(rb'^run=(.*)$', files['ledger/.marketvolume'], re.MULTILINE).group(1)
        return {
            path.replace(run.decode(), 'RUN'): re.sub(
                rb'("started_at" *: *)"[^"]*"', rb'\1"TIME"', content.replace(run, b'RUN')
            )
            for path, content in files.items()
            # Checksums of files with the run's id, and how long each step took.
            if os.path.basename(path) not in (outputs.REPORT, '.marketvolume')
        }


@pytest.fixture(scope='module')
def failing(machine):
    """Runs beside the others, for a run of Mage takes most of its time to start."""
    started = machine.start('failing', source=str(machine.not_csv), attempts=1)
    yield started
    started[0].kill()
    started[0].wait()


@pytest.fixture(scope='module')
def first(failing, machine):
    # `failing` has been started by now.
    return machine.run('first', source='synthetic', tickers=20)


@pytest.fixture(scope='module')
def project_before():
    return project_files()


def project_files():
    return {
        path: hashlib.sha256(open(path, 'rb').read()).hexdigest()
        for folder, _, names in os.walk(PROJECT)
        for path in (os.path.join(folder, name) for name in names)
    }


def test_a_run_on_the_synthetic_market_publishes_all_outputs(project_before, first, machine):
    exit_code, log = first
    assert exit_code == 0, log
    output = machine.lake / 'curated' / 'synthetic-20' / 'all'
    assert sorted(path.name for path in output.iterdir()) == sorted(
        [*outputs.NAMES, 'bars', 'ledger', 'run.json', 'manifest.json']
    )
    report = json.loads((output / 'run.json').read_text())
    assert report['inputs'][0]['source'].startswith('SYNTHETIC market of 20 tickers')
    manifest = json.loads((output / 'manifest.json').read_text())
    assert manifest['outputs']['leaderboard']['rows'] == 20
    assert manifest['outputs']['ticker_daily']['rows'] == report['inputs'][0]['rows_accepted']


def test_mage_ran_the_tests_of_each_block(first):
    _, log = first
    assert re.findall(r'(\d)/(\d) tests passed', log) == [('1', '1'), ('2', '2'), ('1', '1')]


def test_an_input_that_is_not_csv_fails_the_run_with_the_applications_reason(failing, machine):
    exit_code, log = machine.end(failing)
    assert exit_code != 0
    assert 'Pipeline run completed' not in log
    (reason,) = set(re.findall(r'^sp500: .*', log, re.MULTILINE))
    assert reason.endswith(
        'not.csv is a web page or XML, not CSV; mend or remove it, or quarantine unreadable files'
    )
    # And as the error of the run, which Mage folds to the terminal's width.
    assert 'ApplicationFailed: sp500: ' in log
    assert not [path for path in machine.lake.rglob('*.parquet') if 'sp500' in path.parts]


def test_a_full_run_again_replaces_the_outputs_by_identical_ones(first, machine):
    before = machine.files_of_any_run('curated/synthetic-20/all')
    exit_code, log = machine.run('second', source='synthetic', tickers=20)
    assert exit_code == 0, log
    assert '--overwrite' in log
    assert machine.files_of_any_run('curated/synthetic-20/all') == before


SP500 = 'curated/sp500/all'
DATED = ('ticker_daily', 'anomalies', 'market_daily', 'shocks', 'bars')


class Months:
    """A market file of four months, whose run the tests of one that arrives later go on from."""

    def __init__(self, machine):
        self.machine = machine
        self.until_april = self._file('until-april.csv', date(2021, 1, 1), date(2021, 4, 30))
        self.may = self._file('may.csv', date(2021, 5, 1), date(2021, 5, 31))
        self.until_may = self._file('until-may.csv', date(2021, 1, 1), date(2021, 5, 31))

    def _file(self, name, first, last):
        path = self.machine.folder / name
        path.write_text(prices(first, last))
        return path

    def run(self, name, source, **variables):
        exit_code, log = self.machine.run(name, source=str(source), attempts=1, **variables)
        return exit_code, log, self.machine.files(SP500)

    def rows(self, files='*.parquet'):
        """The rows of each output's files, without the run's id in the files' own words."""
        output = self.machine.lake / SP500
        return {
            name: pyarrow.concat_tables(
                pyarrow.parquet.ParquetFile(path).read().replace_schema_metadata(None)
                for path in sorted((output / name).glob(files))
            )
            for name in (*outputs.NAMES, 'bars')
            if list((output / name).glob(files))
        }


@pytest.fixture(scope='module')
def months(machine):
    months = Months(machine)
    exit_code, log, files = months.run('april', months.until_april)
    assert exit_code == 0, log
    for name in DATED:
        assert f'{name}/2021-04.parquet' in files
    return months


@pytest.fixture(scope='module')
def updated(months):
    """What was there before a run with the next month, and what after it, and the rows of April."""
    before = months.machine.files(SP500)
    april = months.rows('2021-04.parquet')
    exit_code, log, after = months.run('may', months.may)
    assert exit_code == 0, log
    return before, after, april


def test_a_run_on_the_same_file_changes_no_file(months):
    before = months.machine.files('.')
    exit_code, log, _ = months.run('april-again', months.until_april)
    assert exit_code == 0, log
    assert ' update --input ' in log and 'nothing is new' in log
    assert months.machine.files('.') == before


def test_the_next_month_touches_that_month_only(updated, months):
    before, after, april = updated
    assert months.rows('2021-04.parquet') == april
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    states = {path for path in changed if re.fullmatch(r'ledger/2021-\d\d-01\.state', path)}
    assert 'ledger/2021-05-01.state' in states
    assert changed - states == {
        *(f'{name}/2021-05.parquet' for name in DATED),
        # All days in one file.
        'leaderboard/part-0.parquet',
        # A shock may go on in the month after the one that it began in, which has its row.
        'shocks/2021-04.parquet',
        # The list of files of each folder, by which it is known which run has published it.
        *(f'{name}/.marketvolume' for name in (*outputs.NAMES, 'bars', 'ledger')),
        'ledger/ledger.json',
        'ledger/earlier-days.csv',
        'run.json',
        'manifest.json',
    }


def test_the_manifest_of_an_update_counts_the_rows_of_all_months(updated, months):
    _, after, _ = updated
    listed = json.loads(after['manifest.json'])['outputs']
    assert {name: listed[name]['rows'] for name in outputs.NAMES} == {
        name: rows.num_rows for name, rows in months.rows().items() if name in outputs.NAMES
    }
    assert listed['shocks']['rows'] == 2


def test_other_options_are_refused_in_a_line_that_says_to_rebuild(updated, months):
    before = months.machine.files(SP500)
    exit_code, log, after = months.run('hindsight', months.until_may, hindsight=True)
    assert exit_code != 0
    (reason,) = set(re.findall(r'^sp500: .*', log, re.MULTILINE))
    # It is no failure that a repetition may avoid.
    assert 'ApplicationRefused: sp500: ' in log
    assert re.search('is of another plan .*, or of other options, .*; rebuild,', reason)
    assert after == before


def test_a_rebuild_computes_everything_and_has_the_rows_of_the_updates(updated, months):
    rows = months.rows()
    exit_code, log, files = months.run('rebuild', months.until_may, rebuild=True)
    assert exit_code == 0, log
    (run,) = json.loads(files['ledger/ledger.json'])['runs']
    assert run['input'].endswith('until-may.csv (CSV, kaggle layout)')
    assert months.rows() == rows


def test_a_run_leaves_the_project_as_it_was(project_before, first):
    assert project_files() == project_before


@pytest.fixture
def credentials(tmp_path):
    """A file with a service account's key, whose tokens are made on this machine."""

    class Tokens(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers['Content-Length']))
            content = b'{"access_token": "token", "token_type": "Bearer", "expires_in": 3600}'
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Tokens) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file = tmp_path / 'key.json'
        file.write_text(
            json.dumps(
                {
                    'type': 'service_account',
                    'project_id': 'p',
                    'client_id': '1',
                    'client_email': 'mage@p.iam.gserviceaccount.com',
                    'private_key_id': '1',
                    'private_key': key.decode(),
                    'token_uri': f'http://127.0.0.1:{server.server_port}/token',
                }
            )
        )
        yield file
        server.shutdown()


def test_prices_and_outputs_are_in_a_bucket(machine, cloud_storage, credentials, tmp_path):
    """Against a fake Cloud Storage: Mage brings prices there, the application reads and writes."""
    prices = tmp_path / 'prices.csv'
    prices.write_text(
        'Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n'
        '2020-01-02,AAA,1,1,1,1,1,100\n'
        '2020-01-03,AAA,1,1,1,1,1,120\n'
    )
    environment = {
        'STORAGE_EMULATOR_HOST': cloud_storage,
        # Else Mage's library of files looks for credentials on the network.
        'FSSPEC_GS_TOKEN': 'anon',
        'GOOGLE_APPLICATION_CREDENTIALS': str(credentials),
        'JAVA_TOOL_OPTIONS': f'-Dsp500.storage={cloud_storage}',
    }
    exit_code, log = machine.run(
        'bucket',
        environment,
        source=str(prices),
        lake='gs://lake/headless',
        ingestion_date='2020-02-01',
        attempts=1,
    )
    assert exit_code == 0, log
    answer = requests.get(f'{cloud_storage}/storage/v1/b/lake/o', params={'prefix': 'headless/'})
    names = '\n'.join(sorted(item['name'] for item in answer.json()['items']))
    day = 'ingestion_date=2020-02-01'
    kept = rf'^headless/raw/prices/{day}/sha256=\w{{12}}/prices.csv$'
    assert re.search(kept, names, re.MULTILINE), names
    tables = [f'{name}/.+[.]parquet' for name in outputs.NAMES]
    assert re.search('^headless/bars/.+[.]parquet$', names, re.MULTILINE), names
    for name in ['run.json', 'manifest.json', *tables]:
        assert re.search(f'^headless/curated/sp500/all/{name}$', names, re.MULTILINE), names
