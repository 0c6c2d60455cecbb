"""What stands around a line tells whether it is the article's."""

from kzlib.documents.clean import clean

PAGE = """The new bridge opens in Kentau

The new bridge over the dry river opened in Kentau on Friday after nine years of building and three changes of contractor.

{line}

Drivers had waited for the bridge since the old one was closed to lorries, and the market on the far side lost half of its stalls.

The governor thanked the builders and said that the road beyond the bridge would be repaired before the first snow falls.
"""


def kept(line: str) -> bool:
    return line in clean(PAGE.format(line=line), title="The new bridge opens in Kentau").text


def test_a_caption_that_says_the_text_again_goes():
    assert not kept("The new bridge over the dry river in Kentau opened after nine years of building")


def test_a_paragraph_without_a_full_stop_stays():
    assert kept("Nobody at the ministry could explain why the second contractor left the town without a word")


def test_a_subheading_in_the_texts_words_stays():
    assert kept("After nine years of building")
