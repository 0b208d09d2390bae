"""Slack's export: a ZIP of users.json, channels.json and CHANNEL/YYYY-MM-DD.json."""

from .archive import SlackArchive, open_slack

__all__ = ["SlackArchive", "open_slack"]
