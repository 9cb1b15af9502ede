"""The same incident in several data sets: found, scored with reasons, grouped, decided by people.

:mod:`events.stories` is for reports of one batch that retell each other: it compares texts and
proposals *before* they are events.  This package compares events that are *stored*, of data sets
that coded the same war from other sources and by other rules: nothing in them need be the same.
"""
