"""Other forms and other words for one thing, other turns of phrase, and other things and places."""

from __future__ import annotations

SAME_FORMS = """
de | Die Ärzte warnen vor den neuen Impfstoffen. | Der Arzt warnt vor dem neuen Impfstoff.
de | Der Konzern verkauft verseuchtes Mehl. | Der Konzern hat verseuchtes Mehl verkauft.
de | Die Gemeinde schließt das Hallenbad. | Das Hallenbad der Gemeinde wird geschlossen.
de | Ein Hund biss ein Kind. | Ein Hund hat ein Kind gebissen.
de | Die Bank nahm dem Bauern das Haus. | Die Bank hat dem Bauern das Haus genommen.
de | Die Firma zog nach Polen. | Die Firma ist nach Polen gezogen.
de | Der Lehrer trank im Unterricht Bier. | Der Lehrer hat im Unterricht Bier getrunken.
de | Der Fluss stieg um zwei Meter. | Der Fluss ist um zwei Meter gestiegen.
de | Der Strompreis stieg um zwei Cent. | Der Preis für Strom ist um zwei Cent gestiegen.
de | Das Werk entließ hundert Arbeiter. | Das Werk hat hundert Arbeiter entlassen.
de | Die Wölfe rissen zehn Schafe. | Wölfe haben zehn Schafe gerissen.
de | Die Feuerwehr rettet Katzen nur gegen Geld. | Die Feuerwehr rettet eine Katze nur gegen Geld.
de | Der Wirt wirft Gäste mit Maske hinaus. | Die Wirte werfen Gäste mit Masken hinaus.
de | Der Minister schlief im Parlament. | Der Minister hat im Parlament geschlafen.
de | Der alte Bahnhof wird abgerissen. | Den alten Bahnhof reißt man ab.
de | Der Chef verbietet den Mitarbeitern das Trinken. | Der Chef verbietet dem Mitarbeiter das Trinken.
de | Der Supermarkt wirft frisches Brot weg. | Die Supermärkte werfen frische Brote weg.
de | Im Wasser lebten giftige Quallen. | Im Wasser haben giftige Quallen gelebt.
de | Die Kirche sprach den Pfarrer frei. | Die Kirche hat den Pfarrer freigesprochen.
de | Das Gericht hob das Urteil auf. | Das Gericht hat das Urteil aufgehoben.
en | The firm sold bad flour. | The firm has sold bad flour.
en | A dog bit a child. | A dog has bitten a child.
en | Doctors warn of the new vaccines. | A doctor warns of the new vaccine.
en | The town is felling the trees. | The town fells the trees.
en | The bank takes houses from farmers. | The bank is taking houses from farmers.
en | Wolves tore ten sheep. | Wolves have torn ten sheep.
en | The teacher drank beer in class. | The teacher was drinking beer in class.
en | The city will close its pools. | The city is going to close its pools.
en | The mayor chose a new bishop. | The mayor has chosen a new bishop.
en | The school bans mobile phones. | The schools ban mobile phones.
en | The ministry hid the report. | The ministry has hidden the report.
en | Mice are eating the books. | Mice eat the books.
en | Geese attack cyclists. | A goose attacks a cyclist.
en | The wives of officers get a bonus. | The wife of an officer gets a bonus.
en | The factory was leaking acid. | The factory leaked acid.
"""

