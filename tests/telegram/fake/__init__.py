"""A strict Bot API server of our own: what Telegram would refuse, it refuses, and it remembers every mistake."""

from tests.telegram.fake.faults import Cut, HtmlPage, Refusal, RetryAfter, ServerError, Unreadable
from tests.telegram.fake.groups import Group, Member, Topic
from tests.telegram.fake.payments import PaymentResult
from tests.telegram.fake.server import FakeTelegram
from tests.telegram.fake.state import BotMessage, NotThere, Press
from tests.telegram.fake.users import User

__all__ = [
    "BotMessage",
    "Cut",
    "FakeTelegram",
    "Group",
    "HtmlPage",
    "Member",
    "NotThere",
    "PaymentResult",
    "Press",
    "Refusal",
    "RetryAfter",
    "ServerError",
    "Topic",
    "Unreadable",
    "User",
]
