"""What goes wrong with the next calls of a method, in the order given."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["limited", "error", "broken", "broken_after", "drop", "drop_after", "slow", "no_json"]


@dataclass(frozen=True)
class Fault:
    """One fault.

    limited: 429 with Retry-After; error: ok false with ``code``; broken: HTTP 500 and nothing done; broken_after: done,
    then HTTP 500; drop: the connection closes and nothing is done; drop_after: done, and the reply is lost; slow:
    answers after ``seconds``; no_json: a proxy's page instead.
    """

    kind: Kind
    seconds: float = 1.0
    code: str = ""


@dataclass
class Faults:
    """Faults in wait, by method."""

    queues: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, *faults: Fault) -> None:
        self.queues[method].extend(faults)

    def next(self, method: str) -> Fault | None:
        queue = self.queues.get(method)
        return queue.popleft() if queue else None