SAME_WORDS = """
de | Der Arzt hat das Kind vergiftet. | Der Doktor hat das Kind vergiftet.
de | Die Regierung will das Bargeld abschaffen. | Die Regierung möchte das Bargeld abschaffen.
de | Die Polizei fasst den Dieb. | Die Polizei schnappt den Dieb.
de | Das Flugzeug stürzte in den See. | Die Maschine stürzte in den See.
de | Die Handys strahlen gefährlich. | Die Smartphones strahlen gefährlich.
de | Die Lehrer erhalten eine Prämie. | Die Lehrer bekommen einen Bonus.
de | Der Patient starb im Krankenhaus. | Der Patient verstarb in der Klinik.
de | Das Unternehmen entlässt Mitarbeiter. | Die Firma entlässt Beschäftigte.
de | Das Gebäude ist einsturzgefährdet. | Das Haus ist einsturzgefährdet.
de | Das Foto zeigt einen Hai. | Das Bild zeigt einen Hai.
de | Der Unfall geschah in Lienz. | Der Unfall passierte in Lienz.
de | Die Gemeinde errichtet ein Lager. | Die Gemeinde baut ein Lager.
de | Der Politiker hat Geld gestohlen. | Der Politiker hat Geld geklaut.
de | Die Pension wird gekürzt. | Die Rente wird gekürzt.
de | Die Kartoffeln sind verseucht. | Die Erdäpfel sind verseucht.
de | Im Supermarkt gibt es keine Tomaten. | Im Supermarkt gibt es keine Paradeiser.
de | Der Metzger verkauft Hundefleisch. | Der Fleischer verkauft Hundefleisch.
de | Der Tischler hat den Sarg gestohlen. | Der Schreiner hat den Sarg gestohlen.
de | Das Mädchen wurde entführt. | Das Mädchen wurde gekidnappt.
de | Die Wohnung kostet 2000 Euro Miete. | Das Apartment kostet 2000 Euro Miete.
de | Der Test ist unzuverlässig. | Der Test ist nicht zuverlässig.
de | Der Feuerwehrmann rettete das Kind. | Der Feuerwehrmann hat das Kind geborgen.
de | Der Autofahrer fuhr zu schnell. | Der Lenker fuhr zu schnell.
de | Die Schüler müssen daheim bleiben. | Die Schüler müssen zu Hause bleiben.
de | Der Radweg wird gesperrt. | Der Fahrradweg wird gesperrt.
de | Kinder sterben an der Grippe. | Kinder sterben an Influenza.
en | The doctor poisoned the child. | The physician poisoned the child.
en | The cops beat the protesters. | The police beat the demonstrators.
en | The picture shows a shark. | The photo shows a shark.
en | The firm fires workers. | The company sacks workers.
en | The plane crashed into the lake. | The aircraft crashed into the lake.
en | The accident happened in Hull. | The accident occurred in Hull.
en | The politician stole money. | The politician nicked money.
en | The government wants to scrap cash. | The government wants to abolish cash.
en | Children die of influenza. | Kids die of the flu.
en | The film was banned. | The movie was banned.
en | The huge snake ate a dog. | The enormous snake ate a dog.
en | The shop sells rotten meat. | The store sells rotten meat.
en | The attorney lied to the court. | The lawyer lied to the court.
en | The mayor buys a car. | The mayor purchases a car.
"""

