"""The Java application: its arguments, and what its exit codes and its one-line errors mean."""

import os
import re
import shlex
import subprocess
from typing import Iterable, List, Mapping, Optional

from volume_pipeline.utils import outputs
from volume_pipeline.utils.secrets import redacted, shown, without_secrets
from volume_pipeline.utils.settings import SYNTHETIC, RunSettings, UsageError

_NAME = 'sp500: '


class ApplicationFailed(RuntimeError):
    """The application's run failed (exit code 1), which it may not do the next time."""

    def __init__(self, message: str) -> None:
        super().__init__(redacted(message))


class ApplicationRefused(UsageError):
    """The application cannot follow its options (exit code 2), nor could it the next time."""


class ApplicationStopped(RuntimeError):
    """The application was ended from outside."""


def arguments(prices: str, settings: RunSettings) -> List[str]:
    """
    What the application is given on each engine: to update what earlier runs have published, if
    that can be updated, else to replace it.
    """
    updates = settings.can_update and not settings.rebuild and outputs.has_ledger(settings.output)
    args = ['update' if updates else 'run']
    if prices.startswith(f'{SYNTHETIC}:'):
        args += ['--tickers', prices.split(':')[1]]
    else:
        args += ['--input', prices, '--layout', settings.layout]
        if settings.lake.startswith('gs://'):
            args += ['--lake', settings.lake]
    if settings.first:
        args += ['--from', str(settings.first)]
    if settings.last:
        args += ['--to', str(settings.last)]
    args += ['--output', settings.output]
    if settings.warehouse:
        args += ['--warehouse', settings.warehouse]
    if not settings.hindsight:
        args += ['--no-hindsight']
    return args if updates else args + ['--overwrite']


def local_command(args: List[str], environment: Mapping[str, str] = os.environ) -> List[str]:
    """Runs the application in one process, by VOLUME_SP500 or the clone's bin/sp500."""
    clone = os.path.abspath(
        os.path.join(os.path.dirname(__file__), *[os.pardir] * 4, 'bin', 'sp500')
    )
    return shlex.split(environment.get('VOLUME_SP500') or shlex.quote(clone)) + args


def spark_command(args: List[str], environment: Mapping[str, str] = os.environ) -> List[str]:
    """Runs the application by spark-submit on a cluster, which must reach the lake's path."""
    for name, example in (
        ('VOLUME_SPARK_MASTER', 'spark://HOST:7077'),
        ('VOLUME_JAR', '/opt/sp500/sp500-app.jar'),
    ):
        if not environment.get(name):
            raise UsageError(f'engine spark needs {name}, such as {example}')
    command = [
        environment.get('VOLUME_SPARK_SUBMIT') or 'spark-submit',
        '--master',
        environment['VOLUME_SPARK_MASTER'],
        '--conf',
        'spark.jars.ivy=/tmp/.ivy2',
    ]
    if environment.get('VOLUME_JARS'):
        command += ['--jars', environment['VOLUME_JARS']]
    return command + [environment['VOLUME_JAR']] + args


def launch(command: List[str]) -> None:
    """Runs a command, with its output in the run's log; raises the application's own error."""
    print(f'$ {redacted(shlex.join(map(shown, command)))}', flush=True)
    lines = []
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors='replace',
        )
    except OSError as e:
        raise UsageError(f'{command[0]} cannot be started: {e.strerror}') from e
    with process:
        try:
            for line in process.stdout:
                print(without_secrets(line), end='', flush=True)
                lines.append(line)
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        raise failure(process.returncode, lines)


def failure(exit_code: int, lines: List[str]) -> Exception:
    """The error that an exit code means, with the application's own words for it."""
    if exit_code < 0 or exit_code > 128:
        signal = -exit_code if exit_code < 0 else exit_code - 128
        hint = ', as by a machine that is out of memory' if signal == 9 else ''
        return ApplicationStopped(f'the application was ended by signal {signal}{hint}')
    reason = (
        reason_in(lines) or f'the application ended with exit code {exit_code}, and gave no reason'
    )
    return ApplicationRefused(reason) if exit_code == 2 else ApplicationFailed(reason)


def reason_in(lines: Iterable[str]) -> Optional[str]:
    """The last line in which the application says what went wrong, if there is one."""
    reasons = [line.strip() for line in lines if re.match(re.escape(_NAME) + r'\S', line)]
    return reasons[-1] if reasons else None
