"""What Compose makes of compose.yaml, and what the Dockerfiles promise."""

import glob
import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, '..', '..', '..'))
SECRETS = ('POSTGRES_PASSWORD', 'MAGE_OWNER_PASSWORD', 'MAGE_JWT_SECRET')
DOCKERFILES = {'Dockerfile': ROOT, 'mage.Dockerfile': os.path.join(HERE, '..', 'mage')}


def config(*args, **environment):
    """Runs `docker compose config`, which checks the file against Compose's own schema."""
    names = {name: value for name, value in os.environ.items() if name in ('PATH', 'HOME')}
    # A folder of its own, so that no .env of a developer is read.
    command = [
        'docker-compose',
        '--project-directory',
        HERE,
        '--file',
        f'{HERE}/compose.yaml',
        '--env-file',
        os.devnull,
    ]
    return subprocess.run(
        command + list(args), env={**names, **environment}, capture_output=True, text=True
    )


def services(*profiles, **environment):
    flags = [flag for profile in profiles for flag in ('--profile', profile)]
    result = config(
        *flags, 'config', '--format', 'json', **{name: 'x' for name in SECRETS}, **environment
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)['services']


@pytest.fixture(scope='module')
def everything():
    return services('*')


def instructions(dockerfile):
    with open(os.path.join(HERE, dockerfile)) as file:
        text = re.sub(r'^\s*#.*\n', '', file.read(), flags=re.MULTILINE)
    return [line.split(None, 1) for line in text.replace('\\\n', ' ').splitlines() if line.strip()]


def copied(dockerfile):
    """What is copied from the build's context: sources, and where to."""
    for name, rest in instructions(dockerfile):
        words = [word for word in rest.split() if not re.match('--ch(mod|own)=', word)]
        if name == 'COPY' and not words[0].startswith('--from='):
            yield words[:-1], words[-1]


def test_the_services_of_each_profile():
    plain = {'postgres', 'sp500', 'mage'}
    assert set(services()) == plain
    assert set(services('spark')) == plain | {'spark-master', 'spark-worker', 'spark-history'}
    assert set(services('fake-gcs')) == plain | {'fake-gcs'}
    assert set(services('stream')) == plain | {'kafka', 'topic', 'prices', 'replay', 'watch'}


def test_the_cluster_has_two_workers(everything):
    assert everything['spark-worker']['deploy']['replicas'] == 2


@pytest.mark.parametrize('secret', SECRETS)
def test_nothing_starts_without_a_secret(secret):
    for value in ({}, {secret: ''}):
        given = {name: 'x' for name in SECRETS if name != secret}
        result = config('config', '--quiet', **given, **value)
        assert result.returncode != 0
        assert f'required variable {secret} is missing a value: set it in .env' in result.stderr


def test_no_secret_is_written_down():
    with open(f'{HERE}/compose.yaml') as file:
        for line in file:
            # A host and its port are none: kafka://kafka:9092/bars.
            if re.search(r'(?i)(password|secret|token|://\w+:(?!\d+["/\s]))', line.split('#')[0]):
                assert re.search(r'\$\{\w+:\?', line), line


def test_the_example_names_each_variable_and_holds_no_secret():
    with open(f'{HERE}/.env.example') as file:
        example = dict(line.strip().split('=', 1) for line in file if re.match(r'\w+=', line))
    assert {name: example[name] for name in SECRETS} == dict.fromkeys(SECRETS, '')
    with open(f'{HERE}/compose.yaml') as file:
        used = set(re.findall(r'\$\{(\w+)', file.read()))
    assert set(example) <= used


def test_every_image_has_a_tag_and_none_is_latest(everything):
    images = [service['image'] for service in everything.values()]
    images += [
        rest.split()[0]
        for dockerfile in DOCKERFILES
        for name, rest in instructions(dockerfile)
        if name == 'FROM'
    ]
    for image in images:
        assert re.search(r':[\w.-]*\d[\w.-]*$', image), image
        assert 'latest' not in image


def test_ports_are_published_on_this_machine_only(everything):
    published = {
        port['target'] for service in everything.values() for port in service.get('ports', [])
    }
    assert {6789, 8080, 18080} <= published
    for name, service in everything.items():
        assert all(port.get('host_ip') == '127.0.0.1' for port in service.get('ports', [])), name
        assert service.get('network_mode') != 'host', name


