"""A second coder's data set, made of UCDP rows, with which of its rows tell of which incident.

The second coder reads other reports of the same war: misses incidents and has others, dates some by
the day of the report, puts the place at another town or knows only the district or the province,
spells otherwise, names the other side more vaguely, counts otherwise, splits one incident into
several records and tells several as one.  Beside them stand incidents that only look alike: the
same parties a few days later, or on the same day elsewhere.  All is drawn with a seed; how often
each happens stands in :class:`Habits`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

GAZETTEER = Path(__file__).parents[1] / "geodata/data/gazetteer.parquet"
ISO = {"Pakistan": "586", "Afghanistan": "4", "India": "356"}
KM = 111.32  # of a degree of latitude
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "iso", "country", "admin1", "admin2",
    "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities",
    "timestamp",
)  # fmt: skip
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Habits:
    """How often the second coder does what; shares of the rows that it applies to.

    ``missed`` and ``small_missed`` (a toll of at most 2): has no record.  ``only_second``: the
    first coder has none.  ``days`` are shares of records 0, 1, 2 and 3 to 7 days off.  ``places``
    are shares: the same place by another gazetteer (up to 4 km), another place close by (4 to 25
    km, marked near), the district's main town (marked near), the province, a wrong town stated as
    exact (10 to 40 km).  ``tolls`` are shares: the same, a little off, a rival toll (half to
    double), one side's losses only, none.  ``alike`` are further incidents that look alike.
    """

    missed: float = 0.2
    small_missed: float = 0.4
    only_second: float = 0.15
    days: tuple[float, ...] = (0.72, 0.2, 0.05, 0.03)
    places: tuple[float, ...] = (0.5, 0.16, 0.16, 0.12, 0.06)
    tolls: tuple[float, ...] = (0.5, 0.22, 0.12, 0.08, 0.08)
    vague_actor: float = 0.25
    other_group: float = 0.08
    other_victim: float = 0.6
    no_target: float = 0.1
    other_side: float = 0.03
    misspelt: float = 0.5
    split: float = 0.07
    summed: float = 0.12
    alike: float = 0.2


STATED = Habits()
MILD = Habits(
    missed=0.15, small_missed=0.25, days=(0.85, 0.11, 0.03, 0.01),
    places=(0.7, 0.12, 0.1, 0.06, 0.02), tolls=(0.65, 0.2, 0.08, 0.04, 0.03), vague_actor=0.15,
    other_group=0.03, misspelt=0.3, split=0.04, summed=0.06, alike=0.12,
)  # fmt: skip
HARD = Habits(
    missed=0.3, small_missed=0.5, only_second=0.25, days=(0.55, 0.28, 0.1, 0.07),
    places=(0.32, 0.2, 0.2, 0.18, 0.1), tolls=(0.3, 0.28, 0.18, 0.12, 0.12), vague_actor=0.4,
    other_group=0.15, misspelt=0.7, split=0.12, summed=0.2, alike=0.3,
)  # fmt: skip


@dataclass
class Labelled:
    """Two coders' rows and the truth.

    ``first`` are UCDP rows, ``second`` ACLED ones.  ``pairs`` are (UCDP id, ACLED id, kind) with
    the kind ``same``, ``split`` (the second one's is a part) or ``sum`` (the first one's is).
    ``tolls`` is what each distinct incident really cost: (year, dead).
    """

    first: list[Row] = field(default_factory=list)
    second: list[Row] = field(default_factory=list)
    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    tolls: list[tuple[int, int]] = field(default_factory=list)


def ucdp_rows(path: Path) -> list[Row]:
    """Return the rows of a UCDP file without the row of HXL tags, the earliest first."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["id"]]
    return sorted(rows, key=lambda row: (row["date_start"], int(row["id"])))


def labelled(rows: Sequence[Row], habits: Habits = STATED, seed: int = 7) -> Labelled:
    """Return what two coders make of the incidents of some rows."""
    maker = _Maker(habits, np.random.default_rng(seed))
    for group in _sums(rows, maker):
        maker.take(group)
    return maker.made


