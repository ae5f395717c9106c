"""Read a release: its sentences, figures marked, and rows for `reported.csv` from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from .documents import paragraphs, sentence_hash
from .folder import Row, names_of
from .periods import span
from .phrases import NormalizationError, Quantity, find_quantities, read, read_rank
from .times import AGO, LENGTHS, Mention, against, mentions, resolve

_HEADING = 80
_CHANGES = ("growth", "points", "multiple")
_CLAUSE = re.compile(
    r"[,;:](?=\s|[^\x00-\x7f])|[，；：。（）]|[()“”\"]|\s[–—-]\s|[.!?]$|(?<=\s)(?:and|but|while|which|that)(?=\s)"
)
# '(MT)' says a unit once more, and ends no clause.
_SHORT = re.compile(r"\([A-Za-z]{1,5}\)|（[^（）\d]{1,6}）")
# What is left out of a figure has a time of its own.
_ASIDE = re.compile(r"^(?:Excluding|Including|Adjust(?:ed|ing) for)\b[^,]*,|(?:剔除|扣除)[^，]*，")
_LINK = "to|from|of|for|with|as|or|on|in|versus|against|at|by|than|over"
_WORD = re.compile(rf"、|(?<=\s)(?:{_LINK})(?=\s)")
_DANGLING = re.compile(rf"^(?:{_LINK})\s|\s(?:{_LINK}|compared|the|an?|was|were|is|are)$")
_VERBS = (
    r"(?:was|were|is|are|has|have|had|reached|c[ao]me|stood|total|amount|r[io]s[ei]|f[ae]ll|gr[eo]w"
    r"|increas|decreas|declin|drop|climb|jump|slip|plung|soar|surg|shr[aiu]nk|swell|edged|gained|lost"
    r"|recorded|reported|posted|handled|produced|mined|sold|exceed)[a-z]*"
)
# A phrase that begins so has its subject before it.
_NO_SUBJECT = re.compile(
    rf"[^a-z\u4e00-\u9fff]|(?:EUR|USD|CNY|RMB|GBP|up|down|by|to|{_VERBS}|an? (?:increase|rise|fall"
    r"|drop|decrease|decline|gain))\b|同比|环比|比上|较上|增|升|降|下降|上升|减",
    re.IGNORECASE,
)
_EDGES = ' \t,;:，；：、。.()（）"“”-–—•●▪'
_BASE = re.compile(
    r"(?:\b(?:from|versus|vs\.?|against|compared (?:with|to))"
    r"|(?<!more)(?<!less)(?<!fewer)(?<!other) than)(?: (?:an?|the))?\s*$"
    r"|\bcompared (?:to|with)\b[^,;:]*$"
    r"|\b(?:up|down|(?:ris|fall|grow|increas|decreas|declin|improv)ing) from (?:the |an? )?"
    r"(?:[\w'’-]+ ){1,4}of\s*$"
    r"|(?:上年|去年)同期[^。；;]*$",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\brespectively\b|分别|依次", re.IGNORECASE)
_FISCAL = re.compile(r"\b(?:fiscal|financial year|FY ?\d\d)|财年|财政年度", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:first|second|third|fourth)|\d[QH]|[QH]\d|季|半年", re.IGNORECASE)
_AND = re.compile(r" and |, | and by |、|和|及")
_FORECAST = re.compile(
    r"\b(?:expects?\b|(?:is|are|be|being) expected|expected to|forecast|guidance|outlook|target"
    r"|plans\b|planned\b|aims?\b|anticipat|project(?:s|ed)\b|will\b|would\b|could\b)|预计|预期|计划|力争|目标"
    r"|有望|将达",
    re.IGNORECASE,
)
# A figure given twice, and a time that stands behind one or behind a comma.
_OR = re.compile(r"[^,;:]{0,20},? or ")
_BESIDE = re.compile(
    r"(?!.*(?:\b(?:compar|than|versus|vs|against|over|from|on|above|below|up|down)|[比较于]))"
    r"[^,;:]*(?:,[^,;:]{0,12})?"
)
_ITEM = re.compile(r"^(?:[-–—•*·●]|[a-z][^.]*\.?$)|[;；]$")
_STARTS = "what a change starts from, in another period"
_SHARE = re.compile(
    r"\b(?:shares?|returns?|rates?|ratio|factors?|margins?|proportion|percentage|level|stake|interest|yield"
    r"|portion|occupancy|utili[sz]ation|coverage|penetration|account|represent|constitut|compris"
    r"|ma(?:de?|king|kes?) up|of (?:the|its|their|total|all)\b)|占|率|比重|比例|份额|度",
    re.IGNORECASE,
)
# What ends the name of a metric, what stands in front of one, and what is none.
_VERB = re.compile(
    rf"\d|[$€£¥]|\b(?:{_VERBS}|decrease|up|down|of|at|by|to|from|in|for|on|EUR|USD|CNY|RMB|GBP)\b"
    r"|同比|环比|较|比|达|为|约|增|降|减|上升|下滑|超|近|突破"
)
_LEAD = re.compile(
    r"^(?:the|a|an|its|our|total|overall)\s|^(?:(?:\w+年)?(?:其中|公司|集团|企业|全年|上半年|下半年"
    r"|\w季度|\w{1,2}月份?|今年|累计|共|全国|全省|全市|实现|完成))+",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:group|company|firm|it|we|port|they|this|these|that|there|which|and|but|while)",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\s*(?:produced|handled|mined|sold|ha[sd]|have|report|record|post)", re.IGNORECASE
)
_TRADED = re.compile(
    r"\b(?:shares|stock)\s(?:were|was|closed?|fell|rose|traded)\b"
    r"|\bin (?:\w+ )?trad(?:e|ing)\b|股价|收盘|发稿|成交额|市值",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\b(?:top|big|the|these|those|all|other|another)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Proposal:
    """A row for `reported.csv`, as far as the sentence tells it; what it leaves open is empty.

    A figure in a list, whose own words do not say what it is, is `typed`: a row for `series.csv`.
    """

    phrase: str
    kind: str
    unit: str
    comparison: str
    metric: str
    called: str
    period: str
    locator: str
    digest: str
    note: str = ""
    typed: Quantity | None = None

    @property
    def is_change(self) -> bool:
        """Whether it tells growth, and no amount."""
        return self.kind in _CHANGES

    def lacks(self) -> list[str]:
        """Return what somebody has to say before this is a row."""
        lacking = {
            "metric": not self.metric,
            "period": not self.period,
            "comparison": self.is_change and not self.comparison,
        }
        return [name for name, empty in lacking.items() if empty]


@dataclass(slots=True)
class Release:
    """A text as read: its sentences with marks, the rows proposed, and what makes no row."""

    shown: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


def propose(
    text: str, metrics: Sequence[Row] = (), comparison: str = "", period: str = ""
) -> Release:
    """Return what a release says, a proposal for each figure and rank.

    Parameters
    ----------
    text : str
        The release; a line is a paragraph.
    metrics : sequence of dict
        Rows of `metrics.csv`, whose names are looked for.
    comparison : str
        What a change is against where its sentence does not say.
    period : str
        What a figure covers where its paragraph does not say.
    """
    found, lead = Release(), ""
    spans = [(one.first, one.length) for one in mentions(text) if _is_ordinal(text, one)]
    fiscal = {*spans} if _FISCAL.search(text) else None
    said: dict[int, set[str]] = {}
    for paragraph, sentences in enumerate(paragraphs(text), 1):
        topic, first = period, len(found.proposals)
        for number, text_of in enumerate(sentences, 1):
            locator = f"paragraph {paragraph}, sentence {number}"
            # What ends in a colon speaks for the items of the list below it.
            if number == 1:
                lead = lead if _ITEM.search(text_of) else ""
                topic = lead or topic
            one = _Sentence(text_of, found, (locator, sentence_hash(text_of)), metrics, fiscal)
            topic = one.read(comparison, topic, period)
            said.setdefault(paragraph, set()).update(one.said)
            named = {one.resolve(time, period) for time in one.times if not time.is_base}
            if number == 1 and one.heads and len(named) == 1:
                (period,) = named
            if text_of.endswith((":", "：")) and len(named) == 1:
                (lead,) = named
        for row in found.proposals[first:]:
            _inherit(row, _only(said[paragraph]), "said in another sentence")
    for row in found.proposals:
        _inherit(row, _only(set().union(*said.values())), "said elsewhere in the text")
        if _months(row.period) not in (0, 1, 3, 6):
            _inherit(row, "yoy", "not said, and of so long a time hardly another")
    return found


class _Sentence:
    """A sentence as it is read: its figures, its clauses, and the times that it names."""

    def __init__(
        self,
        text: str,
        found: Release,
        place: tuple[str, str],
        metrics: Sequence[Row],
        fiscal: set[tuple[int, int]] | None,
    ) -> None:
        self.text, self.found, self.place, self.metrics = text, found, place, metrics
        self.fiscal = fiscal
        # Where the last figure that a change starts from ends.
        self.based = 0
        reading = read(text)
        figures: list[list[Quantity]] = []
        for one in reading.figures:
            ends = figures and figures[-1][-1].range == "low" and one.range == "high"
            figures[-1:] = [[figures[-1][0], one]] if ends else [*figures[-1:], [one]]
        spans = [(many[0].span[0], many[-1].span[1], many) for many in figures]
        spans = [(start, end - (text[end - 1] == "."), many) for start, end, many in spans]
        named = mentions(text)
        # The 'first' of 'first three quarters' is no rank.
        spans += [
            (one.start, one.end, [])
            for one in reading.passed
            if one.kind == "rank" and not any(t.start <= one.start < t.stop for t in named)
        ]
        self.figures = sorted(spans, key=lambda one: one[:2])
        self.marks = [(start, end) for start, end, _ in self.figures]
        whole = _SHORT.sub(lambda one: "_" * len(one[0]), text)
        self.clauses: list[tuple[int, int]] = []
        for edge in _CLAUSE.finditer(whole):
            # 'Old and new sales rose 5%' is one clause: nothing is told before the 'and'.
            opened = self.clauses[-1][1] if self.clauses else 0
            if edge[0] != "and" or any(opened <= stop <= edge.start() for _, stop in self.marks):
                self.clauses.append(edge.span())
        aside = [one.span() for one in _ASIDE.finditer(text)]
        self.times = [one for one in named if not any(a <= one.start < b for a, b in aside)]
        told = {one.comparison or "" for one in reading.figures}
        self.said: set[str] = told & set(AGO)
        # A heading speaks for the paragraphs below it.
        self.heads = not self.marks and len(text) <= _HEADING and text[-1] not in ".。!！?？:："
        for start, end in reversed(self.marks):
            text = f"{text[:start]}→{text[start:end]}←{text[end:]}"
        found.shown.append(f"{place[0]}: {text}")
        found.refused += [f"{place[0]}: {r.text}: {r.reason}. {r.mend}" for r in reading.refusals]
        kept = [one for one in reading.passed if one.kind != "rank"]
        found.passed += [f"{place[0]}: {one.text} ({one.kind})" for one in kept]

    def read(self, comparison: str, topic: str, focus: str) -> str:
        """Propose a row for each figure; return the time that the next sentence goes on with.

        A change is against what its sentence says of another, else what somebody told.
        """
        periods: list[str] = []
        rows: list[Proposal] = []
        last = 0
        for number, (start, end, many) in enumerate(self.figures):
            # A figure's own words reach from those of the one before to the end of its clause.
            # Of 'up 3% and 4% on the year', the words behind are those of both.
            with_ = self._with(number)
            edge = self.marks[with_][1]
            edges = [one for one, _ in [*self.clauses, *self.marks[with_ + 1 :]] if one >= edge]
            begin, last = last, min(edges, default=len(self.text))
            opens = max((one for _, one in self.clauses if one <= start), default=0)
            after = self.text[edge:last]
            before = self.text[max([opens, *(stop for _, stop in self.marks[:number])]) : start]
            times = [one for one in self.times if begin <= one.start and one.stop <= last]
            base, of_the_base = self._of_the_base(number, end)
            times += base
            # A clause cut at an 'and' would give the first figure to the second subject.
            several = with_ > number or (number > 0 and self._with(number - 1) >= number)
            apart = several and _RESPECTIVELY.search(self.text[opens:last])
            phrase = "" if apart else self._phrase((start, end), many)
            typed = None if phrase else _typed(many)
            phrase = phrase or (typed.text if typed else "")
            named = {self.resolve(one, focus) for one in times if not one.is_base}
            period = _period(named, periods, bool(_NO_SUBJECT.match(phrase)), topic)
            reason = self._unfit(opens, number, before, after, many, phrase)
            told = note = ""
            if many and not reason:
                words = self.text[max(opens, begin) : start] + after + of_the_base
                told, reason = self._against(many[0], times, period, words)
            if reason:
                if reason == _STARTS:
                    self.based = end
                    self.said |= {name for name in AGO if AGO[name].search(before + after)}
                self.found.refused.append(f"{self.place[0]}: {self.text[start:end]}: {reason}")
                continue
            kind, unit = (many[0].kind, many[0].unit) if many else ("rank", "rank")
            if _FORECAST.search(self.text[:start]) or _FORECAST.search(after):
                period, note = "", "A forecast or a plan."
            if many and many[0].ambiguous:
                first, *others = many[0].candidates
                note = (
                    f"{note} Read as {first}; the wording allows {' or '.join(others)} too.".strip()
                )
            periods.append(period)
            subjects = self._subjects(phrase)
            metric = self._metric(subjects, unit, kind in _CHANGES)
            called = next(filter(None, map(_called, subjects)), "")
            if typed:
                metric, called, note = "", "", f"Printed in a list: {phrase}."
            elif kind == "level" and many[0].comparison != "level":
                metric = called = ""
                note = f"A change as an amount: it wants a metric of its own. {note}".strip()
            elif rows and not (metric or called) and _NO_SUBJECT.match(phrase):
                metric, called = rows[-1].metric, rows[-1].called
            about = (told, metric, called, period, *self.place, note, typed)
            rows.append(Proposal(phrase, kind, unit, *about))
        own = _only(self.said)
        for row in rows:
            _inherit(row, own, "said of another figure of the sentence")
            _inherit(row, comparison, "not said here")
        self.found.proposals += rows
        if self.times and periods and {*periods} != {topic}:
            # Only what stands in front is what a paragraph goes on to speak of.
            opens = self.times[0].start <= len("In the financial ") and len({*periods}) == 1
            return periods[0] if opens and not self.times[0].is_base else ""
        return topic

    def resolve(self, one: Mention, focus: str) -> str:
        """Return a time as a period.

        Where the text speaks of a fiscal year, its one quarter (or half) is that of the focus, and
        of several none can be told.
        """
        if self.fiscal is None or not _is_ordinal(self.text, one):
            return resolve(one, focus)
        return focus if len(self.fiscal) == 1 and _months(focus) == one.length else ""

    def _with(self, number: int) -> int:
        """Return the last of the figures that a bare 'and' joins to this one."""
        for later, (start, _, many) in enumerate(self.figures[number + 1 :], number + 1):
            joined = _AND.fullmatch(self.text[self.marks[later - 1][1] : start])
            if not joined or [q.kind for q in many] != [q.kind for q in self.figures[number][2]]:
                return later - 1
        return len(self.figures) - 1

    def _of_the_base(self, number: int, end: int) -> tuple[list[Mention], str]:
        """Return times and words of the figure that a change starts from.

        As in 'up 3% to 6 tonnes from 5 tonnes in May'.
        """
        edge = min((one for one, _ in self.clauses if one >= end), default=len(self.text))
        for start, stop, many in self.figures[number + 1 :]:
            if stop > edge or (many and many[0].kind in _CHANGES):
                break
            if _BASE.search(self.text[end:start]):
                near = [one for one in self.times if stop <= one.start and one.stop <= edge]
                return [one._replace(is_base=True) for one in near], self.text[stop:edge]
        return [], ""

    def _phrase(self, span: tuple[int, int], wanted: list[Quantity]) -> str:
        """Return the shortest clause that reads as this figure, its comparison in it if it can."""
        text, others = self.text, [mark for mark in self.marks if mark != span]
        clauses = [(0, 0), (len(text), len(text)), *self.clauses]
        words = [one.span() for one in _WORD.finditer(text)]
        words += [(span[0], span[0]), (span[1], span[1]), *others]
        # A phrase that begins at another figure begins with its own words.
        ends = [*clauses, *others, *(one.span() for one in re.finditer("、", text))]
        # Behind another figure, the words before a comma are that one's.
        other = max((end for _, end in others if end <= span[0]), default=0)
        edge = max(end for _, end in clauses if end <= span[0])
        floor = edge if edge > other > 0 else other
        parts_of = [(clauses, clauses), (clauses, ends)]
        for begin, finish in [*parts_of, ([*clauses, *words], [*clauses, *words])]:
            starts = sorted({end for _, end in begin if floor <= end <= span[0]})
            stops = sorted({start for start, _ in finish if start >= span[1]})
            parts = {text[start:stop].strip(_EDGES) for start in starts[-8:] for stop in stops[:8]}
            for _ in range(3):
                parts |= {_DANGLING.sub("", part) for part in parts}
            parts = {re.sub(r"\s*\([^)]*$", "", part) for part in parts}
            near = sorted(filter(None, parts), key=lambda part: (len(part), part))
            good = [(part, told) for part in near if (told := _reads(part, wanted)) is not None]
            whole = [part for part, told in good if wanted and told == (wanted[0].comparison or "")]
            if good:
                return next(iter([*whole, *(part for part, _ in good)]))
        return ""

    def _unfit(
        self, opens: int, number: int, before: str, after: str, many: list[Quantity], phrase: str
    ) -> str:
        """Return why a figure makes no row; nothing where it does."""
        if not phrase:
            return "no clause reads as this figure alone; it can be typed into series.csv"
        if not many:
            return ""
        one, start = many[0], self.marks[number][0]
        opened = self.text[:start].rstrip("( （")
        bases = [time.stop for time in self.times if time.is_base]
        bases += [ago.end() for pattern in AGO.values() for ago in pattern.finditer(self.text)]
        beside = opened != self.text[:start].rstrip() and len(opened) in bases
        also = _OR.fullmatch(self.text[self.based : start])
        if again := self._again(start, one):
            return again
        own = before if before == self.text[opens:start] else ""
        past = one.kind == one.comparison == "level" and self._is_past(number, own)
        if beside or also or past or _BASE.search(before):
            return _STARTS
        if _TRADED.search(before + after):
            return "a price of shares, which is of a day"
        if one.unit == "count" and _GROUP.search(before):
            return "the members of a group, counted"
        if one.kind == "level" and re.search(r"\d-[a-z]", self.text[start:][: len(one.text)]):
            return "a size that names a class of things"
        if one.kind == "share" and one.low is not None and not _SHARE.search(before + after):
            return "a percentage, and nothing beside it says whether of a whole or of change"
        if "index" in one.candidates:
            return "growth, or an index of the time before as 100: the words allow both"
        return ""

    def _is_past(self, number: int, before: str) -> bool:
        """Tell whether a level is of a time before: '8 tonnes, or 2 each, a year ago'."""
        last = number
        while last + 1 < len(self.marks) and _OR.fullmatch(
            self.text[self.marks[last][1] : self.marks[last + 1][0]]
        ):
            last += 1
        until = [start for start, _ in self.marks[last + 1 :]]
        after = self.text[self.marks[last][1] : min(until, default=len(self.text))]
        found = [one for pattern in AGO.values() if (one := pattern.search(after))]
        # What is 'more than last year' is not of last year.
        behind = any(_BESIDE.fullmatch(after[: one.start()]) for one in found)
        return behind or any(pattern.search(before) for pattern in AGO.values())

    def _again(self, start: int, one: Quantity) -> str:
        """Return why an amount in brackets right behind another makes no row."""
        before = next((f for f in reversed(self.figures) if f[1] <= start), None)
        if not before or not before[2]:
            return ""
        if not re.fullmatch(r"\s?[(（]", self.text[before[1] : start]):
            return ""
        units = {one.unit, before[2][0].unit}
        if len(units) == 2 and all(re.fullmatch("(?!TEU)[A-Z]{3}", unit) for unit in units):
            return "the amount before it once more, in another currency"
        if one.kind == before[2][0].kind == "level" and len(units) == 1:
            return "an amount in brackets, as a rule of the time before; its words do not say"
        return ""

    def _against(
        self, one: Quantity, times: list[Mention], period: str, words: str
    ) -> tuple[str, str]:
        """Return what a change is against, and why it cannot be told."""
        if one.kind not in _CHANGES:
            return "", ""
        told = one.comparison or ""
        bases = [one for one in times if one.is_base and one.year != 0]
        bases = [one for one in bases if one.year or told not in AGO]
        if bases and period:
            base = self.text[bases[-1].start : bases[-1].stop]
            if not (named := against(period, bases[-1])) or (told in AGO and told != named):
                return "", f"compared with {base}, not the year, quarter or month before"
            self.said.add(named)
            return named, ""
        ago = {name for name, pattern in AGO.items() if pattern.search(words)}
        if told in AGO:
            if not _lasts(period, told):
                return told, f"{told}, and {period} is no {'month' if told == 'mom' else 'quarter'}"
            unsure = bool(ago) and told not in ago
            return told, "its words name two times to compare it with" if unsure else ""
        if told == "other" and not ago:
            return "", "compared with a time that is not the year, quarter or month before"
        if len(ago) != 1:
            return "", ""
        self.said |= ago
        return ago.pop(), ""

    def _subjects(self, phrase: str) -> list[str]:
        """Return the words that may name a metric: the phrase, or else what stands before it."""
        if not _NO_SUBJECT.match(phrase):
            return [phrase]
        before = self.text[: self.text.index(phrase)].rstrip(_EDGES)
        return [phrase, before[max((one.end() for one in _CLAUSE.finditer(before)), default=0) :]]

    def _metric(self, subjects: list[str], unit: str, change: bool) -> str:
        """Return the metric that these words name."""
        for words in map(_plain, subjects):
            named = [
                (words.rfind(plain) + len(plain), len(plain), -number, row)
                for number, row in enumerate(self.metrics)
                for name in names_of(row)
                if len(plain := _plain(name)) > 1 and plain in words
            ]
            # 'output' is not named where the words are 'output value'.
            fits = [
                one
                for one in named
                if (change or one[3]["unit"] in ("", unit))
                and (unit == "rank") == (one[3]["unit"] == "rank")
                and not any(
                    end - size <= one[0] - one[1] and one[0] <= end and size > one[1]
                    for end, size, *_ in named
                )
            ]
            if fits:
                return max(fits, key=lambda one: one[:3])[3]["metric"]
        return ""


def _called(words: str) -> str:
    """Return what the words before a figure or a verb call it, as far as that can be a name."""
    words = _LEAD.sub("", words.strip(_EDGES))
    verb = _VERB.search(words)
    if verb and _DOES.match(verb[0]):
        return ""
    words = words[: verb.start() if verb else None].strip(_EDGES)
    plain = _plain(words)
    fits = len(plain) > 1 and len(words) <= 40 and not any(c.isdigit() for c in plain)
    return words if fits and not _NOBODY.fullmatch(words) else ""


def _period(named: set[str], before: list[str], inherits: bool, topic: str) -> str:
    """Return what a figure covers: the time it names, else the sentence's, else the paragraph's."""
    if named:
        return _only(named)
    if before and (inherits or len({*before}) == 1):
        return before[-1]
    return "" if before else topic


def _is_ordinal(text: str, one: Mention) -> bool:
    """Tell whether a time is a quarter or half by its number: of a year that begins somewhere."""
    return (
        not one.is_base
        and one.length in (3, 6)
        and bool(_ORDINAL.search(text[one.start : one.stop]))
    )


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _inherit(row: Proposal, base: str, where: str) -> None:
    """Give a change that names no base the one that the text names elsewhere, and note it."""
    if row.is_change and not row.comparison and base and _lasts(row.period, base):
        row.comparison = base
        row.note = f"What it is compared with ({base}) is {where}. {row.note}".strip()


def _months(period: str) -> int:
    """Return how many months a period has; none where it is not known."""
    first, last = span(period) if period else (1, 0)
    return last - first + 1


def _lasts(period: str, comparison: str) -> bool:
    """Return whether a period is as long as its comparison asks: a month, a quarter."""
    return not period or _months(period) == LENGTHS.get(comparison, _months(period))


def _typed(many: list[Quantity]) -> Quantity | None:
    """Return a figure of a list that is read with certainty, though no words of its own say so."""
    sure = len(many) == 1 and many[0].bound == "=" and many[0].low is not None
    sure = sure and many[0].unit in ("ratio", "tonne", "CNY", "USD") and not many[0].ambiguous
    grows = many[0].kind == "growth" and not many[0].comparison
    return many[0] if sure and (grows or many[0].comparison in (*AGO, "level")) else None


def _reads(part: str, wanted: list[Quantity]) -> str | None:
    """Return the comparison that a clause has where it reads as the figure; else None."""
    try:
        told = find_quantities(part) if wanted else [read_rank(part)]
    except NormalizationError:
        return None
    if wanted and [_size(one) for one in told] != [_size(one) for one in wanted]:
        return None
    return told[0].comparison or ""


def _size(one: Quantity) -> tuple[object, ...]:
    return one.kind, one.value, one.unit, one.bound, one.low, one.high, one.range, one.candidates


def _plain(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum())
