"""Tolls of single sentences. A toll is written f (dead), i (injured) or a (taken) with its number, then A for attackers,

p for a part of another number, + for one that adds, = for one that takes the place of the number before.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.extract.mentions import read_sentences
from incidents.language import load_language
from incidents.model import Article


class NoPlaces:
    def find(self, text):
        return ()


def tolls(text: str):
    sentences = read_sentences(Article(id="a", text=text, published=date(2020, 5, 12)), load_language("en"), NoPlaces())
    return [toll for sentence in sentences for toll in sentence.tolls]


def short(toll) -> str:
    marks = ((toll.attackers, "A"), (toll.additive, "+"), (toll.replacing, "="), (toll.part, "p"))
    return f"{toll.field[0]}{toll.count}" + "".join(mark for set_, mark in marks if set_)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        # a verb in the passive has its people before it, shared by "and"
        (
            "On Friday, six security men, including an officer, were martyred and one injured when an improvised explosive device hit their vehicle.",
            "f6 i1",
        ),
        ("Five people were killed and thirteen injured on Saturday when gunmen attacked.", "f5 i13"),
        ("On Friday five labourers were killed and five people hurt by a bomb in the Tandoori area.", "f5 i5"),
        ("Ten border guards died and three were injured when gunmen ambushed their patrol.", "f10 i3"),
        ("Seven labourers from Multan were killed and one was injured late on Saturday night.", "f7 i1"),
        ("Thirteen miners lost their lives and four sustained injuries.", "f13 i4"),
        ("An FC soldier was martyred and another injured in a blast.", "f1 i1+"),
        ("A soldier was killed and four were hurt, the statement added.", "f1 i4"),
        # hurt, whatever is done with them
        ("Ten civilians with splinter wounds were taken to the hospital.", "i10"),
        ("Thirty-seven of the passengers brought out so far were being treated for wounds.", "i37"),
        # in company: before the others, behind the verb, among them
        (
            "In addition to the assailant, at least 28 people were killed and 40 others were injured in the blast.",
            "f1A f28 i40+",
        ),
        ("Two policemen were killed, along with the attacker, and 42 people were wounded.", "f2 f1A i42"),
        ("A driver along with his helper was killed.", "f2"),
        # those who are killed by gunmen are not the gunmen
        ("Gunmen opened fire on a taxi carrying minority Shiites, killing six of them and wounding two.", "f6 i2"),
        # a deed without a number
        ("It said the raid was revenge for an alleged massacre by the Guards.", ""),
        # parts without numbers
        (
            "At least four people, including the politician's son, brother and nephew, were killed and 20 others were wounded.",
            "f4 i20+",
        ),
        ("One driver was killed and his assistant was wounded in the attack.", "f1 i1"),
        # one and his name
        ("Gunmen abducted a cardiologist, Dr. Aslam Mengal, and his driver from their vehicle.", "a2"),
        # what somebody is known for is no toll
        ("The mastermind of the massacre of 15 youths was killed by the Frontier Corps.", ""),
        # a total behind a clause
        ("The number of people who lost their lives in the attack has climbed to 42, an official says.", "f42="),
        # a list of parts
        ("Eighty-one people, nine policemen and three media workers among them, lost their lives.", "f81 f3p"),
        # the other side, told of in the sentence before; but not those of this one
        ("Four of them were killed and three soldiers embraced martyrdom.", "f4A f3"),
        (
            "Five soldiers received bullet injuries and two of them died on the spot, while a guard was killed.",
            "i3 f2+ f1",
        ),
        # an active one behind it; "and" may go on with another verb
        ("Gunmen killed three labourers and wounded two others in Turbat.", "f3 i2+"),
        (
            "Gunmen ambushed a vehicle on Saturday, killing a sailor and wounding two others, a police official said.",
            "f1 i2+",
        ),
        ("The blast killed 12 and wounded 30.", "f12 i30"),
        ("The explosion killed a Levies man on the spot and injured his two colleagues.", "f1 i2"),
        (
            "In Pishin district, a bomb in a motorcycle parked at the office of Asfandyar Kakar, an independent candidate, at Khanozai killed 16 people and wounded 25.",
            "f16 i25",
        ),
        (
            "Unidentified assailants shot dead two persons, identified as Muhammad Ayub and Muhammad Asif, in Bulaida.",
            "f2",
        ),
        ("The strike killed two girls and wounded three others.", "f2 i3+"),
        # whoever does it is not counted
        ("In December 2010 two bombers killed 39 people at a Shia procession.", "f39"),
        (
            "Three gunmen broke into a house in Saravan on Saturday and shot dead nine Pakistani labourers, officials said.",
            "f9",
        ),
        (
            "Three gunmen kill nine Pakistani labourers in Saravan, Sistan and Baluchistan province, near the border.",
            "f9",
        ),
        ("Gunmen on motorcycles shot dead a policeman in Quetta on Tuesday.", "f1"),
        # parts of a number never add to it
        ("Six soldiers, including a major, were martyred on Friday when their vehicle was hit.", "f6"),
        (
            "A roadside bomb killed six Pakistani soldiers on patrol close to the border on Friday, among them an army officer, the military said.",
            "f6",
        ),
        ("Six people, two of them children, were killed in Mand.", "f6 f2p"),
        ("Eight people, among them three women, died.", "f8 f3p"),
        ("Seven people, four of them security personnel, were wounded.", "i7"),
        ("Nine others were wounded, three of them critically.", "i9+"),
        (
            "Two children were killed and three people, a Chinese national among them, were wounded by a suicide bomber.",
            "f2 i3",
        ),
        # attackers and civilians among them are kept as parts
        (
            "At least nine people are killed, including three attackers and a child, and 22 others are injured, including several critically, in a mass shooting.",
            "f9 f3Ap f1p i22+",
        ),
        ("The death toll now stands at 14, nine of them women, after two girls died in hospital.", "f14= f2p f9p"),
        # "another", "two more", "a seventh" add; so do those who died of their wounds
        ("A seventh soldier was wounded.", "i1+"),
        ("Three other soldiers received injuries.", "i3+"),
        ("One person was killed and another was seriously wounded.", "f1 i1+"),
        ("One of the injured later succumbed to his wounds, bringing the toll to four.", "f1+ f4="),
        ("Two of the injured died in hospital, raising the death toll to nine.", "f2+ f9="),
        # a raised or lowered toll takes the place of the one before
        ("The toll rose from nine to 12 after three more people died.", "f12= f3+p"),
        ("The death toll of Sunday's suicide attack in Mastung has risen to 149, police said on Monday.", "f149="),
        (
            "Iranian media brought down to two the number of people killed in Thursday's suicide attack, both of them policemen, while the list of injured grew to 48.",
            "f2= i48=",
        ),
        (
            "One of the wounded died on Tuesday, bringing to nine the number of troopers killed in Monday's ambush.",
            "f1+ f9=",
        ),
        ("The number of people killed in Thursday's bombing has risen to 96.", "f96="),
        ("Three of the hurt died overnight, lifting the count to 31.", "f3+ f31="),
        ("Doctors put the number of wounded at 31.", "i31="),
        ("The death toll in the blast climbed to 25 after two of the wounded died.", "f25= f2+p"),
        # "as many" is the number before
        (
            "Three Levies personnel were martyred and as many injured when a landmine went off under their vehicle.",
            "f3 i3",
        ),
        ("Two Rangers personnel and as many passers-by were injured.", "i4"),
        # both sides, kept apart
        ("Eight militants and two soldiers were killed in a gunfight.", "f8A f2"),
        ("Four policemen and three militants were killed in the gun battle.", "f4 f3A"),
        (
            "At least six militants were killed while a soldier embraced martyrdom and two other injured during a search operation.",
            "f6A f1 i2+",
        ),
        ("Two guards, a driver and nine attackers were killed.", "f3 f9A"),
        ("One soldier was killed and one attacker was killed in the ensuing clash.", "f1 f1A"),
        ("The bomber and four policemen died.", "f1A f4"),
        ("Seven of the raiders and three soldiers died.", "f7A f3"),
        # armed groups' names make attackers of "members" and "cadres"
        ("Five suspected members of the Baloch Liberation Army (BLA) died in a search operation.", "f5A"),
        (
            "Security Forces on March 13 shot dead five Baloch Republican Army (BRA) cadres on the outskirts of the town.",
            "f5A",
        ),
        (
            "Twelve militants are killed, including the group's leader Salahuddin Farooqui, in a joint operation.",
            "f12A",
        ),
        # the injured of both sides
        ("Six militants were killed and four were injured, according to the army.", "f6A i4A"),
        # lists of people: one each for an officer, a name, his son
        (
            "Two men, a sailor and a barber employed by the navy, were martyred and another navy man was injured when unidentified men attacked.",
            "f2 i1+",
        ),
        ("A man, identified as Bahram Khan, and his son, Muhammad Siddique, were killed in a landmine blast.", "f2"),
        ("A tribal elder, Haji Karim, and two of his guards were killed.", "f3"),
        ("A major, Adnan Khan, and his three guards were shot dead.", "f4"),
        ("A driver, a guard and two passengers were killed.", "f4"),
        ("Ali Khan and Noor Ahmed were killed.", "f2"),
        (
            "Gunmen shot dead the Guards' commander in Bent, in Nikshahr county, and the head of the town's council.",
            "f2",
        ),
        ("A captain, Syed Rab Nawaz, and four soldiers were martyred.", "f5"),
        ("One officer and 11 soldiers were killed in separate operations.", "f12"),
        ("A woman and her two children were killed when a mortar shell hit their house.", "f3"),
        # apposition only names those counted
        (
            "Fourteen people, seven Frontier Corps soldiers and seven private guards, were killed on Thursday when militants ambushed vehicles.",
            "f14",
        ),
        ("Two soldiers, Ali and Omar, were killed.", "f2"),
        ("Abdul Karim, a teacher, and his son were shot dead.", "f2"),
        (
            "The head of the criminal investigation police in Saravan, Major Alireza Shahraki, was shot dead in his car yesterday by gunmen.",
            "f1",
        ),
        (
            "Assailants shot and injured Abdul Nasir, a National Database and Registration Authority (NADRA) employee, in Lasharabad area.",
            "i1",
        ),
        # names, ages and brackets are set aside
        (
            "The principal of Public School, identified as Muzaffar Jamali, and his nephew Abdullah (8) were killed and three others, including two girls and the driver were injured.",
            "f2 i3+ i1p",
        ),
        (
            "A paramilitary soldier, identified as Shireenul Islam, was killed and two others were wounded when militants fired a rocket.",
            "f1 i2+",
        ),
        (
            "Two soldiers were killed (Naib Subedar Javid Khan and  Lance Naik Zahirullah Khan) and two other soldiers (Ijaz Khan and Saifullah Khan) were injured in the blast.",
            "f2 i2+",
        ),
        ("A ten year old boy was killed and three others of his family were injured in a landmine blast.", "f1 i3+"),
        ("A 35-year-old man and his 10-year-old son were wounded.", "i2"),
        (
            "A person, identified as Abdul Hameed, was killed and 15 others, including nine Frontier Corps (FC) personnel, were injured in a remote controlled blast.",
            "f1 i15+",
        ),
        # one person without a number
        ("A journalist was gunned down in Gwadar.", "f1"),
        ("Constable Nasir Ahmed embraced martyrdom in the attack.", "f1"),
        ("A landmine exploded in Kohlu, killing a herdsman and injuring his brother.", "f1 i1"),
        ("Militants opened fire at a levies official, killing him on the spot.", "f1"),
        ("Gunmen opened fire on a vehicle, killing its driver on the spot.", "f1"),
        (
            "Unidentified armed men shot dead National Party leader Mir Ghulam Hussain Sarpara in the Gardigap area.",
            "f1",
        ),
        # a clause about people, before or behind its verb
        (
            "A special aircraft brought home the bodies of eight motor mechanics who were murdered in Iran last Saturday.",
            "f8",
        ),
        ("They were on their way to look for four labourers whom unidentified men had kidnapped from the dam.", "a4"),
        (
            "Eight militants who tried to storm the complex of the Gwadar Port Authority were shot dead on Wednesday, and two soldiers laid down their lives.",
            "f8A f2",
        ),
        ("The relative, Imran, who minded a tube well, had been killed a day earlier.", "f1"),
        ("Soldiers shot dead the eight gunmen who had entered the building.", "f8A"),
        # the object of one verb is the dead of the next
        ("Gunmen took 14 passengers away and shot them dead.", "f14"),
        ("They stopped a bus, took away nine passengers from Punjab and shot them dead.", "a9 f9"),
        ("Ten passengers were taken off the bus and shot dead.", "f10"),
        ("The gunmen dragged six labourers out of a van and killed them.", "f6"),
        # a second number elsewhere shares the verb
        (
            "Six militants were killed near Jamboro in Harnai district on Saturday, and four others in the Roshi area of Mastung, the department said.",
            "f6A f4A+",
        ),
        ("Gunmen killed three people in Kech and two in Panjgur.", "f3 f2+"),
        # bodies, deaths, tolls as nouns
        ("Bullet-riddled bodies of five men were found in Mand.", "f5"),
        ("Three bullet-riddled bodies were found.", "f3"),
        ("Security forces recovered the bodies of three abducted men from Turbat.", "f3"),
        ("The attack claimed the lives of 13 miners.", "f13"),
        ("The killing of nine Pakistanis drew condemnation.", "f9"),
        (
            "Six demonstrators were injured on Wednesday in Fanuj in clashes with police that followed the death of a teenager.",
            "i6 f1",
        ),
        # numbers in words and figures
        ("Twenty-five passengers were kidnapped from a bus and five were later freed.", "a25"),
        ("Two dozen people were wounded.", "i24"),
        ("A hundred and twenty soldiers were killed.", "f120"),
        ("A group of six labourers were killed.", "f6"),
        ("Between 10 and 15 people were hurt.", "i10"),
        ("Up to 40 people were wounded.", "i40"),
        # a number that counts no people
        ("Police said five kilometres of track and two vehicles were destroyed.", ""),
        ("Four members of a family were killed.", "f4"),
        # nobody
        ("There were no reported casualties.", "f0 i0"),
        ("No one was hurt in the attack.", "f0 i0"),
        ("Nobody was killed.", "f0"),
        ("No loss of life was reported.", "f0"),
        ("None of the 12 passengers was hurt.", "i0"),
        # those taken
        ("Assailants abducted 16 laborers working on mobile towers.", "a16"),
        ("The two guards and a driver were taken hostage.", "a3"),
        ("Militants took 12 Iranian security personnel hostage early on Tuesday.", "a12"),
        (
            "Armed men kidnapped Nilofar Abadan, the wife of a former provincial minister, from the area, police said.",
            "a1",
        ),
        ("Three Iranian border guards are still in the captivity of the group.", "a3"),
        ("Jaish al-Adl abducted five Iranian soldiers and took them across the border.", "a5"),
        # no toll at all: a plan, the dead spoken of, a reporter
        ("Police tried to kill two men.", ""),
        ("A child was among the dead.", ""),
        ("The dead included four policemen.", ""),
        ("Four of the dead militants were identified as Najeeb, Aijaz, Yousaf and Abdul Khaliq.", ""),
        # "said" ends a list
        ("Days after a bomb near the frontier killed six of its men, the army's chief telephoned his colleague.", "f6"),
        (
            "A bomb exploded, killing two persons and injuring 11 others, including two policemen, reported Dawn.",
            "f2 i11+",
        ),
        # those who died were among the injured
        ("Five FC personnel received bullet injuries and two of them died on the spot.", "i3 f2+"),
        (
            "Two children were killed and a bomb near a patrol wounded 21, and gunmen entered a base, where all nine of them were shot dead.",
            "f2 i21 f9",
        ),
        # the same in other words
        ("On Friday, six soldiers, including an officer, were martyred and one was injured.", "f6 i1"),
        ("Three attackers were shot dead, the Guards' command said.", "f3A"),
        ("Three other men were wounded, a deputy governor told the official agency.", "i3+"),
        ("Eleven police officers were killed when militants stormed the headquarters.", "f11"),
        ("In July it attacked a police station in Zahedan, where two officers and four gunmen died.", "f2 f4A"),
        ("On the same day a bomb killed an officer and five soldiers near Razmak.", "f6"),
        ("His wife was badly wounded.", "i1"),
        ("Bombs outside two election offices killed 28 people in northern Balochistan on Wednesday.", "f28"),
        ("Her husband, Faridoon Abadan, was himself abducted more than ten years ago.", "a1"),
        ("Two men died on the spot, whereas the third succumbed to his injuries on the way to the hospital.", "f2"),
        ("Ten hostages were released and one hostage was shot and beheaded.", "f1"),
        ("Two soldiers, identified as Havaldar Saleem and Lance Naik Pervaiz, were killed in the attack.", "f2"),
        ("The death toll from Friday's blast rose to 12 on Sunday.", "f12="),
        ("The bomb left four people dead and 12 wounded.", "f4 i12"),
        ("The army said it had killed five terrorists in Kech.", "f5A"),
        ("A vehicle carrying five workers was attacked; three of them died.", "f3"),
        ("Six people, including two children, died and 11 were hurt.", "f6 f2p i11"),
        ("Armed men took away six labourers in a vehicle.", "a6"),
        ("Militants shot and injured two policemen on 12 May.", "i2"),
        ("A policeman and two passers-by in a nearby shop were injured.", "i3"),
        ("Four workers of a construction company were abducted from Kharan.", "a4"),
        ("Twelve killed, 30 injured in Quetta blast.", "f12 i30"),
        ("Police officer Abdul Ghani was martyred and his gunner wounded.", "f1 i1"),
        ("The officer died of his wounds.", "f1"),
        ("The militants killed two soldiers before fleeing.", "f2"),
        (
            "Three people were killed when a bomb hidden in a bicycle exploded outside a bank; nine were wounded.",
            "f3 i9",
        ),
        ("Twenty Baloch insurgents and one soldier died in the operation, the military's media wing said.", "f20A f1"),
        ("The army killed 13 terrorists in two separate operations.", "f13A"),
        ("At least 13 militants were eliminated by security forces.", "f13A"),
        ("The Counter-Terrorism Department said its men shot dead four suspects in Mastung.", "f4A"),
        ("Five people have been killed and more than 20 injured.", "f5 i20"),
        ("The explosion caused no casualties.", "f0 i0"),
        ("Four Frontier Corps men were killed and six others were wounded, two of them seriously.", "f4 i6+"),
        ("Security forces killed a militant commander and two of his companions.", "f1A f2"),
        ("Assailants stopped a bus, checked identity cards and shot dead nine passengers from Punjab.", "f9"),
        ("Iranian border guards shot and killed two fuel carriers.", "f2"),
        ("Three fuel carriers were wounded in the firing.", "i3"),
        ("Four Pakistani nationals were killed by Iranian mortar fire.", "f4"),
        ("Jaish al-Adl claimed to have killed 15 guards.", "f15"),
        ("Two policemen, a lawyer and three passers-by were killed.", "f6"),
        ("The bodies of a couple were found in Mand.", "f2"),
        ("Firing by unknown men left a shopkeeper dead and two customers injured.", "f1 i2"),
        ("Levies sources said a total of nine bodies were brought to hospital.", "f9"),
        ("The assailants wounded a guard, who later died.", "i1"),
        ("Two brothers were shot dead and a third wounded.", "f2 i1+"),
        (
            "Nine people, including five of a family, were killed and 12, including women and children, were injured.",
            "f9 i12",
        ),
        ("All nine passengers on board were killed.", "f9"),
        # a list that happens to add up to its first number, of two sides; and one that tells it again
        ("Four employees, a navy soldier and three terrorists were killed.", "f5 f3A"),
        ("14 people, seven soldiers and seven militants, were killed.", "f14"),
        # bodies counted, and whose they are
        ("Two more mutilated bodies of missing persons were found in Turbat.", "f2+"),
        ("Two bodies of terrorists were recovered.", "f2A"),
        # whoever gives the number stands right before it
        ("According to the IRGC four of them were killed.", "f4"),
        # a couple is two
        ("Gunmen shot dead a Baloch couple in Bampur.", "f2"),
        ("Villagers beat to death a man caught stealing.", "f1"),
        # who is killed when a team is broken up is one of it; who is seized is arrested
        ("Guards dismantled a terrorist team in Khash, killing two of its members and capturing three.", "f2A"),
        # kept out of sight since
        (
            "Five persons have been missing since 18 September, when men of the Frontier Corps took them from their homes.",
            "a5",
        ),
        ("Five of the attackers were killed.", "f5A"),
        (
            "Meanwhile, two suspected militants of Lashkar i Jhangvi (LeJ) were killed and another was arrested during a gun battle.",
            "f2A",
        ),
        ("The troops returned fire, killing three of them, an unnamed security official said.", "f3"),
        ("Two persons, riding a motorcycle, were killed by a landmine explosion.", "f2"),
        ("A bus cleaner and one passenger was wounded in the blast.", "i2"),
        (
            "The exchange of fire resulted in killing of four militants while two of their accomplices managed to flee.",
            "f4A",
        ),
        (
            "A suicide bomber attacks a shrine at Fatehpur in Jhal Magsi district, Pakistan, leaving 22 people dead and more than 30 injured.",
            "f22 i30",
        ),
        ("A shopkeeper and a customer were wounded.", "i2"),
        ("Six soldiers, all from Punjab, were killed.", "f6"),
        ("Ten people, mostly women, were killed.", "f10"),
        ("Three soldiers and several civilians were killed.", "f3"),
        ("Militants killed a soldier on the spot and two civilians.", "f3"),
        ("A spokesman of the BLF put the number of soldiers killed at 11.", "f11="),
        ("The troops killed every one of the 12 hostage-takers.", "f12A"),
        ("Six gunmen were shot dead, and a constable laid down his life.", "f6A f1"),
        ("Gunmen shot dead the mayor and the head of the school.", "f2"),
        ("The blast killed six members of the security forces, among them a major.", "f6"),
        ("A seventh man was injured.", "i1+"),
        ("The army killed all 33 attackers.", "f33A"),
        ("Two coast guards and a civilian were shot dead.", "f3"),
        ("Police put the total number of dead at 9.", "f9="),
        ("The city's police chief was shot dead.", "f1"),
        ("Four labourers were kidnapped in Kharan on Monday and then shot dead.", "a4 f4"),
        ("A teacher was abducted and killed.", "a1 f1"),
        (
            "The death toll of Wednesday's suicide bombing outside a polling station on the eastern bypass of Quetta has risen to 31.",
            "f31=",
        ),
        (
            "The number of people killed in Thursday's twin suicide bombings at the Jame mosque of Zahedan has risen to 27.",
            "f27=",
        ),
        ("Dozens were wounded.", ""),
        ("Nine militants were killed and three were captured.", "f9A"),
        ("Eleven coal miners were kidnapped by armed men and then shot dead.", "a11 f11"),
        ("Three men suspected of the attack were killed in a second clash.", "f3A"),
        (
            "Nine soldiers embraced shahadat in the attack on Wednesday, after five of the wounded succumbed to their injuries overnight.",
            "f9 f5+p",
        ),
        (
            "Six were killed when terrorists fired on a patrol in Mand, and four, including Captain Aqib, in a clash in the Hoshab area of Kech.",
            "f6 f4+",
        ),
        (
            "Five more bodies were found in the Tajaban area on Saturday, three days after 15 men were shot dead.",
            "f5+ f15p",
        ),
        (
            "Two constables who were guarding a deputy superintendent of police, Hameedullah Dasti, were shot dead on Wednesday, and two more were wounded.",
            "f2 i2+",
        ),
        ("Two militants were killed and another arrested in the clash which lasted for an hour.", "f2A"),
        # ranks are no persons of their own, neither among those named nor before a name
        (
            "Two FC personnel, identified as Naik Ali Khan and Sepoy Noor Ahmed, were martyred and three others sustained injuries.",
            "f2 i3+",
        ),
        # who got away whole is nobody's toll, who got away with wounds is
        ("Maulana Ghafoor Haideri escaped unhurt but ten people, including five policemen, were wounded.", "i10"),
        ("Two passengers escaped with wounds when gunmen shot at a bus.", "i2"),
        ("His deputy, who sat beside him, escaped with minor injuries.", "i1"),
        # "leaving" begins another clause
        ("Gunmen opened fire, killing 20 labourers and leaving three with wounds.", "f20 i3"),
        ("A bomb exploded near a van, killing three passers-by and leaving 21 injured.", "f3 i21"),
        ("Seven guards were martyred and one suffered critical wounds when armed men attacked a post.", "f7 i1"),
        ("Six others are still under treatment.", "i6"),
        ("Twelve pilgrims were made to get down from their coach, lined up and shot by gunmen.", "f12"),
        ("The death toll rose to 28 after four succumbed to their wounds.", "f28= f4p"),
        # a number behind "No." counts nobody
        ("Those who assaulted police station No. 16 in Zahedan were killed, and two policemen lost their lives.", "f2"),
        # names that go on a phrase are places
        (
            "Eight mechanics from Ahmedpur East and Khanqah Sharif, among them a father and his son, were found dead.",
            "f8",
        ),
        # names joined by "and" behind the verb are as many people
        ("A device went off, martyring Captain Fahad, Lance Naik Imtiaz, Sepoy Asghar and Sepoy Shamoon.", "f4"),
        ("Gunmen killed Ali Khan and Noor Ahmed.", "f2"),
        # whoever stands right before an active verb did it
        ("A bomb went off, killing 14 students, and gunmen then seized parts of the hospital.", "f14"),
        ("Armed men led off 16 passengers, two of whom managed to run away and are being treated.", "a16 i2"),
        ("Judiciary officials said the wounded now number 24, of whom four are in critical condition.", "i24"),
        (
            "All four terrorists who assaulted police station No. 16 in Zahedan were killed, the minister said, and two policemen lost their lives.",
            "f4A f2",
        ),
        ("Two men who had seen how policemen were killed spoke to reporters.", ""),
        ("An explosion near a checkpoint has claimed the life of a Levies official.", "f1"),
        ("Ten terrorists were sent to hell, the army said.", "f10A"),
        # a verb of another kind begins a count of its own
        ("The forces eliminated eight militants and apprehended three.", "f8A"),
        # a figure in a clause about the toll is not the toll
        ("The toll, which stood at 12 on Friday night, climbed to 15.", "f15="),
        # somebody's own gunman is a guard
        ("The officer escaped an attempt on his life but his gunman was killed.", "f1"),
        # a part of a known number
        ("Two of the five hostages were killed.", "f2"),
        ("One of the two abducted officials was found dead.", "f1"),
        ("At least three of the 12 guards in the post were martyred.", "f3"),
        # figures a report spoke of
        ("An initial report had spoken of two dead.", "f2"),
        ("A roadside bomb wounded 14 people, three days after a suicide attack killed more than 70.", "i14 f70p"),
        ("Gunmen lined up and shot dead seven men.", "f7"),
        ("The driver and conductor of the bus were shot dead.", "f2"),
        ("Two children, aged six and eight, were killed.", "f2"),
        # as many of the other side
        ("Nine soldiers and as many militants were killed.", "f9 f9A"),
        # whose bus it was
        ("The driver of the vehicle was killed.", "f1"),
        ("A Levies man was meanwhile gunned down by masked men.", "f1"),
        # ages of those named, and what is said of people between commas
        ("ASI Muhammad Anwar, 47, was shot dead.", "f1"),
        ("An eighth man, who had jumped out of a window and was hit while running, breathed his last.", "f1+"),
        ("Two of them, both aged under 30, were killed.", "f2"),
        # whoever a clause began with died at its end
        ("Naik Anwar was struck in the neck and died.", "f1"),
        # one who guards several is one
        ("A constable escorting two women polio workers was shot and killed by gunmen.", "f1"),
        ("Ten soldiers gave their lives fighting off a raid.", "f10"),
        ("Armed men drove off with three miners and a foreman.", "a4"),
        # shells fall, too
        ("Three of the shells fell in open fields.", ""),
        ("Seven men from Punjab who worked in a barber's shop were murdered.", "f7"),
        ("Two FC personnel and a militant also died in the fighting.", "f2 f1A"),
        ("All three fell there.", "f3"),
        # whoever did something in a clause of their own is hit by the main verb
        ("All 33 militants who had seized the express on Tuesday were killed.", "f33A"),
        ("Three people who had set out in a car to bring back the bodies of their relatives were gunned down.", "f3"),
        # of the attackers named before, alone or beside others who were hit
        ("The attackers were held in a small area, and all five of them were killed.", "f5A"),
        ("Militants stormed two camps, and at least 13 of them and seven soldiers were killed.", "f7 f13A"),
        ("Nine of them and four soldiers were killed there.", "f4 f9A"),
        # people behind one verb may be those before the next
        ("Gunmen killed five and three were injured.", "f5 i3"),
        ("A blast killed three people, and five policemen were wounded.", "f3 i5"),
        ("A blast killed three people and a passer-by was hurt.", "f3 i1"),
        ("Gunmen killed Ali Khan and his guard was wounded.", "f1 i1"),
        ("A blast killed three people and wounded 20.", "f3 i20"),
        ("The bomber killed himself and six worshippers.", "f6"),
        ("Levies personnel Abdul Malik and Noor Ahmed lost their lives and two others were hurt.", "f2 i2+"),
        ("Khair Muhammad, his wife and a child were hit by bullets.", "i3"),
        ("A bomb planted in a shop killed its owner and two customers.", "f3"),
        ("They set out to bring back the bodies of their relatives.", ""),
        # a leader of a named group is one of its dead
        ("Gunmen shot dead a senior TTP commander Maulvi Muhammad Alam.", "f1A"),
        # who was hurt and then died is dead, not hurt
        ("A woman injured in the blast died.", "f1"),
        # of those counted right before, some are a part
        ("Thirteen others are being treated, three of them in intensive care.", "i13+ i3p"),
        # times are no people
        ("He was hit five times and died instantly.", ""),
        # where a bullet struck; who took whom away
        ("A colleague was struck in the jaw.", "i1"),
        ("Twelve others are missing and believed to have been carried off.", "a12+"),
        # those inside are those of whom is spoken
        ("Ten of those on the bus died and five were wounded.", "f10 i5"),
        # a toll raised from one that is named, and one of an attack that counts something itself
        ("The death toll of 24 rose to 26.", "f26="),
        ("The toll in the attack on two coaches at Khad rose to 23.", "f23="),
        # a total, and a number beside it
        ("The army has put the number of dead at six, and one wounded.", "f6= i1"),
        # shot and injured
        ("A driver was shot and injured in the leg.", "i1"),
        # things that are taken are nobody
        ("A police official said four motorcycles were taken away by the attackers.", ""),
        ("The attackers took away two SMGs of the victims.", ""),
        # an age behind kin
        ("His son, 16, died in hospital.", "f1"),
        # forces of one list are no persons
        ("Five members of the IRGC and Basij were martyred.", "f5"),
        # abducted in other words
        ("Forces detained two students and moved them to an undisclosed location.", "a2"),
        ("Gunmen bundled about 35 passengers into pick-ups.", "a35"),
        ("Fourteen Iranian forces were abducted at the border.", "a14"),
        # bodies of nobody in particular
        ("Two dead bodies of missing persons were recovered.", "f2"),
        # whom it had captured
        ("The picture shows five soldiers it had captured.", "a5"),
        # who he was stands before what became of him
        ("Ali Rigi, the prayer leader of the mosque in Khash, was found dead.", "f1"),
        # relatives' bodies are not theirs
        ("Three people who were on their way to collect the bodies of relatives were killed.", "f3"),
        # trades beyond the usual
        ("Assailants shot dead a settler who ran a shop.", "f1"),
        # what some of them are
        ("Four of those wounded are Afghans.", ""),
        # names that say who the three were, the last behind a comma and "and"
        ("The three, named as Hossein Keykha, Ali Sargazi, and Mehran Shahraki, died.", "f3"),
        # a guard behind a name that is set aside
        ("Gunmen shot dead an elder, identified as Mir Nasrullah Mengal, and his security guard Abdul Wahid.", "f2"),
        # whom a bullet struck is the last named
        ("Gunmen fired at him and his brother, who was hit in the shoulder.", "i1"),
        # what somebody is besides
        ("Parviz Shahnavazi, a Basij member and a father of three, was martyred.", "f1"),
        # an age at the head of a sentence, and a figure that is taken back
        ("Jahanzaib, 22, was shot dead.", "f1"),
        ("Six workers, and not five as earlier reported, were abducted.", "a6"),
        # a team is no attacker more
        ("A guard was killed in a clash with a terrorist team, and two of the attackers were killed.", "f1 f2A"),
        # those who were identified are of those counted
        ("Three of the bodies had been identified.", ""),
        # injuries to some
        ("Officials confirmed the deaths of three soldiers and injuries to five others.", "f3 i5+"),
        # who has also died; who was dead already
        ("At least ten people, among them a driver, have also died.", "f10 f1p"),
        ("Six were already dead when they were found.", "f6"),
        # of those who were hurt, beside the dead told before
        ("Three others were wounded, one of whom lost his life.", "i2+ f1+"),
        # who takes weapons away takes nobody
        ("The assailants, as many as 30, used grenades and took away weapons.", ""),
        # whom a figure leaves out
        ("Eleven people were killed. The figure does not include the bomber.", "f11 f1A"),
        ("Two suicide bombers are not included in the toll.", "f2A"),
        # all of the dead by their names, behind homes and with relatives
        (
            "The dead were identified as Ali Khan, Gul Mir and Taj Din, from Rahim Yar Khan, and Lal Bux and his son Mithal.",
            "f5",
        ),
        ("The deceased was identified as Ali Khan, son of Gul Mir, a resident of Multan.", "f1"),
        # the ages of two
        ("Two brothers, Dad and Elyas Hout, 29 and 22, bled to death.", "f2"),
        # whom they belonged to
        ("Four members of the team, affiliated with the so-called Jaish al-Zulm group, were killed.", "f4A"),
        # those who come home dead
        ("The coffins of four labourers killed in Panjgur arrived.", "f4"),
        # where the first of two served
        ("The commander of a base in Iranshahr and a companion were killed.", "f2"),
    ],
)
def test_tolls_of_a_sentence(text, stated):
    assert sorted(map(short, tolls(text))) == sorted(stated.split())


PIECES = """
    two 12 a his the soldiers, man , and was were killed injured dead died killing of by who toll rose to including
    another ( ) – in Kech Ali Khan abducted as many from them said no one 1,200 3.5 هلاک \u200c .
"""
WORDS = st.sampled_from(PIECES.split(" "))


def test_a_sentence_without_end_is_read_from_its_beginning_only():
    assert [short(toll) for toll in tolls("Two men were killed, " + "Ali, 47, " * 2000 + "three men were killed")] == [
        "f2"
    ]


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=120))
def test_any_words_give_tolls_that_quote_the_text(text):
    for toll in tolls(text):
        assert 0 <= toll.start < toll.end <= len(text) and toll.count >= 0