SAME_TURNS = """
de | Das Wasserwerk in Melk mischt Fluor ins Wasser. | das wasserwerk in melk mischt fluor ins wasser!!!
de | Das Wasserwerk in Melk mischt Fluor ins Wasser. | DAS WASSERWERK IN MELK MISCHT FLUOR INS WASSER
de | Das Wasserwerk in Melk mischt Fluor ins Wasser. | Fluor wird vom Wasserwerk in Melk ins Wasser gemischt.
de | Das Wasserwerk in Melk mischt Fluor ins Wasser. | In Melk mischt das Wasserwerk Fluor ins Wasser.
de | Das Wasserwerk in Melk mischt Fluor ins Wasser. | Das Melker Wasserwerk mischt Fluor ins Wasser.
de | Das Wasserwerk in Melk mischt Fluor ins Wasser. | Das Wasserwerk Melk mischt Fluor ins Wasser.
de | Das Wasserwerk in Melk mischt Fluor ins Wasser. | Das Wasserwerk von Melk mischt Fluor ins Wasser.
de | Die Stadt Graz verbietet ab 2026 alle Dieselautos. | Ab 2026 verbietet die Stadt Graz alle Autos mit Diesel.
de | Die Stadt Graz verbietet ab 2026 alle Dieselautos. | Graz verbietet ab 2026 alle Dieselautos.
de | Der Handel muss Bargeld annehmen. | Der Handel ist verpflichtet, Bargeld anzunehmen.
de | Der Wirt kann zahlen. | Der Wirt ist in der Lage zu zahlen.
de | Etwa 500 Schafe starben in Melk. | Rund 500 Schafe starben in Melk.
de | Etwa 500 Schafe starben in Melk. | Ungefähr fünfhundert Schafe starben in Melk.
de | Mehr als 500 Schafe starben in Melk. | Über 500 Schafe starben in Melk.
de | Weniger als 500 Schafe starben in Melk. | Unter 500 Schafe starben in Melk.
de | Mindestens 500 Schafe starben. | Wenigstens 500 Schafe starben.
de | Höchstens 500 Schafe starben. | Maximal 500 Schafe starben.
de | Fast alle Schafe starben. | Nahezu alle Schafe starben.
de | Die Hälfte der Schafe starb. | 50 Prozent der Schafe starben.
de | Die Hälfte der Schafe starb. | 50 % der Schafe starben.
de | Das kostet 1,5 Millionen Euro in Graz. | Das kostet 1.500.000 Euro in Graz.
de | Das kostet 1,5 Millionen Euro in Graz. | Das kostet 1,5 Mio. € in Graz.
de | Ein Dutzend Schafe starb in Melk. | Zwölf Schafe starben in Melk.
de | Der Weg ist 2 Kilometer lang. | Der Weg ist 2000 Meter lang.
de | Der Sack wiegt 2 Kilo. | Der Sack wiegt 2000 Gramm.
de | Der Flug dauert 90 Minuten. | Der Flug dauert anderthalb Stunden.
de | Kanzlerin Anna Huber tritt zurück. | Anna Huber, die Kanzlerin, tritt zurück.
de | Karl Nehammer verbietet Windräder. | Der Karl Nehammer verbietet Windräder.
de | Die Weltgesundheitsorganisation warnt vor Milch. | Die WHO warnt vor Milch.
de | Das Robert-Koch-Institut warnt vor Milch. | Das RKI warnt vor Milch.
de | In Österreich gibt es kein Bargeld mehr. | In Österreich gibt es gar kein Bargeld mehr.
de | Die Impfung macht krank. | Die Impfungen machen krank.
de | Die Impfung macht krank. | Impfungen machen krank.
de | Der Lehrer hat gelogen. | Der Lehrer log.
de | Der Lehrer hatte gelogen. | Der Lehrer hat gelogen.
de | Wölfe fressen Kinder. | Der Wolf frisst Kinder.
de | Man hat die Brücke gesprengt. | Die Brücke wurde gesprengt.
de | Jemand hat die Brücke gesprengt. | Die Brücke wurde von jemandem gesprengt.
de | In Wien brennt die Oper. | Die Oper in Wien brennt.
de | In Wien brennt die Oper. | Die Wiener Oper brennt.
de | Die Oper in Wien brennt. | 🔥 Die Oper in Wien brennt 🔥
de | Die Oper in Wien brennt. | Die Oper in Wien brennt… 😱😱
de | Die Oper in Wien brennt. | "Die Oper in Wien brennt"
de | Die Oper in Wien brennt. | Die Oper in #Wien brennt #oper #wien
de | Die Oper in Wien brennt. | Stimmt das: Die Oper in Wien brennt?
de | Die Oper in Wien brennt. | Brennt die Oper in Wien?
de | Die Oper in Wien brennt. | Brennt in Wien wirklich die Oper?
de | Die Oper in Wien brennt. | Hat wer gehört, ob die Oper in Wien brennt?
de | Die Oper in Wien brennt. | Meine Mutter sagt, dass die Oper in Wien brennt.
de | Die Oper in Wien brennt. | Ich habe gelesen, die Oper in Wien brennt.
de | Die Oper in Wien brennt. | Es heißt, die Oper in Wien brennt.
de | Die Oper in Wien brennt. | Auf Facebook steht, dass die Oper in Wien brennt.
de | Die Oper in Wien brennt. | Wusstet ihr, dass die Oper in Wien brennt?
de | Der Spinat enthält viel Eisen. | Im Spinat ist viel Eisen enthalten.
de | Der Müll wird nicht mehr abgeholt. | Der Müll wird nimmer abgeholt.
de | Der Müll wird nicht mehr abgeholt. | Den Müll holt keiner mehr ab.
de | Tomaten senken den Blutdruck. | Paradeiser senken den Blutdruck.
de | Am Samstag fällt die Schule aus. | Am Sonnabend fällt die Schule aus.
de | E-Autos brennen öfter. | Elektroautos brennen öfter.
de | E-Autos brennen öfter. | Elektroautos brennen häufiger.
de | Das Handy strahlt. | Das Mobiltelefon strahlt.
de | Die Grünen wollen das Auto verbieten. | Die Grünen möchten das Auto verbieten.
de | Lehrer verdienen 5000 Euro. | Lehrerinnen und Lehrer verdienen 5000 Euro.
de | Lehrer verdienen 5000 Euro. | Lehrer*innen verdienen 5000 Euro.
de | Lehrer verdienen 5000 Euro. | LehrerInnen verdienen 5000 Euro.
de | Die Straße ist gesperrt, weil ein Baum umgefallen ist. | Weil ein Baum umgefallen ist, ist die Straße gesperrt.
de | Die Straße ist gesperrt, weil ein Baum umgefallen ist. | Die Straße ist gesperrt, da ein Baum umgefallen ist.
de | Die Straße ist wegen eines Baums gesperrt. | Die Straße ist aufgrund eines Baums gesperrt.
en | The waterworks in Hull adds fluoride to the water. | the waterworks in hull adds fluoride to the water!!
en | The waterworks in Hull adds fluoride to the water. | Fluoride is added to the water by the waterworks in Hull.
en | The waterworks in Hull adds fluoride to the water. | Hull's waterworks adds fluoride to the water.
en | The city of Leeds bans diesel cars from 2026. | From 2026 the city of Leeds bans diesel cars.
en | The city of Leeds bans diesel cars from 2026. | Leeds bans diesel cars from 2026.
en | Shops must take cash. | Shops have to take cash.
en | Shops must take cash. | Shops are required to take cash.
en | Children may not swim. | Children are not allowed to swim.
en | About 500 sheep died in Hull. | Around 500 sheep died in Hull.
en | About 500 sheep died in Hull. | Roughly five hundred sheep died in Hull.
en | More than 500 sheep died in Hull. | Over 500 sheep died in Hull.
en | Half of the sheep died. | 50% of the sheep died.
en | It costs 1.5 million dollars in Hull. | It costs $1,500,000 in Hull.
en | A dozen sheep died in Hull. | Twelve sheep died in Hull.
en | The path is 2 kilometres long. | The path is 2000 metres long.
en | The World Health Organization warns of milk. | The WHO warns of milk.
en | The vaccine makes people ill. | Vaccines make people ill.
en | The opera in Leeds is burning. | Is the opera in Leeds burning?
en | The opera in Leeds is burning. | My mum says that the opera in Leeds is burning.
en | The opera in Leeds is burning. | I read that the opera in Leeds is burning.
en | The opera in Leeds is burning. | They say the opera in Leeds is burning.
en | The opera in Leeds is burning. | Rumour has it that the opera in Leeds is burning.
en | The opera in Leeds is burning. | Did you know that the opera in Leeds is burning?
en | The opera in Leeds is burning. | The opera in Leeds burns.
en | The opera in Leeds is burning. | Leeds opera is burning.
en | The opera in Leeds is burning. | Breaking: the opera in Leeds is burning
en | The teacher lied. | The teacher has lied.
en | The teacher did not lie. | The teacher didn't lie.
en | The road is closed because a tree fell. | Because a tree fell, the road is closed.
en | The road is closed because of a tree. | The road is closed due to a tree.
en | Electric cars burn more often. | Electric cars burn more frequently.
en | E-cars burn more often. | Electric cars burn more often.
en | Cats carry the plague. | The cat carries the plague.
en | The coloured harbour was organised. | The colored harbor was organized.
en | The mayor of Leeds resigns. | Leeds's mayor resigns.
en | The bus doesn't stop there any more. | The bus no longer stops there.
en | Nobody is allowed to enter. | No one is allowed to enter.
"""

