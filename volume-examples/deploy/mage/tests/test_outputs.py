import json

import pyarrow
import pyarrow.parquet
import pytest
from volume_pipeline.utils import outputs


@pytest.fixture
def output(tmp_path):
    """What the application has written, on a small scale."""
    for name in outputs.NAMES:
        (tmp_path / name).mkdir()
        (tmp_path / name / 'part-0.parquet').write_bytes(name.encode())
    report = {
        'pipeline': 'sp500',
        'run_id': 'of one run only',
        'inputs': [{'source': 'p.csv (CSV)'}],
        'outputs': [{'sink': f'{tmp_path}/{name} (Parquet)', 'rows': 7} for name in outputs.NAMES]
        + [{'sink': 'memory', 'rows': 10}],
    }
    (tmp_path / 'run.json').write_text(json.dumps(report))
    return str(tmp_path)


def test_a_complete_output_lacks_nothing(output):
    assert outputs.missing(output) == []


def test_what_is_missing_is_named(output, tmp_path):
    (tmp_path / 'anomalies' / 'part-0.parquet').unlink()
    (tmp_path / 'run.json').unlink()
    assert outputs.missing(output) == ['anomalies', 'run.json']


def test_the_manifest_lists_rows_and_files(output):
    manifest = outputs.read_json(outputs.publish(output))
    assert manifest['sources'] == ['p.csv (CSV)']
    assert manifest['outputs']['leaderboard'] == {
        'rows': 7,
        'files': {'leaderboard/part-0.parquet': 11},
    }
    assert list(manifest['outputs']) == list(outputs.NAMES)


def test_the_manifest_of_an_update_has_the_rows_of_all_months(output, tmp_path):
    for name in outputs.NAMES:
        (tmp_path / name / 'part-0.parquet').unlink()
        for month, days in (('2021-01', 19), ('2021-02', 3)):
            table = pyarrow.table({'day': list(range(days))})
            pyarrow.parquet.write_table(table, tmp_path / name / f'{month}.parquet')
    report = json.loads((tmp_path / 'run.json').read_text())
    # It has written seven rows, those of its months.
    (tmp_path / 'run.json').write_text(json.dumps({**report, 'update': {'first_month': '2021-02'}}))
    manifest = outputs.read_json(outputs.publish(output))
    assert {name: listed['rows'] for name, listed in manifest['outputs'].items()} == dict.fromkeys(
        outputs.NAMES, 22
    )
    assert list(manifest['outputs']['leaderboard']['files']) == [
        'leaderboard/2021-01.parquet',
        'leaderboard/2021-02.parquet',
    ]


def test_the_manifest_has_nothing_of_the_single_run(output, tmp_path):
    outputs.publish(output)
    first = (tmp_path / 'manifest.json').read_bytes()
    report = json.loads((tmp_path / 'run.json').read_text())
    (tmp_path / 'run.json').write_text(json.dumps({**report, 'run_id': 'another'}))
    outputs.publish(output)
    assert (tmp_path / 'manifest.json').read_bytes() == first


def test_an_incomplete_output_is_not_published(output, tmp_path):
    (tmp_path / 'rejected' / 'part-0.parquet').unlink()
    with pytest.raises(RuntimeError, match='lacks rejected; run the pipeline again$'):
        outputs.publish(output)
    assert not (tmp_path / 'manifest.json').exists()
