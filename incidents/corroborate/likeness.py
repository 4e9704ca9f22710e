"""How much two reports look like one event: evidence added up in bits, as in probabilistic record linkage.

Each agreement or difference adds the logarithm (base 2) of how much likelier it is between two reports of one event than
between reports of two events of the same days and province (Fellegi and Sunter 1969). How rare tolls and districts are was counted in
the 654 events of UCDP GED for Balochistan, 2004-2021 (CC BY 4.0); the other weights are judgements, held by the tables of
tests/incidents/test_corroborate.py and the gold articles. Two reports are joined above nought.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from geodata.gazetteer import split_from
from geodata.geodesy import distance_km
from incidents.corroborate.blocks import FORCES, GROUPS, NEAR_DAYS, blocking_keys, road_ends, window
from incidents.model import Report

Days = Mapping[str, date | None]
_UNKNOWN: Days = {}

PRIOR = -3.0  # most pairs that meet in a block are two events
EXCLUDED = -99.0
# P(killed = k) among events with deaths; from 11 on together. The first is raised: events with one death are under-reported.
SHARE_OF_TOLL = (None, 0.46, 0.2, 0.12, 0.1, 0.065, 0.065, 0.033, 0.025, 0.025, 0.025, 0.01)
# Each more than a twentieth of those events, or of Iran's.
BUSY = frozenset({"Quetta", "Dera Bugti", "Kech", "Kohlu", "Zahedan"})
QUIET_DISTRICT = 1.0  # two events at once are rarer elsewhere
CONFLICT = -2.0  # tolls this far apart are two events even there
SAME_TOLL_STATED = 0.6  # how often two accounts of one event give the same figure
SAME_PLACE_KM, NEAR_KM = 15.0, 45.0  # within a valley; within a day's reporting ("Buleda", "near Turbat")
NEIGHBOUR_KM = 100.0  # within the next district
LATER_FOUND = 1.5  # how many more are known to have been hit when the injured have been counted
BLASTS = ("Explosions/Remote violence",)
CIVILIANS = ("Civilian", "Labourer", "Passenger", "Protester")  # how their names begin, here and in ACLED
RARELY_SO_MANY = 5  # dead in one battle; a second one like it on that day is hardly to be thought of
CLASH = "Armed clash"
VOLUNTEERS = "Basij"
SHOT_CROWD = "Excessive force against protesters"
CROWDS = ("Protests", "Riots")


def likeness(one: Report, two: Report, published: Days = _UNKNOWN) -> float:
    """Bits in favour of one event; EXCLUDED where it cannot be. `published`: days of the articles by their ids."""
    if one.article_id == two.article_id or one.background != two.background:
        return EXCLUDED
    when = _when(one, two, published)
    where = _where(one, two)
    if EXCLUDED in (when, where):
        return EXCLUDED
    tolls = _tolls(one, two, published)
    if _is_one_siege(one, two):
        tolls = max(tolls, CONFLICT)
    quiet = QUIET_DISTRICT if tolls >= CONFLICT and _in_quiet_district(one, two) else 0.0
    return PRIOR + when + where + quiet + tolls + _what(one, two) + _who(one, two)


def joined(one: Report, two: Report, published: Days = _UNKNOWN) -> bool:
    """Whether the two alone are reason to merge them: they meet in a block and more speaks for one event than against."""
    return likeness(one, two, published) > 0 and _meet(one, two, published)


def _meet(one: Report, two: Report, published: Days) -> bool:
    first, second = (blocking_keys(report, published.get(report.article_id)) for report in (one, two))
    return not first.isdisjoint(second)


def _when(one: Report, two: Report, published: Days) -> float:
    first, second = window(one, published.get(one.article_id)), window(two, published.get(two.article_id))
    if first is None or second is None:
        return 0.0  # they met by toll and district, or toll and author
    gap = first.gap(second)
    if gap > NEAR_DAYS or (gap and (first.assumed or second.assumed)):
        return EXCLUDED
    if one.background:
        return 1.0
    if gap:
        return -1.0
    if first.assumed or second.assumed:
        return -1.0 if first.assumed and second.assumed else 0.0
    return 0.0 if max(one.date_prec or 1, two.date_prec or 1) > 2 else 2.5


def _is_one_siege(one: Report, two: Report) -> bool:
    """A battle of one day in one quiet place, whose first reports count one dead and the last ones a dozen."""
    battles = one.sub_event_type == two.sub_event_type == CLASH and _fallen(one) == _fallen(two)
    return battles and _named(one) and _named(two) and _same_place(one, two) and _in_quiet_district(one, two)


def _in_quiet_district(one: Report, two: Report) -> bool:
    return one.admin2 is not None and one.admin2 == two.admin2 and one.admin2 not in BUSY


def _where(one: Report, two: Report) -> float:
    if one.country and two.country and one.country != two.country and not _km_between(one, two) <= NEAR_KM:
        return EXCLUDED
    if _named(one) and _named(two) and _same_place(one, two):
        return 2.5
    if _ends_there(one, two) or _ends_there(two, one):
        return 1.0
    if not (one.admin2 and two.admin2):
        if one.admin1 and two.admin1:
            return -1.0 if one.admin1 == two.admin1 else EXCLUDED if one.country and two.country else -3.0
        return -1.0 if one.background else -2.0
    km = _km_between(one, two)
    if one.admin2 == two.admin2:
        if km is math.inf:
            return 1.5
        if km > NEAR_KM and not (_named_as_district(one) or _named_as_district(two)):
            return -3.0
        return 2.0 if km <= SAME_PLACE_KM else 0.5
    if _once_its_district(one, two) or _once_its_district(two, one):
        return 0.0
    if km <= NEIGHBOUR_KM:
        return 0.0 if km <= SAME_PLACE_KM else -1.0 if km <= NEAR_KM else -4.5
    return -1.5 if _within_reach(one, two) else EXCLUDED


def _named(report: Report) -> bool:
    return (report.where_prec or 9) <= 2


def _named_as_district(report: Report) -> bool:
    """Whether the place is a town like Khuzdar or Saravan: who writes its name may mean the district."""
    return report.location == report.admin2


def _once_its_district(wide: Report, other: Report) -> bool:
    """Whether one names a district like Sarbaz and the other a place in what was split from it since, like Rask."""
    return _named_as_district(wide) and other.admin2 in split_from().get((wide.country, wide.admin2), ())


def _same_place(one: Report, two: Report) -> bool:
    """One place of the gazetteer, or one name a few kilometres off ("20 km east of Quetta")."""
    if one.place_id and one.place_id == two.place_id:
        return True
    return one.location == two.location and _km_between(one, two) <= NEAR_KM


def _ends_there(line: Report, other: Report) -> bool:
    """Whether a road or railway leads to the other's town or district: "on the Iranshahr-Bampur road", "in Iranshahr"."""
    return not {other.location, other.admin2}.isdisjoint(road_ends(line))


