"""Hostile inputs: valid examples of every format, spoilt in ways that a seed decides, and what must hold for any of them."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from random import Random

from factories import HOSTILE_TEXTS, make_incident, make_report

from incidents.export import stream, to_bytes
from incidents.model import Article, Reject
from incidents.sources import read_bytes
from incidents.sources.record import SourceRecord

TEXT = "Two men were killed on Friday when a bomb went off near Turbat in Kech district, officials said."
URDU = "بلیدہ میں جمعہ کو بم دھماکے میں چھ اہلکار ہلاک ہو گئے۔"
ARTICLE = {"id": "a1", "url": "https://news.example.org/a1?utm_source=x", "title": "Blast in Turbat",
           "published": "2020-05-12", "source": "Frontier Wire", "lang": "en", "text": TEXT}  # fmt: skip
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Blast in Turbat</title>
<meta property="article:published_time" content="2020-05-12T08:00:00+05:00"><meta property="og:site_name" content="Wire">
<link rel="canonical" href="https://news.example.org/a1"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Blast in Turbat</h1><p>{TEXT}</p><p>{TEXT} {TEXT}</p><p>{URDU}</p></article><footer>© Wire</footer></body></html>"""
RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Wire</title><link>https://news.example.org</link><item><title>Blast</title><link>https://news.example.org/a1
</link><pubDate>Tue, 12 May 2020 08:00:00 +0500</pubDate><description>{TEXT}</description><content:encoded><![CDATA[<p>{TEXT}
</p><p>{URDU}</p>]]></content:encoded></item><item><title>Second</title><description>{TEXT}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>Blast</title><id>tag:a</id>
<link href="https://news.example.org/a1"/><updated>2020-05-12T08:00:00Z</updated><content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;
</content></entry></feed>"""
UCDP = """id,date_start,date_end,date_prec,where_coordinates,where_description,adm_1,adm_2,country,where_prec,latitude,longitude,side_a,side_b,deaths_civilians,best,low,high,type_of_violence
54446,2012-01-11,2012-01-11,1,Nawano town,"Nawano, Turbat",Balochistan province,Kech district,Pakistan,1,26.3625,62.706389,Government of Pakistan,BLF,0,14,14,14,1
"""
ACLED = """event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,country,admin1,admin2,location,latitude,longitude,geo_precision,source,notes,fatalities,tags
PAK1,12 May 2020,1,Battles,Armed clash,BLA,Military Forces of Pakistan,Pakistan,Balochistan,Kech,Buleda,26.3,63.0,2,Dawn,"Six killed in Buleda, Kech",6,
"""
GTD = """eventid,iyear,imonth,iday,country_txt,provstate,city,latitude,longitude,specificity,summary,suicide,attacktype1_txt,targtype1_txt,target1,gname,nkill,nkillter,nwound,nhostkid
202005080001,2020,5,8,Pakistan,Balochistan,Buleda,26.3,63.0,1,05/08/2020: A roadside bomb hit a patrol.,0,Bombing/Explosion,Military,Patrol,Unknown,6,0,1,-99
"""
TOKENS = [
    *(text.encode() for text in HOSTILE_TEXTS), b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xed\xa0\x80", b"\xc0\xaf",
    b"\\ud800", b"\\u0000", b'"', b"'", b"\r", b"\n", b"\r\n", b"\t", b",", b";", b"{", b"}", b"[", b"]", b"<", b">", b"&", b"]]>",
    b"<![CDATA[", b"<!--", b"-->", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"&#0;", b"&#x110000;", b"&lt;!ENTITY",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<script>", b"<br ", b"null", b"true", b"NaN", b"Infinity", b"-1", b"1e999", b"1e-999",
    b"99999999999999999999", b"2020-13-40", b"2020-02-30", b"05/06/2020", b"0000-00-00", b"9999-12-31", b"Date: ", b"Title: ",
    b"date 2020-99-99 x", b"---\n", b"# ", b"sep=", b"#event+id", b"=1+1", b"../../../../etc/passwd", b"C:\\x", b"http://127.0.0.1/",
    b"file:///etc/passwd", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xd9\x88", b"\xc7\xe4\xdd\xcc\xc7\xd1", b"Feature", b"geometry",
    b"PK\x03\x04", b"PAR1", b"SQLite format 3\x00", b"\xff" * 9, b" " * 300, b"(" * 300, b"[" * 3000, b"<a>" * 300, b"9" * 5000,
]  # fmt: skip


def seeds_of(reader: str) -> list[bytes]:
    """Valid inputs of one reader."""
    return [seed.encode() if isinstance(seed, str) else seed for seed in _SEEDS[reader]()]


def hostile(reader: str, seed: int, seeds: list[bytes]) -> bytes:
    """One spoilt input: a valid one after one to six mutations, or now and then bytes that never were valid."""
    random = Random(f"{reader} {seed}")
    if random.random() < 0.02:
        return random.randbytes(random.randrange(400))
    if reader == "zip" and random.random() < 0.5:
        return _archive(random)
    data = bytearray(random.choice(seeds))
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 6))):
        _mutate(data, random, seeds)
    return bytes(data[:200_000])


def check(reader: str, data: bytes) -> int:
    """Read the input; raises AssertionError where a promise is broken. Returns how many records came out."""
    with nothing_but_memory():
        records = list(read_bytes(data, f"hostile.{reader.partition('-')[0]}"))
    assert records, "nothing came out, not even a reject"
    assert len(records) <= len(data) + 2, "more came out than went in"
    for record in records:
        if isinstance(record, Reject):
            assert record.reason and record.code and len(record.reason) < 2_000
            assert record.line is None or record.line >= 1
            assert reader in FOREIGN or "cannot be read as" not in record.reason, record.reason
        elif isinstance(record, Article):
            _check_article(record)
            assert record.text.strip()
        else:
            _check_coded(record)
    return len(records)


@contextmanager
def nothing_but_memory():
    """Raises AssertionError when what runs within writes a file, opens a connection or starts a process."""
    _FOUND.clear()
    _WATCHING[0] = True
    try:
        yield
    finally:
        _WATCHING[0] = False
    assert not _FOUND, f"a reader reached out: {_FOUND}"


_WATCHING, _FOUND = [False], []


def _watch(event: str, arguments: tuple) -> None:
    if not _WATCHING[0]:
        return
    if event == "open":
        path, mode, flags = arguments
        if flags & 0b11 or (isinstance(mode, str) and set(mode) & set("wax+")):
            _FOUND.append((event, path))
    elif event in (
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.rename",
        "os.remove",
    ):
        _FOUND.append((event, arguments))


sys.addaudithook(_watch)


def _check_article(article: Article) -> None:
    for words in (article.id, article.text, article.title, article.source, article.url, article.lang):
        assert words is None or ("\x00" not in words and words.encode("utf-8") is not None)
    assert article.id
    assert article.published is None or 1900 <= article.published.year <= 2100
    assert article.url is None or article.url.startswith(("http://", "https://"))


def _check_coded(record: SourceRecord) -> None:
    _check_article(record.article)
    for report in record.reports:
        for item in report.evidence:
            assert record.article.text[item.span.start : item.span.end] == item.span.text
    events = [*record.reports, *([record.incident] if record.incident else [])]
    for form in ("geojson", "csv", "kml"):
        stream(events, io.StringIO(), form)


def _mutate(data: bytearray, random: Random, seeds: list[bytes]) -> None:
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((1, 1, 2, 4, 16, 64, 400)))
    match random.randrange(9):
        case 0:  # flip bits
            for _ in range(random.choice((1, 1, 3, 20))):
                if data:
                    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
        case 1:
            data[start:end] = b""
        case 2:
            data[start:end] = random.randbytes(random.choice((1, 2, 4, 30)))
        case 3 | 4:
            data[start:start] = random.choice(TOKENS)
        case 5:
            data[start:end] = random.choice(TOKENS)
        case 6:  # repeat a piece, sometimes very often
            data[start:end] = bytes(data[start:end]) * random.choice((2, 3, 10, 300))
        case 7:  # cut off
            del data[start:]
        case 8:  # the tail of another
            other = random.choice(seeds)
            data[start:] = other[random.randrange(len(other) + 1) :]


def _archive(random: Random) -> bytes:
    """A well-formed archive with hostile names and members of every other format."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(random.randrange(4)):
            reader = random.choice(("txt", "html", "jsonl", "csv", "xml", "zip"))
            name = random.choice(
                ("a", "../../a", "/etc/a", "C:\\a", "b/../a", "ä", ".hidden", "__MACOSX/a", "\u202ea", "a" * 300)
            )
            inner = bytearray(random.choice(seeds_of(reader) if reader != "zip" else [_zipped("a.txt", TEXT.encode())]))
            _mutate(inner, random, [TEXT.encode()])
            kind = random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
            archive.writestr(
                zipfile.ZipInfo(f"{number}{name}.{reader}" if number else f"{name}.{reader}"), bytes(inner), kind
            )
    data = bytearray(out.getvalue())
    if random.random() < 0.3:
        _mutate(data, random, [bytes(data)])
    return bytes(data)


