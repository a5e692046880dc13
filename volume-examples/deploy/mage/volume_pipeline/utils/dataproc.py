"""
Batches of Dataproc Serverless, over REST.

A batch's id is made of what it is to do, so that to ask twice for the same work, by a repeated
block or a second trigger, finds the batch that is there: at work, it is waited for; done, there is
nothing to do.
"""

import hashlib
import json
import os
import re
import time
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

import google.auth
import requests
from fsspec.core import url_to_fs
from google.auth.transport.requests import AuthorizedSession
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from volume_pipeline.utils.application import ApplicationFailed, reason_in
from volume_pipeline.utils.settings import UsageError

POLL_SECONDS = 15
# A batch that has failed keeps its id. So many failures of the same work are looked through.
MOST_BATCHES = 50

_SCOPE = 'https://www.googleapis.com/auth/cloud-platform'
_IN_VAIN = ('FAILED', 'CANCELLED')


@dataclass(frozen=True)
class Workload:
    """
    What batches run, where, as whom, and at what cost at most.

    jar, jars: the application, and what it reaches Cloud Storage and BigQuery with, gs:// URIs
    staging_bucket: what the driver prints goes there; None is Dataproc's own bucket, which the
        account of this machine may have no right to read
    ttl: how long a batch may take, such as 7200s
    max_executors: how many executors at most, 2 or more
    """

    project: str
    region: str
    jar: str
    jars: Tuple[str, ...]
    service_account: str
    subnetwork: str
    staging_bucket: Optional[str]
    ttl: str
    runtime_version: str
    max_executors: int
    endpoint: str

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> 'Workload':
        def required(name: str, example: str) -> str:
            if not environment.get(name):
                raise UsageError(f'engine serverless needs {name}, such as {example}')
            return environment[name]

        def in_a_bucket(name: str, uri: str, example: str) -> str:
            if not uri.startswith('gs://'):
                raise UsageError(
                    f'{name}: {uri} is out of reach of engine serverless; give {example}'
                )
            return uri

        app = 'gs://BUCKET/jars/volume-examples-0.1.0-app.jar'
        gcp = 'gs://BUCKET/jars/volume-gcp-0.1.0-shaded.jar'
        ttl = environment.get('VOLUME_TTL') or '7200s'
        if not re.fullmatch(r'[1-9]\d*s', ttl):
            raise UsageError(f"VOLUME_TTL: '{ttl}' is not a number of seconds such as 7200s")
        max_executors = environment.get('VOLUME_MAX_EXECUTORS') or '4'
        if not re.fullmatch(r'[2-9]|[1-9]\d{1,3}', max_executors):
            raise UsageError(f"VOLUME_MAX_EXECUTORS: '{max_executors}' is not a number from 2")
        return cls(
            project=required('VOLUME_PROJECT', 'PROJECT-ID'),
            region=required('VOLUME_REGION', 'europe-west1'),
            jar=in_a_bucket('VOLUME_JAR', required('VOLUME_JAR', app), app),
            jars=tuple(
                in_a_bucket('VOLUME_JARS', uri, gcp)
                for uri in required('VOLUME_JARS', gcp).split(',')
            ),
            service_account=required(
                'VOLUME_SERVICE_ACCOUNT', 'spark@PROJECT-ID.iam.gserviceaccount.com'
            ),
            subnetwork=required(
                'VOLUME_SUBNETWORK', 'projects/PROJECT-ID/regions/REGION/subnetworks/NAME'
            ),
            staging_bucket=environment.get('VOLUME_STAGING_BUCKET') or None,
            ttl=ttl,
            runtime_version=environment.get('VOLUME_RUNTIME_VERSION') or '2.3',
            max_executors=int(max_executors),
            endpoint=environment.get('VOLUME_DATAPROC_ENDPOINT')
            or 'https://dataproc.googleapis.com',
        )

    @property
    def url(self) -> str:
        return f'{self.endpoint}/v1/projects/{self.project}/locations/{self.region}/batches'


def session() -> requests.Session:
    """Speaks for the machine's default credentials, and repeats what failed on the way."""
    credentials, _ = google.auth.default(scopes=[_SCOPE])
    return with_retries(AuthorizedSession(credentials))


