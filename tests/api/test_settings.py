"""Settings: environment, then options before it, and a clear word about a bad one."""

from pathlib import Path

import pytest

from api.errors import UsageError
from api.settings import read_settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "ENCODER", "REREADER", "HOST", "PORT", "UPLOAD_LIMIT_MB"):
        monkeypatch.delenv(f"SUIZHI_{name}", raising=False)


def test_without_anything_only_this_machine_can_connect():
    settings = read_settings()
    assert (settings.host, settings.port, settings.encoder) == ("127.0.0.1", 8000, "embedded")
    assert settings.home.name == "suizhi"


def test_the_environment_is_read_and_an_option_goes_before_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("SUIZHI_HOME", str(tmp_path / "a"))
    monkeypatch.setenv("SUIZHI_PORT", "9001")
    assert read_settings().home == tmp_path / "a"
    settings = read_settings(tmp_path / "b", port=9002)
    assert (settings.home, settings.port) == (tmp_path / "b", 9002)


def test_a_home_is_absolute_wherever_the_process_goes_afterwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.chdir(tmp_path)
    assert read_settings(Path("library")).home == tmp_path / "library"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("SUIZHI_PORT", "http", "no number"),
        ("SUIZHI_PORT", "70000", "no port is that high"),
        ("SUIZHI_UPLOAD_LIMIT_MB", "0", "nothing could be uploaded"),
    ],
)
def test_a_setting_that_cannot_be_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
):
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as caught:
        read_settings()
    assert name in str(caught.value), reason
    assert repr(value) in str(caught.value)
