from __future__ import annotations

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