def with_retries(plain: requests.Session) -> requests.Session:
    # A POST may be repeated too, for its batch has an id.
    retry = Retry(
        total=5,
        backoff_factor=1,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=('GET', 'POST'),
        raise_on_status=False,
    )
    for scheme in ('http://', 'https://'):
        plain.mount(scheme, HTTPAdapter(max_retries=retry))
    return plain


def batch(args: List[str], workload: Workload) -> Dict[str, Any]:
    """The request's body."""
    execution = {
        'serviceAccount': workload.service_account,
        'subnetworkUri': workload.subnetwork,
        'ttl': workload.ttl,
    }
    if workload.staging_bucket:
        execution['stagingBucket'] = workload.staging_bucket
    return {
        'labels': {'application': 'sp500'},
        'sparkBatch': {
            'mainJarFileUri': workload.jar,
            'jarFileUris': list(workload.jars),
            'args': args,
        },
        'runtimeConfig': {
            'version': workload.runtime_version,
            'properties': {
                'spark.dynamicAllocation.maxExecutors': str(workload.max_executors),
            },
        },
        'environmentConfig': {'executionConfig': execution},
    }


def batch_id(body: Mapping[str, Any], number: int) -> str:
    """The id of the batch that is the `number`th to try this work."""
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    return f'sp500-{digest[:20]}-{number}'


def run(
    args: List[str],
    workload: Workload,
    http: requests.Session,
    sleep: Callable[[float], None] = time.sleep,
) -> str:
    """
    Has a batch do this work, unless one has done it, and returns that batch's id.

    One that failed in an earlier run is followed by another. One that fails in this run ends it:
    whether it can succeed on repetition is for a person to say.
    """
    body = batch(args, workload)
    for number in range(1, MOST_BATCHES + 1):
        id_ = batch_id(body, number)
        created = _create(body, id_, workload, http)
        print(f'batch {id_} ' + ('has been created' if created else 'is there'), flush=True)
        if not created and _get(id_, workload, http)['state'] in _IN_VAIN:
            continue
        ended = _wait(id_, workload, http, sleep)
        if ended['state'] in _IN_VAIN:
            raise ApplicationFailed(f'batch {id_} {ended["state"].lower()}: {_reason(ended)}')
        return id_
    raise ApplicationFailed(
        f'{MOST_BATCHES} batches have failed at this work; delete them, or change the work'
    )


def _create(body: Mapping[str, Any], id_: str, workload: Workload, http: requests.Session) -> bool:
    response = http.post(workload.url, params={'batchId': id_}, json=body, timeout=60)
    if response.status_code == 409:
        return False
    _check(response)
    return True


def _get(id_: str, workload: Workload, http: requests.Session) -> Dict[str, Any]:
    response = http.get(f'{workload.url}/{id_}', timeout=60)
    _check(response)
    return response.json()


def _wait(
    id_: str, workload: Workload, http: requests.Session, sleep: Callable[[float], None]
) -> Dict[str, Any]:
    """Waits for the batch's end, and returns it."""
    state = None
    while True:
        found = _get(id_, workload, http)
        if found['state'] != state:
            state = found['state']
            print(f'batch {id_}: {state}', flush=True)
        if state == 'SUCCEEDED' or state in _IN_VAIN:
            return found
        sleep(POLL_SECONDS)


def _check(response: requests.Response) -> None:
    if response.ok:
        return
    try:
        message = response.json()['error']['message']
    except (ValueError, KeyError, TypeError):
        message = response.text[:200] or response.reason
    kind = UsageError if response.status_code in (400, 401, 403, 404) else ApplicationFailed
    raise kind(f'Dataproc answered {response.status_code}: {message}')


def _reason(found: Mapping[str, Any]) -> str:
    """The application's own words in the driver's output; else Dataproc's."""
    words = found.get('stateMessage') or 'no reason was given'
    output = found.get('runtimeInfo', {}).get('outputUri')
    if not output:
        return words
    try:
        files, path = url_to_fs(output)
        lines = [
            line
            for part in sorted(files.glob(f'{path}*'))
            for line in files.cat_file(part).decode(errors='replace').splitlines()
        ]
    except OSError as e:
        return f'{words} (the output of its driver, {output}, could not be read: {e})'
    return reason_in(lines) or words
