"""Slack events → one question or order to the newsroom each → its answer, rendered. Decides nothing about news."""
