"""`mage run` of the pipeline, with the real Mage and the real application."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest
from volume_pipeline.utils import outputs

from . import PROJECT

MAGE = os.path.join(os.path.dirname(sys.executable), 'mage')


@pytest.fixture(scope='module')
def machine(tmp_path_factory):
    return Machine(tmp_path_factory.mktemp('mage'))


class Machine:
    """A lake, a home for Mage, and a bad file."""

    def __init__(self, folder):
        self.folder = folder
        self.lake = folder / 'lake'
        self.not_csv = folder / 'not.csv'
        self.not_csv.write_text('<html><body>Service unavailable</body></html>\n')

    def start(self, name, **variables):
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith('VOLUME_')
        }
        environment.update(
            MAGE_DATA_DIR=str(self.folder / name),
            HOME=str(self.folder / name),
            VOLUME_LAKE=str(self.lake),
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

    def run(self, name, **variables):
        return self.end(self.start(name, **variables))

    def hashes(self):
        """Of all files of the lake but the reports, whose times are of one run."""
        return {
            str(path.relative_to(self.lake)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.lake.rglob('*'))
            if path.is_file() and path.name != outputs.REPORT
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
        [*outputs.NAMES, 'run.json', 'manifest.json']
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


def test_the_same_run_again_changes_nothing(first, machine):
    before = machine.hashes()
    exit_code, log = machine.run('second', source='synthetic', tickers=20)
    assert exit_code == 0, log
    assert machine.hashes() == before


def test_a_run_leaves_the_project_as_it_was(project_before, first):
    assert project_files() == project_before
