"""Dates of deeds apart from dates of saying, counting and comparing.  Published on Friday 14 March."""  # noqa: E501

from __future__ import annotations

from datetime import date

import pytest

TUESDAY, WEDNESDAY, THURSDAY = date(2025, 3, 11), date(2025, 3, 12), date(2025, 3, 13)


@pytest.mark.parametrize(
    "text",
    [
        "Two soldiers were killed in Tank on Tuesday, police said on Wednesday.",
        "The army on Wednesday said two soldiers were killed in Tank on Tuesday.",
        "In a statement issued on Wednesday, the army said two soldiers were killed in Tank on Tuesday.",  # noqa: E501
        "An official told reporters by telephone on Wednesday that gunmen killed two soldiers in Tank on Tuesday.",  # noqa: E501
    ],
)
def test_the_day_of_the_saying_is_not_that_of_the_deed(read, text):
    assert [(d.first, d.last) for d in read(text).dates] == [(TUESDAY, TUESDAY)]


@pytest.mark.parametrize(
    "text",
    [
        "The death toll of the blast in Tank rose to nine on Thursday.",
        "The number of people killed in the raid climbed to 12 on Thursday.",
        "It was the deadliest attack in Tank since Thursday.",
    ],
)
def test_counting_and_comparing_date_no_deed(read, text):
    assert read(text).dates == ()


@pytest.mark.parametrize(
    "text",
    [
        "A suicide bomber hit a police post in Bannu on Thursday.",
        "Police said gunmen attacked a post in Bannu on Thursday.",
        "The army said that on Thursday two soldiers were killed in Bannu.",
    ],
)
def test_the_day_of_the_deed_stays(read, text):
    assert [d.first for d in read(text).dates] == [THURSDAY]
