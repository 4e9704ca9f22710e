"""ACLED's terms for what happened."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.model import Article
from incidents.pipeline import read_article


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # forces that fire on a crowd; armed men that do
        ("Police opened fire on a crowd that was protesting in Quetta on Monday, killing two.", "Excessive force against protesters"),
        ("Gunmen opened fire on a protest rally in Quetta on Monday, killing two.", "Attack"),
        # a bomb and then shots, and those who fired them died
        ("A bomb went off by a convoy in Gwadar on Monday and gunmen opened fire; three of the attackers were killed.", "Armed clash"),
        # how it was done decides over "attack"
        ("Three people were killed in a suicide attack in Quetta on Monday.", "Suicide bomb"),
        ("A bomber blew himself up at a mosque in Quetta on Monday, killing three.", "Suicide bomb"),
        ("A roadside bomb killed two soldiers in Turbat on Monday.", "Remote explosive/landmine/IED"),
        ("Two men were killed by a landmine in Dera Bugti on Monday.", "Remote explosive/landmine/IED"),
        ("A hand grenade thrown at a shop in Hub on Monday wounded two people.", "Grenade"),
        ("Rockets fired at a camp in Turbat on Monday wounded two soldiers.", "Shelling/artillery/missile attack"),
        ("Drones struck a house in Saravan on Monday, killing two children.", "Air/drone strike"),
        ("Gunmen shot dead two policemen in Turbat on Monday.", "Attack"),
        # both sides fight
        ("Two soldiers and five militants were killed in a gun battle in Kohlu on Monday.", "Armed clash"),
        ("Gunmen opened fire on a post in Turbat on Monday; guards returned fire. One guard was killed.", "Armed clash"),
        ("Security forces killed four militants in an operation in Mastung on Monday.", "Armed clash"),
        # an assault on forces is a battle, one on labourers is not
        ("Three policemen were killed when militants stormed a police station in Rask on Monday.", "Armed clash"),
        ("Three labourers were killed when militants stormed a house in Turbat on Monday.", "Attack"),
        # a raid with dead on both sides, even when the gate was blown up
        ("Militants blew up the gate and stormed the camp in Panjgur on Monday; four soldiers and nine attackers died.", "Armed clash"),
        # taken, and taken and killed
        ("Armed men kidnapped four engineers from Kharan on Monday.", "Abduction/forced disappearance"),
        ("Four labourers were kidnapped in Kharan on Monday and then shot dead.", "Attack"),
        ("Gunmen abducted two dozen passengers from buses in Mach on Monday and killed 14 of them.", "Attack"),
        # weapons in the hands of attackers who die fighting
        ("Militants threw grenades at a police station in Zahedan on Monday; two policemen and four attackers were killed.", "Armed clash"),
        ("Armed men led off 16 passengers from a bus near Ormara on Monday; 14 were killed.", "Attack"),
        # how the one before it was done
        ("A roadside bomb wounded 14 people in Quetta on Monday, three days after a suicide attack there killed more than 70.", "Remote explosive/landmine/IED"),
        # weapons made safe, unless something went off as well
        ("Security forces defused a bomb in Turbat on Monday.", "Disrupted weapons use"),
        ("A bomb exploded in Turbat on Monday and a second device was defused.", "Remote explosive/landmine/IED"),
        # things, not people
        ("Militants set fire to three trucks in Turbat on Monday after stopping them.", "Looting/property destruction"),
        # protests
        ("Six demonstrators were injured in clashes with police in Fanuj on Monday.", "Protest with intervention"),
        ("Police opened fire on demonstrators in Zahedan on Monday, killing four.", "Excessive force against protesters"),
        ("An angry mob beat a man to death in Hub on Monday; he was killed on the spot.", "Mob violence"),
        ("A woman was raped in Hub on Monday and died in hospital.", "Sexual violence"),
        # drones that troops had with them
        ("Eight militants were killed on Monday in a raid in Khash by troops backed by drones.", "Armed clash"),
        # a mine is no town that is held
        ("Armed men overran a coal mine in Duki on Monday, killing 20 miners.", "Attack"),
        # what was foiled is not what killed them
        ("Forces foiled an infiltration in Zhob on Monday and killed thirty militants.", "Armed clash"),
        # what happened on the day before is told beside it only
        ("Gunmen shot dead a constable in Quetta on Monday, three days after a suicide bomber struck a truck.", "Attack"),
        # what somebody is accused of is not what happened to him
        ("A group killed a constable in Zahedan on Monday, accusing him of shooting at protesters.", "Attack"),
        # those who put out fires fight nobody
        ("Gunmen shot a driver dead in Kolpur on Monday. Firefighters needed five hours.", "Attack"),
        # a raid in which somebody was only taken away
        ("Frontier Corps personnel raided a house in Absar on Monday and took away Shoaib Baloch.", "Abduction/forced disappearance"),
        # taken away by forces
        ("Pakistani forces detained two students in Tump on Monday and moved them to an undisclosed location.", "Abduction/forced disappearance"),
        # a crowd, and forces that fired on it a sentence later
        ("Security forces killed sixteen citizens in Khash on Monday. Worshippers had marched to the office. Forces on the roof opened fire on them.", "Excessive force against protesters"),
        ("Fighters seized control of the town of Mach on Monday after fighting in which two soldiers died.", "Non-state actor overtakes territory"),
    ],
)  # fmt: skip
def test_the_kind_of_an_event(text, kind, toolbox):
    article = Article(id="a", text=text, published=date(2020, 5, 12), lang="en")
    first, *_ = read_article(article, toolbox)
    assert first.sub_event_type == kind
    (words,) = (item.span for item in first.evidence if item.field == "sub_event_type")
    assert text[words.start : words.end] == words.text


@pytest.mark.parametrize(
    "text",
    [
        # an arrest, a surrender, a truce and a sit-in are no incident of their own
        "Police arrested five suspects in Turbat on Monday.",
        "Forty fighters laid down their arms in Kalat on Monday.",
        "The two groups signed a ceasefire in Zhob on Monday.",
        "Fishermen staged a sit-in in Gwadar on Monday.",
        # nor is an explosion of gas
        "Twelve miners lost their lives in an explosion caused by methane gas in Zardalo on Monday.",
        "Six miners lost their lives when a methane gas explosion caused the collapse of a mine in Marwar on Monday.",
    ],
)
def test_what_opens_no_incident(text, toolbox):
    assert read_article(Article(id="a", text=text, published=date(2020, 5, 12), lang="en"), toolbox) == ()