def _within_reach(one: Report, two: Report) -> bool:
    """Whether a place may lie in a district that is known by its middle only, or two such districts are neighbours."""
    if one.lon is None or two.lon is None or (_named(one) and _named(two)):
        return False
    reach = (one.uncertainty_km or 0.0) + (two.uncertainty_km or 0.0)
    return distance_km(one.lon, one.lat, two.lon, two.lat) <= reach


def _km_between(one: Report, two: Report) -> float:
    """Between two named places; infinite where either is none."""
    if one.lon is None or two.lon is None or not (_named(one) and _named(two)):
        return math.inf
    return distance_km(one.lon, one.lat, two.lon, two.lat)


def _tolls(one: Report, two: Report, published: Days) -> float:
    taken = max(-1.0, _toll(one.abducted, two.abducted)) if one.abducted and two.abducted else 0.0
    if one.fatalities is None or two.fatalities is None:
        killed = _unstated(one, two)
    elif _are_two_versions(one, two):
        killed = min(1.0, _toll(one.fatalities, two.fatalities))
    elif _fallen(one) != _fallen(two):
        both = one.attackers_killed and two.attackers_killed  # "three terrorists", "three armed men and a neighbour"
        killed = min(1.5, _toll(one.attackers_killed, two.attackers_killed)) if both else -3.0
    else:
        killed = max(_toll(one.fatalities, two.fatalities), 1.0 if _in_range(one, two) else -math.inf)
    plain = killed + max(-1.5, _toll(one.injured, two.injured) / 2)
    return taken + max(plain, _died_meanwhile(one, two, published))


def _unstated(one: Report, two: Report) -> float:
    """A report without deaths that tells of injured or abducted denies deaths; one without any toll is a follow-up."""
    silent, other = (one, two) if one.fatalities is None else (two, one)
    size = 0.0 if not other.fatalities else 0.5 if other.fatalities < 3 else 1.0
    return -size * (3.0 if silent.injured or silent.abducted else 1.0)


def _in_range(one: Report, two: Report) -> bool:
    """Whether one gives competing figures, and the other's is among them."""
    return any(
        a.fatalities_low is not None
        and a.fatalities_high is not None
        and a.fatalities_low < a.fatalities_high
        and a.fatalities_low <= b.fatalities <= a.fatalities_high
        for a, b in ((one, two), (two, one))
    )


