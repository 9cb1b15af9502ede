"""Files in the format of ACLED into the store: rows a second, and memory at its highest.

    python -m benchmarks.importing [ROWS ...]

The file is synthetic: the provinces of the whole world, some thousand actors, notes of about
300 letters.  Each import runs in a process of its own, whose highest memory is read from the
system.  The same file with 10,000 rows corrected (a hundredth, where it is shorter) is then
imported into the same store.  The peer reads the file into a pandas frame with the days and
numbers parsed, and no more: no check, no join, nothing stored.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyarrow import csv as arrow_csv

from benchmarks.measuring import Table, record, show
from events.codebook import load as load_codebook
from geodata import boundaries

SIZES = (1_000_000,)
CHUNK = 100_000
CORRECTED = 10_000
TOWNS = 20  # of a province
KINDS = (
    ("Battles", "Armed clash"), ("Explosions/Remote violence", "Air/drone strike"),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    ("Violence against civilians", "Attack"), ("Protests", "Peaceful protest"),
    ("Riots", "Mob violence"), ("Strategic developments", "Other"),
)  # fmt: skip
GROUPS = ("Lashkar", "Front", "Tribal Militia", "Communal Militia", "Liberation Army")
TEXT = (
    "On the day given, {} clashed with the other side near the town, and the fighting went on for "
    "several hours before both withdrew; a local source spoke of {} killed and of more who were "
    "wounded. The road was closed until the next morning, and shops stayed shut. Nobody claimed "
    "the attack at the time."
)
RUN = """
import json, resource, sys, time
from pathlib import Path
from events.__main__ import main
start = time.perf_counter()
code = main(["import", "acled", sys.argv[1]])
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([code, took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
PEER = """
import json, resource, sys, time
import pandas as pd
start = time.perf_counter()
pd.read_csv(sys.argv[1], parse_dates=["event_date"])
took = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([0, took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
HEADING = (
    "rows", "file", "imported in", "rows a second", "work of both cores", "memory at its highest",
    "10,000 corrected: again in", "its work", "its memory", "pandas only reads it in", "its work",
    "its memory",
)  # fmt: skip


@lru_cache(maxsize=1)
def provinces() -> geopandas.GeoDataFrame:
    """Return the provinces that have room for towns around their label."""
    areas = boundaries.load(1).frame
    known = areas["country"].isin(list(load_codebook().countries)) & areas["label_lat"].notna()
    areas = areas[known]
    shapes = shapely.buffer(shapely.simplify(areas.geometry.array, 0.01), -0.1)
    inside = shapely.contains_xy(shapes, areas["label_lon"], areas["label_lat"])
    return areas[inside]


def rows(count: int, first: int = 0, seed: int = 1) -> pa.Table:
    """Return synthetic rows in ACLED's 31 columns, numbered from ``first``."""
    rng = np.random.default_rng([seed, first])
    areas, names = provinces(), load_codebook().countries
    place = rng.integers(0, len(areas), count)
    chosen = areas.iloc[place]
    country = np.array([names[code].name for code in areas["country"]])[place]
    town = rng.integers(0, TOWNS, count)
    around = np.random.default_rng(0).normal(0, 0.03, (len(areas), TOWNS, 2))[place, town]
    kind = rng.integers(0, len(KINDS), count)
    group = (place * 7 // 8 % 500) * 8 + rng.integers(0, 8, count)
    actor1 = np.char.add(np.array([f"{GROUPS[n % 5]} No. {n}" for n in range(4000)])[group], "")
    state = np.char.add("Military Forces of ", country.astype(str))
    toll = np.maximum(rng.poisson(1.2, count) - 1, 0)
    days = np.datetime64("2018-01-01") + rng.integers(0, 2800, count)
    numbers = pa.array(np.arange(first, first + count)).cast(pa.string())
    head, middle, tail = TEXT.split("{}")
    notes = pc.binary_join_element_wise(
        head, pa.array(actor1.astype(object)), middle, pa.array(toll).cast(pa.string()), tail, ""
    )
    texts = {
        "event_id_cnty": pc.binary_join_element_wise("SYN", numbers, ""),
        "event_date": pa.array(days.astype("datetime64[D]")).cast(pa.string()),
        "year": pa.array(days.astype("datetime64[Y]").astype(int) + 1970).cast(pa.string()),
        "time_precision": pa.array(rng.choice(["1", "2", "3"], count, p=[0.9, 0.08, 0.02])),
        "disorder_type": pa.repeat("Political violence", count),
        "event_type": pa.array(np.array([one for one, _ in KINDS], object)[kind]),
        "sub_event_type": pa.array(np.array([one for _, one in KINDS], object)[kind]),
        "actor1": pa.array(actor1.astype(object)),
        "assoc_actor_1": pa.repeat("", count),
        "inter1": pa.repeat("Rebel group", count),
        "actor2": pa.array(np.where(rng.random(count) < 0.7, state, "").astype(object)),
        "assoc_actor_2": pa.repeat("", count),
        "inter2": pa.repeat("State forces", count),
        "interaction": pa.repeat("State forces-Rebel group", count),
        "civilian_targeting": pa.repeat("", count),
        "iso": pa.repeat("", count),
        "region": pa.repeat("The world", count),
        "country": pa.array(country.astype(object)),
        "admin1": pa.array(chosen["name"].to_numpy(dtype=object)),
        "admin2": pa.repeat("", count),
        "admin3": pa.repeat("", count),
        "location": pc.binary_join_element_wise(
            "Town ", pa.array(place * TOWNS + town).cast(pa.string()), ""
        ),
        "latitude": pa.array((chosen["label_lat"].to_numpy() + around[:, 0]).round(4)),
        "longitude": pa.array((chosen["label_lon"].to_numpy() + around[:, 1]).round(4)),
        "geo_precision": pa.array(rng.choice(["1", "2", "3"], count, p=[0.6, 0.3, 0.1])),
        "source": pa.array(rng.choice([f"Outlet {n}; Wire {n % 7}" for n in range(900)], count)),
        "source_scale": pa.repeat("National", count),
        "notes": notes,
        "fatalities": pa.array(toll).cast(pa.string()),
        "tags": pa.repeat("", count),
        "timestamp": pa.repeat("1760000000", count),
    }
    return pa.table(texts)


def write(path: Path, count: int) -> None:
    """Write a file of synthetic rows."""
    with arrow_csv.CSVWriter(path, rows(1).schema) as out:
        for first in range(0, count, CHUNK):
            out.write_table(rows(min(CHUNK, count - first), first))


def correct(path: Path, to: Path, count: int) -> None:
    """Write a file again with other notes in some rows."""
    step = max(100, count // CORRECTED)
    with path.open(encoding="utf-8") as old, to.open("w", encoding="utf-8") as new:
        for number, line in enumerate(old):
            mended = number > 0 and number % step == 0
            new.write(line.replace("Nobody claimed", "No group claimed") if mended else line)


def _run(program: str, path: Path, home: Path) -> tuple[float, float, float]:
    """Return the seconds, the cores' seconds and the highest memory in MB of a program."""
    environment = {"CONFLICT_MAP_HOME": str(home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    code, took, work, memory = json.loads(done.stdout.splitlines()[-1])
    if code:
        message = f"the import ended with {code}: {done.stdout}"
        raise RuntimeError(message)
    return took, work, memory


def case(count: int) -> tuple[str, ...]:
    """Return a row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acled.csv"
        write(path, count)
        took, work, memory = _run(RUN, path, Path(folder) / "home")
        correct(path, Path(folder) / "again.csv", count)
        again, again_work, again_memory = _run(
            RUN, Path(folder) / "again.csv", Path(folder) / "home"
        )
        peer, peer_work, peer_memory = _run(PEER, path, Path(folder))
        size = path.stat().st_size / 1e6
    return (
        f"{count:,}", f"{size:,.0f} MB", show(took), f"{count / took:,.0f}", show(work),
        f"{memory:,.0f} MB", show(again), show(again_work), f"{again_memory:,.0f} MB",
        show(peer), show(peer_work), f"{peer_memory:,.0f} MB",
    )  # fmt: skip


def measure(sizes: tuple[int, ...] = SIZES) -> Table:
    """Return the table of imports of growing files."""
    return Table("importing", (HEADING, *(case(count) for count in sizes)))


if __name__ == "__main__":
    record([measure(tuple(map(int, sys.argv[1:])) or SIZES)])
