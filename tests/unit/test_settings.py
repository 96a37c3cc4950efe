from pathlib import Path

import pytest

from toancanh.infra.settings import Settings
from toancanh.kernel import Invalid


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("port = 1\nsite_number = 7\nsegment_seconds = 60\n")
    settings = Settings.load(
        data=tmp_path,
        overrides={"port": 3, "site_number": None},
        environ={"TOANCANH_PORT": "2", "TOANCANH_SITE_NUMBER": "8", "TOANCANH_CLIPS": "elsewhere"},
    )
    assert (settings.port, settings.site_number, settings.segment_seconds) == (3, 8, 60)
    assert settings.effective_database_url == f"sqlite:///{tmp_path}/toancanh.db"


def test_lists_come_from_the_file_as_arrays_and_from_the_environment_separated(tmp_path: Path) -> None:
    settings = Settings.load(data=tmp_path, environ={"TOANCANH_ALLOW_OUTBOUND": "127.0.0.1:8554, [::1]:9"})
    assert settings.allow_outbound == ("127.0.0.1:8554", "[::1]:9")
    (tmp_path / "settings.toml").write_text('allow_outbound = ["127.0.0.1:1"]\n')
    assert Settings.load(data=tmp_path, environ={}).allow_outbound == ("127.0.0.1:1",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("prot = 1", "no setting 'prot'"),
        ("port = 'x'", "port: "),
        ("port =", "is not TOML"),
        ("data = '/else'", "--data"),
        ("tls_cert = 'a.pem'", "tls_key"),
        ("host = '0.0.0.0'\ntls = 'none'", "plain HTTP is refused"),
        ("default_max_days = 0.5", "default_min_days"),
        ("database_url = 'postgresql://u:secret@h/d'", "PGPASSFILE"),
        ("database_url = 'postgresql://u@h/d?password=secret'", "PGPASSFILE"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "settings.toml").write_text(content)
    with pytest.raises(Invalid, match=words) as caught:
        Settings.load(data=tmp_path, environ={})
    assert "\n" not in caught.value.detail.replace("\n", "", content.count("\n"))


@pytest.mark.parametrize(
    ("host", "tls", "expected"),
    [
        ("127.0.0.1", "auto", False),
        ("localhost", "auto", False),
        ("::1", "auto", False),
        ("127.0.0.1", "local", True),
        ("0.0.0.0", "auto", True),
        ("::", "auto", True),
        ("10.1.2.3", "local", True),
        ("camera-host", "auto", True),
    ],
)
def test_every_port_that_is_not_loopback_speaks_tls(tmp_path: Path, host: str, tls: str, expected: bool) -> None:
    assert Settings.load(data=tmp_path, overrides={"host": host, "tls": tls}, environ={}).uses_tls is expected


def test_settings_travel_to_the_child_processes_whole(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('tls_names = ["a.test", "b.test"]\narchive = "~/archive"\n')
    settings = Settings.load(data=tmp_path, environ={})
    assert settings.archive_path == Path("~/archive").expanduser()
    assert Settings.model_validate_json(settings.model_dump_json()) == settings