def _died_meanwhile(one: Report, two: Report, published: Days) -> float:
    """Bits where the toll rose because the injured died: more dead than told before, out of all who were hit then."""
    if one.fatalities is None or two.fatalities is None or _fallen(one) != _fallen(two):
        return -math.inf
    early, late = sorted((one, two), key=lambda report: report.fatalities)
    hit, after = _struck(early), _struck(late)
    days = [published.get(report.article_id) for report in (early, late)]
    if hit is None or not early.fatalities < late.fatalities <= hit or (None not in days and days[1] < days[0]):
        return -math.inf
    if after == hit:
        return 1.5
    return 0.5 if after is None or hit < after <= LATER_FOUND * hit else -math.inf


def _struck(report: Report) -> int | None:
    """Killed and injured together, where both are stated."""
    return None if report.fatalities is None or report.injured is None else report.fatalities + report.injured


def _toll(mine: int | None, theirs: int | None) -> float:
    """Equal figures count for as much as they are rare; counts of one event drift, and most by a little."""
    if mine is None or theirs is None:
        return 0.0
    low, high = sorted((mine, theirs))
    if low == high:
        return 0.0 if not low else math.log2(SAME_TOLL_STATED / SHARE_OF_TOLL[min(low, 11)])
    if not low:
        return -1.5 if high < 3 else -4.0
    # two events of one day that both killed many are rare, so the size itself speaks for one; small tolls are common
    size = min(3.0, max(-1.0, math.log2(low / 3)))
    return max(-5.0, 1.5 - 2.5 * math.log2(high / low) + size)


def _fallen(report: Report) -> str:
    """Whether all of the dead were attackers: a raid on a camp is not the ambush of a patrol."""
    return "attackers" if report.fatalities and report.attackers_killed == report.fatalities else "others"


def _are_two_versions(one: Report, two: Report) -> bool:
    """Whether forces killed "militants" in one and somebody in the other: what officials and what relatives say of a raid."""
    raid, other = (one, two) if _fallen(one) == "attackers" else (two, one)
    if (_fallen(raid), _fallen(other)) != ("attackers", "others"):
        return False
    low, high = sorted((one.fatalities or 0, two.fatalities or 0))
    near = RARELY_SO_MANY <= low >= high - 1
    one_battle = near and one.sub_event_type == two.sub_event_type == CLASH and other.actor2 not in FORCES
    return other.actor1 in FORCES or (one_battle and _in_quiet_district(one, two))


def _what(one: Report, two: Report) -> float:
    if one.sub_event_type is None or two.sub_event_type is None:
        return 0.0
    if one.sub_event_type == two.sub_event_type:
        return 2.0 if one.sub_event_type == "Suicide bomb" else 1.0
    first, second = _family(one), _family(two)
    if first == second:
        return 0.0
    if "abduction" in (first, second) and one.abducted and two.abducted:
        return 0.0  # "stormed a house and took away nine"
    if SHOT_CROWD in (one.sub_event_type, two.sub_event_type) and "fight" in (first, second):
        return -1.0  # "killed by gunfire in Saravan"
    return -1.5 if {first, second} == {"blast", "fight"} else -4.0


def _family(report: Report) -> str:
    if (report.sub_event_type or "").startswith("Abduction"):
        return "fight" if report.fatalities else "abduction"
    if report.event_type in CROWDS:
        return "crowd"
    return "blast" if report.event_type in BLASTS else "fight"


def _who(one: Report, two: Report) -> float:
    """Who did it counts where both name a group ("gunmen" may be anybody); who was hit, where one names civilians only."""
    total = 0.0
    if one.actor1 in GROUPS and two.actor1 in GROUPS:
        rivals = not {one.actor1, two.actor1} <= FORCES  # "border guards" or "the Guards": who knows
        total += 1.0 if one.actor1 == two.actor1 else -0.5 * rivals  # alliances and rivals claim the same deed
    if one.actor2 and two.actor2:
        civilian = [report.actor2.startswith(CIVILIANS) for report in (one, two)]
        if _are_two_versions(one, two) or one.actor2 in GROUPS - FORCES or two.actor2 in GROUPS - FORCES:
            return total  # whom officials call militants
        total += 0.5 if one.actor2 == two.actor2 else 0.0 if civilian[0] == civilian[1] else _apart(one, two)
    return total


def _apart(one: Report, two: Report) -> float:
    """Soldiers in one and civilians in the other: a bomb hits both, a riot hurts both, gunmen choose."""
    if VOLUNTEERS in (one.actor2, two.actor2):
        return 0.0  # a shopkeeper to his family, one of theirs to the Guards
    if one.sub_event_type == two.sub_event_type == CLASH:
        return -1.0  # a battle in a town kills both
    return {"blast": -1.0, "crowd": 0.0}.get(_family(one) if _family(one) == _family(two) else "", -3.5)
