import gzip
import hashlib
import http.server
import os
import threading
from datetime import date

import fsspec
import fsspec.config
import pytest
from volume_pipeline.utils import raw, retry
from volume_pipeline.utils.files import written_whole
from volume_pipeline.utils.settings import RunSettings, UsageError

PRICES = b'Date,Symbol,Adj Close,Close,High,Low,Open,Volume\n2020-01-02,AAA,1,1,1,1,1,100\n'
DIGEST = hashlib.sha256(PRICES).hexdigest()


@pytest.fixture
def source(tmp_path):
    path = tmp_path / 'prices.csv'
    path.write_bytes(PRICES)
    return str(path)


@pytest.fixture(params=['folder', 'bucket'])
def lake(request, tmp_path, monkeypatch):
    """A folder; and a bucket of a fake Cloud Storage, by the library that reaches the real one."""
    if request.param == 'folder':
        return f'{tmp_path}/lake'
    monkeypatch.setenv('STORAGE_EMULATOR_HOST', request.getfixturevalue('cloud_storage'))
    # Else the library looks for credentials on the network first.
    monkeypatch.setitem(fsspec.config.conf, 'gs', {'token': 'anon'})
    return f'gs://lake/{tmp_path.name}'


def ingest(source, lake, **variables):
    variables = {'ingestion_date': '2025-03-01', 'attempts': 1, **variables}
    return raw.ingest(RunSettings.of({'source': source, 'lake': lake, **variables}, {}))


def test_a_file_is_kept_under_its_date_and_hash(source, lake):
    kept = ingest(source, lake)
    assert kept == f'{lake}/raw/prices/ingestion_date=2025-03-01/sha256={DIGEST[:12]}/prices.csv'
    assert fsspec.open(kept).open().read() == PRICES
    assert raw.is_there(kept)


def test_the_same_file_again_changes_nothing(source, tmp_path):
    kept = ingest(source, f'{tmp_path}/lake')
    os.utime(kept, (1, 1))
    assert ingest(source, f'{tmp_path}/lake') == kept
    assert os.stat(kept).st_mtime == 1


def test_a_corrected_file_is_kept_beside_the_first(source, lake):
    first = ingest(source, lake)
    with open(source, 'ab') as file:
        file.write(b'2020-01-03,AAA,1,1,1,1,1,120\n')
    second = ingest(source, lake)
    assert first != second
    assert raw.is_there(first) and raw.is_there(second)


def test_a_file_of_the_raw_zone_stays_where_it_is(source, lake):
    kept = ingest(source, lake)
    assert ingest(kept, lake, ingestion_date='2025-04-01') == kept


def test_a_file_that_is_replaced_under_its_name_gets_a_new_one_each_time(lake):
    put = f'{lake}/raw/prices.csv'
    with written_whole(put) as file:
        file.write(PRICES)
    first = ingest(put, lake)
    assert first == f'{lake}/raw/prices/ingestion_date=2025-03-01/sha256={DIGEST[:12]}/prices.csv'
    with written_whole(put) as file:
        file.write(PRICES + b'2020-01-03,AAA,1,1,1,1,1,120\n')
    second = ingest(put, lake, ingestion_date='2025-04-01')
    assert second != first
    assert fsspec.open(first).open().read() == PRICES


def test_a_file_with_the_expected_hash_is_taken(source, lake):
    assert DIGEST[:12] in ingest(source, lake, sha256=DIGEST)


def test_a_file_with_another_hash_is_refused(source, lake):
    with pytest.raises(UsageError, match=f'has SHA-256 {DIGEST}, not {"0" * 64}'):
        ingest(source, lake, sha256='0' * 64)
    assert not fsspec.open(f'{lake}/raw').fs.exists(f'{lake}/raw')  # nothing is kept


def test_an_empty_file_is_refused(tmp_path, lake):
    empty = tmp_path / 'empty.csv'
    empty.touch()
    with pytest.raises(UsageError, match='empty.csv is empty'):
        ingest(str(empty), lake)


def test_a_file_that_is_not_there_is_refused(lake):
    with pytest.raises(UsageError, match='there is no file /nowhere/prices.csv'):
        ingest('/nowhere/prices.csv', lake, attempts=3)


def test_a_folder_is_refused(tmp_path, lake):
    with pytest.raises(UsageError, match='is a folder; give a file$'):
        ingest(str(tmp_path), lake)


def test_the_synthetic_market_has_no_file(lake):
    assert ingest('synthetic', lake, tickers=20) == 'synthetic:20'
    assert raw.is_there('synthetic:20')


def test_a_failed_write_leaves_what_was_there(lake):
    uri = f'{lake}/curated/manifest.json'
    with written_whole(uri) as file:
        file.write(b'old')
    with pytest.raises(RuntimeError), written_whole(uri) as file:
        file.write(b'new')
        raise RuntimeError('no space left')
    assert fsspec.open(uri).open().read() == b'old'


def test_a_file_is_fetched_by_http_and_a_failing_server_asked_again(tmp_path, monkeypatch):
    answers = [503, 200]

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status = answers.pop(0)
            body = gzip.compress(PRICES, mtime=0) if status == 200 else b''
            self.send_response(status)
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    monkeypatch.setattr(retry, 'FIRST_PAUSE_SECONDS', 0)
    with http.server.HTTPServer(('127.0.0.1', 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        kept = ingest(
            f'http://127.0.0.1:{server.server_port}/prices.csv.gz?v=1', str(tmp_path), attempts=2
        )
        server.shutdown()
    assert kept.endswith('/prices.csv.gz')
    assert gzip.open(kept).read() == PRICES
    assert date.fromisoformat(kept.split('ingestion_date=')[1][:10]) == date(2025, 3, 1)
