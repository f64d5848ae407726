"""What the tests of the sample share."""

from __future__ import annotations

import pytest
from sample.sheets import BASE, NOW, Printed

from digestbot.sample.newsroom import load
from digestbot.sample.newsroom.printing import Printing


@pytest.fixture(scope="session")
def printed() -> Printed:
    return Printed(Printing(load(), BASE, NOW, revision=1), load())
