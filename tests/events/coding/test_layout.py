from __future__ import annotations

import pytest

from events.coding import layout, sentences


def texts(text, words, title="A title"):
    return [text[b.start : b.end] for b in layout.blocks(text, title, words)]


def test_menus_links_captions_and_repeats_are_no_text(words):
    page = (
        "Home | News | Sport | Weather\nSUBSCRIBE NOW\nKHOST: Two men died on Monday.\n"
        "KHOST: Two men died on Monday.\nRead more: a clash of titans\nADVERTISEMENT\n© 2024 A Paper"  # noqa: E501
    )
    assert texts(page, words) == ["Two men died on Monday."]


def test_marks_before_the_text_are_read_off(words):
    page = "07:10 Firing was heard.\n• Bajaur: a bomb went off.\n3. Troops came.\n2/ Police left."
    blocks = layout.blocks(page, "t", words)
    assert [page[b.start : b.end] for b in blocks] == [
        "Firing was heard.",
        "a bomb went off.",
        "Troops came.",
        "Police left.",
    ]
    assert blocks[0].clock is not None
    assert blocks[0].clock.hour == 7
    assert blocks[1].label == "Bajaur"
    assert blocks[2].numbered


def test_a_heading_says_what_follows(words):
    page = "BACKGROUND\nIn 2016 there was a raid.\nWHAT NEXT\nTalks will be held."
    assert [b.section for b in layout.blocks(page, "t", words)] == ["background", "planned"]


def test_wrapped_lines_are_one(words):
    page = "Two soldiers were killed when a bomb hit their\nvehicle near the town of Khost."
    assert len(layout.blocks(page, "t", words)) == 1


def test_sentences_keep_abbreviations_whole(words, tools):
    text = "Gen. A. Khan of the U.N. mission spoke. “It is over,” he said. Nobody died."
    found = sentences.sentences(text, layout.blocks(text, "t", words), tools.parser)
    assert [s.text for s in found] == [
        "Gen. A. Khan of the U.N. mission spoke.",
        "“It is over,” he said.",
        "Nobody died.",
    ]


def test_a_sentence_in_a_wrapped_line_keeps_its_offsets(words, tools):
    text = "Two soldiers were killed in the\nvalley near Khost."
    sentence = sentences.sentences(text, layout.blocks(text, "t", words), tools.parser)[0]
    assert text[sentence.start : sentence.end] == text
    assert len(sentence.text) == len(text)


@pytest.mark.parametrize(
    ("line", "clock", "day", "told"),
    [
        ("[3 June, 21:05] Firing was heard.", (21, 5), "3 June", "Firing was heard."),
        ("(June 3, 9:05 pm) 2/ Troops came.", (21, 5), "June 3", "Troops came."),
        ("1405 GMT Police left the gate.", (14, 5), None, "Police left the gate."),
        ("14:05 GMT — Police left the gate.", (14, 5), None, "Police left the gate."),
        ("9.40 am: Police left the gate.", (9, 40), None, "Police left the gate."),
    ],
)
def test_a_live_entry_is_stamped_with_its_time_and_day(words, line, clock, day, told):
    (block,) = layout.blocks(line, "t", words)
    assert (block.clock.hour, block.clock.minute) == clock
    assert (line[slice(*block.posted)] if block.posted else None) == day
    assert line[block.start : block.end] == told


def test_a_number_is_no_time_stamp(words):
    for line in ("12.50 rupees were paid for a loaf.", "1400 people have fled the town."):
        (block,) = layout.blocks(line, "t", words)
        assert block.clock is None
        assert line[block.start : block.end] == line


@pytest.mark.parametrize(
    "opening",
    [
        "MIRAMSHAH: ",
        "MIRAMSHAH (NNI) — ",
        "(Frontier News) MIRAMSHAH: ",
        "MIRAMSHAH (NNI); ",
        "Miramshah (Frontier News) – ",
        "Miramshah, 4 June. ",
        "D.I. KHAN: ",
    ],
)
def test_the_newsroom_place_stands_before_the_text(words, opening):
    text = f"{opening}Two men died on a road."
    (block,) = layout.blocks(text, "t", words)
    assert text[block.start : block.end] == "Two men died on a road."
    assert text[slice(*block.dateline)] in opening


def test_a_place_with_a_date_on_a_line_of_its_own_is_the_dateline_of_the_next(words):
    text = "Sadda, Kurram, 4 June\n\nTwo men died on a road.\nA third was hurt."
    first, second = layout.blocks(text, "t", words)
    assert text[slice(*first.dateline)] == "Sadda, Kurram"
    assert first.label is None
    assert second.dateline is None


def test_a_standfirst_is_not_joined_with_the_lead(words):
    summary = "Troops and fighters exchanged fire for hours at a crossing that traders use, leaving many lorries stuck on the road"  # noqa: E501
    text = f"{summary}\nMIRAMSHAH: Troops and fighters exchanged fire on Monday."
    assert texts(text, words) == [summary, "Troops and fighters exchanged fire on Monday."]


def test_a_lead_run_together_with_the_page_is_found_by_its_dateline(words):
    text = "Guards stand on a road. 3 shares MIRAMSHAH: Two men died on Monday."
    assert texts(text, words)[-1] == "Two men died on Monday."


@pytest.mark.parametrize(
    "line",
    [
        "Guards stand on the road to the pass. — File photo",
        "Guards stand near the pass on May 4, 2013. Photo: A. Person/AFP",
        "Guards stand near the pass [File: A. Person/Reuters]",
        "Guards near the pass (AFP photo).",
        "Guards near the pass\n© 2024 A Wire",
        "Our Correspondent   Published June 4, 2025   Updated 05:18am",
        "Staff Reporter",
        "By A. Person and B. Person",
        "(Reporting by A. Person in Kabul; Editing by B. Person)",
        "With input from our correspondents in Loralai and Zhob",
        "Listen to article 1x 1.2x 1.5x",
        "A motorway is shut • Gold at a record • Lawyers are on strike",
    ],
)
def test_captions_bylines_and_tickers_are_no_text(words, line):
    assert texts(f"{line}\nTwo men died on Monday.", words) == ["Two men died on Monday."]
