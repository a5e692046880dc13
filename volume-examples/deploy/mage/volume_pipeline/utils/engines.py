"""Where the application can run."""

from volume_pipeline.utils import application, dataproc
from volume_pipeline.utils.retry import retrying
from volume_pipeline.utils.settings import RunSettings


def run(prices: str, settings: RunSettings) -> str:
    """Runs the application on the run's engine, and returns the folder it published into."""
    args = application.arguments(prices, settings)
    if settings.engine == 'serverless':
        dataproc.run(args, dataproc.Workload.of(), dataproc.session())
    else:
        command = {'local': application.local_command, 'spark': application.spark_command}[
            settings.engine
        ](args)
        retrying(
            lambda: application.launch(command), (application.ApplicationFailed,), settings.attempts
        )
    return settings.output
