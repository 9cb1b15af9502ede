"""What the stages of the coder hand to each other.  Offsets are into ``Report.text``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from events.model import Claim, DatePrecision, Ground, PlacePrecision, Status


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a report, without its bullet, number, time or dateline.

    ``label`` is the words before a colon that name what the line is about ("Bajaur:"),
    ``section`` what the heading above it means, ``clock`` a live blog's time stamp.
    """

    start: int
    end: int
    index: int
    label: str | None = None
    label_start: int | None = None
    section: str = ""
    clock: time | None = None
    dateline: tuple[int, int] | None = None  # where the line names the newsroom's place
    group: int = 0
    lead: int | None = None
    numbered: bool = False
    heading: bool = False  # the label is the heading above, not the line's own
    day: tuple[int, int] | None = None  # where the label or heading names the day
    posted: tuple[int, int] | None = None  # where a live entry's stamp names the day


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a sentence; ``head`` is an index into the sentence's tokens."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The token in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its tokens; ``quoted`` when it stands inside quotation marks."""

    start: int
    end: int
    text: str
    block: Block
    index: int
    tokens: tuple[Token, ...] = ()
    quoted: bool = False

    def at(self, offset: int) -> int:
        """Offset into this sentence's text, for an offset into the report."""
        return offset - self.start


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence that tells one thing: a clause, or a reference to another event."""

    start: int
    end: int
    sentence: Sentence
    role: str = "main"  # main, reference ("following airstrikes near Kabul"), since, clause, aside
    holes: tuple[tuple[int, int], ...] = ()  # asides inside it, which are stretches of their own

    @property
    def words(self) -> str:
        """The stretch's text, line breaks as spaces, asides blank."""
        words = self.sentence.text[
            self.start - self.sentence.start : self.end - self.sentence.start
        ]
        for start, end in self.holes:
            left, right = max(start, self.start) - self.start, min(end, self.end) - self.start
            if left < right:
                words = words[:left] + " " * (right - left) + words[right:]
        return words

    def holds(self, at: int) -> bool:
        """Tell whether an offset into the report lies in the stretch, and in none of its asides."""
        inside = self.start <= at < self.end
        return inside and not any(start <= at < end for start, end in self.holes)


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name an actor: a known group, or a class of people of a country."""

    start: int
    end: int
    text: str
    cls: str  # MIL POL GOV CIV PRO RIO TRI UNK, or GRP for a named group
    country: str | None = None
    actor: str | None = None  # set for named groups
    bare: bool = False  # a class noun with no country of its own
    metonym: bool = False  # a country or capital that stands for its state


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression, resolved."""

    start: int
    end: int
    first: date
    last: date
    precision: DatePrecision
    rule: str
    future: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """The area that names an event: country, province, district or border."""

    country: str | None = None
    adm1: str | None = None
    adm2: str | None = None
    border: str | None = None

    @property
    def level(self) -> str:
        """``district``, ``province``, ``border`` or ``country``."""
        if self.border:
            return "border"
        if self.adm2:
            return "district"
        return "province" if self.adm1 else "country"


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in the text with what the gazetteer makes of it."""

    start: int
    end: int
    name: str
    area: Area
    precision: PlacePrecision
    resolved: bool = True
    lat: float | None = None
    lon: float | None = None
    rivals: tuple[str, ...] = ()
    container: bool = False
    quarter: bool = False
    parent: str | None = None  # the town that a quarter or camp belongs to
    adm1_id: str | None = None
    adm2_id: str | None = None
    unit: str | None = None  # the word that makes it a second-level unit: "township"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that tell of an event of one type."""

    start: int
    end: int
    text: str
    event_type: str
    sub_event_type: str
    rule: str
    rank: int = 0
    generic: bool = False  # "attack", "violence": the type follows from who did it to whom
    hedge: str = ""  # why it is not told as done: "negated", "spoken of"


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts."""

    start: int
    end: int
    low: int
    high: int | None
    what: str
    noun: str = ""
    each: bool = False
    subset: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """A claim before it has a claimant and an event; ``start``..``end`` is its quote."""

    start: int
    end: int
    claim: Claim
    count_start: int
    each: bool = False
    total: bool = False
    more: bool = False
    count_end: int = 0
    later: bool = False  # of wounds, after the event


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a stretch of text."""

    start: int
    end: int
    claimant: str | None
    outlet: str | None = None
    rule: str = ""


@dataclass(slots=True)
class Draft:
    """An event in the making; mutable only inside one call of the coder."""

    status: Status
    event_type: str | None = None
    sub_event_type: str | None = None
    date: DateMention | None = None
    side_a: tuple[str, ...] = ()
    side_b: tuple[str, ...] = ()
    area: Area | None = None
    places: list[PlaceMention] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    block: int = -1
    generic: bool = False
    mutual: bool = False  # both sides fired
    inherited: bool = False  # the area is that of the event told before
    means: tuple[str, ...] = ()  # kinds of told events that its definite words can mean
    several: bool = False  # a sum of several deeds, which is none of them
