from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestbot.store import Store

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
def test_any_json_value_comes_back(store: Store, value: object) -> None:
    store.notes.put("key", value)
    assert store.notes.get("key", "missing") == value


def test_a_missing_note_is_the_default(store: Store) -> None:
    assert store.notes.get("key", 7) == 7
    store.notes.put("key", 1)
    store.notes.remove("key")
    assert store.notes.get("key") is None
