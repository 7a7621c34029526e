"""Dialogue files: conversations written down with what must come of them, played through the real bot."""
