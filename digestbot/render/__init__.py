"""``Digest`` → Slack messages, terminal text, HTML, Markdown, Atom, JSON, calendar. Writes nothing, decides nothing."""
