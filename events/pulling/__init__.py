"""Pulls of data sets from their interfaces, for those who have credentials there."""