def test_every_service_has_a_health_check(everything):
    checked_by_image = {'volume-sp500:0.1.0', 'volume-mage:0.1.0'}
    for dockerfile in DOCKERFILES:
        assert [name for name, _ in instructions(dockerfile)].count('HEALTHCHECK') == 1, dockerfile
    for name, service in everything.items():
        test = service.get('healthcheck', {}).get('test', [])
        assert test != ['NONE'] and (test or service['image'] in checked_by_image), name


def test_no_service_is_root_or_can_become_it(everything):
    for name, service in everything.items():
        assert re.fullmatch(r'[1-9]\d*:[1-9]\d*', service['user']), name
        assert service['cap_drop'] == ['ALL'], name
        assert 'no-new-privileges:true' in service['security_opt'], name
        assert not service.get('privileged'), name


@pytest.mark.parametrize('dockerfile', DOCKERFILES)
def test_an_image_ends_as_user_185(dockerfile):
    users = [rest for name, rest in instructions(dockerfile) if name == 'USER']
    assert users[-1] == '185'
    last = max(i for i, (name, _) in enumerate(instructions(dockerfile)) if name == 'USER')
    assert 'RUN' not in [name for name, _ in instructions(dockerfile)[last:]]


def test_mage_waits_for_its_database(everything):
    assert everything['mage']['depends_on']['postgres']['condition'] == 'service_healthy'


def test_the_bases_are_those_that_the_build_needs():
    bases = [rest for name, rest in instructions('Dockerfile') if name == 'FROM']
    assert bases[0].endswith(' AS build')
    assert bases[1] == 'apache/spark:3.5.7-scala2.12-java17-ubuntu'
    assert [rest for name, rest in instructions('mage.Dockerfile') if name == 'FROM'] == [
        'mageai/mageai:0.9.79'
    ]
    with open(f'{HERE}/../mage/requirements.lock.txt') as file:
        assert 'mage-ai==0.9.79\n' in file.readlines()


def test_spark_is_the_version_that_the_build_is_compiled_against():
    with open(f'{ROOT}/pom.xml') as file:
        pom = file.read()
    spark = re.search(r'<spark.version>(.*)</spark.version>', pom).group(1)
    scala = re.search(r'<scala.binary.version>(.*)</scala.binary.version>', pom).group(1)
    assert ['FROM', f'apache/spark:{spark}-scala{scala}-java17-ubuntu'] in instructions(
        'Dockerfile'
    )


def test_kafka_is_the_version_that_the_library_is_tested_with(everything):
    with open(f'{ROOT}/pom.xml') as file:
        version = re.search(r'<kafka-broker.version>(.*)</kafka-broker.version>', file.read())
    for name in ('kafka', 'topic', 'replay'):
        assert everything[name]['image'] == f'apache/kafka:{version.group(1)}'


def option(command, name):
    return command[command.index(name) + 1]


def test_what_is_replayed_is_what_is_watched(everything):
    kafka, topic, prices, replay, watch = (
        everything[name] for name in ('kafka', 'topic', 'prices', 'replay', 'watch')
    )
    _, _, file, server, name = replay['command']
    assert kafka['environment']['KAFKA_ADVERTISED_LISTENERS'] == f'PLAINTEXT://{server}'
    assert option(topic['command'], '--bootstrap-server') == server
    assert option(topic['command'], '--topic') == name
    # More would not keep the order of days.
    assert option(topic['command'], '--partitions') == '1'
    assert option(watch['command'], '--input') == f'kafka://{server}/{name}'
    assert option(prices['command'], '--output') == file
    assert option(watch['command'], '--close') == 'count:' + option(prices['command'], '--tickers')
    source = f'{ROOT}/volume-examples/src/main/java/io/github/marketvolume/examples'
    with open(f'{source}/SyntheticCommand.java') as code:
        header = re.search(r'HEADER = "(.*)";', code.read()).group(1)
    assert option(watch['command'], '--values') == f'csv:{header}'


