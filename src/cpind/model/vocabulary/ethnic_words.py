"""The words that name an ethnicity, and the codes of the school census: data of ethnicity.py.

A group is W (White), A (Asian), B (Black) or O (any other); each word has the census code that it stands for, or "" for a
group alone. Peoples and countries have the group that DfE's extended codes give them (Afghan, Vietnamese and Filipino
are "any other ethnic group", unless Asian stands beside them).
"""

from __future__ import annotations

EXTENDED = {
    "WBRI": "WCOR WENG WNIR WSCO WWEL WOWB",
    "WOTH": "WALB WBOS WCRO WGRE WGRK WGRC WITA WKOS WPOR WSER WTUR WTUK WTUC WEUR WEEU WWEU WOTW",
    "WROM": "WROG WROR WROO",
    "MWAS": "MWAP MWAI MWAO",
    "MOTH": "MAOE MABL MACH MBOE MBCH MCOE MWOE MWCH MOTM",
    "APKN": "AMPK AKPA AOPK",
    "AOTH": "AAFR AKAO ANEP ASNL ASLT ASRO AOTA",
    "BAFR": "BANN BCON BGHA BNGN BSLN BSOM BSUD BAOF",
    "BOTH": "BEUR BNAM BOTB",
    "CHNE": "CHKC CMAL CSNG CTWN COCH",
    "OOTH": "OAFG OARA OEGY OFIL OIRN OIRQ OJPN OKOR OKRD OLAM OLEB OLIB OMAL OMRC OOEG OPOL OTHA OVIE OYEM",
}
"""Census code -> the extended codes that schools and case systems use under it."""

LISTED = {
    **dict(zip(("A1", "A2", "A3", "A4", "A5"), ("WBRI", "WIRI", "WOTH", "WIRT", "WROM"))),
    **dict(zip(("B1", "B2", "B3", "B4"), ("MWBC", "MWBA", "MWAS", "MOTH"))),
    **dict(zip(("C1", "C2", "C3", "C4"), ("AIND", "APKN", "ABAN", "AOTH"))),
    **dict(zip(("D1", "D2", "D3"), ("BCRB", "BAFR", "BOTH"))),
    **dict(zip(("E2", "E3", "E4"), ("OOTH", "REFU", "NOBT"))),
}
"""The list of case systems. E1 is not in it: Chinese in the list of 2001, Arab in that of 2011, two groups; nor is E5,
unborn, which says nothing."""

GROUP_OF_LETTER = {"A": "White", "B": "Mixed", "C": "Asian or Asian British", "D": "Black or Black British"}
"""The letters of that list, for numbers of an authority's own: "A26", "C.C13"."""

COLOURS = {"white": "W", "caucasian": "W", "asian": "A", "asians": "A", "black": "B"}
"""Words that name a group whatever stands beside them."""

