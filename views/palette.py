"""The colour and shape of each thing on the page.

The six event types take Okabe and Ito's colours (https://jfly.uni-koeln.de/color/), which stay
apart for colour-blind readers, and a glyph each, so that colour is never the only sign.
Areas are shaded by one hue in five classes.  The browser scripts read the same table by
:func:`as_json`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """How one event type is drawn: ``#rrggbb``, one glyph, and two letters for narrow places."""

    colour: str
    glyph: str
    short: str


EVENT_TYPES: dict[str, Mark] = {
    "Battles": Mark("#D55E00", "◆", "Ba"),
    "Explosions/Remote violence": Mark("#E69F00", "▲", "Ex"),
    "Violence against civilians": Mark("#CC79A7", "●", "Vc"),
    "Protests": Mark("#0072B2", "■", "Pr"),
    "Riots": Mark("#56B4E9", "⬟", "Ri"),
    "Strategic developments": Mark("#009E73", "✚", "St"),
}
UNKNOWN_TYPE = Mark("#8A8F98", "○", "—")

# Least to most, then the other way round for a dark page: more is further from the ground.
AREA_RAMP_LIGHT = ("#E3E8EC", "#BCCAD6", "#8AA5BC", "#557A9B", "#274C6E")
AREA_RAMP_DARK = ("#27313A", "#38506A", "#4F7396", "#7C9FC0", "#B9D0E6")

# The fields whose words are marked in a report's text.
FIELDS: dict[str, tuple[str, str]] = {
    "event_type": ("What happened", "type"),
    "sub_event_type": ("What happened", "type"),
    "status": ("Status", "status"),
    "date": ("When", "date"),
    "place": ("Where", "place"),
    "side": ("Who", "actor"),
    "side_a": ("Who", "actor"),
    "side_b": ("Who", "actor"),
    "claim": ("Claim", "claim"),
}


def mark(event_type: str | None) -> Mark:
    """Return the mark of an event type; a grey ring where there is none."""
    return EVENT_TYPES.get(event_type or "", UNKNOWN_TYPE)


def as_json() -> dict[str, object]:
    """Return the palette as plain lists, in the codebook's order, for the browser scripts."""
    return {
        "types": [
            {"name": name, "colour": m.colour, "glyph": m.glyph, "short": m.short}
            for name, m in EVENT_TYPES.items()
        ],
        "ramp": {"light": list(AREA_RAMP_LIGHT), "dark": list(AREA_RAMP_DARK)},
    }
