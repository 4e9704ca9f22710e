"""One maker and one Hypothesis strategy a record, with defaults that make a valid, typical value."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from geodata.model import Place
from incidents.model import Article, DatePrec, Evidence, Incident, Report, Source, Span, Status

EVENT_TYPES = {
    "Battles": ("Armed clash",),
    "Explosions/Remote violence": ("Remote explosive/landmine/IED", "Suicide bomb", "Grenade"),
    "Violence against civilians": ("Attack", "Abduction/forced disappearance"),
    "Strategic developments": ("Arrests", "Looting/property destruction"),
}
HOSTILE_TEXTS = (
    "{{ 7 * 7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{# comment #}",
    "${alert(1)} `${alert(2)}`",
    '<img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    "=HYPERLINK('http://attacker.example')",
    "'; DROP TABLE incidents; --",
    "javascript:alert(1)",
    "بلیدہ میں دھماکا \u2028 \u2029",
)
HOSTILE = Article(
    id="hostile",
    title=" ".join(HOSTILE_TEXTS),
    published=date(2021, 3, 5),
    source="{{ 7 * 7 }}<b>Outlet</b>",
    url="javascript:alert(1)",
    lang="en",
    text="Three soldiers were killed by a bomb in Turbat, Kech district on Thursday. " + " ".join(HOSTILE_TEXTS),
)


def make_place(**changes: Any) -> Place:
    fields = dict(
        place_id="test:buleda", name="Buleda", kind="area", lon=63.0, lat=26.3, uncertainty_km=20.0,
        country="Pakistan", admin1="Balochistan", admin2="Kech", source="test",
    )  # fmt: skip
    return Place(**{**fields, **changes})


def make_article(**changes: Any) -> Article:
    fields = dict(
        id="article-1",
        title="Six soldiers killed in Kech",
        published=date(2020, 5, 12),
        source="Frontier Wire",
        url="https://frontier-wire.example.org/a1",
        lang="en",
        text="On Friday, six soldiers were killed when a bomb hit their vehicle in Buleda, Kech district.",
    )
    return Article(**{**fields, **changes})


def make_evidence(article: Article, field: str, words: str) -> Evidence:
    start = article.text.index(words)
    return Evidence(field=field, span=Span.of(article.text, start, start + len(words)), article_id=article.id)


def make_report(**changes: Any) -> Report:
    article = make_article()
    fields = dict(
        id="article-1#0", article_id=article.id, event_date=date(2020, 5, 8), date_prec=DatePrec.DAY,
        event_type="Explosions/Remote violence", sub_event_type="Remote explosive/landmine/IED",
        fatalities=6, fatalities_low=6, fatalities_high=6, injured=1, actor2="Pakistan Army",
        location="Buleda", admin2="Kech", admin1="Balochistan", country="Pakistan", lon=63.0, lat=26.3,
        where_prec=2, uncertainty_km=20.0, border_km=31.0, border_side="Pakistan",
        evidence=(make_evidence(article, "fatalities", "six soldiers were killed"),),
        excerpt=article.text,
    )  # fmt: skip
    return Report(**{**fields, **changes})


def make_incident(**changes: Any) -> Incident:
    report, article = make_report(), make_article()
    fields = {name: getattr(report, name) for name in Incident.__dataclass_fields__ if hasattr(report, name)}
    source = Source(
        article_id=article.id,
        url=article.url,
        title=article.title,
        source=article.source,
        published=article.published,
    )
    fields |= dict(
        id="incident-1", title=article.title, sources=(source,), number_of_sources=1, report_ids=(report.id,)
    )
    return Incident(**{**fields, **changes})


texts = st.one_of(st.text(min_size=1, max_size=60), st.sampled_from(HOSTILE_TEXTS))
tolls = st.none() | st.integers(0, 500)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Any incident the model allows: unplaced, undated, of every precision, with hostile words in every text."""
    event_type = draw(st.none() | st.sampled_from(sorted(EVENT_TYPES)))
    first = draw(st.none() | days)
    last = draw(st.none() | st.dates(first, date(2031, 12, 31))) if first else None
    placed = draw(st.booleans())
    text = draw(texts)
    return make_incident(
        id=draw(st.uuids()).hex,
        title=draw(texts),
        event_date=first,
        event_date_end=last,
        date_prec=draw(st.sampled_from(list(DatePrec))) if first else None,
        event_type=event_type,
        sub_event_type=draw(st.sampled_from(EVENT_TYPES[event_type])) if event_type else None,
        fatalities=draw(tolls),
        fatalities_low=draw(tolls),
        fatalities_high=draw(tolls),
        attackers_killed=draw(tolls),
        civilians_killed=draw(tolls),
        injured=draw(tolls),
        abducted=draw(tolls),
        actor1=draw(st.none() | texts),
        actor2=draw(st.none() | texts),
        location=draw(st.none() | texts),
        admin2=draw(st.none() | st.sampled_from(["Kech", "Panjgur", "Zahedan"])),
        admin1=draw(st.none() | st.sampled_from(["Balochistan", "Sistan and Baluchestan"])),
        country=draw(st.none() | st.sampled_from(["Pakistan", "Iran"])),
        lon=draw(st.floats(58, 68)) if placed else None,
        lat=draw(st.floats(25, 32)) if placed else None,
        where_prec=draw(st.integers(1, 7)) if placed else None,
        uncertainty_km=draw(st.floats(0, 300)) if placed else None,
        border_km=draw(st.none() | st.floats(0, 900)) if placed else None,
        border_side=draw(st.none() | st.sampled_from(["Pakistan", "Iran"])) if placed else None,
        background=draw(st.booleans()),
        evidence=(Evidence(field="fatalities", span=Span.of(text, 0, len(text)), article_id="article-1"),),
        excerpt=text,
        status=draw(st.sampled_from(list(Status))),
    )
