"""A grid comes back from its file as it was, and serves only the areas it was made of."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
import shapely
from shapely import box

from geodata import grid_file
from geodata.boundaries import SHIPPED, load
from geodata.cell_index import CellIndex
from geodata.cells import Grid, edges_of, make_grid
from tests.geodata.test_join import ADVERSARIAL


def same(one: Grid, other: Grid) -> bool:
    pairs = ((getattr(one, each.name), getattr(other, each.name)) for each in fields(Grid))
    return all(a.dtype == b.dtype and np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("name", sorted(ADVERSARIAL))
def test_a_grid_comes_back_as_it_was(name, tmp_path):
    geometries = np.array([*ADVERSARIAL[name], None], dtype=object)
    made = make_grid(edges_of(geometries))
    (tmp_path / "cells").write_bytes(grid_file.content(geometries, made))
    found = grid_file.read(tmp_path / "cells", geometries)
    assert found is not None
    assert same(found, made)


def test_a_grid_serves_no_other_areas(tmp_path):
    geometries = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)], dtype=object)
    made = grid_file.content(geometries, make_grid(edges_of(geometries)))
    (tmp_path / "cells").write_bytes(made)
    moved = shapely.transform(geometries, lambda points: points + 1e-9)
    assert grid_file.read(tmp_path / "cells", moved) is None
    assert grid_file.read(tmp_path / "cells", geometries[::-1].copy()) is None
    assert grid_file.read(tmp_path / "none", geometries) is None


def test_the_shipped_grid_is_that_of_the_shipped_areas():
    built = CellIndex.build(load(1).frame)
    shipped = grid_file.read(SHIPPED / grid_file.NAME, built.geometries)
    assert shipped is not None
    assert same(shipped, built.grid)
