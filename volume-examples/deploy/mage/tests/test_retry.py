import pytest
from volume_pipeline.utils.retry import retrying


class Action:
    def __init__(self, *failures):
        self.failures = list(failures)
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if self.failures:
            raise self.failures.pop(0)
        return 'done'


def test_a_transient_failure_is_repeated_with_longer_and_longer_pauses(capsys):
    pauses = []
    action = Action(ConnectionError('cut off'), ConnectionError('cut off again'))
    assert retrying(action, (ConnectionError,), 3, pauses.append) == 'done'
    assert pauses == [10, 20]
    assert 'attempt 1 of 3 failed, the next is in 10 s: cut off\n' in capsys.readouterr().out


def test_the_last_failure_is_the_runs():
    action = Action(*[ConnectionError('cut off')] * 5)
    with pytest.raises(ConnectionError):
        retrying(action, (ConnectionError,), 2, lambda pause: None)
    assert action.calls == 2


def test_another_failure_is_not_repeated():
    action = Action(ValueError('wrong'))
    with pytest.raises(ValueError):
        retrying(action, (ConnectionError,), 5, lambda pause: None)
    assert action.calls == 1
