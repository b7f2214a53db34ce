"""`token` speaks for the service that runs, wherever it listens; a start that cannot be is one sentence."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.address import address_of, named
from app.settings import ROOT, Settings

RUN = [sys.executable, "-c", "from app.cli import main; main()"]


def _environment(settings: Settings, state: Path, **more: str) -> dict[str, str]:
    assert settings.database_url is not None
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith("EARLYBRIDGE_") and k not in {"HOST", "PORT"}
    }
    return {
        **kept,
        "EARLYBRIDGE_DATABASE_URL": settings.database_url.get_secret_value(),
        "EARLYBRIDGE_STATE_DIR": str(state),
        "EARLYBRIDGE_RELAY_ENABLED": "false",
        **more,
    }


def _run(*args: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RUN, *args], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("0.0.0.0", "http://127.0.0.1:80"),  # noqa: S104 - only named
        ("::", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
        ("eb.test", "http://eb.test:80"),
    ],
)
def test_an_address_is_what_this_machine_calls_it(host: str, name: str) -> None:
    assert named(host, 80) == name


def test_a_configured_address_goes_before_a_port_and_a_port_before_the_last_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("HOST", raising=False)
    settings = Settings(state_dir=tmp_path)
    assert address_of(settings) == "http://127.0.0.1:8000"
    (tmp_path / "address").write_text("http://127.0.0.1:9")
    assert address_of(settings) == "http://127.0.0.1:9"
    monkeypatch.setenv("PORT", "7")
    assert address_of(settings) == "http://127.0.0.1:7"
    monkeypatch.setenv("EARLYBRIDGE_PUBLIC_URL", "https://eb.test")
    assert address_of(Settings(state_dir=tmp_path)) == "https://eb.test"


def test_a_taken_port_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = _run("serve", "--port", port, env=_environment(settings, tmp_path))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert f"port {port}" in done.stderr
