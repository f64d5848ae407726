"""Addresses: what is whose can be told from the key alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digestbot.workspace import HOME, Workspace, local, workspace_of

teams = st.one_of(st.just(""), st.from_regex(r"T[A-Z0-9]{1,12}", fullmatch=True))
names = st.one_of(
    st.from_regex(r"[CGDUW][A-Z0-9]{2,10}", fullmatch=True), st.from_regex(r"#[\w-]{1,80}", fullmatch=True)
)


@given(teams, names)
def test_an_address_leads_back_to_its_workspace_and_name(team: str, name: str) -> None:
    there = Workspace(team)
    address = there.address(name)
    assert (workspace_of(address), local(address)) == (there, name)
    assert there.holds(address)


@given(teams, teams, names)
def test_no_address_is_of_two_workspaces(one: str, other: str, name: str) -> None:
    assert (Workspace(one).address(name) == Workspace(other).address(name)) == (one == other)


def test_what_was_kept_before_there_were_several_is_homes() -> None:
    assert HOME.address("#news") == "#news"
    assert all(HOME.holds(one) for one in ("#news", "C012ABCDEF", "U1", "cli"))