def test_each_step_of_the_replay_waits_for_those_before_it(everything):
    waits = {
        name: {other: wait['condition'] for other, wait in service.get('depends_on', {}).items()}
        for name, service in everything.items()
    }
    ended = 'service_completed_successfully'
    assert waits['topic'] == {'kafka': 'service_healthy'}
    assert waits['replay'] == {'prices': ended, 'topic': ended}
    assert waits['watch'] == {'topic': ended}
    for name in ('topic', 'prices', 'replay'):
        assert everything[name].get('restart', 'no') == 'no', name
    # An error of the topic ends it.
    assert everything['watch']['restart'] == 'unless-stopped'


def test_the_topic_outlives_its_broker(everything):
    kafka = everything['kafka']
    (volume,) = kafka['volumes']
    assert volume['target'] == kafka['environment']['KAFKA_LOG_DIRS']
    assert option(everything['topic']['command'], '--config') == 'retention.ms=-1'


@pytest.fixture
def producer(tmp_path):
    """A home of Kafka whose producer writes down its arguments, and its input as it comes."""
    tool = tmp_path / 'bin' / 'kafka-console-producer.sh'
    tool.parent.mkdir()
    tool.write_text(
        f'#!/bin/sh\necho "$*" >{tmp_path}/arguments\n'
        f'while read -r line; do echo "$(date +%s.%N) $line"; done >{tmp_path}/input\n'
        f'[ ! -e {tmp_path}/broken ]\n'
    )
    tool.chmod(0o755)
    return tmp_path


def replayed(home, file, **environment):
    return subprocess.run(
        ['bash', f'{HERE}/replay.sh', str(file), 'kafka:9092', 'bars'],
        env={**os.environ, 'KAFKA_HOME': str(home), **environment},
        capture_output=True,
        text=True,
    )


def test_a_replay_sends_the_lines_of_each_day_and_pauses_after_it(producer):
    file = producer / 'prices.csv'
    file.write_text('Date,Symbol\n2024-01-02,A\n2024-01-02,B\n2024-01-03,A\n2024-01-04,"C, D"\n')
    result = replayed(producer, file, PAUSE='0.5')
    assert result.returncode == 0, result.stderr
    arguments = (producer / 'arguments').read_text()
    assert arguments == '--bootstrap-server kafka:9092 --topic bars\n'
    sent = [line.split(' ', 1) for line in (producer / 'input').read_text().splitlines()]
    assert [line for _, line in sent] == file.read_text().splitlines()[1:]
    times = [float(at) for at, _ in sent]
    pauses = [later - earlier for earlier, later in zip(times, times[1:])]
    assert pauses[0] < 0.4 < min(pauses[1:])
    assert result.stderr.splitlines()[-1] == f'replay: all of {file} is in bars'


def test_a_replay_fails_with_its_producer_and_without_its_file(producer):
    file = producer / 'prices.csv'
    file.write_text('Date,Symbol\n2024-01-02,A\n')
    (producer / 'broken').touch()
    result = replayed(producer, file)
    assert result.returncode != 0 and 'all of' not in result.stderr
    (producer / 'broken').unlink()
    result = replayed(producer, producer / 'none.csv')
    assert result.returncode != 0 and 'all of' not in result.stderr


def test_ivy_has_a_place_to_write():
    assert re.search(
        r"'spark\.jars\.ivy\s+/tmp/\.ivy2'",
        ' '.join(rest for _, rest in instructions('Dockerfile')),
    )


@pytest.mark.parametrize('dockerfile, context', DOCKERFILES.items())
def test_what_is_copied_exists_and_is_not_ignored(dockerfile, context):
    with open(f'{HERE}/{dockerfile}.dockerignore') as file:
        admitted = [line[1:] for line in file.read().splitlines() if line.startswith('!')]
    sources = [source for sources, _ in copied(dockerfile) for source in sources]
    assert sources
    for source in sources:
        assert os.path.exists(os.path.join(context, source)), source
        assert any(source == path or source.startswith(f'{path}/') for path in admitted), source
    for path in admitted:
        assert os.path.exists(os.path.join(context, path)), path


