from __future__ import annotations

import socket

import pytest

from digestbot.errors import DigestbotError
from digestbot.metrics import Metrics


def test_a_port_that_is_taken_is_told_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(DigestbotError, match=f"service.metrics_port: {port} cannot be listened on"),
            Metrics().served(port),
        ):
            raise AssertionError("it was served")
