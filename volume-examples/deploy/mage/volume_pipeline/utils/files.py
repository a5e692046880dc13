"""Files of the lake: a folder, or a bucket."""

import os
import posixpath
from contextlib import contextmanager
from typing import BinaryIO, Iterator

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem


@contextmanager
def written_whole(uri: str) -> Iterator[BinaryIO]:
    """Opens a file that appears, or replaces the one there, when all of it has been written."""
    files, path = url_to_fs(uri)
    if isinstance(files, LocalFileSystem):
        # fsspec's transaction moves from the system's temporary folder, which may be to copy.
        os.makedirs(posixpath.dirname(path), exist_ok=True)
        partial = posixpath.join(posixpath.dirname(path), f'.{posixpath.basename(path)}.part')
        with open(partial, 'wb') as file:
            yield file
        os.replace(partial, path)
    else:
        with files.transaction, files.open(path, 'wb') as file:
            yield file