def test_what_compose_names_exists(everything):
    for name, service in everything.items():
        build = service.get('build')
        if build:
            assert os.path.isfile(os.path.join(build['context'], build['dockerfile'])), name
            others = [
                value.split(':')[1] for value in build.get('additional_contexts', {}).values()
            ]
            assert set(others) <= set(everything)
        for volume in service.get('volumes', []):
            assert volume['type'] == 'volume' or os.path.exists(volume['source']), name
    with open(f'{HERE}/compose.yaml') as file:
        declared = set(yaml.safe_load(file)['volumes'])
    used = {
        volume['source']
        for service in everything.values()
        for volume in service.get('volumes', [])
        if volume['type'] == 'volume'
    }
    assert declared == used


def test_a_named_volume_begins_with_a_folder_of_its_user(everything):
    """An engine copies the owner of the image's folder; without one, the volume is root's."""
    for name, dockerfile in (
        ('sp500', 'Dockerfile'),
        ('spark-history', 'Dockerfile'),
        ('mage', 'mage.Dockerfile'),
    ):
        made = ' '.join(
            rest for instruction, rest in instructions(dockerfile) if instruction == 'RUN'
        )
        owned = re.search(r'chown 185:185((?: /[\w/-]+)+)', made).group(1).split()
        assert {volume['target'] for volume in everything[name]['volumes']} <= set(owned)


def test_the_applications_launcher_names_what_the_image_has():
    with open(f'{HERE}/sp500') as file:
        launcher = file.read()
    assert '"/opt/sp500/sp500-app.jar:/opt/sp500/lib/*:$cloud:/opt/sp500/kafka/*"' in launcher
    assert 'cloud=$(echo /opt/sp500/cloud/volume-gcp-*-shaded.jar)' in launcher
    assert ' io.github.marketvolume.examples.Sp500 "$@"' in launcher
    assert os.access(f'{HERE}/sp500', os.X_OK)
    build = ' '.join(rest for name, rest in instructions('Dockerfile') if name == 'RUN')
    for place in ('sp500-app.jar', 'lib/', 'cloud/', 'kafka/'):
        place = f'/opt/sp500/{place}'
        assert place in build


def test_mage_gives_spark_the_applications_jars():
    (environment,) = [rest for name, rest in instructions('mage.Dockerfile') if name == 'ENV']
    assert 'VOLUME_JAR=/opt/sp500/sp500-app.jar ' in environment
    assert 'VOLUME_JARS=/opt/sp500/cloud/*.jar ' in environment
    copies = [rest for name, rest in instructions('mage.Dockerfile') if name == 'COPY']
    assert '--from=sp500 /opt/sp500 /opt/sp500' in copies


def test_the_build_stage_has_the_pom_of_every_module():
    with open(f'{ROOT}/pom.xml') as file:
        modules = re.findall(r'<module>(.*)</module>', file.read())
    sources = [source for sources, _ in copied('Dockerfile') for source in sources]
    assert modules
    assert [module for module in modules if f'{module}/pom.xml' not in sources] == []


def test_the_build_stage_has_the_files_that_the_application_is_made_of():
    """Its module, those of ours that it depends on, and resources from elsewhere."""
    with open(f'{ROOT}/volume-examples/pom.xml') as file:
        pom = re.sub(r'<parent>.*?</parent>', '', file.read(), flags=re.DOTALL)
    group = r'<groupId>io.github.marketvolume</groupId>\s*<artifactId>(.*?)</artifactId>'
    needed = {f'{module}/src/main' for module in ['volume-examples', *re.findall(group, pom)]}
    needed |= set(re.findall(r'<directory>\.\./(.*)</directory>', pom))
    with open(f'{ROOT}/volume-gcp/pom.xml') as file:
        packed = re.findall(r'<file>(.*)</file>', file.read())
    needed |= {file.split('/', 1)[1] for file in packed if file.startswith('${maven.multi')}
    needed |= {f'volume-gcp/{os.path.dirname(file)}' for file in packed if file.startswith('src/')}
    sources = {source for sources, _ in copied('Dockerfile') for source in sources}
    assert {'volume-gcp/src/main', 'terraform/templates/views'} <= needed
    assert {'LICENSE', 'volume-gcp/src/shaded'} <= needed
    assert needed - sources == set()


@contextmanager
def refusing_everything():
    """A server in Google's place: its address, and what it was shown as authorization."""
    asked = []

    class Refusal(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.headers['Authorization'])
            content = b'{"error": {"code": 403, "message": "denied by a test"}}'
            self.send_response(403)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Refusal) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f'http://127.0.0.1:{server.server_port}', asked
        server.shutdown()