def write(made: Labelled, folder: Path) -> tuple[Path, Path]:
    """Write the two data sets and the truth into a folder; return the files of the data sets."""
    folder.mkdir(parents=True, exist_ok=True)
    first, second = folder / "ucdp.csv", folder / "acled.csv"
    for path, rows, names in (
        (first, made.first, tuple(made.first[0])),
        (second, made.second, COLUMNS),
    ):
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    truth = {"pairs": made.pairs, "tolls": made.tolls}
    (folder / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    return first, second


def _day(row: Row, name: str = "date_start") -> date:
    return date.fromisoformat(row[name][:10])


def _sums(rows: Sequence[Row], maker: _Maker) -> Iterator[list[Row]]:
    """Yield the rows one by one, but those together that the second coder tells as one."""
    taken: set[str] = set()
    near: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        near.setdefault((row["dyad_name"], row["adm_2"] or row["adm_1"]), []).append(row)
    for row in rows:
        if row["id"] in taken:
            continue
        group = [row]
        if _day_known(row) and maker.happens(maker.habits.summed):
            most = int(maker.rng.integers(2, 5))
            fellows = near[row["dyad_name"], row["adm_2"] or row["adm_1"]]
            for other in fellows:
                late = (_day(other) - _day(row)).days
                fit = 0 <= late <= 3 and other["id"] not in taken | {row["id"]}
                if fit and _day_known(other) and len(group) < most:
                    group.append(other)
        taken |= {each["id"] for each in group}
        yield group


def _day_known(row: Row) -> bool:
    return row["date_prec"] in {"1", "2"} and row["where_prec"] in {"1", "2", "3", "4"}


@dataclass
class _Maker:
    """Makes the second coder's rows, one incident after the other."""

    habits: Habits
    rng: np.random.Generator
    made: Labelled = field(default_factory=Labelled)

    def happens(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def which(self, shares: Sequence[float]) -> int:
        return int(self.rng.choice(len(shares), p=np.array(shares) / sum(shares)))

    def take(self, group: list[Row]) -> None:
        for row in group:
            self.made.tolls.append((_day(row).year, int(row["best"])))
        if len(group) > 1:
            self.made.first += group
            self._sum(group)
            return
        (row,) = group
        small = int(row["best"]) <= 2
        missed = self.habits.small_missed if small else self.habits.missed
        if not _day_known(row) or self.happens(missed):
            self.made.first.append(row)
        elif self.happens(self.habits.only_second):
            self._tell(row)
        elif int(row["best"]) >= 4 and self.happens(self.habits.split):
            self.made.first.append(row)
            self._split(row)
        else:
            self.made.first.append(row)
            self.made.pairs.append((row["id"], self._tell(row), "same"))
        if _day_known(row) and self.happens(self.habits.alike):
            self._look_alike(row)

    def _sum(self, group: list[Row]) -> None:
        total = sum(int(each["best"]) for each in group)
        head = max(group, key=lambda each: int(each["best"]))
        told = self._tell(head, toll=self._toll(total, None), coarse=True, last=_day(group[-1]))
        self.made.pairs += [(each["id"], told, "sum") for each in group]

    def _split(self, row: Row) -> None:
        total, count = int(row["best"]), int(self.rng.integers(2, 4))
        cuts = np.sort(self.rng.choice(np.arange(1, total), count - 1, replace=False))
        parts = np.diff(np.concatenate([[0], cuts, [total]]))
        for part in parts.tolist():
            told = self._tell(row, toll=self._toll(part, None, steady=True))
            self.made.pairs.append((row["id"], told, "split"))

    def _look_alike(self, row: Row) -> None:
        """Tell of another incident of the same parties: days later, or the same day elsewhere."""
        toll = int(self.rng.choice([1, 1, 2, 2, 3, 4, 5, 7, 10, 15]))
        other = dict(row) | {"best": str(toll), "deaths_a": "0", "deaths_b": str(toll)}
        other |= {"deaths_civilians": "0", "deaths_unknown": "0", "where_coordinates": ""}
        other |= {"low": str(toll), "high": str(toll)}
        if self.happens(0.5):
            late = timedelta(int(self.rng.choice([1, 2, 2, 3, 4])))
            other["date_start"] = other["date_end"] = (_day(row) + late).isoformat()
            lat, lon, name = self._town(row, 0, 15)
        else:
            lat, lon, name = self._town(row, 20, 70)
            other |= {"adm_2": "", "where_prec": "1"}
        other |= {"latitude": str(lat), "longitude": str(lon), "where_coordinates": name}
        self.made.tolls.append((_day(other).year, toll))
        if self.happens(0.7):
            self._tell(other)
        else:  # only the first coder has it
            self.made.first.append(other | {"id": str(9_000_000 + len(self.made.first))})

    def _tell(
        self, row: Row, toll: int | None = None, *, coarse: bool = False, last: date | None = None
    ) -> str:
        """Add the second coder's record of a row; return its id."""
        key = f"PAK{len(self.made.second) + 1}"
        day = self._when(row, last)
        dead = self._toll(int(row["best"]), row) if toll is None else toll
        kind, sub = self._type(row)
        actors = self._actors(row, kind)
        place = self._place(row, coarse=coarse)
        notes = self._notes(day, kind, actors, place["location"], dead)
        self.made.second.append(
            dict.fromkeys(COLUMNS, "")
            | {
                "event_id_cnty": key,
                "event_date": day.isoformat(),
                "year": str(day.year),
                "time_precision": "1",
                "event_type": kind,
                "sub_event_type": sub,
                "actor1": actors[0],
                "actor2": actors[1],
                "iso": ISO.get(row["country"], "586"),
                "country": row["country"],
                "source": str(self.rng.choice(_PAPERS)),
                "notes": notes,
                "fatalities": str(dead),
                "timestamp": "1700000000",
            }
            | place
        )
        return key

    def _when(self, row: Row, last: date | None) -> date:
        """Return the day given: mostly the same, else that of the report or of another account."""
        start, end = _day(row), last or _day(row, "date_end")
        day = start if self.happens(0.7) else end
        off = self.which(self.habits.days)
        if off == 3:
            off = int(self.rng.integers(3, 8))
        return day + timedelta(off if self.happens(0.75) else -off)

    def _toll(self, best: int, row: Row | None, *, steady: bool = False) -> int:
        habits = self.habits.tolls[:2] if steady else self.habits.tolls
        how = self.which(habits)
        if how == 1:
            return max(0, best + int(self.rng.choice([-2, -1, 1, 1, 2])) * max(1, best // 12))
        if how == 2:
            return max(0, round(best * float(self.rng.choice([0.5, 0.6, 0.75, 1.4, 1.7, 2.0]))))
        if how == 3 and row is not None:
            sides = [int(row[name] or 0) for name in ("deaths_a", "deaths_b", "deaths_civilians")]
            counted = [each for each in sides if each]
            return int(self.rng.choice(counted)) if counted else best
        return 0 if how == 4 else best

    def _type(self, row: Row) -> tuple[str, str]:
        drone = "United States" in row["side_a"]
        shares = (0.05, 0.95, 0) if drone else _KINDS[row["type_of_violence"]]
        kind = ("Battles", "Explosions/Remote violence", "Violence against civilians")[
            self.which(shares)
        ]
        sub = "Air/drone strike" if drone and kind.startswith("Expl") else _SUBS[kind]
        return kind, sub

    def _actors(self, row: Row, kind: str) -> list[str]:
        sides = [self._actor(row["side_a"], row), self._actor(row["side_b"], row)]
        against = [each.startswith(("Military", "Police")) for each in sides]
        if kind.startswith("Violence") and any(against) and self.happens(self.habits.other_victim):
            sides[against.index(True)] = f"Civilians ({row['country']})"
        elif kind.startswith("Explosions") and self.happens(self.habits.no_target):
            sides[0] = ""  # a blast whose target nobody names
        elif self.happens(self.habits.other_side):
            sides[0] = f"Unidentified Communal Militia ({row['country']})"
        if not sides[0]:
            return sides[::-1]
        return sides if self.happens(0.5) else sides[::-1]

    def _actor(self, name: str, row: Row) -> str:
        country = row["country"]
        if name.startswith("Government of"):
            land = "United States" if "United States" in name else name[14:]
            land = re.sub(r" \(.*", "", land)
            if land == country and self.happens(0.2):
                return f"Police Forces of {land}"
            return f"Military Forces of {land}"
        if name == "Civilians":
            return f"Civilians ({country})"
        if self.happens(self.habits.vague_actor):
            return f"Unidentified Armed Group ({country})"
        if name == "TTP" and self.happens(self.habits.other_group):
            return str(self.rng.choice(["Jamaat-ul-Ahrar", "Lashkar-e-Islam", "Lashkar-e-Jhangvi"]))
        return _NAMES.get(name, name)

    def _place(self, row: Row, *, coarse: bool) -> Row:
        how = self.which((0, 0.1, 0.55, 0.35, 0) if coarse else self.habits.places)
        if row["where_prec"] in {"3", "4"} and how < 2:
            how = 2 if row["where_prec"] == "3" else 3
        lat, lon = float(row["latitude"]), float(row["longitude"])
        name, precision = re.sub(r" (town|village|area)$", "", row["where_coordinates"]), "1"
        if how == 0:
            shift = self.rng.normal(0, 1.5, 2).clip(-4, 4) / KM
            lat, lon = lat + shift[0], lon + shift[1]
        elif how == 1:
            (lat, lon, name), precision = self._town(row, 4, 25), "2"
        elif how == 2:
            (lat, lon, name), precision = _main_town(row), "2"
        elif how == 3:
            lat, lon, name = _CAPITALS.get(_province(row), (lat, lon, _province(row)))
            precision = "3"
        else:
            lat, lon, name = self._town(row, 10, 40)
        if self.happens(self.habits.misspelt):
            name = self._misspelt(name)
        district = "" if how == 3 or not row["adm_2"] else _bare(row["adm_2"])
        if how in {1, 4}:
            district = ""  # another town may lie in another district
        return {
            "admin1": _province(row), "admin2": district, "location": name or _province(row),
            "latitude": f"{lat:.4f}", "longitude": f"{lon:.4f}", "geo_precision": precision,
        }  # fmt: skip

    def _town(self, row: Row, least: float, most: float) -> tuple[float, float, str]:
        """Return a town so many km off, else a point without a name there."""
        lat, lon = float(row["latitude"]), float(row["longitude"])
        towns = _towns()
        km = KM * np.hypot(towns["lat"] - lat, (towns["lon"] - lon) * np.cos(np.radians(lat)))
        near = np.flatnonzero((km >= least) & (km <= most))
        if len(near):
            found = towns.iloc[int(self.rng.choice(near))]
            return float(found["lat"]), float(found["lon"]), str(found["name"])
        turn, away = self.rng.uniform(0, 2 * np.pi), self.rng.uniform(least, most) / KM
        east = away * np.sin(turn) / np.cos(np.radians(lat))
        return lat + away * np.cos(turn), lon + east, _bare(row["adm_2"])

    def _misspelt(self, name: str) -> str:
        """Write a name as another romanisation would."""
        for old, new in [_SPELLINGS[i] for i in self.rng.permutation(len(_SPELLINGS))[:6]]:
            name = re.sub(old, new, name, count=1)
        return name

    def _notes(self, day: date, kind: str, actors: list[str], place: str, dead: int) -> str:
        form = str(self.rng.choice(_TEXTS[kind]))
        killed = f"{dead} people were killed" if dead else "Casualties are not known"
        return form.format(day=f"{day.day} {day:%B %Y}", one=actors[0], two=actors[1],
                           place=place, killed=killed)  # fmt: skip


_PAPERS = ("Dawn (Pakistan)", "Daily Times", "The News (Pakistan)", "SATP", "Pajhwok", "Reuters")
_KINDS = {"1": (0.66, 0.27, 0.07), "2": (0.75, 0.15, 0.1), "3": (0.03, 0.37, 0.6)}
_SUBS = {
    "Battles": "Armed clash",
    "Explosions/Remote violence": "Remote explosive/landmine/IED",
    "Violence against civilians": "Attack",
}
_NAMES = {
    "TTP": "TTP: Tehreek-e-Taliban Pakistan", "BLA": "BLA: Baloch Liberation Army",
    "BRA": "BRA: Baloch Republican Army", "BLF": "BLF: Baloch Liberation Front",
    "Lashkar-e-Islam": "LeI: Lashkar-e-Islam", "al-Qaida": "Al Qaeda",
}  # fmt: skip
_SPELLINGS = (
    ("ee", "i"), ("oo", "u"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("ai", "ay"), ("q", "k"),
    ("z", "j"), ("w", "v"), ("i", "ee"), ("u", "oo"), ("ll", "l"), ("tt", "t"),
    ("a(?=[^ a])", "aa"),
)  # fmt: skip
_TEXTS = {
    "Battles": (
        "On {day}, {one} and {two} exchanged fire in {place}. {killed}.",
        "{one} attacked {two} near {place} on {day}. {killed}, according to local officials.",
        "Around {day}, fighting was reported in the area of {place}. {killed}.",
    ),
    "Explosions/Remote violence": (
        "On {day}, a blast in {place} was attributed to {one}; the target was {two}. {killed}.",
        "{one} struck {two} in {place} on {day}. {killed}.",
    ),
    "Violence against civilians": (
        "On {day}, {one} opened fire on {two} in {place}. {killed}.",
        "{two} were attacked by {one} in {place} ({day}). {killed}.",
    ),
}
_CAPITALS = {
    "Khyber Pakhtunkhwa": (34.008, 71.5785, "Peshawar"),
    "Balochistan": (30.1841, 67.0014, "Quetta"),
    "Sindh": (24.8608, 67.0104, "Karachi"),
    "Punjab": (31.558, 74.3507, "Lahore"),
    "Azad Kashmir": (34.37, 73.4711, "Muzaffarabad"),
}


def _province(row: Row) -> str:
    name = re.sub(r" province$", "", row["adm_1"])
    tribal = "Tribal" in name or "N.W.F.P" in name or "North-West" in name or "Khyber" in name
    if tribal:
        return "Khyber Pakhtunkhwa"
    return {"Azad Jammu & Kashmir": "Azad Kashmir", "Baluchistan": "Balochistan"}.get(name, name)


def _bare(name: str) -> str:
    return re.sub(r" (district|agency|division|tehsil)$", "", name, flags=re.IGNORECASE)


@cache
def _towns() -> pd.DataFrame:
    names = pd.read_parquet(GAZETTEER, columns=["name", "country", "kind", "lat", "lon", "adm2"])
    wanted = names["country"].isin(list(_CODES)) & (names["kind"] == "populated")
    return names[wanted & names["lat"].notna()].sort_values(["lat", "lon", "name"])


_CODES = ("PAK", "AFG", "IND")


def _main_town(row: Row) -> tuple[float, float, str]:
    """Return the town that the district is named after, else the nearest one."""
    lat, lon = float(row["latitude"]), float(row["longitude"])
    towns = _towns()
    km = KM * np.hypot(towns["lat"] - lat, (towns["lon"] - lon) * np.cos(np.radians(lat)))
    close = towns[km < 60]
    named = close[close["name"].str.casefold() == _bare(row["adm_2"]).casefold()]
    if len(named):
        found = named.iloc[0]
    elif len(close):
        same = close[close["adm2"] == _bare(row["adm_2"])]
        found = (same if len(same) else close).iloc[0]
    else:
        return lat, lon, _bare(row["adm_2"])
    return float(found["lat"]), float(found["lon"]), str(found["name"])


def part_of(made: Labelled, years: frozenset[int]) -> Labelled:
    """Return the incidents of some years, by the day of each record; pairs within them alone."""
    first = [row for row in made.first if _day(row).year in years]
    second = [row for row in made.second if int(row["year"]) in years]
    kept = {row["id"] for row in first}, {row["event_id_cnty"] for row in second}
    pairs = [each for each in made.pairs if each[0] in kept[0] and each[1] in kept[1]]
    tolls = [each for each in made.tolls if each[0] in years]
    return replace(made, first=first, second=second, pairs=pairs, tolls=tolls)


def counts(made: Labelled) -> dict[str, Any]:
    """Return how many rows, pairs and incidents there are."""
    kinds = [kind for *_, kind in made.pairs]
    return {
        "first": len(made.first), "second": len(made.second), "incidents": len(made.tolls),
        **{kind: kinds.count(kind) for kind in ("same", "split", "sum")},
    }  # fmt: skip
