"""
What the application has published: a folder of Parquet files for each output, run.json, and the
ledger of runs that can be updated.
"""

import json
import posixpath
from typing import Any, Dict, List

import pyarrow.parquet
from fsspec.core import url_to_fs

from volume_pipeline.utils.files import written_whole

NAMES = ('ticker_daily', 'anomalies', 'leaderboard', 'market_daily', 'shocks', 'rejected')
REPORT = 'run.json'
MANIFEST = 'manifest.json'


def missing(output: str) -> List[str]:
    """The outputs that are not in the folder."""
    files, path = url_to_fs(output)
    absent = [name for name in NAMES if not _parquet(output, name)]
    return absent if files.exists(f'{path}/{REPORT}') else absent + [REPORT]


def has_ledger(output: str) -> bool:
    """Whether there is a run to update. One that was killed may have left its ledger on its way."""
    files, path = url_to_fs(output)
    return files.exists(f'{path}/ledger/ledger.json') or bool(files.glob(f'{path}/.ledger.*'))


def report(output: str) -> Dict[str, Any]:
    """The application's report of its run."""
    return read_json(f'{output}/{REPORT}')


def publish(output: str) -> str:
    """
    Writes the manifest of a complete output, and returns its URI.

    It has no time and no identity of a run: the same outputs have the same manifest.
    """
    absent = missing(output)
    if absent:
        raise RuntimeError(f'{output} lacks {", ".join(absent)}; run the pipeline again')
    run = report(output)
    rows = _rows(output, run)
    manifest = {
        'pipeline': run['pipeline'],
        'sources': [entry['source'] for entry in run['inputs']],
        'outputs': {name: {'rows': rows[name], 'files': _parquet(output, name)} for name in NAMES},
    }
    with written_whole(f'{output}/{MANIFEST}') as file:
        file.write((json.dumps(manifest, indent=2) + '\n').encode())
    print(f'{output} is published: ' + ', '.join(f'{name} {rows[name]:,} rows' for name in NAMES))
    return f'{output}/{MANIFEST}'


def _rows(output: str, run: Dict[str, Any]) -> Dict[str, int]:
    """How many rows each output has. The report of an update counts only those of its months."""
    if 'update' not in run:
        return {
            entry['sink'].split(' ')[0].rsplit('/', 1)[-1]: entry['rows']
            for entry in run['outputs']
        }
    files, path = url_to_fs(output)
    rows = {}
    for name in NAMES:
        rows[name] = 0
        for found in _parquet(output, name):
            with files.open(f'{path}/{found}') as file:
                rows[name] += pyarrow.parquet.read_metadata(file).num_rows
    return rows


def read_json(uri: str) -> Dict[str, Any]:
    files, path = url_to_fs(uri)
    return json.loads(files.cat_file(path))


def _parquet(output: str, name: str) -> Dict[str, int]:
    """The files of one output with their sizes in bytes, by their paths below the folder."""
    files, path = url_to_fs(output)
    sizes = {
        posixpath.relpath(found, path): files.size(found)
        for found in files.glob(f'{path}/{name}/*.parquet')
    }
    return dict(sorted(sizes.items()))
