from __future__ import annotations

import json
import math

from hypothesis import example, given
from hypothesis import strategies as st

from digestbot.store.codec import LEAST_SCORE, dump_scores


def test_scores_keep_four_decimals_and_what_is_nothing_then_is_left_out() -> None:
    assert (
        dump_scores({"housing": 0.123456789, "policy": 0.00004, "research": 1.0}) == '{"housing":0.1235,"research":1.0}'
    )


@given(st.floats(0, 1) | st.floats(0, 1e-4))
@example(LEAST_SCORE)
@example(math.nextafter(LEAST_SCORE, 0))
def test_a_score_is_kept_unless_it_rounds_to_nothing(score: float) -> None:
    rounded = round(score, 4)
    assert json.loads(dump_scores({"housing": score})) == ({"housing": rounded} if rounded else {})
