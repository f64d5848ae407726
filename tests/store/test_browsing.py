from __future__ import annotations

from collections.abc import Callable

import pytest

from digestbot.store import FILE_NAME, Store
from digestbot.store.browsing import metadata
from digestbot.types import Fact

Add = Callable[..., int]
DATABASE = metadata()["databases"][FILE_NAME.removesuffix(".db")]


@pytest.mark.parametrize("name", sorted(DATABASE["queries"]))
def test_every_canned_query_finds_the_stored_article(store: Store, add: Add, name: str) -> None:
    add("Bakery", facts=(Fact("deadline", "apply by", "9999-12-31"),))
    add("Bakery elsewhere", story=1, source="other")
    # Datasette brings this function; quoting is what it does.
    store.connection.raw.create_function("escape_fts", 1, lambda words: f'"{words}"')
    rows = store.connection.rows(DATABASE["queries"][name]["sql"], {"topic": "co-operatives", "words": "bakery"})
    assert rows


def test_the_tables_named_exist(store: Store) -> None:
    assert set(DATABASE["tables"]) <= set(store.tables.table_names())
