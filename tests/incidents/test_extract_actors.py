"""Who did it, and who was hit."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.model import Article
from incidents.pipeline import read_article

BLA, JAISH = "Balochistan Liberation Army", "Jaish al-Adl"


@pytest.mark.parametrize(
    ("text", "doer", "victim"),
    [
        # whoever claims it
        ("Gunmen killed two policemen in Turbat on Monday. The BLA claimed the attack.", BLA, "Police"),
        # however far down
        ("A bomb killed two soldiers in Turbat on Monday.\n\nThe wounded were flown out.\n\nThe BLA said it had carried out the attack.", BLA, "Security forces"),
        # whatever the claim looks back to
        ("Two bombers killed 21 people in Zahedan on Monday. Jundallah said that it had acted in revenge for its leader, who was hanged last month.", "Jundallah", "Civilians"),
        # both of them
        ("A bomb killed a soldier in Hoshab on Monday. The BLA claimed responsibility for both attacks.", BLA, "Security forces"),
        # nobody has claimed it, and the group that is active there is not said to have done it
        ("Gunmen killed two policemen in Turbat on Monday. No group has claimed it, but the BLA is active in the area.", "Unidentified gunmen", "Police"),
        # behind "by", before the deed
        ("Three border guards were killed by Jaish al-Adl militants in Mirjaveh on Monday.", JAISH, "Iranian border guards"),
        ("Jaish al-Adl militants killed three border guards in Mirjaveh on Monday.", JAISH, "Iranian border guards"),
        ("Gunmen ambushed a Frontier Corps patrol in Kech on Monday, killing two soldiers.", "Unidentified gunmen", "Security forces"),
        # an operation: the forces did it, the group was hit
        ("Security forces killed five BLA fighters in Kalat on Monday.", "Security forces", BLA),
        # a force that shoots is the doer
        ("Two men were killed when Iranian border guards opened fire on them near Saravan on Monday.", "Iranian border guards", "Civilians"),
        # a state, by its weapons or its strike
        ("Iranian missiles hit a village in Panjgur on Monday, killing two children.", "Iran", "Civilians"),
        ("Two children were killed in a strike by Iran in Panjgur on Monday.", "Iran", "Civilians"),
        # the one group the article names, if nobody says that none claimed it
        ("Five border guards were seized near Jakigur on Monday.\n\nJaish al-Adl posted pictures of them.", JAISH, "Iranian border guards"),
        # … unless it was hit
        ("Five BLA militants were killed in Kalat on Monday.\n\nThe BLA is banned.", None, BLA),
        # whoever held them
        ("One of five border guards held by Jaish al-Adl was killed near Jakigur on Monday.", JAISH, "Iranian border guards"),
        # a force that shoots one of the bombers did not bomb
        ("A terrorist attack in Chabahar on Monday killed nine people. One man detonated his belt and a second was shot by security forces.", None, "Civilians"),
        # whoever tells it is neither
        ("Two labourers were killed in Turbat on Monday, police said.", None, "Labourers"),
        ("Police said two labourers were shot dead in Turbat on Monday.", None, "Labourers"),
        # whoever it was aimed at did not do it
        ("Missiles hit bases of Jaish al-Adl in Panjgur on Monday, killing two children.", None, "Civilians"),
        ("Missiles hit bases of Jaish al-Adl in Panjgur on Monday.", None, JAISH),
        ("Missiles hit two bases of the Sunni militant group Jaish al-Adl in Panjgur on Monday.", None, JAISH),
        # a force that fires missiles
        ("The Revolutionary Guards carried out missile strikes on a village in Panjgur on Monday, killing two children.", "Islamic Revolutionary Guard Corps", "Civilians"),
        # nobody has claimed it, and others know
        ("A bomb killed a policeman in Iranshahr on Monday. No group claimed responsibility; however, sources attributed the attack to Jaish al-Adl.", JAISH, "Police"),
        # its work, and who was to blame
        ("A bomb killed 11 people in Quetta on Monday. The BLA said that attack was its work.", BLA, "Civilians"),
    ],
)  # fmt: skip
def test_the_two_sides(text, doer, victim, toolbox):
    first, *_ = read_article(Article(id="a", text=text, published=date(2020, 5, 12), lang="en"), toolbox)
    assert (first.actor1, first.actor2) == (doer, victim)
    for name, value in (("actor1", doer), ("actor2", victim)):
        assert any(item.field == name for item in first.evidence) is (value is not None)


def test_an_event_that_a_group_claims_for_itself_is_not_anothers(toolbox):
    text = (
        "A bomb killed four students in Quetta on Monday. Lashkar-e-Jhangvi claimed both attacks.\n\nHours earlier "
        "rockets hit a house in Ziarat and a policeman was killed. The BLA said it had carried out the attack."
    )
    found = read_article(Article(id="a", text=text, published=date(2020, 5, 12), lang="en"), toolbox)
    assert {report.admin2: report.actor1 for report in found} == {"Quetta": "Lashkar-e-Jhangvi", "Ziarat": BLA}
