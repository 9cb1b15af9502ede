"""Smaller places tied to the larger ones that a sentence puts them in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from events.coding.place_search import PlaceSearch
from events.coding.placenames import Name
from events.coding.records import Area, PlaceMention, Sentence
from geodata.folding import fold

_LIST_GAP = re.compile(r"^\s*(?:,|,?\s*and|,?\s*or|/)\s*(?:in |at |the )?(?:general area )?$")
_KINDS = (
    r"(?:district|tehsil|village|hamlet|town|city|area|valley|state|province|region|agency|territory|"
    r"settlement|community|capital|headquarters|seat|commune|suburb|quarter|township|locality|lga|"
    r"local government area|"
    r"zone|woreda|county|cercle|circle|oblast|raion|governorate|department|prefecture|subdivision|"
    r"sub-division|sector|police station|neighbou?rhood|island|camp|post|forest|bazaar)"
)
_IN_GAP = re.compile(
    rf"^[’']?s?[”\"]?\s*(?:\w+ )?{_KINDS}?s?(?: for [\w ]{{3,30}})?,?[”\"]?\s*"
    rf"(?:(?:(?:a|an|the|two|three)?\s?(?:[\w-]+ ){{0,3}}{_KINDS}s?,?\s*)?"
    r"(?:of|in|located in|lying in|situated in|inside|within|falling in|on the outskirts of|"
    r"in the (?:north|south|east|west|centre|center)(?:east|west)? of)\s+"
    rf"(?:the )?(?:[a-z]+ern )?(?:\w+ )?(?:{_KINDS} of )?"
    r"|,\s*(?:also )?(?:in )?(?:the )?(?:[a-z]+ern )?(?:neighbou?ring )?|\s*\()$",
    re.IGNORECASE,
)
_A_LIST = 3  # places
_GOES_ON = re.compile(r"^(?:,|,? and) (?:in |at )?[A-Z]")
_OF_GAP = re.compile(
    r"^[’']s?\s*(?:remote |volatile |restive |northern |southern |eastern |western )*$"
)


@dataclass(frozen=True, slots=True)
class Containment(PlaceSearch):
    """Ties places of a sentence to each other."""

    def _contain(self, sentence: Sentence, found: list[PlaceMention]) -> list[PlaceMention]:
        """Tie smaller places to larger ones; the larger become containers."""
        result = list(found)
        for i in range(len(result) - 1, -1, -1):
            small = result[i]
            for j in self._larger(sentence, result, i):
                large = result[j]
                linked = j > i or _owned(sentence, large, small)
                tied = self._tie(small, large, linked=linked) or self._reread(
                    sentence, small, large
                )
                if tied:
                    part = large.precision in ("exact", "near") and small.quarter
                    result[i], small = tied, tied
                    result[j] = (
                        large
                        if part or not (large.resolved or large.unit)
                        else replace(large, container=True)
                    )
                    if not small.resolved:
                        break
        return result

    def _reread(
        self, sentence: Sentence, small: PlaceMention, large: PlaceMention
    ) -> PlaceMention | None:
        """Read a name anew where the text puts it in another area than its best candidate's."""
        first, second = sorted((small, large), key=lambda p: p.start)
        gap = sentence.text[first.end - sentence.start : second.start - sentence.start]
        adjacent = _OF_GAP.match(gap) and gap[:1] in "’'" if first is large else _IN_GAP.match(gap)
        if not small.resolved or not adjacent or large.precision not in ("district", "province"):
            return None
        if small.precision in ("country", "border", "province", large.precision):
            return None
        rest = sentence.text[second.end - sentence.start :]
        if re.match(r"\s*,? ?(?:and|or)\b", gap) or (gap.strip() == "," and _GOES_ON.match(rest)):
            return None  # a list, "at Angoor Adda, Bajaur, Kurram and Dir"
        return self._inside(small, large)

    def _opened(self, sentence: Sentence, found: list[PlaceMention]) -> list[PlaceMention]:
        """Put a village in the district that the sentence opens with: "In Kalat, ... in the Tok area"."""  # noqa: E501
        fine = sorted((p for p in found if p.precision != "country"), key=lambda p: p.start)
        if len(fine) != 2:  # noqa: PLR2004 - the district, and one place of it
            return found
        large, small = fine
        opens = re.match(
            r"(?:Meanwhile,? )?In (?:the )?$", sentence.text[: large.start - sentence.start]
        )
        after = sentence.text[large.end - sentence.start :]
        comma = re.match(r"(?: district| province| tehsil)?,? (?!and\b|or\b)", after)
        if not (opens and comma and large.resolved) or large.precision in ("country", "border"):
            return found
        a, b = large.area, small.area
        apart = small.precision in ("exact", "near") and small.resolved
        if (
            not apart
            or a.adm2 is None
            or (a.country, a.adm1, a.adm2) == (b.country, b.adm1, b.adm2)
        ):
            return found
        return [replace(large, container=True), self._inside(small, large)]

    def _inside(self, small: PlaceMention, large: PlaceMention) -> PlaceMention:
        """Return a place read as one of a larger area's: its namesake there, else an unknown one."""  # noqa: E501
        inside = self.ask(small.name, country=large.area.country, adm1=large.area.adm1, limit=3)
        for candidate in inside:
            same = candidate.adm1 == large.area.adm1 and candidate.country == large.area.country
            if same and large.area.adm2 in (None, candidate.adm2) and candidate.kind != "province":
                return self._mention(
                    Name(
                        small.start, small.end, small.name, None, 1, near=small.precision == "near"
                    ),
                    candidate,
                )
        precision = "district" if large.area.adm2 else large.precision
        return replace(
            small,
            area=large.area,
            precision=precision,
            resolved=False,
            lat=None,
            lon=None,
            adm1_id=large.adm1_id,
            adm2_id=large.adm2_id,
        )

    def _larger(self, sentence: Sentence, found: list[PlaceMention], i: int) -> list[int]:
        """Candidates for the area around a place: the next after it, across its list, else before."""  # noqa: E501
        order: list[int] = []
        j = i + 1
        while j < len(found):
            gap = sentence.text[found[j - 1].end - sentence.start : found[j].start - sentence.start]
            if _IN_GAP.match(gap) or (order and _OF_GAP.match(gap)):
                order.append(j)
                j += 1
                continue
            if order:
                break
            if not re.match(
                r"^(?: (?:district|village|town|hamlet|tehsil)s?)?\s*(?:,|,?\s*and)\s*(?:in |at )?$",  # noqa: E501
                gap,
            ):
                break
            j += 1
        order += [k for k in range(i - 1, -1, -1) if not self._siblings(sentence, found, k, i)]
        if not found[i].resolved:
            order.sort(
                key=lambda k: (found[k].precision == "country", k < i, not found[k].area.adm2)
            )
        return order

    def _siblings(self, sentence: Sentence, found: list[PlaceMention], k: int, i: int) -> bool:
        gaps = (
            sentence.text[found[n].end - sentence.start : found[n + 1].start - sentence.start]
            for n in range(k, i)
        )
        return all(_LIST_GAP.match(gap) for gap in gaps)

    def _tie(  # noqa: PLR0911
        self, small: PlaceMention, large: PlaceMention, *, linked: bool
    ) -> PlaceMention | None:
        a, b = small.area, large.area
        if (not large.resolved and large.area == Area()) or large.precision == "border":
            return None
        if not small.resolved:
            if small.area != Area() or large.precision not in (
                "district",
                "province",
                "exact",
                "near",
                "country",
            ):
                return None
            whole = b.adm2 is not None and fold(b.adm2) == fold(large.name)
            if large.precision in ("exact", "near") and not small.quarter and not linked:
                return None
            if linked and not small.quarter and (whole or large.precision in ("exact", "near")):
                return replace(
                    small,
                    area=b,
                    precision="district",
                    adm1_id=large.adm1_id,
                    adm2_id=large.adm2_id,
                )
            known = self.lexicon.places.second_level.get(b.country or "", ())
            if large.precision == "province" and small.unit in known:
                return replace(
                    small,
                    area=Area(b.country, b.adm1, small.name),
                    precision="district",
                    adm1_id=large.adm1_id,
                )
            precision = large.precision
            parent = large.name if large.precision in ("exact", "near") else large.parent
            return replace(
                small,
                parent=parent,
                area=b,
                precision=precision,
                adm1_id=large.adm1_id,
                adm2_id=large.adm2_id,
            )
        namesake = large.precision == "exact" and large.name in (b.adm1, b.adm2)
        if (
            namesake
            and small.precision == "district"
            and a.country == b.country
            and a.adm1 == b.adm1
        ):
            return small
        if (
            large.precision == "province"
            and small.precision != "province"
            and a.country == b.country
            and a.adm1 == b.adm1
        ):
            return small
        if (
            large.precision == "district"
            and (small.precision in ("exact", "near") or _is_part(small, b))
            and a.adm1 == b.adm1
            and a.adm2 in (b.adm2, None)
        ):
            return replace(small, area=Area(b.country, b.adm1, b.adm2), adm2_id=large.adm2_id)
        if large.precision == "country" and small.precision != "country" and a.country == b.country:
            return small
        return None


