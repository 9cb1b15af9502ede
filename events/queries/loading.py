"""A version of the events as an in-memory table that filters run over fast.

``ev`` holds one slim row an event.  Names that repeat are enumerations.  What comes in few
combinations stands once each in a table of its own: the pairs of sides in ``sides``, the areas
in ``realm``, types with status, precision and data set in ``sorts``.  So actors are looked for
in a few pairings and not in every event, and one count by combination answers many at once.
"""

from __future__ import annotations

import duckdb

from events.queries.answers import EVENT_TYPES
from events.queries.reading import PARQUET, THREADS, WHOLE, literal, unreadable
from events.schema import EVENTS
from events.snapshot import Snapshot

ENUMS = {
    "dataset": "dataset",
    "status": "status",
    "event_type": "event_type",
    "sub_event_type": "sub_event_type",
    "precision": "place_precision",
    "date_precision": "date_precision",
    "adm1_id": "adm1_id",
    "adm2_id": "adm2_id",
    "border": "border",
    "publisher": "source_publisher",
}

_SIDES = """
CREATE TABLE sides AS
SELECT (row_number() OVER (ORDER BY side_a, side_b))::INTEGER AS id, side_a, side_b
FROM (
    SELECT DISTINCT coalesce(side_a, []) AS side_a, coalesce(side_b, []) AS side_b FROM {source}
)
"""
_TAKING = """
CREATE TABLE taking AS
SELECT id, unnest(side_a) AS actor, side_b AS facing FROM sides
UNION ALL
SELECT id, unnest(side_b) AS actor, side_a AS facing FROM sides
"""
_REALM = """
CREATE TABLE realm AS
SELECT
    (row_number() OVER (ORDER BY country, border, adm1_id, adm2_id))::INTEGER AS id,
    country,
    border,
    adm1_id,
    adm2_id,
    list_filter(
        list_distinct(list_append(string_split(coalesce(border, ''), '-'), country)),
        lambda c: c <> ''
    ) AS countries
FROM (SELECT DISTINCT country, border, adm1_id, adm2_id FROM {source})
"""
_SORTS = """
CREATE TABLE sorts AS
SELECT (row_number() OVER ())::INTEGER AS id, *
FROM (
    SELECT DISTINCT
        event_type, sub_event_type, status, place_precision AS precision, dataset
    FROM {source}
)
"""
# Two claimants give another number, or another stance, for the same kind of loss of one side.
# Where a report itself states a number, the report is the claimant: a further one is another.
_RIVALS = """
CREATE TABLE rivals AS
WITH claim AS (
    SELECT event_id, unnest(claims) AS c, '' AS report FROM {whole}
    WHERE len(claims) > 1 OR len(also) > 0
    UNION ALL
    SELECT event_id, unnest(t.claims) AS c, t.report_id AS report
    FROM (SELECT event_id, unnest(also) AS t FROM {whole} WHERE len(also) > 0)
)
SELECT DISTINCT a.event_id FROM claim a JOIN claim b ON a.event_id = b.event_id
WHERE a.c.kind = b.c.kind AND NOT a.c.subset AND NOT b.c.subset
    AND a.c.side IS NOT DISTINCT FROM b.c.side
    AND coalesce(a.c.claimant, a.report) IS DISTINCT FROM coalesce(b.c.claimant, b.report)
    AND (a.c.low <> b.c.low OR a.c.high IS DISTINCT FROM b.c.high OR a.c.stance <> b.c.stance)
"""
_EVENTS = """
CREATE TABLE ev AS
SELECT
    e.event_id,
    {enums},
    e.date_start AS day_start,
    coalesce(e.date_end, e.date_start) AS day_end,
    (year(e.date_start) * 12 + month(e.date_start) - 1)::INTEGER AS month,
    ((epoch(e.date_start) // 86400 + 3) // 7)::INTEGER AS week,
    coalesce(list_position({kinds}, e.event_type), 0)::TINYINT - 1 AS kind,
    s.id AS sides,
    r.id AS realm,
    k.id AS sort,
    CASE WHEN e.place_precision IN ('exact', 'near') THEN e.x22 END AS x,
    CASE WHEN e.place_precision IN ('exact', 'near') THEN e.y22 END AS y,
    coalesce(e.place_precision = 'near', false) AS near,
    (
        len(r.countries) > 0 OR e.adm1_id IS NOT NULL OR e.adm2_id IS NOT NULL
        OR (e.place_precision IN ('exact', 'near') AND e.x22 IS NOT NULL)
    ) AS placed,
    e.fatalities_low::INTEGER AS low,
    e.fatalities_best::INTEGER AS best,
    e.fatalities_high::INTEGER AS high,
    coalesce(e.source_retold, false) AS retold,
    e.event_id IN (SELECT event_id FROM rivals) AS rival,
    e.place_name,
    e.source_title AS title,
    -- strip_accents stops at a null character
    lower(strip_accents(replace(concat_ws(
        ' ', e.notes, e.place_name, e.source_title, e.adm1, e.adm2,
        array_to_string(list_transform(e.places, lambda p: p.name), ' '),
        array_to_string(list_transform(e.claims, lambda c: c.what), ' ')
    ), chr(0), ' '))) AS words
FROM {source} e
JOIN sides s ON s.side_a = coalesce(e.side_a, []) AND s.side_b = coalesce(e.side_b, [])
JOIN realm r ON r.country IS NOT DISTINCT FROM e.country
    AND r.border IS NOT DISTINCT FROM e.border
    AND r.adm1_id IS NOT DISTINCT FROM e.adm1_id
    AND r.adm2_id IS NOT DISTINCT FROM e.adm2_id
JOIN sorts k ON k.event_type IS NOT DISTINCT FROM e.event_type
    AND k.sub_event_type IS NOT DISTINCT FROM e.sub_event_type
    AND k.status IS NOT DISTINCT FROM e.status
    AND k.precision IS NOT DISTINCT FROM e.place_precision
    AND k.dataset IS NOT DISTINCT FROM e.dataset
ORDER BY e.date_start, e.event_id
"""
_AREAS = """
CREATE TABLE area_{level} AS
SELECT adm{level}_id AS id, min(adm{level}) AS name FROM {source}
WHERE adm{level}_id IS NOT NULL GROUP BY 1
"""


