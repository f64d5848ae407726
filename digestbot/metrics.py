"""Counters for operators, in the form that Prometheus scrapes; served on this machine only, and only when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from digestbot.errors import DigestbotError
from digestbot.types import PollReport


class Metrics:
    """The service's own registry, so that two services in one test do not share counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._polls = Counter("digestbot_source_polls", "Sources polled.", ["status"], registry=self.registry)
        self._items = Counter("digestbot_items", "Articles stored.", ["kind"], registry=self.registry)
        self._failures = Counter("digestbot_job_failures", "Jobs that failed.", ["job"], registry=self.registry)
        self._seconds = Histogram("digestbot_round_seconds", "Length of a round.", registry=self.registry)
        self._last = Gauge("digestbot_last_round_timestamp_seconds", "End of the last round.", registry=self.registry)

    def polled(self, report: PollReport) -> None:
        """Count one round."""
        for one in report.sources:
            self._polls.labels(one.status).inc()
        self._items.labels("new").inc(report.new)
        self._items.labels("relevant").inc(report.relevant)
        self._items.labels("duplicate").inc(report.duplicates)
        self._seconds.observe(report.seconds)
        self._last.set_to_current_time()

    def failed(self, job: str) -> None:
        """Count one failed job."""
        self._failures.labels(job).inc()

    @contextmanager
    def served(self, port: int) -> Iterator[None]:
        """``/metrics`` on loopback for as long as the block runs. Raises DigestbotError when the port is taken."""
        try:
            server, thread = start_http_server(port, addr="127.0.0.1", registry=self.registry)
        except OSError as exc:
            where = f"service.metrics_port: {port} cannot be listened on ({exc.strerror})"
            raise DigestbotError(f"{where}: stop what uses it, or choose another port") from exc
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