def _is_part(small: PlaceMention, area: Area) -> bool:
    """Tell whether a place of district precision is a tehsil or a valley of a district."""
    return (
        small.precision == "district"
        and area.adm2 is not None
        and fold(small.name) != fold(area.adm2)
    )


def _owned(sentence: Sentence, large: PlaceMention, small: PlaceMention) -> bool:
    """Tell whether only a possessive stands between two places: "Bannu's Zor Kot"."""
    gap = sentence.text[large.end - sentence.start : small.start - sentence.start]
    return large.end <= small.start and bool(re.fullmatch(r"[’']s? ", gap))


def of_one_list(sentence: Sentence, found: list[PlaceMention]) -> list[PlaceMention]:
    """Put a namesake in a list of places where most others of the list lie.

    "Clashes in Alizai, Balishkhel, Khar and Maqbal", all but one in Kurram: Khar is there too,
    and not the town of that name in another district.
    """
    result = list(found)
    begin = 0
    for end in range(1, len(found) + 1):
        if end < len(found):
            gap = sentence.text[
                found[end - 1].end - sentence.start : found[end].start - sentence.start
            ]
            if _LIST_GAP.match(gap):
                continue
        _gather(result, begin, end)
        begin = end
    return result


def _gather(places: list[PlaceMention], begin: int, end: int) -> None:
    listed = [p.area for p in places[begin:end] if p.area.adm2]
    if end - begin < _A_LIST or not listed:
        return
    most = max(listed, key=listed.count)
    if listed.count(most) < _A_LIST or listed.count(most) * 3 < 2 * len(listed):
        return
    for i in range(begin, end):
        one = places[i]
        if one.precision in ("exact", "near") and one.area != most:
            places[i] = replace(
                one,
                area=most,
                precision="district",
                resolved=False,
                lat=None,
                lon=None,
                adm2_id=None,
            )
