"""What went wrong with a post → what becomes of the delivery: wait how long, or give up and tell whom what. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from digestbot.deliver.calls import CallError, LimitedError, LostReplyError, RefusedError

SHORT_WAIT = 10.0  # seconds: a Retry-After up to this is waited out, a longer one goes into ``not_before``
SHORT_WAITS = 3  # a channel that still says so after three is busy: others may have their turn
BACK_OFF = timedelta(seconds=30)  # before the second try; doubles with each failure
BACK_OFF_MOST = timedelta(minutes=30)  # a digest half an hour late is still this morning's
BACK_OFF_DOUBLINGS = 6
KEYS_WAIT = timedelta(minutes=15)  # between tries while the token is refused: an admin has to act
SETTLE = timedelta(minutes=1)  # after which a post whose reply was lost is in the channel, or never will be

TOO_LONG = frozenset({"msg_blocks_too_long", "msg_too_long"})
BAD_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "block_mismatch", "invalid_attachments"})
# Nothing is wrong with the digest or the channel: it goes out once the app is let in again.
KEYS = frozenset(
    "not_authed invalid_auth account_inactive token_revoked token_expired missing_scope no_permission"
    " org_login_required ekm_access_denied enterprise_is_restricted not_allowed_token_type access_denied"
    " team_access_not_granted".split()
)
ADVICE = {
    "channel_not_found": (
        "there is no such channel, or the app is not in it. Was it renamed? Correct config/channels.yaml "
        "(a channel id survives renaming), and invite the app with /invite in a private channel"
    ),
    "is_archived": "the channel is archived. Unarchive it, or take it out of config/channels.yaml",
    "not_in_channel": "the app is not in the channel: /invite it there",
    "restricted_action": "a setting of the workspace forbids the app to post there: ask its owner",
    "restricted_action_read_only_channel": "the channel is read-only: allow the app to post there",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """``give_up``: no further try. Else it is tried, or looked up, again after ``wait``."""

    give_up: bool
    wait: timedelta
    reason: str


def judge(error: CallError, failures: int) -> Verdict:
    """``failures`` counts tries of this part so far, this one too."""
    if isinstance(error, LimitedError):
        return Verdict(False, timedelta(seconds=error.seconds), str(error))
    if isinstance(error, RefusedError):
        code = error.code.split(" ")[0]
        if code in KEYS:
            return Verdict(False, KEYS_WAIT, f"{error}: `digestbot doctor` says what the token lacks")
        return Verdict(True, timedelta(0), f"{error}: {ADVICE[code]}" if code in ADVICE else str(error))
    back_off = min(BACK_OFF * 2 ** min(max(failures - 1, 0), BACK_OFF_DOUBLINGS), BACK_OFF_MOST)
    return Verdict(False, max(back_off, SETTLE) if isinstance(error, LostReplyError) else back_off, str(error))
