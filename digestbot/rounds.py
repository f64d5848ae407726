"""What a round did, source by source → how far it is, and its report. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digestbot.shelving import Filed
from digestbot.types import PollReport, SourceReport


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: ``done`` of ``total`` sources, and what has just happened."""

    done: int
    total: int
    report: SourceReport


def counted(reports: tuple[SourceReport, ...], stored: Sequence[Filed], seconds: float) -> PollReport:
    """The report of a round; a story to which several sources brought something counts once."""
    return PollReport(
        sources=reports,
        new=sum(len(part.new) for part in stored),
        relevant=sum(part.relevant for part in stored),
        duplicates=sum(part.duplicates for part in stored),
        stories=len(frozenset().union(*(part.stories for part in stored))),
        seconds=seconds,
    )