built = pytest.mark.skipif('VOLUME_CHECK_BUILD' not in os.environ, reason='check.sh --build')


class Application:
    """What the first stage of Dockerfile builds from the files that it copies."""

    def __init__(self, folder):
        self.clone = folder / 'clone'
        self.home = folder / 'sp500'
        for sources, target in copied('Dockerfile'):
            if target.startswith('/'):
                continue
            for source in sources:
                origin = os.path.join(ROOT, source)
                goal = self.clone / target
                goal = goal / os.path.basename(source) if target.endswith('/') else goal
                goal.parent.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if os.path.isdir(origin) else shutil.copy)(origin, goal)
        build = next(rest for name, rest in instructions('Dockerfile') if name == 'RUN')
        build = re.sub(r'--mount=\S+', '', build).replace('/opt/sp500', str(self.home))
        subprocess.run(['bash', '-euc', build], cwd=self.clone, check=True)
        self.launcher = folder / 'launcher'
        with open(f'{HERE}/sp500') as file:
            self.launcher.write_text(file.read().replace('/opt/sp500', str(self.home)))
        java = os.path.realpath(shutil.which('java'))
        self.environment = {**os.environ, 'JAVA_HOME': os.path.dirname(os.path.dirname(java))}

    def command(self, *args):
        return ['bash', str(self.launcher), *map(str, args)]

    def run(self, *args, **environment):
        return subprocess.run(
            self.command(*args),
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
        )


@pytest.fixture(scope='module')
def application(tmp_path_factory):
    return Application(tmp_path_factory.mktemp('build'))


@built
def test_the_build_stage_builds_from_the_files_it_copies(application, tmp_path):
    # What the application jar lacks, and nothing that Spark has.
    wanted = ('volume-gcp-*-shaded.jar', 'gcs-connector-*-shaded.jar', 'spark-*-bigquery-*.jar')
    found = [glob.glob(f'{application.home}/cloud/{jar}') for jar in wanted]
    assert [len(jars) for jars in found] == [1, 1, 1]
    assert len(os.listdir(application.home / 'cloud')) == 3
    run = application.run('run', '--tickers', 3, '--output', tmp_path / 'out')
    assert run.returncode == 0, run.stderr
    assert glob.glob(f'{tmp_path}/out/ticker_daily/*.parquet')
    # It has what it needs to ask Google, which here refuses all.
    (tmp_path / 'token').write_text('a-token')
    with refusing_everything() as (address, asked):
        failed = application.run(
            *('run', '--tickers', 3, '--output', 'gs://bucket/out'),
            *('--credentials', tmp_path / 'token'),
            JAVA_TOOL_OPTIONS=f'-Dsp500.storage={address}',
        )
    assert failed.returncode == 1
    assert re.search(r'^sp500: gs://bucket/out.*denied by a test', failed.stderr, re.MULTILINE), (
        failed.stderr
    )
    assert asked and set(asked) == {'Bearer a-token'}


