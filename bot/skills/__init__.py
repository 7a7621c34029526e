"""The built-in skills; the bot finds them like any other, through the entry points."""
