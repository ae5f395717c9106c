"""A proofreader agrees with no figure of another name, span or scale."""

import pytest

from jilin_analysis.citing.catalogue import read_catalogue
from jilin_analysis.citing.drafts import prepare
from jilin_analysis.citing.proofread import Proofreader
from jilin_analysis.folder import readable_folder

GROUP = "Jilin Chemical Fiber Group"


@pytest.fixture(scope="module")
def proofreader():
    return Proofreader(readable_folder(None), read_catalogue().values())


def said(proofreader, text):
    """Return what is said of each figure of a text: its level, its rule or verdict, its message."""
    found = [one for one in proofreader.read(prepare("a", text, ".md")) if one.text]
    return [(one.level, one.rule or one.verdict, one.message) for one in found]


def told(proofreader, text):
    return " ".join(f"{level}:{rule}" for level, rule, _ in said(proofreader, text))


NAMES = [
    # The words for whom are no part of another metric's name.
    ("In Q1 2020 output value of the group was up 10 %.", "check:other-metric"),
    ("The firm's output value in Q1 2020 was up 10 %.", "check:other-metric"),
    ("In Q1 2020 output value of our whole group was up 10 %.", "check:other-metric"),
    ("In Q1 2020 output value of our mills was up 10 %.", "ok:not-ours"),
    ("In Q1 2020 output value, at group level, was up 10 %.", "check:other-metric"),
    ("In Q1 2020 output value of our fiber group was up 10 %.", "check:other-metric"),
    ("In Q1 2020 output value of the group was up 0.6 %.", "ok:agrees"),
    ("In Q1 2020 output of the group was up 10 %.", "ok:agrees"),
    ("2020年一季度集团产值同比增长0.6%。", "ok:agrees"),
]
SPANS = [
    # A change over two years is none in one.
    *(
        (f"Output value of {GROUP} was up 42.4 % {when}.", "error:value-differs")
        for when in (
            "within one year, to Q1 2022",
            "in the year to Q1 2022",
            "year on year in Q1 2022",
            "on a year earlier in Q1 2022",
            "in Q1 2022 on Q1 2021",
        )
    ),
    *(
        (f"Output value of {GROUP} was up 42.4 % {when}.", "ok:agrees")
        for when in (
            "in the two years to Q1 2022",
            "in Q1 2022 compared with Q1 2020",
            "between Q1 2020 and Q1 2022",
        )
    ),
    ("2022年一季度吉林化纤集团产值同比增长42.4%。", "error:value-differs"),
    # What is denied is told for what it is, and no error.
    (
        f"Output value of {GROUP} did not rise by 42.4 % in the year to Q1 2022.",
        "check:other-metric",
    ),
    (
        f"In Q1 2022 output value of {GROUP} was 23 % above a year before, 42.4 % above Q1 2020.",
        "ok:agrees ok:agrees",
    ),
]
SCALES = [
    ("In Q1 2020 direct exports came to 24 million tonnes.", "error:value-differs"),
    ("In Q1 2022 fiber sales volume was 162 tonnes.", "error:value-differs"),
    ("2022年一季度集团产值为40.4万元。", "error:value-differs"),
]
MULTIPLES = [
    ("In Q1 2020 foreign-exchange earnings of the group more than doubled.", "check:value-differs"),
    ("In Q1 2020 direct fiber exports of the group tripled.", "check:value-differs"),
    ("In January-September 2022 carbon fiber output more than tripled.", "ok:agrees"),
    ("Foreign-exchange earnings doubled.", "ok:not-ours"),
    ("Output value rose in Q1 2020, and goods that others made doubled.", "ok:not-ours"),
]


@pytest.mark.parametrize(("text", "wanted"), NAMES + SPANS + SCALES + MULTIPLES)
def test_what_sounds_alike_is_told_apart(proofreader, text, wanted):
    assert told(proofreader, text) == wanted


MESSAGES = [
    ("Output value of the group was up 42.4 % in the year to Q1 2022.", "over two years"),
    (SCALES[0][0], "is 1,000 times what was reported"),
    (SCALES[1][0], "is a 1,000th of what was reported"),
    ("In Q1 2020 output value fell by 0.6 %.", "told as a fall: output value of"),
    ("In Q1 2020 output value fell by 0.6 %.", "is a rise of 0.6 %"),
    ("In Q1 2020 GDP of China rose by 6.8 %.", "is a fall of 6.8 % (6.75 to 6.85)"),
    ("Output value was up 10 %.", "several periods"),
]


@pytest.mark.parametrize(("text", "words"), MESSAGES)
def test_a_message_says_what_is_the_matter(proofreader, text, words):
    ((_, _, message),) = said(proofreader, text)
    assert words in message
