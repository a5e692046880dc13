import traceback

import pytest
from volume_pipeline.utils import application, raw
from volume_pipeline.utils.secrets import redacted, shown
from volume_pipeline.utils.settings import RunSettings, UsageError

SECRET = 'S3CRET'

# A location with SECRET in it, and what is shown of it.
FORMS = [
    (f'https://user:{SECRET}@host/prices.csv', 'https://***@host/prices.csv'),
    (f'https://user:pa:{SECRET}:@host/prices.csv', 'https://***@host/prices.csv'),
    (f'https://user:p%40{SECRET}@host/prices.csv', 'https://***@host/prices.csv'),
    (f'https://user:p@{SECRET}@host/prices.csv', 'https://***@host/prices.csv'),
    (f'https://user:p/{SECRET}@host/prices.csv', 'https://***@host/prices.csv'),
    (f'https://user:p {SECRET}@host/prices.csv', 'https://***@host/prices.csv'),
    (f'https://{SECRET}@host/prices.csv', 'https://***@host/prices.csv'),
    (f'https://user:{SECRET}@[::1]:8080/prices.csv', 'https://***@[::1]:8080/prices.csv'),
    (f's3a://KEY:{SECRET}@bucket/prices.csv', 's3a://***@bucket/prices.csv'),
    (f'ftp://user:{SECRET}@host:21/prices.csv', 'ftp://***@host:21/prices.csv'),
    (f'https://host/p.csv?X-Goog-Signature={SECRET}', 'https://host/p.csv?X-Goog-Signature=***'),
    (f'https://host/p.csv?v=1&sig={SECRET}', 'https://host/p.csv?v=***&sig=***'),
    (f'https://host/p.csv?{SECRET}', 'https://host/p.csv?***'),
    (f'https://host/p.csv#access_token={SECRET}', 'https://host/p.csv#access_token=***'),
]


@pytest.mark.parametrize('location, safe', FORMS)
def test_a_location_is_shown_without_its_secret(location, safe):
    assert shown(location) == safe
    assert shown(safe) == safe


@pytest.mark.parametrize(
    'location',
    [
        '/data/prices.csv',
        'gs://bucket/raw/20??/*.csv',
        'https://host:8080/prices.csv',
        'gs://bucket/raw@2024/prices.csv',
        'synthetic',
    ],
)
def test_a_location_without_a_secret_is_shown_as_it_is(location):
    assert shown(location) == location


@pytest.mark.parametrize(
    'text',
    [
        f'Authorization: Bearer {SECRET}',
        f'Authorization: Basic {SECRET}==',
        f'password={SECRET}',
        f'"private_key": "{SECRET}"',
        f'-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----',
        f'token ya29.{SECRET}',
        f'GET /p.csv?token={SECRET} failed',
        f'cannot connect to user:{SECRET}@host',
    ],
)
def test_a_text_is_shown_without_its_secret(text):
    assert SECRET not in redacted(text)


def test_control_and_invisible_characters_are_escaped():
    assert redacted('a\x1b[31m\u200b\u00a0\u009b\u202eb\nc é') == (
        'a\\x1b[31m\\u200b\\xa0\\x9b\\u202eb c é'
    )


@pytest.mark.parametrize('location, safe', FORMS)
def test_no_secret_is_printed_or_raised_when_a_source_cannot_be_fetched(
    location, safe, tmp_path, capsys, monkeypatch
):
    def refuse(source):
        raise ConnectionError(f"Cannot connect, url='{source}'")

    monkeypatch.setattr(raw, 'url_to_fs', refuse)
    settings = RunSettings.of({'source': location, 'lake': str(tmp_path), 'attempts': 1}, {})
    with pytest.raises(ConnectionError) as error:
        raw.ingest(settings)
    shown_of_it = ''.join(traceback.format_exception(error.value)) + repr(settings)
    assert SECRET not in shown_of_it + ''.join(capsys.readouterr())
    assert safe in str(error.value)


@pytest.mark.parametrize('location, safe', FORMS)
def test_no_secret_is_printed_with_the_command(location, safe, capsys):
    application.launch(['true', '--input', location])
    printed = capsys.readouterr().out
    assert SECRET not in printed
    assert safe in printed


@pytest.mark.parametrize('location, safe', FORMS)
def test_no_secret_is_in_an_error_of_a_setting(location, safe, capsys):
    with pytest.raises(UsageError) as error:
        RunSettings.of({'source': 'synthetic', 'lake': '/lake', 'sha256': location}, {})
    assert SECRET not in str(error.value)
