"""Has the Java application compute, on the run's engine, and returns where it published."""

from volume_pipeline.utils import engines, outputs
from volume_pipeline.utils.settings import RunSettings

if 'transformer' not in globals():
    from mage_ai.data_preparation.decorators import transformer
if 'test' not in globals():
    from mage_ai.data_preparation.decorators import test


@transformer
def measure_volume(prices: str, *args, **kwargs) -> str:
    return engines.run(prices, RunSettings.of(kwargs))


@test
def outputs_are_complete(output: str, *args, **kwargs) -> None:
    missing = outputs.missing(output)
    assert not missing, f'{output} lacks {", ".join(missing)}'


@test
def every_row_read_is_accounted_for(output: str, *args, **kwargs) -> None:
    for source in outputs.report(output)['inputs']:
        known = source['rows_accepted'] + source['rows_rejected'] + source['duplicates_dropped']
        assert source['rows_read'] == known, (
            f'{source["source"]}: {source["rows_read"]} rows read, {known} known'
        )
