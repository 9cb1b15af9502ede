from __future__ import annotations

import asyncio
import logging
import socket
import tomllib
from pathlib import Path

import pytest

from views import server, sockets

ROOT = Path(__file__).resolve().parents[2]


def test_the_log_in_the_data_folder_holds_the_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFLICT_MAP_HOME", str(tmp_path / "new"))

    async def run() -> None:
        async with server.lifespan(None):
            try:
                raise ValueError("the reason")
            except ValueError as error:
                server.on_script_error(error)

    handlers = list(logging.getLogger().handlers)
    asyncio.run(run())
    text = (tmp_path / "new" / "conflict-map.log").read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "the reason" in text
    assert logging.getLogger().handlers == handlers


def test_the_server_asks_nobody_and_shows_no_trace() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["serverAddress"] == "localhost"
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert settings["client"]["showErrorLinks"] is False
    assert settings["server"]["address"] == "localhost"
    assert settings["server"]["maxUploadSize"] <= 50
    # a full collection after every run stops all sessions for a quarter of a second
    assert settings["runner"]["postScriptGC"] is False


def test_connections_of_the_server_send_at_once() -> None:
    async def run() -> int:
        loop = asyncio.get_running_loop()
        sockets.send_at_once(loop)
        found: asyncio.Future[int] = loop.create_future()

        async def met(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            found.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        bound = socket.socket(socket.AF_INET)  # as Streamlit makes it: no protocol is named
        bound.bind(("127.0.0.1", 0))
        async with await asyncio.start_server(met, sock=bound):
            _, writer = await asyncio.open_connection(*bound.getsockname())
            try:
                return await found
            finally:
                writer.close()

    assert asyncio.run(run())


def test_the_entry_is_thin_and_names_the_page() -> None:
    text = (ROOT / "dashboard.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    assert 'st.App(\n    "views/page.py"' in text
