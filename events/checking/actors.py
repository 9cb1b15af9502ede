"""Rules about actors and event types."""

from __future__ import annotations

from collections.abc import Iterator

from events.checking.fault import fault
from events.codebook import Codebook
from events.model import Event, Issue

# Classes of which two groups can fight each other under one id.
MANY = (":TRI", ":UNK", ":RIO", ":PRO")


def check_types(event: Event, codebook: Codebook) -> Iterator[Issue]:
    """Yield what is wrong with an event's type and sub-type."""
    types = codebook.event_types
    if event.event_type is None:
        if event.status == "event":
            said = f"an event needs one of: {', '.join(types)}"
            yield fault(event, "event_type", None, "no type", said, severity="error")
        elif event.sub_event_type is not None:
            said = "a sub-type without a type"
            yield fault(event, "sub_event_type", event.sub_event_type, "no type", said)
        return
    if event.event_type not in types:
        said = f"accepted: {', '.join(types)}"
        yield fault(event, "event_type", event.event_type, "unknown type", said, severity="error")
        return
    subs = types[event.event_type]
    if event.sub_event_type is not None and event.sub_event_type not in subs:
        said = f"no sub-type of {event.event_type}; accepted: {', '.join(subs)}"
        yield fault(
            event,
            "sub_event_type",
            event.sub_event_type,
            "sub-type of type",
            said,
            severity="error",
        )


def check_actors(event: Event, codebook: Codebook) -> Iterator[Issue]:
    """Yield what is wrong with an event's sides and the actors of its claims."""
    for field, actors in (("side_a", event.side_a), ("side_b", event.side_b)):
        for actor in actors:
            yield from _known(event, field, actor, codebook)
            yield from _in_its_dates(event, field, actor, codebook)
    for actor in sorted({*event.side_a} & {*event.side_b}):
        if actor[3:] in MANY:
            continue
        yield fault(event, "side_b", actor, "both sides", "it stands on both sides")
    for number, claim in enumerate(event.claims):
        if claim.side is not None:
            yield from _known(event, f"claims.{number}.side", claim.side, codebook)


def _known(event: Event, field: str, actor: str, codebook: Codebook) -> Iterator[Issue]:
    # a data set's actors keep the names it gives them; its import lists those that are unknown
    if event.origin == "import" or codebook.is_actor_id(actor):
        return
    if codebook.is_acronym(actor):
        said = "not in the codebook; kept as the acronym of a group"
        yield fault(event, field, actor, "unknown actor", said, severity="note")
    else:
        said = "accepted: ids such as PAK:MIL or AFG:CIV, or a group's acronym in capitals"
        yield fault(event, field, actor, "malformed actor", said, severity="error")


def _in_its_dates(event: Event, field: str, actor: str, codebook: Codebook) -> Iterator[Issue]:
    start, found = event.date_start, codebook.actor(actor)
    if start is None or found is None or codebook.valid_on(actor, start, event.date_end):
        return
    other = found.predecessor if found.valid_from and start < found.valid_from else found.successor
    instead = f"; then it was {other}" if other else ""
    said = f"exists from {found.valid_from or 'ever'} to {found.valid_to or 'now'}{instead}"
    yield fault(event, field, actor, "actor outside its dates", said)