_PEOPLES = {
    ("W", "WBRI"): "british english scottish scots welsh cornish",
    ("W", "WIRI"): "irish",
    ("W", "WROM"): "gypsy gypsies gipsy roma romany romani romanies",
    ("W", ""): "traveller travellers traveler",
    ("W", "WOTH"): (
        "european europe euro albanian albania andorran armenian austrian belarusian belarussian belgian bosnian bosnia "
        "bulgarian bulgaria croatian croatia cypriot cyprus czech danish dutch estonian estonia finnish french france "
        "georgian german germany greek greece hungarian hungary icelandic italian italy jewish kosovan kosovo latvian "
        "latvia lithuanian lithuania macedonian maltese moldovan montenegrin norwegian polish poland portuguese portugal "
        "romanian romania russian russia serbian serbia slovak slovakian slovakia slovenian spanish spain swedish swiss "
        "turkish turkey ukrainian ukraine ussr yugoslav yugoslavia yugoslavian baltic scandinavian australian canadian"
    ),
    ("A", "AIND"): "indian india",
    ("A", "APKN"): "pakistani pakistan",
    ("A", "ABAN"): "bangladeshi bangladesh bengali",
    ("A", "CHNE"): "chinese china taiwanese taiwan",
    ("A", ""): "punjabi kashmiri",
    ("A", "AOTH"): "nepali nepalese nepal gurkha lankan lanka lanken sinhalese tamil bhutanese maldivian",
    ("B", "BCRB"): (
        "caribbean jamaican jamaica barbadian barbados antigua antiguan dominica grenadian guyana guyanese trinidad "
        "trinidadian tobago nevis montserrat montserratian lucian vincentian bahamian"
    ),
    ("B", "BAFR"): (
        "african africa angolan angola beninese botswanan burundian cameroonian congolese congo eritrean eritrea ethiopian "
        "ethiopia gambian gambia ghanaian ghana guinean ivorian kenyan kenya liberian malawian malian mozambican namibian "
        "nigerian nigeria rwandan senegalese senegal leonean somali somalian somalia sudanese sudan swazi tanzanian "
        "tanzania togolese ugandan uganda zairean zaire zambian zambia zimbabwean zimbabwe"
    ),
    ("O", "OOTH"): (
        "arab arabic arabian afghan afghani afghanistan algerian burmese cambodian egyptian egypt filipino filipina "
        "philippines indonesian iranian iran iraqi iraq japanese japan jordanian korean korea kurdish kurd kurdistan kuwaiti "
        "laotian latin lebanese lebanon libyan libya malay malaysian mongolian moroccan morocco palestinian persian "
        "polynesian polynesia saudi syrian syria thai thailand tunisian vietnamese vietnam yemeni yemen brazilian chilean "
        "colombian mexican peruvian bolivian"
    ),
}
PEOPLES = {word: meaning for meaning, words in _PEOPLES.items() for word in words.split()}
"""Word -> group and census code."""

STEMS = {"carib": "caribbean", "carrib": "caribbean", "pakist": "pakistani", "bangla": "bangladeshi"}
"""Beginnings that are enough to recognise a word that is often cut short or has other endings."""

PHRASES = (
    # The headings of lists, which name more than the value means.
    (r"\bblack african caribbean (?:or )?black british\b", "black"),
    (r"\bblack black british caribbean or african\b", "black"),
    (r"\bblack (?:or |and )?(?:black )?brit(?:ish)?\b", "black"),
    (r"\basian (?:or |and )?(?:asian |a )?bri(?:t(?:ish)?|stish)?\b(?: asian\b)?", "asian"),
    (r"\bbrit(?:ish)? asian\b", "asian"),
    (r"\bchinese or (?:any )?other ethnic (?:groups?|background)(?= \w)", ""),
    (r"\benglish welsh scottish northern irish (?:or )?british\b", "british"),
    (r"\bafrican caribbean\b", "caribbean"),
    # Words whose meaning another word changes.
    (r"\bwest (?:indian|indies)\b", "caribbean"),
    (r"\b(?:st|saint) (?:kitts|lucia|vincent)\b", "caribbean"),
    (r"\b(?:native|american|red) (?:american|indian)\b", "polynesian"),
    (r"\b(?:south|central|latin) (?:south |central |latin )*americans?\b", "latin"),
    (r"\bafrican american\b", "black"),
    (r"\bnorth africans?\b", "arab"),
    (r"\bmiddle eastern\b", "arab"),
    (r"\bnorthern irish\b", "british"),
    (r"\b(?:travell?ers?|of|or) (?:of |or )?irish(?: heritage| descent)?\b", "irishtraveller"),
    (r"\birish travell?ers?\b", "irishtraveller"),
    (r"\bafrican (?=indian\b|asian\b|pakistani\b)", ""),
    (r"\bcaribbean (?=asian\b|indian\b)", ""),
    (r"\b(?:turkish|t|greek|g) cypriot\b", "cypriot"),
    (r"\beuropean mixed\b", "european"),
    (r"\bkashmiri pakistani?\b", "pakistani"),
)
"""Replaced in the words of a text, in this order."""
