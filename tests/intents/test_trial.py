from __future__ import annotations

from intents.examples import Example
from intents.trial import DIGRESSIONS, Digressions

OTHER = Example("", "en", ("the", "president", "resigned"), (), 0)
WISH = Example("order.add", "en", ("two", "mugs"), (), 1)


def test_words_of_other_matters_stand_between_those_of_a_wish_now_and_then() -> None:
    digress = Digressions([OTHER, WISH])
    found = [digress.put_into(WISH) for _ in range(400)]
    assert all([text for text in texts if text in WISH.texts] == ["two", "mugs"] for texts in found)
    strange = [set(texts) - set(WISH.texts) for texts in found]
    assert set().union(*strange) == {"president", "resigned"}
    assert 50 < sum(map(bool, strange)) < 150
    assert max(len(texts) for texts in found) == len(WISH.texts) + DIGRESSIONS


def test_other_matters_stay_as_they_are_and_so_does_a_language_without_any() -> None:
    digress = Digressions([OTHER])
    german = Example("order.add", "de", ("zwei", "becher"), (), 1)
    assert {digress.put_into(OTHER) for _ in range(40)} == {OTHER.texts}
    assert {digress.put_into(german) for _ in range(40)} == {german.texts}
