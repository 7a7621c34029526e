"""Telegram as a channel. Nothing is imported here: aiogram costs seconds, so only who starts Telegram pays for it."""
