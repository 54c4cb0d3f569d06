"""Talks into sessions and rooms (docs/explanation/timetabling.md)."""
