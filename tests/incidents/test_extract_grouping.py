"""Which sentences make one event, which another, which only recall: (day, dead, district) of each, * for recalled."""

from __future__ import annotations

from datetime import date

import pytest

from incidents.model import Article, DatePrec
from incidents.pipeline import read_article

PUBLISHED = date(2020, 5, 12)  # a Tuesday


def events(text: str, toolbox):
    found = read_article(Article(id="a", text=text, published=PUBLISHED, lang="en"), toolbox)
    return [
        ("*" if r.background else "", r.event_date and r.event_date.isoformat(), r.fatalities, r.admin2) for r in found
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # one event told twice
        (
            "TURBAT: Six soldiers were killed by a bomb in Buleda on Friday.\n\nThe six soldiers were on patrol when the "
            "bomb went off, killing all six.",
            [("", "2020-05-08", 6, "Kech")],
        ),
        # another place on the same day, said to be separate
        (
            "QUETTA: Two policemen were shot dead in Turbat on Monday.\n\nIn a separate attack the same day, a bomb killed "
            "three people in Chaman.",
            [("", "2020-05-11", 3, "Chaman"), ("", "2020-05-11", 2, "Kech")],
        ),
        # two attacks in one town on one day
        (
            "QUETTA: A bomb in Quetta wounded three soldiers on Monday morning.\n\nIn the evening gunmen shot dead a "
            "policeman in the city.",
            [("", "2020-05-11", None, "Quetta"), ("", "2020-05-11", 1, "Quetta")],
        ),
        # who died in a hospital of another province belongs to the event told before
        (
            "KHUZDAR: Three children died when a bomb hit a bus in Khuzdar on Monday. By evening a fourth child had died in Karachi.",
            [("", "2020-05-11", 4, "Khuzdar")],
        ),
        # who also died is none of those told before, unless they were people of any kind
        (
            "Gunmen killed 14 passengers in Kalat on Monday. Two FC personnel also died in the fighting.",
            [("", "2020-05-11", 16, "Kalat")],
        ),
        ("A bomb killed 15 people in Quetta on Monday. Six lawyers also died.", [("", "2020-05-11", 15, "Quetta")]),
        # a civilian is none of the soldiers
        (
            "Nine soldiers were killed in Zhob on Monday. A woman who was travelling in a van died in the crossfire.",
            [("", "2020-05-11", 10, "Zhob")],
        ),
        # what an operation came after is recalled
        (
            "Forces killed five terrorists in Washuk on Monday. The raid took place two days after a bombing in Mastung in which 50 "
            "people died.",
            [("", "2020-05-11", 5, "Washuk"), ("*", None, 50, "Mastung")],
        ),
        # a figure that was taken back
        (
            "CHABAHAR: Two policemen were killed by a bomb in Chabahar on Monday. A deputy governor said that four people had died, "
            "but the police later corrected that figure.",
            [("", "2020-05-11", 2, "Chabahar")],
        ),
        # two places side by side in the opening, each with its own dead below; what names the place counts nobody
        (
            "QUETTA: Seven soldiers and 13 militants were killed after camps in Nushki and Panjgur were attacked on Monday.\n\nIn "
            "Nushki, gunmen forced their way in behind a car bomb. Nine attackers were killed there and four soldiers died.\n\nIn "
            "Panjgur, militants tried to enter a camp from two sides. Three soldiers and four attackers died.",
            [("", "2020-05-11", 13, "Nushki"), ("", "2020-05-11", 7, "Panjgur")],
        ),
        # an armed group's own count is not one of them, nor is an older day of theirs
        (
            "QUETTA: Seven soldiers and 13 militants were killed after camps in Nushki and Panjgur were attacked on Monday.\n\nIn "
            "Nushki, nine attackers were killed and four soldiers died.\n\nIn Panjgur, three soldiers and four attackers died. "
            "The BLA put the number of soldiers killed at 100.\n\nThe raids follow the killing of ten soldiers in Kech on May 1.",
            [("", "2020-05-11", 13, "Nushki"), ("", "2020-05-11", 7, "Panjgur"), ("*", "2020-05-01", 10, "Kech")],
        ),
        # a month of this year is over, and another province is another place
        (
            "CHABAHAR: Two policemen were killed by a car bomb in Chabahar on Monday.\n\nIn March this year gunmen shot at a parade "
            "in Ahvaz, killing 25.",
            [("", "2020-05-11", 2, "Chabahar"), ("*", "2020-03-01", 25, None)],
        ),
        # an opening that counts people is news, whatever else it mentions
        (
            "ISLAMABAD: Pakistan said on Tuesday it was recalling its ambassador from Tehran after missiles hit a village in "
            "Balochistan, killing two children.\n\nIran struck two bases of a group in Panjgur on Monday, Tasnim reported.",
            [("", "2020-05-11", 2, "Panjgur")],
        ),
        # the second event stands in the same sentence
        (
            "Six soldiers were killed in Kalat on Monday night; in another incident one soldier was killed in Turbat.",
            [("", "2020-05-11", 6, "Kalat"), ("", "2020-05-11", 1, "Kech")],
        ),
        # and shares its verb
        (
            "Six militants were killed in Kalat on Monday, and four others in Turbat.",
            [("", "2020-05-11", 6, "Kalat"), ("", "2020-05-11", 4, "Kech")],
        ),
        # beyond the clause of the first
        (
            "Ten soldiers were martyred in two incidents on Monday. Six were killed when militants fired on a patrol in Kalat, "
            "and four, including a captain, in a clash in Turbat.",
            [("", "2020-05-11", 6, "Kalat"), ("", "2020-05-11", 4, "Kech")],
        ),
        # what had come before is not counted with it
        (
            "Five bodies were found in Mastung on Monday, three days after 15 men were shot dead in Turbat.",
            [("", "2020-05-11", 5, "Mastung")],
        ),
        # the first sentence sums up
        (
            "QUETTA: Bombs outside two offices killed 28 people in Balochistan on Monday.\n\nIn Pishin district, a bomb "
            "killed 16 people.\n\nIn Killa Saifullah, twelve people died.",
            [("", "2020-05-11", 16, "Pishin"), ("", "2020-05-11", 12, "Killa Saifullah")],
        ),
        # the statement's day makes no second event
        (
            "A post in Turbat came under attack on Saturday night. One soldier and four attackers were killed, the "
            "military said on Monday.",
            [("", "2020-05-09", 5, "Kech")],
        ),
        # an old attack is recalled
        (
            "QUETTA: Gunmen killed two policemen in Turbat on Monday.\n\nIn July 2018 a bomber killed 149 people in Mastung.",
            [("", "2020-05-11", 2, "Kech"), ("*", "2018-07-01", 149, "Mastung")],
        ),
        # so is one sentence about an earlier day in another place
        (
            "QUETTA: Gunmen killed two policemen in Turbat on Monday.\n\nOn Friday five labourers were killed by a bomb near "
            "Sibi.",
            [("", "2020-05-11", 2, "Kech"), ("*", "2020-05-08", 5, "Sibi")],
        ),
        # people held since earlier
        (
            "Tehran asked Pakistan to secure the release of three border guards, who are in the captivity of Jaish al-Adl.",
            [("*", None, None, None)],
        ),
        # a court looks back whatever day it names
        (
            "A court in Turbat sent four men to prison on Monday for the murder of a tax officer who was shot in May 2017.",
            [],
        ),
        # a year's figures are no event
        (
            "Attacks in Balochistan have killed 215 people since the start of the year, a research body said on Monday.",
            None,
        ),
        # accidents, quakes, floods, sports
        ("Eight people were killed on Monday when a bus collided with a truck in Panjgur.", []),
        ("An earthquake killed 37 people in Mashkel on Monday.", []),
        ("Flash floods killed six people in Turbat on Monday.", []),
        ("Turbat beat Gwadar in the football final on Monday; the crowd stormed the field.", []),
        # the items of a digest are events of their own, toll or none
        (
            "A round-up of violence in Balochistan on Monday:\n\n— Kech: A man was injured by a grenade in Tump.\n\n— Nasirabad: Insurgents blew up a pylon near Chattar.",
            [("", "2020-05-11", None, "Kech"), ("", "2020-05-11", None, "Nasirabad")],
        ),
        # equal deaths, but words say that it is another event
        (
            "QUETTA: Two people were killed by a suicide bomber in Quetta on Monday.\n\nLater two passers-by were killed in the city when a bomb went off on Qambrani Road.",
            [("", "2020-05-11", 2, "Quetta"), ("", "2020-05-11", 2, "Quetta")],
        ),
        # a sentence that looks back does so in both its places
        (
            "TEHRAN: The judiciary said on Monday that 16 rebels had been hanged in Zahedan in answer to the killing of 14 border guards near Saravan the previous night.",
            None,
        ),
        # a province's wounded, then those of one town
        (
            "QUETTA: Five soldiers were killed and 17 people injured in a string of bombings in Balochistan on Monday.\n\nIn Kohlu a device went off, killing five soldiers.\n\nIn Quetta eight people were wounded when men hurled a grenade at a post.",
            [("", "2020-05-11", 5, "Kohlu"), ("", "2020-05-11", None, "Quetta")],
        ),
        ("At least 23 pilgrims were killed when an overcrowded bus fell into a gorge in Khuzdar on Monday.", []),
        ("A truck turned turtle near Khash on Monday, killing 12 migrants.", []),
        # drugs seized
        ("Border guards in Saravan seized opium in an operation against smugglers on Monday.", []),
        # a count since some day
        (
            "Pakistan closed the crossing on Monday. Israeli strikes have killed more than 220 people in Iran since Friday.",
            None,
        ),
        # a line between two places of one district is a place of its own
        (
            "Fourteen troops were martyred when terrorists ambushed vehicles moving from Pasni to Ormara in Gwadar district on Monday.\n\nThe previous day a blast killed five people in Dera Ismail Khan.",
            [("", "2020-05-11", 14, "Gwadar"), ("*", "2020-05-10", 5, "Dera Ismail Khan")],
        ),
        # the day on which a toll rose is not that of the event
        (
            "QUETTA: The number of cadets killed in the assault on a training centre rose to 61 on Monday.\n\nThree gunmen had entered the hostel in Quetta late on Sunday night.",
            [("", "2020-05-10", 61, "Quetta")],
        ),
        # the sum of two attacks is neither of them, and one claim is of both
        (
            "Sixteen people were shot dead in two incidents in Balochistan on Monday.\n\nArmed men boarded a bus at Mach. Ten of those on the bus died.\n\nHours later in Quetta, gunmen walked into a house. Six labourers were killed.",
            [("", "2020-05-11", 10, "Kachhi"), ("", "2020-05-11", 6, "Quetta")],
        ),
        # "have been" is news where an article opens with it
        (
            "Four coal miners have been abducted by militants in Balochistan, officials said.\n\nThe miners were taken away at gunpoint on Monday from a colliery in Harnai district.",
            [("", "2020-05-11", None, "Harnai")],
        ),
        # the sentence before says where
        (
            "A hideout of militants near Mashkay was surrounded by the Frontier Corps on Monday. Four terrorists were killed when they opened fire.",
            [("", "2020-05-11", 4, "Awaran")],
        ),
        # what came of an event, and where, is told before it
        (
            "Trains between Quetta and Sukkur stood still on Monday following the bomb attack on a train near Mach.\n\nA woman hurt in the Saturday blast died, raising the death toll to three.",
            [("", "2020-05-09", 3, "Kachhi")],
        ),
        # the other event of the day, in one sentence that names the city only
        (
            "QUETTA: Two policemen were killed in a bomb blast on Sariab Road in Quetta on Monday evening. It was the second explosion of the day in the city, as in the morning a blast in a bazaar claimed five lives.",
            [("", "2020-05-11", 5, "Quetta"), ("", "2020-05-11", 2, "Quetta")],
        ),
        # an article about talks that also tells what happened in these days, and goes on with it
        (
            "Pakistan recalled its ambassador to Tehran on Monday.\n\nSunday's strike, by drones and missiles, hit a village in Panjgur district. Three girls were wounded.",
            [("", "2020-05-10", None, "Panjgur")],
        ),
        # … whose dead the talks name, not those of December
        (
            "Pakistan recalled its ambassador on Monday, a day after Iran launched airstrikes on its soil. Islamabad said it killed two children.\n\nSunday's strike, by drones and missiles, hit a village in Panjgur district.\n\nThe group took responsibility for an assault on a police station in Rask in December in which 11 officers died.",
            [("", "2020-05-10", 2, "Panjgur"), ("*", "2019-12-01", 11, "Rask")],
        ),
        # the news first, then what a judge had done
        (
            "Fourteen border guards were killed in an ambush near Saravan on Sunday, and authorities hanged 16 men hours later.",
            [("", "2020-05-10", 14, "Saravan")],
        ),
        # another place first, then how and when: an event without a toll
        (
            "Gunmen shot dead five men in Kalat on Sunday.\n\nIn Bolan, a part of a railway bridge was blown up with explosives early on Monday.",
            [("", "2020-05-10", 5, "Kalat"), ("", "2020-05-11", None, "Kachhi")],
        ),
        # another place, then armed men; another kind of attack an hour later
        (
            "A bomb in Khuzdar killed two policemen on Monday.\n\nIn Kech, armed men fired on a Levies check post at Jusak. One of the attackers fell to the retaliatory fire.",
            [("", "2020-05-11", 2, "Khuzdar"), ("", "2020-05-11", 1, "Kech")],
        ),
        (
            "A man was killed when rockets were fired at Mach on Monday.\n\nAn hour later a grenade was lobbed at a shop. Three customers were hurt.",
            [("", "2020-05-11", 1, "Kachhi"), ("", "2020-05-11", None, "Kachhi")],
        ),
        # where and when, and then how many
        (
            "QUETTA: Funeral prayers were offered on Monday for troops who lost their lives in the Kalat district. The incident took place on the night between Friday and Saturday. Eighteen soldiers were killed in the fighting, the army said.",
            [("", "2020-05-08", 18, "Kalat")],
        ),
        # a capital that is its government locates nothing
        (
            "Dozens of attackers killed 20 miners in the early hours of Monday, days before Islamabad hosts a summit. The men rounded up the workers at Duki.",
            [("", "2020-05-11", 20, "Duki")],
        ),
        # an almanac of last year tells what it opens with, not what it recalls
        (
            "On 16 January 2019, Iran carried out missile strikes on the village of Koh-e-Sabz in Panjgur district. Pakistan said that two children had been killed, and recalled its ambassador.",
            [("", "2019-01-16", 2, "Panjgur")],
        ),
        # what was told before is no other event
        (
            "Five men were killed when gunmen opened fire on a car in Quetta on Monday. Earlier, a paper reported that two people were killed.",
            [("", "2020-05-11", 5, "Quetta")],
        ),
        # funerals in one town, the attack in another; home towns elsewhere
        (
            "Crowds turned out in Zahedan on Monday for the funerals of some of those who died in Sunday's attack at Pishin. Fifteen guards were killed.",
            [("", "2020-05-10", 15, "Rask")],
        ),
        # named victims are part of the toll, not another event
        (
            "A suicide bomber struck a meeting in southeast Iran on Sunday, killing at least 31 people.\n\nGeneral Nour-Ali Shoushtari and General Rajab Ali Mohammadzadeh died in the blast in the town of Pishin.",
            [("", "2020-05-10", 31, "Rask")],
        ),
        # what a hanging looks back at is the event of that night
        (
            "Iran said it hanged 16 men on Monday in reprisal for the deaths of 14 border guards in an ambush on Sunday. Gunmen attacked a border post near Saravan on Sunday. Three guards were captured.",
            [("", "2020-05-10", 14, "Saravan")],
        ),
        # a town's police that came under fire
        (
            "Five police officers were killed in an ambush, in an attack claimed by a group that is based in Pakistan. The Iranshahr police were on patrol when they came under fire on Monday.",
            [("", "2020-05-11", 5, "Iranshahr")],
        ),
        # a bombed train that left the rails, and one that only did
        (
            "A bomb on the track went off as a train passed near Mach on Monday. At least four people were killed; three carriages derailed. The group said it was in retaliation for operations in Dera Bugti.",
            [("", "2020-05-11", 4, "Kachhi")],
        ),
        ("Three carriages of a train derailed near Mach on Monday. Four people were killed.", []),
        # the day before, set beside the day's event as news
        (
            "Seven labourers were shot dead in Surbandar on Monday. In a separate incident, one man was killed by gunmen in Turbat on May 10.",
            [("", "2020-05-11", 7, "Gwadar"), ("", "2020-05-10", 1, "Kech")],
        ),
        # the paper behind the comma does not make the day one of a statement
        (
            "Four soldiers were killed by a bomb in Zamuran in Kech District on May 10, reports Dawn. Security Forces on May 11 killed two terrorists in an exchange of fire in Buleda.",
            [("", "2020-05-10", 4, "Kech"), ("", "2020-05-11", 2, "Kech")],
        ),
        # a separate incident, after a sentence that looked back
        (
            "Three bodies were recovered in Turbat on Monday. They were of students who went missing last year. In a separate incident, the body of a man was found near Khuzdar.",
            [("", "2020-05-11", 3, "Kech"), ("", "2020-05-11", 1, "Khuzdar")],
        ),
        # one died later in the day, and the toll rose
        (
            "Six persons were killed when a suicide bomber rammed a truck in Quetta on Monday. Later in the day, one of the injured succumbed to his injuries, raising the death toll to seven.",
            [("", "2020-05-11", 7, "Quetta")],
        ),
        # a town in the county from which its own was split
        ("Gunmen shot dead a cleric on Monday in Rask town, Sarbaz county, Iran.", [("", "2020-05-11", 1, "Rask")]),
        # those who had been taken
        (
            "Gunmen abducted four labourers in Tump, Kech district, on May 8. All four were found shot dead in a riverbed on May 10.",
            [("", "2020-05-08", 4, "Kech")],
        ),
        # a count over years
        ("The minister spoke in Quetta on Monday of 2,825 operations in which 212 militants were killed.", []),
        # accused of it, and only then where and when
        (
            "Border guards have been accused of shooting dead at least 10 people who carried fuel. They fired at them near Saravan on Monday.",
            [("", "2020-05-11", 10, "Saravan")],
        ),
        # on the road between two towns; a town further on says no better where
        (
            "Five guards were shot dead on the road between Khash and Zahedan on Sunday. They will be buried in Isfahan.",
            [("", "2020-05-10", 5, None)],
        ),
        # it is still going on
        (
            "Gunmen killed nine people in Mach on Sunday. Two soldiers have been killed since the operation began, officials said.",
            [("", "2020-05-10", 9, "Kachhi")],
        ),
        # where the wounded were taken is not where they were hit
        (
            "KHUZDAR: Two of those injured in a grenade attack here on Monday died. They had succumbed to their injuries in Karachi, where they had been taken.",
            [("", "2020-05-11", 2, "Khuzdar")],
        ),
        # a digest of nothing but full accounts: none is told aside
        (
            "Two soldiers were killed by a bomb in Buleda on May 10.\n\nFour labourers were shot dead in Panjgur on May 6. The killers fled.\n\nOne policeman was killed by a grenade in Khuzdar on May 4.",
            [("", "2020-05-06", 4, "Panjgur"), ("", "2020-05-10", 2, "Kech"), ("", "2020-05-04", 1, "Khuzdar")],
        ),
        # what a group goes on saying is its claim
        (
            "The BLA has claimed a bombing in Buleda on Monday. It said seven soldiers were killed. The army has acknowledged one death, that of a soldier.",
            [("", "2020-05-11", 1, "Kech")],
        ),
        # … even after words that say nothing of anybody
        (
            "BLA spokesman Jeeyand Baloch claimed a bombing in Buleda on Monday. The vehicle was completely destroyed. Five soldiers were killed, the statement claims. Officials have confirmed the death of one soldier.",
            [("", "2020-05-11", 1, "Kech")],
        ),
        # what a group says is its claim, without the word
        (
            "The Balochistan Liberation Army said that twenty soldiers had been killed in Mach on Monday. An army statement said four soldiers were killed in the attack in Mach.",
            [("", "2020-05-11", 4, "Kachhi")],
        ),
        # … whatever it is called on the way
        (
            "A policeman was killed in a shooting in Iranshahr on Monday. Militant group Jaish al-Adl (Army of Justice in Arabic) said that two officers had died.",
            [("", "2020-05-11", 1, "Iranshahr")],
        ),
        # two killed in separate shootings, which are told next
        (
            "Two fuel carriers were killed in separate shootings by military forces in Mirjaveh and Dashtiari.\n\nOn Monday, the driver of a pickup was killed when soldiers opened fire near Mirjaveh.\n\nOn Sunday, border guards shot dead a young man in Dashtiari.",
            [("", "2020-05-11", 1, "Mirjaveh"), ("", "2020-05-10", 1, "Dashtiari")],
        ),
        # one thing further, and a further number
        (
            "Four coal miners were abducted in Harnai on Sunday.\n\nFurther, a railway track was blown up near Dera Murad Jamali on Monday. A further two people were hurt.",
            [("", "2020-05-10", None, "Harnai"), ("", "2020-05-11", None, "Nasirabad")],
        ),
        # who is said to be involved in it does nothing now
        (
            "QUETTA: Police arrested a man on Monday involved in the killing of three labourers in Gwadar.",
            [],
        ),
        # the day of a message, and that of the deed
        (
            "In a statement issued to the media on Monday, a BLF spokesman said that on May 8 snipers shot dead a soldier in Jhao.",
            [("", "2020-05-08", 1, "Awaran")],
        ),
        # the town of a hospital
        (
            "TURBAT: The number of people killed in the bomb explosion on Friday rose to two as one of the injured died in Quetta.",
            [("", "2020-05-08", 2, "Kech")],
        ),
        # counted among others, which are told next
        (
            "Two soldiers were wounded by a bomb in Tump on Monday. It was the second such attack in the district. On Sunday, three men were killed when their vehicle was blown up in Buleda.",
            [("", "2020-05-11", None, "Kech"), ("*", "2020-05-10", 3, "Kech")],
        ),
        # a court: what it tells without a day is old
        (
            "QUETTA: A court on Monday sentenced two men to death for a bombing of 2013.\n\nA bomber had blown himself up inside a club. More than 90 people were killed in Quetta.",
            [("*", None, 90, "Quetta")],
        ),
        # a blast that is only named
        (
            "QUETTA: Traders ended their sit-in on Monday.\n\nThe protest had been started on Friday after a blast in Quetta in which 20 people were killed.",
            [("*", "2020-05-08", 20, "Quetta")],
        ),
        # a scene that a bomb sets, in a round-up
        (
            "QUETTA: Five people were killed in separate incidents in Quetta and Khuzdar on Monday.\n\nIn the provincial capital, gunmen opened fire on a van, killing two constables.\n\nIn Khuzdar, a bomb went off outside a hotel. Three customers were killed.",
            [("", "2020-05-11", 3, "Khuzdar"), ("", "2020-05-11", 2, "Quetta")],
        ),
        # some time later
        (
            "QUETTA: Fourteen students were killed when a bomb went off on Brewery Road on Monday.\n\nAbout 90 minutes later, gunmen laid siege to a hospital in Mastung. Four nurses were killed.",
            [("", "2020-05-11", 14, "Quetta"), ("", "2020-05-11", 4, "Mastung")],
        ),
        # another bombing that the same outfit had claimed
        (
            "QUETTA: Three people were killed when a bomb exploded in Quetta on Monday.\n\nThe faction said it was behind the blast. The same outfit had claimed Friday's bombing in which 70 people were killed.",
            [("", "2020-05-11", 3, "Quetta"), ("*", "2020-05-08", 70, None)],
        ),
        # another day opens another event
        (
            "Ten fuel carriers were killed in Saravan on Sunday after guards opened fire on them.\n\nOn Monday, a crowd gathered in front of the governor's office. Security forces fired live rounds, and two protesters were killed.",
            [("", "2020-05-10", 10, "Saravan"), ("", "2020-05-11", 2, "Saravan")],
        ),
        # a third has died, then the two before
        (
            "A third policeman has died of wounds sustained in an attack in Suran on Sunday.\n\nTwo of his colleagues were killed when gunmen ambushed their patrol.",
            [("", "2020-05-10", 3, "Sib and Suran")],
        ),
        # who dies of wounds dies later
        (
            "A cleric was shot in Talang on Thursday when two gunmen opened fire. The cleric died at the scene and his son succumbed to his wounds on Friday.",
            [("", "2020-05-07", 2, "Qasr-e Qand")],
        ),
        # parts that add up to the sum, though no place is named
        (
            "QUETTA: Six people were killed in two incidents in the city on Monday.\n\nThree men were killed when gunmen sprayed a shop with bullets in the morning.\n\nIn the second incident, a van came under attack in the evening. An officer and two constables were killed.",
            [("", "2020-05-11", 3, "Quetta"), ("", "2020-05-11", 3, "Quetta")],
        ),
        # the toll of one bombing is no sum
        (
            "TEHRAN — The death toll from a suicide bombing in Iran rose to 42 on Monday.\n\nAt least seven officers died in Sunday's attack in the town of Pishin.",
            [("", "2020-05-10", 42, "Rask")],
        ),
        # why they say they did it, and where that was
        (
            "SIBI: Two people were killed when a bomb went off here on Sunday. The UBA claimed the attack, saying that it was in response to an operation in Kalat on May 2.",
            [("", "2020-05-10", 2, "Sibi")],
        ),
        # where coaches come from
        (
            "Gunmen shot dead 20 people after forcing them off two buses on Friday.\n\nThe coaches from Pishin were stopped in the Mastung area.",
            [("", "2020-05-08", 20, "Mastung")],
        ),
        # a road that traders blocked afterwards
        (
            "DERA MURAD JAMALI: One person was killed by a grenade near the bus stand here on Sunday. Traders blocked the Quetta-Jacobabad highway after the explosion.",
            [("", "2020-05-10", 1, "Nasirabad")],
        ),
        # a paragraph of its own, without people
        (
            "Two bodies were recovered from Winder on May 11. Both had been shot.\n\nBRA militants blew up a gas pipeline at Loti in the night between May 9 and 10.",
            [("", "2020-05-11", 2, "Lasbela"), ("*", "2020-05-09", None, "Dera Bugti")],
        ),
        # items that each begin with their town
        (
            "Two weeks in the province.\n\nMirjaveh: In a clash on Sunday three guards were killed.\n\nIranshahr: On Saturday a constable was shot dead.\n\nPeople were arrested in Zahedan.",
            [("", "2020-05-10", 3, "Mirjaveh"), ("", "2020-05-09", 1, "Iranshahr")],
        ),
        # a digest whose items lie in one district, of two kinds, and one elsewhere
        (
            "Two soldiers were killed in a bomb blast in Buleda on May 10.\n\nMilitants fired rockets at a camp in Hoshab, Kech, on May 10. Nobody was hurt.\n\nA tribal elder was shot dead in Zehri on May 10.",
            [("", "2020-05-10", 2, "Kech"), ("", "2020-05-10", 1, "Khuzdar"), ("", "2020-05-10", 0, "Kech")],
        ),
        # a group that speaks hours later speaks of what was told
        (
            "Gunmen killed three guards in Rask on Sunday.\n\nHours later, Jaish al-Adl said in a statement that its fighters had carried out the attack in which four guards were killed.",
            [("", "2020-05-10", 3, "Rask")],
        ),
        # how the injured are doing on the next day
        (
            "Gunmen killed three miners in Mach on Sunday.\n\nFour other men were wounded, and two of them remained in critical condition on Monday.",
            [("", "2020-05-10", 3, "Kachhi")],
        ),
        # all of the dead, then the two sides
        (
            "Gunmen attacked a police station in Zahedan on Sunday in a battle that left six people dead. Two officers were killed, and four terrorists were killed.",
            [("", "2020-05-10", 6, "Zahedan")],
        ),
        # a burial, and when they were shot
        (
            "MULTAN: Hundreds lined the road on Sunday as the coffins of four labourers killed in Panjgur arrived.\n\nThe fourth had survived Friday's shooting with two bullets.",
            [("", "2020-05-08", 4, "Panjgur")],
        ),
        # an older siege, across a sentence that tells of nothing
        (
            "Twelve people were injured when a bomb derailed a train near Spezand on Sunday.\n\nThe same train was hijacked in March in the Bolan Pass. More than 400 people were on board. At least 31 people were killed in a siege.",
            [("", "2020-05-10", None, "Mastung"), ("*", "2020-03-01", 31, "Kachhi")],
        ),
        # another grenade, and those it hurt in the next sentence
        (
            "A boy was killed and nine people were injured in two grenade attacks on Sunday.\n\nA man hurled a grenade at a stall in Quetta, leaving a boy dead.\n\nIn Turbat, men threw a grenade at a shop. The shopkeeper suffered minor injuries.",
            [("", "2020-05-10", 1, "Quetta"), ("", "2020-05-10", None, "Kech")],
        ),
        # the other town of one raid, behind hostages who were freed
        (
            "Militants attacked two bases on Sunday. In Chabahar, three policemen were killed. All the hostages were freed unharmed. In Rask, two guards lost their lives.",
            [("", "2020-05-10", 3, "Chabahar"), ("", "2020-05-10", 2, "Rask")],
        ),
        # those who died of their wounds, told as if they were more
        (
            "Two soldiers were killed in an attack in Washuk on Sunday. Five personnel received bullet injuries, two of whom died.",
            [("", "2020-05-10", 2, "Washuk")],
        ),
        # a building where courts sit looks back to nothing
        (
            "Gunmen stormed a court building in Chabahar on Sunday, killing a judge and two guards.",
            [("", "2020-05-10", 3, "Chabahar")],
        ),
        # those who protest, and the bombing told in full further on
        (
            "KHUZDAR: Traffic remained suspended on Monday as relatives of Mir Karim, who was killed in a bomb attack in Wadh, staged a sit-in.\n\nMir Karim, his son and two of his guards lost their lives when his vehicle was blown up on Saturday.",
            [("", "2020-05-09", 4, "Khuzdar")],
        ),
        # two who had also died, said in the afternoon
        (
            "A suicide bombing in Iranshahr killed two policemen on Sunday. In the afternoon a hospital said that two women had also died.",
            [("", "2020-05-10", 4, "Iranshahr")],
        ),
        # two more who expired on the next day
        (
            "Armed men attacked coal mines in Duki on Friday. The bodies of eight miners were brought in. Two more were pulled out on Saturday, while two of the injured expired in Loralai.",
            [("", "2020-05-08", 10, "Duki")],
        ),
        # names count where nothing else does
        (
            "Armed men stormed a camp of labourers near Hoshab on Friday. The dead were identified as Ali Khan, Gul Mir and Taj Din, from Multan.",
            [("", "2020-05-08", 3, "Kech")],
        ),
        (
            "Armed men killed five labourers near Hoshab on Friday. The dead were identified as Ali Khan and Gul Mir.",
            [("", "2020-05-08", 5, "Kech")],
        ),
        # rockets at those who help after an earthquake
        (
            "Militants fired two rockets at a helicopter in Awaran on Sunday, on its way to the area hit by the earthquake. Nobody was hurt.",
            [("", "2020-05-10", 0, "Awaran")],
        ),
        # a year after
        (
            "A year after a bomber rammed a bus on the road to Khash, relatives want to know more. Twenty-seven guards were killed in the attack on February 13, 2019.",
            [("*", "2019-02-13", 27, None)],
        ),
        # in the district told last
        (
            "A trader was shot dead in Panjgur on Sunday. The body of a man was found near Kishingi, Nushki, on Monday. In the same district, a man was hurt by robbers on Monday night.",
            [("", "2020-05-10", 1, "Panjgur"), ("", "2020-05-11", 1, "Nushki"), ("", "2020-05-11", None, "Nushki")],
        ),
        # said again by an official, in so many words
        (
            'A bomber struck a truck in Quetta on Monday, killing five people.\n\n"Five people have been martyred," he said.',
            [("", "2020-05-11", 5, "Quetta")],
        ),
        # the day before, in the same district, without anybody harmed
        (
            "A man was killed by a landmine in Loti on Monday. A day earlier a gas pipeline had been blown up in the Pir Koh area.",
            [("", "2020-05-11", 1, "Dera Bugti"), ("*", "2020-05-10", None, "Dera Bugti")],
        ),
        # a chronicle that ends with the year's count
        (
            "Four persons were killed in a blast in Chaman on May 10.\n\nOn May 8, militants fired six rockets at a camp in Kahan. Nobody was hurt.\n\nOn May 6, three guards were killed in Pasni.\n\nSo far in 2020, at least 29 soldiers have been killed.",
            [
                ("", "2020-05-10", 4, "Chaman"),
                ("", "2020-05-06", 3, "Gwadar"),
                ("", "2020-05-08", 0, "Kohlu"),
                ("*", None, 29, None),
            ],
        ),
        # earlier in the week, elsewhere
        (
            "Six labourers were killed in Kharan on Friday.\n\nEarlier in the week, two men were shot dead in Quetta.",
            [("", "2020-05-08", 6, "Kharan"), ("*", None, 2, "Quetta")],
        ),
        # talks
        ("The foreign ministers of Iran and Pakistan met in Islamabad on Monday and spoke of trade.", []),
        # drugs burnt
        ("The anti-narcotics force set fire to drugs worth millions at a ceremony near Turbat on Monday.", []),
    ],
)
def test_events_of_an_article(text, told, toolbox):
    found = events(text, toolbox)
    if told is None:
        assert all(mark for mark, *_ in found)
    elif not told:
        assert [event for event in found if not event[0]] == []
    else:
        assert found == told