class Kafka:
    """A broker of this machine with the settings of compose.yaml, and the tools of its image."""

    MAIN = {
        'kafka-topics': 'org.apache.kafka.tools.TopicCommand',
        'kafka-console-producer': 'org.apache.kafka.tools.ConsoleProducer',
        'kafka-storage': 'kafka.tools.StorageTool',
        'kafka-server-start': 'kafka.Kafka',
    }

    def __init__(self, folder, environment):
        self.home = folder / 'kafka'
        (self.home / 'bin').mkdir(parents=True)
        jars = self._jars(folder)
        for name, main in self.MAIN.items():
            tool = self.home / 'bin' / f'{name}.sh'
            tool.write_text(f'#!/bin/sh\nexec java -Xmx256m -cp "{jars}" {main} "$@"\n')
            tool.chmod(0o755)
        with socket.create_server(('127.0.0.1', 0)) as one:
            with socket.create_server(('127.0.0.1', 0)) as other:
                self.ports = {
                    '9092': str(one.getsockname()[1]),
                    '9093': str(other.getsockname()[1]),
                }
        properties = self.home / 'server.properties'
        # As the image does: KAFKA_NODE_ID is node.id.
        properties.write_text(
            ''.join(
                f'{name[6:].lower().replace("_", ".")}={self.here(value)}\n'
                for name, value in environment.items()
                if name.startswith('KAFKA_') and name != 'KAFKA_HEAP_OPTS'
            )
        )
        cluster = environment['CLUSTER_ID']
        subprocess.run(
            [self.home / 'bin/kafka-storage.sh', 'format', '-t', cluster, '-c', properties],
            check=True,
        )
        self.log = open(self.home / 'log', 'w')
        self.process = subprocess.Popen(
            [self.home / 'bin/kafka-server-start.sh', properties],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    @staticmethod
    def _jars(folder):
        """The class path of the broker, as the library's own tests have it, and its tools."""
        with open(f'{ROOT}/pom.xml') as file:
            version = re.search(r'<kafka-broker.version>(.*)</', file.read()).group(1)
        maven = ['mvn', '--batch-mode', '--quiet', '--no-transfer-progress']
        file = f'{ROOT}/volume-core/target/kafka-broker.classpath'
        if not os.path.exists(file):
            subprocess.run(
                [*maven, '-Dquick', '-pl', 'volume-core', 'generate-test-resources'],
                cwd=ROOT,
                check=True,
            )
        subprocess.run(
            [
                *maven,
                'dependency:copy',
                f'-Dartifact=org.apache.kafka:kafka-tools:{version}',
                f'-DoutputDirectory={folder}/tools',
            ],
            cwd=ROOT,
            check=True,
        )
        with open(file) as jars:
            return f'{folder}/tools/kafka-tools-{version}.jar:{jars.read().strip()}'

    def here(self, text):
        """A command's argument or a setting, for this machine instead of the containers."""
        text = text.replace('/opt/kafka', str(self.home)).replace(
            '/var/lib/kafka/data', f'{self.home}/data'
        )
        for port, free in self.ports.items():
            text = re.sub(rf'(kafka)?:{port}\b', f'127.0.0.1:{free}', text)
        return text

    def close(self):
        self.process.kill()
        self.process.wait()
        self.log.close()


@pytest.fixture
def kafka(everything, tmp_path):
    broker = Kafka(tmp_path, everything['kafka']['environment'])
    yield broker
    broker.close()


def rows(output):
    """What an output has, by the months and bytes of its files without their runs' ids."""
    found = {}
    for path in sorted(glob.glob(f'{output}/*/*.parquet')):
        with open(path, 'rb') as file:
            content = re.sub(rb'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', b'RUN', file.read())
        name = re.sub(r'-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '', path)
        found[os.path.relpath(name, output)] = content
    return found


@built
def test_a_year_is_replayed_and_watched_to_its_end(application, everything, kafka, tmp_path):
    """The commands of the containers, in their order."""

    def command(name):
        args = [kafka.here(arg) for arg in everything[name]['command']]
        args = [arg.replace('/lake', str(tmp_path)) for arg in args]
        args = [f'{HERE}/replay.sh' if arg == '/replay.sh' else arg for arg in args]
        return application.command(*args[1:]) if args[0] == 'sp500' else args

    def run(name):
        environment = {**application.environment, 'KAFKA_HOME': str(kafka.home), 'PAUSE': '0.02'}
        subprocess.run(command(name), env=environment, check=True)

    run('prices')
    run('topic')
    run('topic')  # as at each start
    output = tmp_path / 'watched'
    lines = tmp_path / 'lines'
    with open(lines, 'w') as out:
        watch = subprocess.Popen(command('watch'), env=application.environment, stdout=out)
        try:
            run('replay')
            end = time.monotonic() + 120
            while '\n2024-12-31  60 tickers' not in lines.read_text():
                assert watch.poll() is None and time.monotonic() < end, lines.read_text()[-2000:]
                time.sleep(0.2)
            watch.send_signal(signal.SIGTERM)
            assert watch.wait(timeout=60) == 0
        finally:
            watch.kill()
            watch.wait()
    whole = tmp_path / 'whole'
    file = everything['replay']['command'][2].replace('/lake', str(tmp_path))
    result = application.run('run', '--input', file, '--no-hindsight', '--output', whole)
    assert result.returncode == 0, result.stderr
    assert rows(output) == rows(whole)
    assert len(glob.glob(f'{output}/ticker_daily/2024-*.parquet')) == 12
