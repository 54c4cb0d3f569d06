"""Accepted one-to-one meetings into slots and at tables (docs/explanation/meetings.md)."""
