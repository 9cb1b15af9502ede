"""From pinned registry packages to the files of ``geodata/data``: one question a module."""
