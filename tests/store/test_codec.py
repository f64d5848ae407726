from __future__ import annotations

from digestbot.store.codec import dump_scores


def test_scores_keep_four_decimals_and_what_is_nothing_then_is_left_out() -> None:
    assert (
        dump_scores({"housing": 0.123456789, "policy": 0.00004, "research": 1.0}) == '{"housing":0.1235,"research":1.0}'
    )
