"""Against an HTTP server on this machine that answers as the batches API does."""

import http.server
import json
import re
import threading
from urllib.parse import parse_qs, urlparse

import fsspec
import pytest
import requests
from volume_pipeline.utils import dataproc
from volume_pipeline.utils.application import ApplicationFailed
from volume_pipeline.utils.settings import UsageError

ARGS = [
    'run',
    '--input',
    'gs://lake/raw/p.csv',
    '--output',
    'gs://lake/curated/sp500/all',
    '--warehouse',
    'acme.market_volume',
    '--overwrite',
]
ENVIRONMENT = {
    'VOLUME_PROJECT': 'acme',
    'VOLUME_REGION': 'europe-west1',
    'VOLUME_JAR': 'gs://lake/jars/app-0.1.0.jar',
    'VOLUME_JARS': 'gs://lake/jars/gcp-0.1.0-shaded.jar',
    'VOLUME_SERVICE_ACCOUNT': 'spark@acme.iam.gserviceaccount.com',
    'VOLUME_SUBNETWORK': 'projects/acme/regions/europe-west1/subnetworks/spark',
}
PATH = '/v1/projects/acme/locations/europe-west1/batches'


class Batches:
    """Batches, each with the states that it will be seen in."""

    def __init__(self):
        self.created = {}
        self.bodies = []
        self.fates = []
        self.details = {}
        self.answers = []

    def post(self, id_, body):
        if self.answers:
            return self.answers.pop(0)
        if id_ in self.created:
            return 409, {
                'error': {
                    'code': 409,
                    'message': f'Already exists: {id_}',
                    'status': 'ALREADY_EXISTS',
                }
            }
        self.bodies.append(body)
        self.created[id_] = self.fates.pop(0) if self.fates else ['PENDING', 'RUNNING', 'SUCCEEDED']
        return 200, {'name': f'projects/acme/regions/europe-west1/operations/{id_}'}

    def get(self, id_):
        states = self.created[id_]
        state = states.pop(0) if len(states) > 1 else states[0]
        return 200, {'state': state, **(self.details if state == 'FAILED' else {})}


