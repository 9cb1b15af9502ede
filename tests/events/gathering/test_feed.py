"""A feed from untrusted hands: entries as reports with their own day, bombs refused."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events.gathering.feed import feed_items, plain
from events.gathering.item import Defaults

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>An invented feed &amp; co</title>{}</channel></rss>"""
ENTRY = """<item><title>{title}</title><link>https://feed.example/{n}</link>
<pubDate>{day}</pubDate><description>{text}</description></item>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Invented</title>
<entry><title>Clash in Khost</title><link href="https://feed.example/a"/>
<updated>2025-10-12T23:30:00+04:30</updated><summary>Short.</summary>
<content type="html">&lt;p&gt;Forces clashed in &lt;b&gt;Khost&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;Two died.&lt;/p&gt;</content>
</entry></feed>"""
MARKUP = "&lt;p&gt;A &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;c"


def entry(n: int, day: str = "Sun, 12 Oct 2025 02:00:00 +0500", text: str = "Two died.") -> str:
    return ENTRY.format(n=n, title=f"Clash {n}", day=day, text=text)


def read(content: str | bytes, defaults: Defaults | None = None):
    raw = content.encode() if isinstance(content, str) else content
    return list(feed_items(raw, "feed.xml", defaults or Defaults()))


def test_rss_entries_are_reports_with_title_link_feed_and_the_writers_own_day():
    first, second = read(RSS.format(entry(1) + entry(2, text=MARKUP)))
    assert first.label == "feed.xml, entry 1"
    report = first.report
    assert report is not None
    assert (report.title, report.publisher) == ("Clash 1", "An invented feed & co")
    assert (report.url, report.text) == ("https://feed.example/1", "Two died.")
    assert report.published == date(2025, 10, 12), "not the day that it was in Greenwich"
    assert second.report is not None
    assert second.report.text == "A b\nc"


def test_atom_content_goes_before_the_summary():
    (item,) = read(ATOM)
    assert item.report is not None
    assert item.report.text == "Forces clashed in Khost.\nTwo died."
    assert item.report.published == date(2025, 10, 12)


def test_an_entry_without_day_or_text_is_refused_and_the_others_read():
    items = read(RSS.format(entry(1, day="") + entry(2, text="") + entry(3, day="soon") + entry(4)))
    assert [item.issues[0].rule if item.issues else "read" for item in items] == [
        "no such day",
        "no text",
        "no such day",
        "read",
    ]
    given = Defaults(published=date(2025, 10, 13))
    assert read(RSS.format(entry(1, day="")), given)[0].report is not None


def test_entities_are_not_unpacked_whatever_the_encoding():
    bomb = "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'xxxxxxxx'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    )
    bomb += "]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>"
    external = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item>"
    external += "<title>&x;</title></item></channel></rss>"
    for raw in (bomb.encode(), bomb.encode("utf-16"), external.encode()):
        (item,) = read(raw)
        assert item.report is None
        assert item.issues[0].rule == "declares entities"


def test_a_feed_that_breaks_off_gives_what_stands_before_and_says_so():
    whole = RSS.format(entry(1) + entry(2))
    items = read(whole[: whole.index("<title>Clash 2")])
    assert items[0].report is not None
    assert items[0].issues[0].rule == "broken feed"


def test_what_is_no_feed_is_refused():
    for content in (b"", b"<html><body>hello</body></html>", b"\x00\xff\xfe\x01", b"{}"):
        (item,) = read(content)
        assert item.report is None
        assert item.issues[0].rule == "no entries"


def test_markup_in_an_entry_is_words_and_scripts_are_gone():
    html = "<p>One<script>alert(1)</script> two</p><ul><li>three</li></ul><!-- c -->tail &amp; end"
    assert plain(html) == "One two\nthree\ntail & end"
    deep = "<div>" * 3000 + "deep" + "</div>" * 3000
    (item,) = read(RSS.format(entry(1, text=f"<![CDATA[{deep}]]>")))
    assert item.report is not None or item.issues[0].rule == "no text"


@given(st.text(max_size=60))
def test_no_text_raises(text):
    assert "\0" not in plain(text) or "\0" in text
    for item in read(RSS.format(text)):
        assert item.report is None or item.report.text