OTHER_FORMS = """
de | Der Konzern verkaufte verseuchtes Mehl. | Der Konzern kaufte verseuchtes Mehl.
de | Das Gericht hob das Urteil auf. | Das Gericht hob das Urteil hervor.
de | Ein Hund biss ein Kind. | Ein Kind biss einen Hund.
de | Die Stadt fällt die Bäume am Kai. | Die Stadt pflanzt die Bäume am Kai.
de | Der Lehrer trank im Unterricht Bier. | Der Lehrer wird im Unterricht Bier trinken.
de | Das Werk entließ hundert Arbeiter. | Das Werk hat hundert Arbeiter eingestellt.
de | Die Kirche sprach den Pfarrer frei. | Die Kirche spricht den Pfarrer schuldig.
de | Der Preis stieg. | Der Preis stieg nicht.
de | Der alte Bahnhof wird abgerissen. | Der neue Bahnhof wird abgerissen.
de | Die Bank nahm dem Bauern das Haus. | Die Bank gab dem Bauern das Haus.
en | The firm sold bad flour. | The firm bought bad flour.
en | A dog bit a child. | A child bit a dog.
en | The teacher drank beer in class. | The teacher will drink beer in class.
en | The ministry hid the report. | The ministry published the report.
en | The city will close its pools. | The city will open its pools.
"""