@pytest.fixture
def batches():
    fake = Batches()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            url = urlparse(self.path)
            assert url.path == PATH
            body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
            self.answer(*fake.post(parse_qs(url.query)['batchId'][0], body))

        def do_GET(self):
            folder, id_ = self.path.rsplit('/', 1)
            assert folder == PATH
            self.answer(*fake.get(id_))

        def answer(self, status, body):
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header('Content-Length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        fake.endpoint = f'http://127.0.0.1:{server.server_port}'
        yield fake
        server.shutdown()


def run(batches, args=ARGS):
    workload = dataproc.Workload.of({**ENVIRONMENT, 'VOLUME_DATAPROC_ENDPOINT': batches.endpoint})
    return dataproc.run(
        args, workload, dataproc.with_retries(requests.Session()), lambda pause: None
    )


def test_the_batch_runs_the_jars_as_the_spark_account():
    body = dataproc.batch(ARGS, dataproc.Workload.of(ENVIRONMENT))
    assert body == {
        'labels': {'application': 'sp500'},
        'sparkBatch': {
            'mainJarFileUri': 'gs://lake/jars/app-0.1.0.jar',
            'jarFileUris': ['gs://lake/jars/gcp-0.1.0-shaded.jar'],
            'args': ARGS,
        },
        'runtimeConfig': {
            'version': '2.3',
            'properties': {'spark.dynamicAllocation.maxExecutors': '4'},
        },
        'environmentConfig': {
            'executionConfig': {
                'serviceAccount': 'spark@acme.iam.gserviceaccount.com',
                'subnetworkUri': 'projects/acme/regions/europe-west1/subnetworks/spark',
                'ttl': '7200s',
            }
        },
    }


def test_what_a_batch_may_cost_and_where_it_prints_can_be_set():
    body = dataproc.batch(
        ARGS,
        dataproc.Workload.of(
            {
                **ENVIRONMENT,
                'VOLUME_JARS': 'gs://lake/jars/a.jar,gs://lake/jars/b.jar',
                'VOLUME_STAGING_BUCKET': 'lake',
                'VOLUME_TTL': '900s',
                'VOLUME_MAX_EXECUTORS': '12',
                'VOLUME_RUNTIME_VERSION': '2.2',
            }
        ),
    )
    assert body['sparkBatch']['jarFileUris'] == ['gs://lake/jars/a.jar', 'gs://lake/jars/b.jar']
    assert body['environmentConfig']['executionConfig']['stagingBucket'] == 'lake'
    assert body['environmentConfig']['executionConfig']['ttl'] == '900s'
    assert body['runtimeConfig'] == {
        'version': '2.2',
        'properties': {'spark.dynamicAllocation.maxExecutors': '12'},
    }


@pytest.mark.parametrize(
    'name, value, message',
    [
        (
            'VOLUME_JAR',
            '/opt/sp500/sp500-app.jar',
            'VOLUME_JAR: /opt/sp500/sp500-app.jar is out of reach of engine serverless;'
            ' give gs://BUCKET/jars/volume-examples-0.1.0-app.jar',
        ),
        (
            'VOLUME_JARS',
            'gs://lake/a.jar,/opt/b.jar',
            'VOLUME_JARS: /opt/b.jar is out of reach of engine serverless;'
            ' give gs://BUCKET/jars/volume-gcp-0.1.0-shaded.jar',
        ),
        ('VOLUME_TTL', '2h', "VOLUME_TTL: '2h' is not a number of seconds such as 7200s"),
        ('VOLUME_MAX_EXECUTORS', '1', "VOLUME_MAX_EXECUTORS: '1' is not a number from 2"),
    ],
)
def test_what_a_batch_cannot_be_is_said_in_a_line(name, value, message):
    with pytest.raises(UsageError) as error:
        dataproc.Workload.of({**ENVIRONMENT, name: value})
    assert str(error.value) == message


def test_an_id_is_of_its_work_and_fit_for_dataproc():
    body = dataproc.batch(ARGS, dataproc.Workload.of(ENVIRONMENT))
    other = dataproc.batch(ARGS + ['--from', '2020-01-01'], dataproc.Workload.of(ENVIRONMENT))
    assert dataproc.batch_id(body, 1) == dataproc.batch_id(json.loads(json.dumps(body)), 1)
    assert (
        len({dataproc.batch_id(body, 1), dataproc.batch_id(body, 2), dataproc.batch_id(other, 1)})
        == 3
    )
    assert re.fullmatch(
        r'[a-z][a-z0-9-]{2,61}[a-z0-9]', dataproc.batch_id(body, dataproc.MOST_BATCHES)
    )


def test_the_id_of_a_known_work_never_changes():
    body = dataproc.batch(ARGS, dataproc.Workload.of(ENVIRONMENT))
    assert dataproc.batch_id(body, 1) == 'sp500-e70b0a0cc1442a0e4540-1'


def test_a_repeat_of_work_that_is_done_creates_nothing(batches):
    first = run(batches)
    assert run(batches) == first
    assert len(batches.bodies) == 1


def test_a_repeat_while_the_first_is_at_work_waits_for_it(batches):
    id_ = dataproc.batch_id(dataproc.batch(ARGS, dataproc.Workload.of(ENVIRONMENT)), 1)
    batches.created[id_] = ['RUNNING', 'RUNNING', 'SUCCEEDED']
    assert run(batches) == id_
    assert not batches.bodies


def test_a_batch_that_is_waited_for_and_fails_fails_the_run(batches):
    id_ = dataproc.batch_id(dataproc.batch(ARGS, dataproc.Workload.of(ENVIRONMENT)), 1)
    batches.created[id_] = ['RUNNING', 'FAILED']
    with pytest.raises(ApplicationFailed):
        run(batches)
    assert not batches.bodies


def test_work_that_failed_in_an_earlier_run_is_done_by_a_new_batch(batches):
    batches.fates = [['FAILED'], ['SUCCEEDED']]
    with pytest.raises(ApplicationFailed):
        run(batches)
    assert run(batches).endswith('-2')
    assert run(batches).endswith('-2')
    assert len(batches.bodies) == 2


def test_a_failed_batch_is_told_in_the_applications_words(batches):
    files = fsspec.filesystem('memory')
    files.pipe(
        '/staging/driveroutput.000000000', b'Spark starts\nsp500: p.csv is not CSV; mend it\n'
    )
    batches.fates = [['FAILED']]
    batches.details = {
        'stateMessage': 'Job failed',
        'runtimeInfo': {'outputUri': 'memory://staging/driveroutput'},
    }
    with pytest.raises(
        ApplicationFailed, match=r'^batch sp500-\w+-1 failed: sp500: p.csv is not CSV; mend it$'
    ):
        run(batches)
    files.store.clear()


def test_a_failed_batch_without_words_is_told_in_dataprocs(batches):
    batches.fates = [['FAILED']]
    batches.details = {'stateMessage': 'Insufficient quota'}
    with pytest.raises(ApplicationFailed, match='failed: Insufficient quota$'):
        run(batches)


def test_a_server_that_is_down_for_a_moment_is_asked_again(batches):
    batches.answers = [(503, {'error': {'message': 'try later'}})]
    assert run(batches).endswith('-1')


def test_a_refusal_is_told_in_dataprocs_words(batches):
    batches.answers = [(403, {'error': {'message': 'Permission dataproc.batches.create denied'}})]
    with pytest.raises(
        UsageError, match='^Dataproc answered 403: Permission dataproc.batches.create denied$'
    ):
        run(batches)


def test_serverless_says_what_it_lacks():
    with pytest.raises(
        UsageError, match='^engine serverless needs VOLUME_PROJECT, such as PROJECT-ID$'
    ):
        dataproc.Workload.of({})
