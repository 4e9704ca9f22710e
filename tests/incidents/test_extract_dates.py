"""Days as texts write them, resolved against the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.extract.mentions import read_sentences
from incidents.language import load_language
from incidents.model import Article

TUESDAY = date(2020, 5, 12)


class NoPlaces:
    def find(self, text):
        return ()


def days(text: str, published: date | None = TUESDAY):
    sentences = read_sentences(Article(id="a", text=text, published=published), load_language("en"), NoPlaces())
    return [mention for sentence in sentences for mention in sentence.dates]


def told(text: str, published: date | None = TUESDAY):
    return [
        (m.first.isoformat(), m.last and m.last.isoformat(), int(m.prec), text[m.start : m.end])
        for m in days(text, published)
    ]


@pytest.mark.parametrize(
    ("text", "first", "last", "prec"),
    [
        # a weekday is the most recent one
        ("They were killed on Friday.", "2020-05-08", None, 1),
        # the day of publication included
        ("They were killed on Tuesday.", "2020-05-12", None, 1),
        # "last" goes beyond it
        ("They were killed last Tuesday.", "2020-05-05", None, 1),
        # "last" and another weekday: the most recent one
        ("They were killed last Saturday.", "2020-05-09", None, 1),
        ("They were killed on Friday last week.", "2020-05-08", None, 1),
        # the month that is not over yet
        ("A grenade was thrown last May.", "2019-05-01", "2019-05-31", 4),
        # a weekday with its date
        ("They were killed on Wednesday, May 6.", "2020-05-06", None, 1),
        # late on a day is that day
        ("They were killed late on Friday night.", "2020-05-08", None, 1),
        # a night between two days
        ("In the night between Friday and Saturday they were killed.", "2020-05-08", "2020-05-09", 2),
        ("Late on Friday night and in the early hours of Saturday they were killed.", "2020-05-08", "2020-05-09", 2),
        # a prayer and a massacre that bear a weekday's name; an election's week
        ("They were shot after Friday prayers on 30 April 2020.", "2020-04-30", None, 1),
        ("On Bloody Friday, 30 April 2020, they were shot.", "2020-04-30", None, 1),
        ("It took place on 30 April, two weeks before the election.", "2020-04-30", None, 1),
        ("It was overnight between April 30 and May 1.", "2020-04-30", "2020-05-01", 2),
        ("The attack took place overnight from Friday to Saturday.", "2020-05-08", "2020-05-09", 2),
        ("On the night between 7 and 8 May they were killed.", "2020-05-07", "2020-05-08", 2),
        ("In the night of 7-8 May 2019 they were killed.", "2019-05-07", "2019-05-08", 2),
        # over the end of a month
        ("In the night between 30 and 1 May they were killed.", "2019-05-30", "2019-06-01", 2),
        # days of the calendar, with and without a year, day or month first
        ("They were killed on 8 May 2020.", "2020-05-08", None, 1),
        ("They were killed on May 8.", "2020-05-08", None, 1),
        ("They were killed on the 8th of May, 2020.", "2020-05-08", None, 1),
        ("They were killed on December 30.", "2019-12-30", None, 1),
        ("On the 16th they were killed.", "2020-04-16", None, 1),
        # a range
        ("Between 3 and 5 March they were killed.", "2020-03-03", "2020-03-05", 2),
        # figures: the day first, unless only the other order gives a day not after publication
        ("They were killed on 08/05/2020.", "2020-05-08", None, 1),
        ("They were killed on 02/18/2020.", "2020-02-18", None, 1),
        ("They were killed on 05/09/2020.", "2020-05-09", None, 1),
        ("They were killed on 2020-05-08.", "2020-05-08", None, 1),
        # counted from publication
        ("They were killed yesterday.", "2020-05-11", None, 1),
        ("They were killed overnight.", "2020-05-11", "2020-05-12", 2),
        ("They were killed three days ago.", "2020-05-09", None, 1),
        ("They were killed the day before yesterday.", "2020-05-10", None, 1),
        ("They were killed this morning.", "2020-05-12", None, 1),
        ("They were killed last evening.", "2020-05-11", None, 1),
        # weeks, months and years
        ("They were killed two weeks ago.", "2020-04-25", "2020-05-01", 3),
        ("They were killed last week.", "2020-05-04", "2020-05-10", 3),
        ("They were killed earlier this month.", "2020-05-01", "2020-05-12", 4),
        ("They were killed last month.", "2020-04-01", "2020-04-30", 4),
        ("They were killed in March.", "2020-03-01", "2020-03-31", 4),
        ("They were killed in the month of March.", "2020-03-01", "2020-03-31", 4),
        ("They were killed in the Iranian year 1394.", "2015-03-21", "2016-03-19", 5),
        ("They were killed last October.", "2019-10-01", "2019-10-31", 4),
        ("They were killed in January last year.", "2019-01-01", "2019-01-31", 4),
        ("They were killed in July 2018.", "2018-07-01", "2018-07-31", 4),
        ("They were killed in 2016.", "2016-01-01", "2016-12-31", 5),
        ("They were killed last year.", "2019-01-01", "2019-12-31", 5),
        ("They were killed ten years ago.", "2010-01-01", "2010-12-31", 5),
        # Iran's calendar
        ("They were killed on 19 Ordibehesht 1399.", "2020-05-08", None, 1),
        ("They were killed on 19 Ordibehesht.", "2020-05-08", None, 1),
        # the last day of a leap year there
        ("They were killed on 30 Esfand 1399.", "2021-03-20", None, 1),
    ],
)
def test_a_day(text, first, last, prec):
    assert [found[:3] for found in told(text)] == [(first, last, prec)]


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        # counted from the day named before
        ("On 16 April they struck. Two days later they struck again.", ["2020-04-16", "2020-04-18"]),
        ("On Friday one died. The same day another was shot.", ["2020-05-08", "2020-05-08"]),
        (
            "It happened on Friday. He had been killed a day earlier, on Thursday.",
            ["2020-05-08", "2020-05-07", "2020-05-07"],
        ),
        (
            "They said on Monday that they held nine who were taken a night earlier.",
            ["2020-05-11", "2020-05-10"],
        ),
        # a day that only says how long, and one that says which
        ("They have been on alert since Saturday; they died last night.", ["2020-05-11"]),
        ("He had been in hospital since Saturday's clash and died last night.", ["2020-05-09", "2020-05-11"]),
        ("He had been in a coma since Thursday, when guards opened fire.", ["2020-05-07"]),
        # "the same day" is that of the news, not of the blast named beside it
        (
            "On Sunday six were hurt. The city is on alert since Friday's blast. The same day a man was shot.",
            ["2020-05-10", "2020-05-08", "2020-05-10"],
        ),
        # a month is no day to count from
        ("In April six were killed, and one more on the same day.", ["2020-04-01"]),
        # the statement's day is not the event's, and "two days later" says the same again
        ("They struck on Monday, the army said on Tuesday, two days later.", ["2020-05-11", "2020-05-12"]),
    ],
)
def test_days_that_hang_together(text, firsts):
    assert [first for first, *_ in told(text)] == firsts


@pytest.mark.parametrize(
    "text",
    [
        # words that are also months
        "They may attack; troops march on.",
        # a name
        "Azar Mehr was in the town.",
        # still to come
        "The jirga will meet next Friday.",
        "The drive, suspended after the blast, will resume on Monday.",
        # no such day
        "They were killed on 31 February 2020.",
        # parts of other numbers
        "It cost 2,020.50 rupees and took 1/2 hour; flight PK2019.",
    ],
)
def test_no_day(text):
    assert told(text) == []


def test_without_a_day_of_publication_only_whole_days_can_be_told():
    assert [first for first, *_ in told("On Friday, on May 8 and on 8 May 2020 they were killed.", None)] == [
        "2020-05-08"
    ]


@pytest.mark.parametrize(
    ("text", "reporting"),
    [
        # the day of a statement
        ("Six were killed, the police said on Friday.", [True]),
        ("The minister on Friday said that six were killed.", [True]),
        # the day of writing
        ("QUETTA, May 8 (Wire): Six were killed.", [True]),
        # of a message, and where it went
        ("In a statement issued to the media on Monday the group said that six were killed on Friday.", [True, False]),
        ("Zahedan, May 8, IRNA - Six were killed.", [True]),
        # the event's
        ("Six were killed on Friday, the police said.", [False]),
    ],
)
def test_whose_day_it_is(text, reporting):
    assert [mention.reporting for mention in days(text)] == reporting


PIECES = """
    on in Friday last night between 7 8 31 and - May Esfand 1399 2020 2020-13-45 99/99/2020 the 3rd days ago later of
    yesterday ten years the same day next ۱۳۹۹
"""
WORDS = st.sampled_from(PIECES.split())


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=100), st.none() | st.dates(date(1950, 1, 1)))
def test_any_words_give_days_that_quote_the_text(text, published):
    for mention in days(text, published):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.last is None or mention.last > mention.first
