"""Keeps the file of prices as it came, and returns where."""

from volume_pipeline.utils import raw
from volume_pipeline.utils.settings import RunSettings

if 'data_loader' not in globals():
    from mage_ai.data_preparation.decorators import data_loader
if 'test' not in globals():
    from mage_ai.data_preparation.decorators import test


@data_loader
def ingest_prices(*args, **kwargs) -> str:
    return raw.ingest(RunSettings.of(kwargs))


@test
def prices_are_there(prices: str, *args, **kwargs) -> None:
    assert raw.is_there(prices), f'{prices} is missing or empty'
