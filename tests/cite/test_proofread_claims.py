"""A proofreader agrees with no figure of another name, span, entity or scale."""

import shutil
from pathlib import Path

import pytest
from folders import spoil, spoil_json, write

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
    # A base may be told as any time, the rate of the year beside it, and round.
    (
        f"From Q1 2020 output value of {GROUP} rose 42.4 % to Q1 2022, with a yearly 23 %.",
        "ok:agrees ok:agrees",
    ),
    (f"Output value of {GROUP} in Q1 2022 was 42 % above that of two years before.", "ok:agrees"),
    ("2022年一季度，集团产值同比增长23%，较2020年一季度增长42.4%。", "ok:agrees ok:agrees"),
    (
        f"Output value of {GROUP} in Q1 2022 was 23 % above that of two years before.",
        "check:other-metric",
    ),
    (f"Output value of {GROUP} rose 19.3 % a year in the two years to Q1 2022.", "ok:not-ours"),
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
ENTITIES = [
    # The works of the group are not the group.
    (
        "In Q1 2022 output of the acrylic company of the group came to 98,600 tonnes.",
        "check:value-differs",
    ),
    # Figures of the listed company and of its group, and of the province.
    ("In 2024 revenue of the listed company rose by 3.9 %.", "ok:agrees"),
    ("In 2024 revenue of the listed company rose by 16.3 %.", "error:value-differs"),
    ("In 2024 revenue of the group rose by 16.3 %.", "ok:agrees"),
    ("In 2024 revenue of the group rose by 3.91 %.", "error:value-differs"),
    ("2024年上市公司营业收入增长3.9%。", "ok:agrees"),
    (
        "In 2024 the listed company's revenue rose by 3.9 %, the group's by 16.3 %.",
        "ok:agrees ok:agrees",
    ),
    (
        "In 2024 the listed company's revenue rose by 16.3 %, the group's by 3.91 %.",
        "error:value-differs check:other-metric",
    ),
    # The company is the one spoken of, and a ticker makes the name that of the listed one.
    (
        "The listed company says little. In 2024 revenue of the company rose by 3.91 %.",
        "ok:agrees",
    ),
    ("The group says little. In 2024 revenue of the company rose by 16.3 %.", "ok:agrees"),
    ("吉林化纤（000420.SZ）2024年营业收入增长3.91%。", "ok:agrees"),
    ("吉林化纤股份有限公司2024年营业收入增长3.91%。", "ok:agrees"),
    # A time behind what a figure is of is its time.
    (f"{GROUP} sent 24,000 tonnes of direct fiber exports in Q1 2021.", "check:other-metric"),
    ("A quarter of the revenue of the group in 2022 came early.", "ok:not-ours"),
    (f"In Q1 2021 {GROUP} sold 142,100 tonnes of fiber.", "ok:agrees"),
    ("In Q1 2021 Jilin province made 142,100 tonnes of fiber.", "check:other-metric"),
    ("In Q1 2021 Lenzing made 142,100 tonnes of fiber.", "ok:not-ours"),
    (
        "If both cover the same firms, a tonne of fiber brought in 31,670 yuan in Q1 2022.",
        "ok:agrees",
    ),
    ("A worker earned 31,670 yuan in Q1 2022.", "ok:not-ours"),
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


@pytest.mark.parametrize(("text", "wanted"), NAMES + SPANS + ENTITIES + SCALES + MULTIPLES)
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


def test_a_change_is_held_against_a_change_and_no_share(proofreader):
    text = (
        "Revenue of the chemical fiber industry per tonne fell by 9.5 % from January to April 2020."
    )
    ((level, _, message),) = said(proofreader, text)
    assert level in ("check", "error")
    assert "15.77 %" in message


def test_a_short_name_stands_for_the_one_entity_that_bears_it(tmp_path):
    port = Path(__file__).parents[1] / "data" / "port"
    folder = Path(shutil.copytree(port, tmp_path / "d"))
    row = {"id": "a", "entity": "Boreal Mining", "metric": "tin", "period": "2021-Q3"}
    row |= {"as_reported": "41,236 tonnes", "source": "port-2024", "locator": "p. 1"}
    write(folder, "reported.csv", [row])
    more = {"metric": "tin", "label": "tin mined", "measure": "volume", "unit": "tonne"}
    spoil(folder, lambda rows: rows.append(more), "metrics.csv")
    focus = {"entity": "Boreal Mining", "period": "2021-Q3"}
    spoil_json(folder, "datapackage.json", lambda one: one.update(focus=focus))
    proofreader = Proofreader(readable_folder(folder))
    assert told(proofreader, "Boreal's tin mined was 41,236 tonnes in Q3 2021.") == "ok:agrees"
    assert told(proofreader, "Austral's tin mined was 41,236 tonnes in Q3 2021.") == "ok:not-ours"