def _zipped(name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def _incidents():
    return [make_incident(), make_incident(id="i2", lon=None, lat=None, event_date=None, date_prec=None)]


def _geopackage() -> list[bytes]:
    """A table like that of our GeoPackages in a file of a few small pages, so that mutations meet its structure."""
    feature = json.loads(to_bytes(_incidents(), "jsonl").splitlines()[0])["properties"]
    row = {name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in feature.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        base = sqlite3.connect(path)
        base.execute("PRAGMA page_size=512")
        base.execute(
            f"CREATE TABLE incidents (fid INTEGER PRIMARY KEY, geom BLOB, lon REAL, lat REAL, {', '.join(row)})"
        )
        base.execute(f"INSERT INTO incidents VALUES (1, NULL, 63.0, 26.3{', ?' * len(row)})", list(row.values()))
        base.commit()
        base.close()
        return [path.read_bytes()]


_SEEDS = {
    "txt": lambda: [f"Title: Blast\nDate: 2020-05-12\nSource: Wire\nURL: https://a.example/1\n\n{TEXT}",
                    f"date 2020-05-12 Blast in Turbat\n\n{TEXT}\r\n\r\n{URDU}", URDU.encode("utf-16"), TEXT.encode("utf-16-le")],
    "md": lambda: [f"---\ntitle: 'Blast'\ndate: 2020-05-12\n---\n\n{TEXT}", f"# Blast in Turbat #\n\n12 May 2020\n\n{TEXT}\n\n> x"],
    "html": lambda: [PAGE, PAGE.replace("utf-8", "windows-1256").encode("cp1256", "replace")],
    "jsonl": lambda: ["\n".join([json.dumps(ARTICLE), json.dumps(ARTICLE | {"id": "ب", "text": URDU}, ensure_ascii=False)]),
                      to_bytes(_incidents(), "jsonl"), to_bytes([make_report()], "jsonl")],
    "json": lambda: [json.dumps([ARTICLE, ARTICLE]), json.dumps({"articles": [ARTICLE]}, indent=1), json.dumps(ARTICLE)],
    "geojson": lambda: [to_bytes(_incidents(), "geojson"), to_bytes([make_report()], "geojson")],
    "csv": lambda: ["id,url,title,published,source,lang,text\n" + f'a,https://a.example,T,2020-05-12,W,en,"{TEXT}\n{TEXT}"\n' * 2,
                    f"id;text\n1;{TEXT}\n2;{URDU}\n"],
    "csv-own": lambda: [to_bytes(_incidents(), "csv"), to_bytes(_incidents(), "csv", "hxl")],
    "csv-ucdp": lambda: [UCDP, to_bytes(_incidents(), "csv", "ucdp")],
    "csv-acled": lambda: [ACLED, to_bytes(_incidents(), "csv", "acled")],
    "csv-gtd": lambda: [GTD],
    "xml": lambda: [RSS, ATOM],
    "zip": lambda: [_zipped("a.jsonl", json.dumps(ARTICLE).encode()), _zipped("b.zip", _zipped("a.html", PAGE.encode()))],
    "gpkg": _geopackage,
    "parquet": lambda: [to_bytes(_incidents(), "geoparquet")],
    "unknown": lambda: [seed for reader in ("txt", "html", "json", "xml", "zip") for seed in _SEEDS[reader]()],
}  # fmt: skip
READERS = tuple(_SEEDS)
FOREIGN = ("html", "xml", "zip", "unknown")  # their libraries may stumble, and the net below them names the file
