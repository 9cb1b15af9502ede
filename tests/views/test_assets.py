from __future__ import annotations

import json
from pathlib import Path

import folium
import folium.plugins
import pytest
from folium.elements import JSCSSMixin

from views import assets


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A built bundle of two tiny files."""
    names = {"map.js": "map.AAAA.js", "map.css": "map.BBBB.css"}
    (tmp_path / "manifest.json").write_text(json.dumps(names), encoding="utf-8")
    for name in names.values():
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


def addresses(cls: type) -> list[str]:
    found = [address for c in assets._family(cls) for _, address in getattr(c, "default_js", [])]
    return found + [a for c in assets._family(cls) for _, a in getattr(c, "default_css", [])]


def test_no_folium_class_names_another_server(vendor: Path) -> None:
    assets.localise(vendor)
    assert addresses(JSCSSMixin)
    assert all(address.startswith("../../assets/vendor/") for address in addresses(JSCSSMixin))


def test_what_the_bundle_does_not_hold_is_reported_once(
    vendor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = [("heat", "https://example.org/heat.js")]
    monkeypatch.setattr(folium.plugins.HeatMap, "default_js", foreign)
    assert assets.localise(vendor) == ("HeatMap:heat",)
    assert assets.localise(vendor) == ()
    assert folium.plugins.HeatMap.default_js == []


def test_a_rendered_map_fetches_only_the_bundle(vendor: Path) -> None:
    assets.localise(vendor)
    html = folium.Map(tiles=None).get_root().render()
    assert "../../assets/vendor/map.AAAA.js" in html
    assert "http://" not in html
    assert "https://" not in html


@pytest.mark.parametrize("missing", ["manifest.json", "map.AAAA.js", "map.BBBB.css"])
def test_without_the_bundle_the_message_names_the_command(vendor: Path, missing: str) -> None:
    (vendor / missing).unlink()
    with pytest.raises(assets.NotBuiltError, match="npm ci && npm run build"):
        assets.localise(vendor)


def test_a_damaged_list_counts_as_not_built(vendor: Path) -> None:
    (vendor / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(assets.NotBuiltError):
        assets.bundle(vendor)


def test_a_new_build_is_noticed(vendor: Path) -> None:
    assert assets.bundle(vendor)["map.js"] == "map.AAAA.js"
    (vendor / "map.CCCC.js").write_text("", encoding="utf-8")
    names = {"map.js": "map.CCCC.js", "map.css": "map.BBBB.css"}
    (vendor / "manifest.json").write_text(json.dumps(names), encoding="utf-8")
    assert assets.bundle(vendor)["map.js"] == "map.CCCC.js"
