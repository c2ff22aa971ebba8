"""Claims as they are spoken in many places, and what only sounds like them."""

from __future__ import annotations

SAME = """
de | Die Gemeinde Wolkersdorf hat das Freibad verkauft. | De Gmoa Wolkersdorf hod des Freibod vakauft.
de | Im Trinkwasser von Melk ist Uran. | Im Trinkwossa vo Melk is Uran.
de | In Traunstein gibt es keine Kinderärzte mehr. | In Traunstein gibts koane Kinderärzte mehr.
de | Der Bürgermeister hat die Wahl gefälscht. | Da Bürgermoasta hot de Wahl gfälscht.
de | Die Polizei hat zwei Männer am Bahnhof erschossen. | De Polizei hod zwoa Männer am Bahnhof daschossn.
de | Die Schule in Lech bleibt morgen geschlossen. | De Schui in Lech bleibt morgn gschlossn.
de | Ein Wolf hat heute Nacht ein Kind gebissen. | A Wolf hod heit Nocht a Kind bissn.
de | Man darf ab Montag nicht mehr in den Wald gehen. | Ma derf ab Montag nimma in Woid geh.
de | Der Strom wird ein bisschen teurer. | Der Strom wird a bissl teurer.
de | Ich habe gehört, dass die Brücke einstürzt. | I hob ghört, dass de Bruckn einstürzt.
de | Die Kinder haben alle Masken getragen. | De Kinder ham olle Masken trogn.
de | Der Metzger mischt Sägespäne in die Wurst. | Da Metzger mischt Sägespäne in d'Wurscht.
de | Das Krankenhaus in Ulm nimmt keine Kassenpatienten mehr. | 's Krankahaus en Ulm nemmt koine Kassapatienta meh.
de | Die Stadt baut einen Tunnel unter dem Neckar. | D'Stadt baut an Tunnel onterm Neckar.
de | Der Pfarrer ist gestern verhaftet worden. | Dr Pfarrer isch geschtern verhaftet worda.
de | Die Schwimmhalle hat zu wenig Wasser. | D'Schwimmhall hot z'wenig Wasser.
de | In Berlin wird das Wasser abgestellt. | In Berlin wird dit Wasser abjestellt.
de | Der Senat hat die U-Bahn verkauft. | Da Senat hat die U-Bahn vakooft.
de | Ich habe keine Ahnung, warum die Post geschlossen ist. | Ick hab keene Ahnung, warum die Post jeschlossen is.
de | Auf dem Spielplatz liegen Spritzen. | Uff'm Spielplatz liejen Spritzen.
de | Die haben da eine Leiche gefunden. | Die ham da ne Leiche jefunden.
de | Das Rathaus hat das Geld verbrannt. | Dat Rathaus hat dat Geld verbrannt.
de | Was die Stadt da macht, ist verboten. | Wat die Stadt da macht, is verboten.
de | Die Fähre fährt morgen nicht. | De Fähr fohrt morgen nich.
de | Die Migros verkauft kein Fleisch mehr. | D Migros verchauft kei Fleisch meh.
de | Der Zug nach Chur fällt heute aus. | De Zug nach Chur fallt hüt us.
de | Die Schweiz schliesst die Grenze. | D Schwiiz schlüsst d Gränze.
de | Es gibt nichts mehr zu kaufen. | Es git nüt meh z chaufe.
de | Das Spital hat keine Betten mehr. | S Spital het kei Bett meh.
de | Der Hund ist im See ertrunken. | De Hund isch im See ertrunke.
de | Die Frau hat das Kind nicht gekannt. | Die Fraa hat des Kind net gekannt.
de | Wir haben in Sachsen keine Wölfe. | Mir ham in Sachsen keene Wölfe.
de | Das Auto steht vor der Kirche. | Des Auto steht vor da Kirchn.
de | Die Leute sind alle krank geworden. | D'Leit san olle krank wordn.
de | In dem Dorf wohnen nur noch alte Leute. | In dem Dorf wohna bloß no oide Leit.
de | Der Bauer hat zwei Kühe vergiftet. | Da Bauer hot zwoa Küah vagift.
de | Hier wird kein Deutsch mehr gesprochen. | Do wird koa Deitsch mehr gredt.
de | Die Lehrerin hat die Kinder geschlagen. | De Lehrerin hod de Kinder gschlogn.
en | The council is not going to fix the bridge. | The council ain't gonna fix the bridge.
en | There is nothing in the shops. | There's nowt in the shops.
en | They have sold something to the Russians. | They've sold summat to the Russians.
en | The school does not open on Monday. | The school disnae open on Monday.
en | You cannot drink the water in Leith. | Ye cannae drink the water in Leith.
en | The police shot the little dog. | The polis shot the wee dog.
en | The children are not allowed home. | The bairns arenae allowed hame.
en | The trains are not running. | The trains ain't runnin'.
en | They are putting poison in the milk. | They're puttin poison in the milk.
en | It is closed because of the rats. | It's closed cuz of the rats.
en | The mayor is going to ban the dogs. | The mayor's gonna ban them dogs.
en | You all have to leave Houston. | Y'all gotta leave Houston.
en | I do not know if the bank is closed. | I dunno if the bank is closed.
en | She told me the bridge fell. | She told me the bridge fell, innit.
en | My mother saw a wolf in the park. | Me mam saw a wolf in the park.
en | The old church is burning. | The auld kirk is burnin.
en | Nobody is allowed to enter the hall. | Naebody's allowed tae enter the hall.
"""