@pytest.mark.parametrize(
    ("text", "day", "dead"),
    [
        # the day of the report stands beside the toll, the attack's before it
        ("Two of those wounded in Saturday's bombing in Quetta died, raising the death toll to 26, the police said on Monday.", "2020-05-09", 26),
        # or behind it
        ("A guard died on Monday, which brought to six the number of guards killed in an attack in Saravan on Sunday.", "2020-05-10", 6),
        # the funeral's day is not the attack's
        ("Thousands followed the coffins in Quetta on Monday, while the toll of Saturday's attack rose to 27.", "2020-05-09", 27),
        # nor is the day of what followed from it
        ("The ministry called in the envoy on Monday after gunmen killed two engineers in Turbat on Friday.", "2020-05-08", 2),
        # who says so today speaks of what happened two days ago
        ("Five guards were seized near Saravan, a deputy governor said on Monday. They disappeared on Saturday while on duty.", "2020-05-09", None),
        # the evening of the event, not of the statement
        ("A bomb killed two in Quetta on Sunday. One more had died by then, officials said on Monday.", "2020-05-10", 3),
        # the month in which a group was founded is no day of its attack
        ("Nine soldiers were shot dead in Zhob on Monday. The TTP, an outfit that surfaced in March, claimed responsibility.", "2020-05-11", 9),
        # who died overnight was hurt the day before
        ("The toll of a bombing in Turbat rose to four on Monday after two of the wounded died overnight. The device was detonated on Sunday.", "2020-05-10", 4),
        # a blast that is called by its day
        ("A woman hurt in the Saturday blast in Quetta died on Monday, raising the death toll to three.", "2020-05-09", 3),
        ("A constable hurt in the Friday evening blast in Quetta died on Monday, bringing the number of policemen killed to three.", "2020-05-08", 3),
        # who died since is counted in the toll that was given first
        ("Nine people were killed in a shooting in Mach on Friday. Four more of the wounded had died since, raising the toll from the shooting.", "2020-05-08", 9),
        # a statement of Monday, the day told a sentence later, and an older event
        ("Five people were shot dead in Mach, a rights group said on Monday. They had come out of a mosque after prayers on Friday. At least 92 people were killed in Zahedan on September 30.", "2020-05-08", 5),
        # a funeral's day, and that of those who are buried
        ("A crowd attended a funeral in Chabahar on Monday for two officers who lost their lives in a bombing a day earlier.", "2020-05-10", 2),
        # one who was found later
        ("Three of the assailants were killed in Gwadar on Sunday. Two attackers were shot at the scene and a third was found dead on Monday.", "2020-05-10", 3),
        # the day of what follows: in the same breath as the day of who speaks
        ("The president spoke on Monday, a day after 10 guards were killed in an ambush in Mirjaveh.", "2020-05-10", 10),
        ("Iran fired missiles at Panjgur on Monday, killing two, a day after a bomb went off there.", "2020-05-11", 2),
        # who died a day after he was hit
        ("A protester died in Rask on Monday, a day after he had been shot.", "2020-05-10", 1),
        # buried and mourned, and the toll raised
        ("QUETTA: Five policemen martyred in the suicide attack on Saturday were laid to rest, while a driver breathed his last on Sunday night, raising the number of dead to nine.", "2020-05-09", 9),
        # who they were is learnt later
        ("Four men were killed in an encounter in Mastung on Friday. On Sunday two of the bodies were identified as those of missing men.", "2020-05-08", 4),
        # the night told twice
        ("Gunmen stormed a station in Rask overnight and two policemen died. One attacker was also killed in the raid, which took place in the night between Sunday and Monday.", "2020-05-11", 3),
        # the day of a clause about people stands behind it
        ("Levies searched on Monday for four men who were shot dead near Sibi on Saturday.", "2020-05-09", 4),
    ],
)  # fmt: skip
def test_the_day_of_an_event_told_later(text, day, dead, toolbox):
    assert [event[1:3] for event in events(text, toolbox) if not event[0]] == [(day, dead)]


def test_a_week_that_is_one_day_old(toolbox):
    """ "This week" in a Monday's article is a range without an end yet; the day named beside it still tells more."""
    monday = date(2020, 5, 11)
    text = "Two soldiers were killed in Turbat this week. The two came under fire in Turbat on Monday, officials said."
    (report,) = read_article(Article(id="a", text=text, published=monday, lang="en"), toolbox)
    assert (report.event_date, report.date_prec, report.fatalities) == (monday, DatePrec.DAY, 2)
