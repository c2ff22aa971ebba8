"""Which words are masked: slurs in German and English, by what they attack.

How a word is written here says where it may stand:

- `word`: by itself, with its inflections (-e, -en, -er, -es, -in, -innen, -n, -s …);
- `word!`: by itself and exactly so, because with an ending it would be another word;
- `word-`: also as the beginning of a compound, `-word` as its end, `-word-` anywhere.

An umlaut stands for its two letters as well, and ß for ss. A word is listed by itself only where a compound may be
harmless: a Krüppelkiefer is a tree, and nobody is insulted by Schlamperei. What names people without insulting them is
no slur, whoever says it: Juden, Schwule, Behinderung, Asylant. Words with an everyday meaning besides are left out.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "racist": """
        neger- -neger nigger- sandnigger- drecksnigger- scheißnigger- hausnigger- nigga niggah niggaz bimbo
        kanake kanaken- -kanake kanacke kümmeltürk- schlitzauge schlitzaugen- schlitzi polacke polacken- itaker
        tschusch tschuschen- zigeuner zigeunerpack- zigeunerbande zigeunergesindel- zigeunersau- dreckszigeuner
        scheißzigeuner katzelmacher kameljockey spaghettifresser kaffer untermensch- untermenschen- negress
        chink gook wetback darkie pickaninny porchmonkey nafri scheinasylant asylschmarotzer asylantenpack
        ausländerpack ausländerbrut ölauge gyppo
        """,
    "antisemitic": """
        judensau- judensäue- judenschwein- judenpack- judenbrut- judengesindel- judenlümmel- judenbengel-
        judenbalg judenhure judenlump judenfotze judenvieh saujude- -saujude drecksjude- dreckjude- scheißjude-
        stinkjude- mistjude- schweinejude- kackjude- finanzjude- geldjude- weltjude! weltjuden! kike hymie
        jewboy judenbazille
        """,
    "anti-muslim": """
        muselpack- muselman- musel! musels! ziegenficker- kamelficker- schafficker- eselficker- eselsficker-
        kopftuchschlampe kopftuchmädchen kopftuchweib burkaschlampe raghead towelhead cameljockey goatfucker
        rapefugee islamistenpack moslempack muslimpack moslemsau muslimsau mohammedanerpack muzzie
        """,
    "sexist": """
        fotze -fotze fotzen- hure hurensohn- hurensöhn- hurentochter dreckshure schlampe! drecksschlampe!
        scheißschlampe! judenschlampe! medienschlampe! nutte -nutte nuttensohn flittchen emanze feminazi-
        presstituierte whore slut slutty cunt bitch twat thundercunt
        """,
    "homophobic": """
        -schwuchtel- arschficker- tunte kampflesbe lesbensau schwulensau schwulenpack schwulenschwein homopack
        faggot- fag! fags! poofter fudgepacker sodomitenpack battyboy schwanzlutscher- cocksucker
        """,
    "transphobic": """
        transe transen- -transe tranny trannies! shemale mannweib- heshe!
        """,
    "ableist": """
        mongo! mongos! mongoloid- vollmongo krüppel! krüppels! krüppeln! spast spasti! spastis! vollspast
        vollspasti! schwachmat missgeburt- mißgeburt- behindi! behindis! retarded! fucktard libtard- spaz! spazz
        midget
        """,
    "classist": """
        asi! asis! asipack assipack sozialschmarotzer- pennerpack penner prolet proll hartzer redneck chav
        trailertrash pikey
        """,
}
