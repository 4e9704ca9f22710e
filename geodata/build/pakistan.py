"""Pakistan's districts as drawn in npm @svg-maps/pakistan.districts (Unlicense, after a Wikimedia map).

The drawing shows the districts as of about 2012. Names are turned into present spellings here; districts made
since are split off in `repairs`.
"""

from __future__ import annotations

import json

import shapely

from geodata.build.drawing import Fit, polygon_of_path
from geodata.build.packages import Package, member

PACKAGE = Package(
    registry="npm",
    name="@svg-maps/pakistan.districts",
    version="2.0.0",
    sha256="35b4b2ea6efe981888fb3a3b359f4dcbc9bc6ffe71b90bfa89e581249ed0ace2",
)
LICENCE = "Unlicense (public domain)"
VINTAGE = "about 2012"
HOME = "Balochistan"
# Measured against the country's outline, residual 0.8 km in the median: plain equirectangular.
FIT = Fit(lon0=60.60539, lon_per_x=0.0100000, lat0=37.34683, lat_per_y=-0.00869038)

RENAMED = {
    "Bolan": "Kachhi",
    "Chaghai": "Chagai",
    "Haranai": "Harnai",
    "Sheerani": "Sherani",
    "Naseerabad": "Nasirabad",
    "Jafarabad": "Jaffarabad",
    "Musakhel": "Musa Khel",
    "Nawabshah": "Shaheed Benazirabad",
    "Shaikhupura": "Sheikhupura",
    "Nankana Sahab": "Nankana Sahib",
    "Qambar Shahdatkot": "Qambar Shahdadkot",
    "Ghanhce": "Ghanche",
    "Hunza Nagar": "Hunza-Nagar",
    "Hattian": "Hattian Bala",
    "Tank Subdivision": "Tank",
    "Peshawar Subdivision": "Peshawar",
    "Lakki Subdivision": "Lakki Marwat",
    "Kohat Subdivision": "Kohat",
    "D I Khan Subdivision": "Dera Ismail Khan",
    "Bannu Subdivision": "Bannu",
}
PROVINCES = {
    "Islamabad": "Islamabad Capital Territory",
    "Ziarat Zhob Washuk Sibi Sheerani Quetta Pishin Panjgur Nushki Naseerabad Musakhel Mastung Loralai Lasbela Kohlu"
    " Killa_Saifullah Killa_Abdullah Khuzdar Kharan Kech Kalat Jhal_Magsi Jafarabad Haranai Gwadar Dera_Bugti Chaghai"
    " Bolan Barkhan Awaran": "Balochistan",
    "Umerkot Tharparkar Thatta Tando_Muhammad_Khan Tando_Allahyar Sukkur Shikarpur Sanghar Qambar_Shahdatkot Nawabshah"
    " Naushahro_Firoze Mirpur_Khas Matiari Larkana Khairpur Kashmore Karachi Jamshoro Jacobabad Hyderabad Ghotki Dadu"
    " Badin": "Sindh",
    "Vehari Toba_Tek_Singh Sialkot Shaikhupura Sargodha Sahiwal Rawalpindi Rajanpur Rahimyar_Khan Pakpattan Okara"
    " Narowal Nankana_Sahab Muzaffargarh Multan Mianwali Mandi_Bahauddin Lodhran Layyah Lahore Khushab Khanewal Kasur"
    " Jhelum Jhang Hafizabad Gujranwala Gujrat Faisalabad Dera_Ghazi_Khan Chiniot Chakwal Bhakkar Bahawalpur"
    " Bahawalnagar Attock": "Punjab",
    "Upper_Dir Tank Swat Swabi Shangla Peshawar Nowshera Mardan Mansehra Malakand Lower_Dir Lakki_Marwat Kohistan Kohat"
    " Karak Haripur Hangu Dera_Ismail_Khan Chitral Charsadda Buner Battagram Bannu Abbottabad Tank_Subdivision"
    " Peshawar_Subdivision Lakki_Subdivision Kohat_Subdivision D_I_Khan_Subdivision Bannu_Subdivision South_Waziristan"
    " Orakzai North_Waziristan Mohmand Kurram Khyber Bajaur": "Khyber Pakhtunkhwa",
    "Muzaffarabad Hattian Poonch Sudhnati Kotli Mirpur Bhimber Neelum Haveli Bagh": "Azad Kashmir",
    "Ghizer Diamer Astore Hunza_Nagar Gilgit Ghanhce Skardu": "Gilgit-Baltistan",
}
PROVINCE_OF = {drawn.replace("_", " "): province for names, province in PROVINCES.items() for drawn in names.split()}


def districts() -> dict[tuple[str, str], shapely.Geometry]:
    """(province, district) → its drawn area in lon, lat. The former tribal subdivisions join their district."""
    text = member(PACKAGE, "index.js").decode("utf-8")
    drawing = json.loads(text[text.index("{") : text.rindex("}") + 1])
    areas: dict[tuple[str, str], list[shapely.Geometry]] = {}
    for location in drawing["locations"]:
        drawn = location["name"]
        key = (PROVINCE_OF[drawn], RENAMED.get(drawn, drawn))
        areas.setdefault(key, []).append(FIT.apply(polygon_of_path(location["path"])))
    return {key: shapely.union_all(parts) for key, parts in areas.items()}