def load(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database with the events of a version.

    Its file and network access is switched off once the events are in, and its settings
    are locked, so that no query text can reach outside.

    Raises
    ------
    StoreError
        When a file of the version cannot be read.
    """
    connection = duckdb.connect(config={"threads": THREADS})
    try:
        _fill(connection, snapshot)
    except duckdb.Error as error:
        connection.close()
        raise unreadable(snapshot.event_files, error) from error
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _fill(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    files = literal(snapshot.event_files)
    source, whole, parameters = (PARQUET, WHOLE, [files]) if files else ("empty", "empty", [])
    connection.register("empty", EVENTS.empty_table())
    for name, column in ENUMS.items():
        connection.execute(
            f"CREATE TEMP TABLE names AS SELECT DISTINCT {column} AS name FROM {source}"
            f" WHERE {column} IS NOT NULL",
            parameters,
        )
        connection.execute(f"CREATE TYPE e_{name} AS ENUM (SELECT name FROM names ORDER BY name)")
        connection.execute("DROP TABLE names")
    for statement in (_SIDES, _REALM, _SORTS):
        connection.execute(statement.format(source=source), parameters)
    connection.execute(_RIVALS.format(whole=whole), [*parameters, *parameters])
    connection.execute(_TAKING)
    enums = ", ".join(f"e.{column}::e_{name} AS {name}" for name, column in ENUMS.items())
    connection.execute(
        _EVENTS.format(source=source, enums=enums, kinds="?"), [list(EVENT_TYPES), *parameters]
    )
    for level in (1, 2):
        connection.execute(_AREAS.format(source=source, level=level), parameters)
    connection.unregister("empty")
