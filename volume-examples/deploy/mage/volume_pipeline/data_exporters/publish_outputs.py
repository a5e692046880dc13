"""Lists the files of a complete run in a manifest, which tells readers that they may begin."""

from volume_pipeline.utils import outputs

if 'data_exporter' not in globals():
    from mage_ai.data_preparation.decorators import data_exporter
if 'test' not in globals():
    from mage_ai.data_preparation.decorators import test


@data_exporter
def publish_outputs(output: str, *args, **kwargs) -> str:
    return outputs.publish(output)


@test
def manifest_lists_the_files(manifest: str, *args, **kwargs) -> None:
    listed = outputs.read_json(manifest)['outputs']
    assert list(listed) == list(outputs.NAMES), f'{manifest} lists {", ".join(listed)}'
    empty = [name for name, output in listed.items() if not output['files']]
    assert not empty, f'{manifest} lists no file of {", ".join(empty)}'