OTHER = """
de | Die Kinder bekommen in der Schule eine Impfung. | De Kinder kriagn in da Schui koa Impfung.
de | Das Wasser ist vergiftet. | Des Wossa is ned vagift.
de | Der Zug fährt heute. | Da Zug fahrt heit net.
de | Die Brücke ist gesperrt. | De Bruckn is ned gsperrt.
de | Die Stadt baut einen Tunnel. | D'Stadt baut koin Tunnel.
de | Die Schule ist offen. | D Schuel isch nöd offe.
de | Das Amt hat offen. | Dat Amt hat nich offen.
de | Das Amt hat offen. | Dit Amt hat zu.
de | Der Bürgermeister hat die Wahl gefälscht. | Da Bürgermoasta hot de Wahl ned gfälscht.
de | Die Bahn hält in Passau. | De Bahn hoit ned in Passau.
de | Der Bauer hat zwei Kühe vergiftet. | Da Bauer hot drei Küah vagift.
de | In Melk ist Uran im Trinkwasser. | In Krems is Uran im Trinkwossa.
de | Alle Leute sind krank geworden. | Manche Leit san krank wordn.
de | Es gibt Mehl in Mainz. | Es git kei Mehl in Mainz.
de | In der Stadt gibt es Wölfe. | In da Stadt gibts nimma Wölf.
de | Der Doktor hat dem Kind geholfen. | Da Dokta hod dem Kind nia ghoifn.
de | Man darf in den Wald. | Ma derf ned in Woid.
de | Die Polizei hat geschossen. | De Polizei hod nia gschossn.
de | Das hat er gesagt. | Des hod er nia ned gsogt.
de | Der Strom wird teurer. | Der Strom wird billiga.
de | Die Post ist geschlossen. | De Post is offn.
de | Wir müssen zahlen. | Mir miassn ned zahln.
de | Ab Montag dürfen Hunde ins Bad. | Ab Montag derfn koane Hund ins Bad.
de | Er hat etwas gewusst. | Er hat nüscht jewusst.
de | Er hat etwas gewusst. | Er hod nix gwusst.
de | Die Frau hat ihn gekannt. | De Frau hat ihn nie nich gekannt.
de | Das Bad ist heute offen. | S Bad isch hüt zue.
de | Die Wirte müssen Karten nehmen. | De Wirt derfn Kartn nehma.
de | Das Bad schließt um acht. | Des Bod spert um neine zua.
en | The bridge is safe. | The bridge ain't safe.
en | The school opens on Monday. | The school disnae open on Monday.
en | You can drink the water in Leith. | Ye cannae drink the water in Leith.
en | There is something in the shops. | There's nowt in the shops.
en | There is nothing in the box. | There's summat in the box.
en | He did it. | He didnae dae it.
en | Everybody is allowed to enter. | Naebody's allowed tae enter.
en | The police shot the dog. | The polis never shot the dog.
en | The mayor will ban dogs. | The mayor ain't gonna ban dogs.
en | The bank is closed. | The bank ain't closed.
en | The water is clean. | The water isnae clean.
en | They have money. | They've nae money.
en | You must leave Houston. | Y'all don't gotta leave Houston.
en | They sold the hall. | They ain't never sold the hall.
en | She will come home. | She wilnae come hame.
"""
