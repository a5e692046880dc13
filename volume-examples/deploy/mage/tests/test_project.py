"""The project's files, as Mage reads them."""

import ast
import glob
import os
import re

import pytest
import yaml

from . import PROJECT

BLOCKS = {
    'data_loader': 'data_loaders',
    'transformer': 'transformers',
    'data_exporter': 'data_exporters',
}


def read(*path):
    with open(os.path.join(PROJECT, *path)) as file:
        return file.read()


def load(*path):
    return yaml.safe_load(read(*path))


PIPELINE = load('pipelines', 'sp500_volume', 'metadata.yaml')


def test_the_pipeline_ingests_then_measures_then_publishes():
    assert [block['uuid'] for block in PIPELINE['blocks']] == [
        'ingest_prices',
        'measure_volume',
        'publish_outputs',
    ]


def test_upstream_and_downstream_agree():
    down = {
        (block['uuid'], other)
        for block in PIPELINE['blocks']
        for other in block['downstream_blocks']
    }
    up = {
        (other, block['uuid']) for block in PIPELINE['blocks'] for other in block['upstream_blocks']
    }
    assert down == up
    assert len(down) == 2


@pytest.mark.parametrize('block', PIPELINE['blocks'], ids=lambda block: block['uuid'])
def test_a_block_is_thin_and_has_a_test(block):
    functions = [
        node
        for node in ast.parse(read(BLOCKS[block['type']], f'{block["uuid"]}.py')).body
        if isinstance(node, ast.FunctionDef)
    ]
    decorators = [function.decorator_list[0].id for function in functions]
    assert decorators[0] == block['type']
    assert set(decorators[1:]) == {'test'}
    # One statement that calls what the unit tests test, and returns a path or URI.
    assert len(functions[0].body) == 1
    assert functions[0].returns.id == 'str'


def test_no_file_names_a_secret_or_a_key():
    for path in glob.glob(f'{PROJECT}/**/*', recursive=True):
        if path.endswith(('.yaml', '.py', '.txt')):
            for line in read(path).splitlines():
                assert not re.search(r'KEY_FILEPATH|private_key|\.json["\']?\s*$.*key', line), (
                    f'{path}: {line}'
                )
                if re.search(r'(?i)password|token|secret|webhook', line) and path.endswith('.yaml'):
                    assert 'env_var(' in line, f'{path}: {line}'


def test_the_monthly_trigger_is_one_that_mage_takes():
    from mage_ai.data_preparation.models.triggers import ScheduleStatus, load_trigger_configs

    content = read('pipelines', 'sp500_volume', 'triggers.yaml')
    (trigger,) = load_trigger_configs(
        content, pipeline_uuid='sp500_volume', repo_path=PROJECT, raise_exception=True
    )
    assert trigger.schedule_interval == '@monthly'
    assert trigger.has_valid_schedule_interval
    assert trigger.settings['skip_if_previous_running'] is True
    assert trigger.status == ScheduleStatus.ACTIVE
    # Else Mage writes the time of its start into the file.
    assert trigger.last_enabled_at is not None


def test_what_is_pinned_for_the_image_is_what_is_tested():
    lock = read(os.pardir, 'requirements.lock.txt').splitlines()
    pins = [
        line for line in read('requirements.txt').splitlines() if line and not line.startswith('#')
    ]
    assert pins
    assert [pin for pin in pins if pin not in lock] == []
    assert 'mage-ai==0.9.79' in lock