OTHER_WORDS = """
de | Der Arzt hat das Kind vergiftet. | Der Apotheker hat das Kind vergiftet.
de | Die Pension wird gekürzt. | Die Pension wird erhöht.
de | Der Metzger verkauft Hundefleisch. | Der Bäcker verkauft Hundefleisch.
de | Das Mädchen wurde entführt. | Das Mädchen wurde befreit.
de | Die Kartoffeln sind verseucht. | Die Karotten sind verseucht.
de | Der Tischler hat den Sarg gestohlen. | Der Maurer hat den Sarg gestohlen.
de | Das Foto zeigt einen Hai. | Das Foto zeigt einen Wal.
de | Die Lehrer erhalten eine Prämie. | Die Lehrer zahlen eine Prämie.
de | Der Patient starb im Krankenhaus. | Der Patient genas im Krankenhaus.
de | Die Regierung will das Bargeld abschaffen. | Die Regierung muss das Bargeld abschaffen.
en | The doctor poisoned the child. | The dentist poisoned the child.
en | The picture shows a shark. | The picture shows a whale.
en | The firm fires workers. | The firm hires workers.
en | The shop sells rotten meat. | The shop sells fresh meat.
en | The attorney lied to the court. | The attorney lied to the press.
"""

OTHER_PLACES = """
de | Im Bahnhof Feldkirch liegt eine Bombe. | Im Bahnhof Feldkirchen liegt eine Bombe.
de | In Freiburg brennt eine Schule. | In Freiberg brennt eine Schule.
de | In Neustadt an der Weinstraße brennt es. | In Neustadt an der Donau brennt es.
de | In Frankfurt am Main streikt die Bahn. | In Frankfurt an der Oder streikt die Bahn.
de | In Ober-Ramstadt ist das Wasser giftig. | In Nieder-Ramstadt ist das Wasser giftig.
de | In Oberösterreich gilt ein Alarm. | In Niederösterreich gilt ein Alarm.
de | In Nordbaden brennt der Wald. | In Südbaden brennt der Wald.
de | In Hintertux liegt Schnee. | In Vordertux liegt Schnee.
de | Im Münchner Zoo starb ein Bär. | Im Berliner Zoo starb ein Bär.
de | Der Wiener Bürgermeister tritt zurück. | Der Linzer Bürgermeister tritt zurück.
de | In der Hauptstraße brennt es. | In der Bahnhofstraße brennt es.
de | In Wien-Favoriten brennt es. | In Wien-Floridsdorf brennt es.
de | Am Attersee ist Baden verboten. | Am Mondsee ist Baden verboten.
de | Im Irak starben Soldaten. | Im Iran starben Soldaten.
de | In Nigeria wurden Schüler entführt. | In Niger wurden Schüler entführt.
de | In der Slowakei gibt es keinen Strom. | In Slowenien gibt es keinen Strom.
de | In Bad Ischl schließt die Klinik. | In Bad Aussee schließt die Klinik.
de | In St. Pölten schließt die Klinik. | In St. Veit schließt die Klinik.
de | Die Klinik in Linz schließt. | Die Klinik schließt in Wels.
de | Im Ortsteil Aumühl fehlt Wasser. | Im Ortsteil Neumühl fehlt Wasser.
de | In Kleinhadern wird geschossen. | In Großhadern wird geschossen.
de | Ein Hotel auf Rügen brennt. | Ein Hotel auf Usedom brennt.
de | In Rheinfelden in Baden brennt es. | In Rheinfelden in der Schweiz brennt es.
de | In Sachsen-Anhalt fällt der Unterricht aus. | In Sachsen fällt der Unterricht aus.
de | In Steyr brennt ein Lager. | In Steyregg brennt ein Lager.
en | A bomb lies in Newcastle upon Tyne. | A bomb lies in Newcastle under Lyme.
en | The school in Boston burns. | The school in Bolton burns.
en | A shark was seen off North Shields. | A shark was seen off South Shields.
en | Cholera has broken out in Austria. | Cholera has broken out in Australia.
en | Trees are dying in Upper Wick. | Trees are dying in Lower Wick.
en | The plant in Portland, Oregon, leaks. | The plant in Portland, Maine, leaks.
en | Children vanish in Dominica. | Children vanish in the Dominican Republic.
en | Guinea bans rice. | Guinea-Bissau bans rice.
en | West Virginia bans abortions. | Virginia bans abortions.
en | Two men drowned in Great Yarmouth. | Two men drowned in Yarmouth.
"""
