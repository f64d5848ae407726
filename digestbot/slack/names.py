"""Names of our own buttons and forms, written and read in one place; those on stories are in ``render.actions``."""

from __future__ import annotations

from typing import Final

VERB: Final = "verb"  # action_id is ``verb_<verb>``: does what ``/digest <verb>`` does
ASK_ADMIN: Final = "ask_admin"
UNSAVE: Final = "home_unsave"
FORGET: Final = "home_forget_search"
RUN: Final = "home_run_search"
UNCERTAIN: Final = "home_uncertain"
ADMINS_ASKED: Final = 5  # of those in the settings, where there is no channel for admins

ADDRESS_FORM: Final = "source_address"
SOURCE_FORM: Final = "source_preview"
CHANNEL_FORM: Final = "channel_schedule"
TOPICS_FORM: Final = "topic_correction"
TOPIC_FORM: Final = "new_topic"
UNCERTAIN_FORM: Final = "uncertain_items"
NOTE_FORM: Final = "draft_note"
ARGUMENT_FORM: Final = "argument"
DONE_FORM: Final = "done"

VERB_BUTTONS: Final[tuple[tuple[tuple[str, str], ...], ...]] = (
    (("preview", "👀 Preview"), ("now", "📤 Send now"), ("channel", "🗓 Schedule…"), ("why", "❓ Why…")),
    (("topics", "🏷 Topics"), ("deadlines", "⏰ Closing soon"), ("coverage", "🗺 Coverage"), ("health", "🩺 Health")),
    (("sources", "📡 Sources"), ("add", "➕ Add a source…"), ("pause", "⏸ Pause…"), ("resume", "▶ Resume…")),
    (("remove", "🗑 Remove…"), ("story", "🧵 Story…"), ("split", "✂ Split…"), ("merge", "🔗 Merge…")),
    (("topic", "🏷 New topic…"), ("log", "📜 Log"), ("undo", "↩ Undo…"), ("setup", "🔧 Check the set-up")),
)
