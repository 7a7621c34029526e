"""A voucher's code by the shop's own list: "gutschein sommer", "it's SUMMER", whatever else the words resemble."""

from __future__ import annotations

import re
from typing import NewType

from bot.references import Found, Raw
from bot.skill import Slot
from bot.slots import EntityInWords, register
from bot.turn import Turn
from intents.parse import Request

#: The code of a voucher, as the shop writes it where it knows it.
Code = NewType("Code", str)
_CODE = re.compile(r"\w+(?:-\w+)*")


class _Code(EntityInWords):
    """A word that is a code here, what was read as one, or, when asked, the one word that was said."""

    kind = "voucher"

    def find(self, turn: Turn, request: Request, slot: Slot) -> Found:
        return _known(turn, turn.said) or super().find(turn, request, slot)

    def answer(self, turn: Turn, slot: Slot) -> Found:
        words = _CODE.findall(turn.message.text)
        alone = Raw(words[0]) if len(words) == 1 else None
        return _known(turn, turn.message.text) or super().answer(turn, slot) or alone


def _known(turn: Turn, said: str) -> Raw | None:
    """The first word that is the code of a voucher of this shop."""
    vouchers = (turn.catalog.voucher(word) for word in _CODE.findall(said))
    return next((Raw(voucher.code, whole=True) for voucher in vouchers if voucher), None)


register(Code, _Code())
