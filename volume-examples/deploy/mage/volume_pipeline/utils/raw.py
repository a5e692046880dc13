"""
The raw zone of the lake: files as they came, which are never changed.

One is kept under the day of its ingestion and the beginning of its hash,
raw/NAME/ingestion_date=2025-01-01/sha256=0123456789ab/NAME.csv.gz, so that to ingest the same file
again changes nothing, and a corrected one does not replace what earlier runs have read. One that
somebody has put into the zone under a name that stays when it is replaced is kept so too: a batch is
known by the name of what it reads, and newer prices must have another.
"""

import hashlib
import os
import posixpath
import shutil
import tempfile

import aiohttp
from fsspec.core import url_to_fs

from volume_pipeline.utils.files import written_whole
from volume_pipeline.utils.retry import retrying
from volume_pipeline.utils.secrets import redacted, shown
from volume_pipeline.utils.settings import SYNTHETIC, RunSettings, UsageError

# Not OSError: a missing file, or one that may not be read, is still so a moment later.
TRANSIENT = (ConnectionError, TimeoutError, aiohttp.ClientError)


class SourceUnreachable(ConnectionError):
    """The source cannot be had now, which it may be the next time."""


def ingest(settings: RunSettings) -> str:
    """Brings the source into the raw zone, unless it is there, and returns its URI there."""
    source = settings.source
    if source == SYNTHETIC:
        return f'{SYNTHETIC}:{settings.tickers}'
    with tempfile.TemporaryDirectory() as folder:
        fetched = os.path.join(folder, 'fetched')
        retrying(lambda: _fetch(source, fetched), TRANSIENT, settings.attempts)
        digest = _sha256(fetched)
        if os.path.getsize(fetched) == 0:
            raise UsageError(f'source: {shown(source)} is empty')
        if settings.sha256 not in (None, digest):
            raise UsageError(
                f'source: {shown(source)} has SHA-256 {digest}, not {settings.sha256}'
            )
        if source.startswith(f'{settings.lake}/raw/') and digest[:12] in source:
            return source
        name = posixpath.basename(source.split('?')[0])
        folder_in_lake = (
            f'{name.split(".")[0]}/ingestion_date={settings.ingestion_date}/sha256={digest[:12]}'
        )
        target = f'{settings.lake}/raw/{folder_in_lake}/{name}'
        if is_there(target):
            print(f'{target} is there')
        else:
            with open(fetched, 'rb') as file, written_whole(target) as kept:
                shutil.copyfileobj(file, kept, 1 << 20)
            print(f'{target} has been ingested from {shown(source)}')
        return target


def is_there(prices: str) -> bool:
    """Whether what `ingest` returned can be read."""
    if prices.startswith(f'{SYNTHETIC}:'):
        return True
    files, path = url_to_fs(prices)
    return files.exists(path) and files.size(path) > 0


def _fetch(source: str, target: str) -> None:
    # What libraries say of a URL repeats it whole, so that none of their errors is let through.
    try:
        files, path = url_to_fs(source)
        files.get_file(path, target)
    except FileNotFoundError:
        raise UsageError(f'source: there is no file {shown(source)}') from None
    except TRANSIENT as failure:
        raise SourceUnreachable(_words(source, failure)) from None
    except (OSError, ValueError, ImportError) as failure:
        raise UsageError(_words(source, failure)) from None
    if os.path.isdir(target):
        raise UsageError(f'source: {shown(source)} is a folder; give a file')


def _words(source: str, failure: BaseException) -> str:
    reason = redacted(failure, source) or type(failure).__name__
    return f'source: {shown(source)} cannot be fetched: {reason}'


def _sha256(path: str) -> str:
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
