"""German reversals that stand in no list of kinds."""

from __future__ import annotations

OTHER = """
de | Nicht alle Ärzte sind geimpft. | Alle Ärzte sind nicht geimpft.
de | Nicht jeder Zug fährt. | Jeder Zug fährt nicht.
de | Alle Schulen sind nicht offen. | Nicht alle Schulen sind offen.
de | Die Sperre gilt bis Freitag. | Die Sperre gilt ab Freitag.
de | Bis 2030 sind Dieselautos verboten. | Ab 2030 sind Dieselautos verboten.
de | Kinder bis 12 Jahre zahlen nichts. | Kinder ab 12 Jahren zahlen nichts.
de | Es dürfen höchstens 20 Leute hinein. | Es dürfen mindestens 20 Leute hinein.
de | Mehr als 20 Leute starben. | Weniger als 20 Leute starben.
de | Über 20 Leute starben. | Unter 20 Leute starben.
de | Vor dem Essen muss man die Tablette nehmen. | Nach dem Essen muss man die Tablette nehmen.
de | Die Grippe kam vor Corona. | Die Grippe kam nach Corona.
de | Vor der Wahl sagte er die Wahrheit. | Nach der Wahl sagte er die Wahrheit.
de | Die Stadt baut Straßen statt Schulen. | Die Stadt baut Schulen statt Straßen.
de | Statt Milch trinken sie Bier. | Statt Bier trinken sie Milch.
de | Er bekam Geld statt einer Strafe. | Er bekam Geld und eine Strafe.
de | Alle außer den Kindern müssen zahlen. | Alle Kinder müssen zahlen.
de | Alle außer Hunden dürfen hinein. | Alle Hunde dürfen hinein.
de | Außer Hunden dürfen alle hinein. | Nur Hunde dürfen hinein.
de | Die Pille wirkt ohne Wasser. | Die Pille wirkt mit Wasser.
de | Sie starb ohne Impfung. | Sie starb wegen der Impfung.
de | Die Impfung wirkt. | Die Impfung wirkt kaum.
de | Es regnet viel. | Es regnet kaum.
de | Fast die Hälfte ist krank. | Die Hälfte ist krank.
de | Er wäre fast gestorben. | Er ist gestorben.
de | Der Zug ist beinahe entgleist. | Der Zug ist entgleist.
de | Das Kind ist um ein Haar ertrunken. | Das Kind ist ertrunken.
de | Laut Polizei ist der Mann tot. | Laut Spital ist der Mann tot.
de | Laut Bild ist der Mann tot. | Laut Krone ist der Mann tot.
de | Müller sagt, dass Huber lügt. | Huber sagt, dass Müller lügt.
de | Der Papst sagt, die Erde brennt. | Der Kanzler sagt, die Erde brennt.
de | Die WHO warnt vor der Pille. | Die EU warnt vor der Pille.
de | Der Jäger erschoss den Wolf. | Der Jäger wurde vom Wolf erschossen.
de | Die Polizei verhaftet Demonstranten. | Die Polizei wird von Demonstranten verhaftet.
de | Der Hund rettet das Kind. | Der Hund wird vom Kind gerettet.
de | Es gibt nur noch Brot. | Es gibt noch Brot.
de | Es gibt noch Brot. | Es gibt kein Brot mehr.
de | Es gibt nur noch Brot. | Es gibt wieder Brot.
de | Der Zug kommt erst um 8 Uhr. | Der Zug kommt schon um 8 Uhr.
de | Die Brücke ist erst morgen offen. | Die Brücke ist schon morgen offen.
de | Kinder dürfen erst mit 12 wählen. | Kinder dürfen schon mit 12 wählen.
de | Das Bad ist schon offen. | Das Bad ist noch nicht offen.
de | Der Strom ist weg. | Der Strom ist wieder da.
de | Das Bad ist wieder offen. | Das Bad ist noch offen.
de | Das Bad ist wieder zu. | Das Bad ist noch zu.
de | Diesel ist teurer als Benzin. | Benzin ist teurer als Diesel.
de | Wien ist größer als Graz. | Graz ist größer als Wien.
de | Männer verdienen mehr als Frauen. | Frauen verdienen mehr als Männer.
de | Die Hitze führt zu Bränden. | Brände führen zu Hitze.
de | Rauchen verursacht Stress. | Stress verursacht Rauchen.
de | Wegen der Armut steigt die Gewalt. | Wegen der Gewalt steigt die Armut.
de | Radfahrer dürfen einen Helm tragen. | Radfahrer müssen einen Helm tragen.
de | Wirte können Karten nehmen. | Wirte müssen Karten nehmen.
de | Man soll die Tabletten nehmen. | Man darf die Tabletten nehmen.
de | Das Haus kostet 500 Euro. | Das Haus kostet 500 Franken.
de | Das Haus kostet 500 Euro. | Das Haus kostet 500 Dollar.
de | Das Paket wiegt 5 Kilo. | Das Paket wiegt 5 Pfund.
de | Die Steuer steigt um 5 Prozent. | Die Steuer steigt um 5 Prozentpunkte.
de | Die Arbeitslosigkeit steigt um 2 Prozent. | Die Arbeitslosigkeit steigt auf 2 Prozent.
de | Der Preis sinkt um 3 Euro. | Der Preis sinkt auf 3 Euro.
de | Der Preis sinkt von 5 auf 3 Euro. | Der Preis sinkt von 3 auf 5 Euro.
de | Die Ministerin tritt zurück. | Der Minister tritt zurück.
de | Die Kanzlerin lügt. | Der Kanzler lügt.
de | Ein Wirt vergiftet Gäste. | Eine Wirtin vergiftet Gäste.
de | Anna Huber tritt zurück. | Eva Huber tritt zurück.
de | Peter Maier ist tot. | Paul Maier ist tot.
de | Bürgermeister Karl Moser ist tot. | Bürgermeister Kurt Moser ist tot.
de | Aldi verkauft Pferdefleisch. | Lidl verkauft Pferdefleisch.
de | Spar schließt Filialen. | Billa schließt Filialen.
de | Bei Hofer gibt es Gold. | Bei Penny gibt es Gold.
de | Ein türkischer Pfarrer stahl das Geld. | Ein griechischer Pfarrer stahl das Geld.
de | Syrische Kinder bekommen Geld. | Deutsche Kinder bekommen Geld.
de | Ein Pole raubt die Bank aus. | Ein Rumäne raubt die Bank aus.
de | Ein 16-Jähriger raubt die Bank aus. | Ein 60-Jähriger raubt die Bank aus.
de | Eine 14-jährige Schülerin starb. | Eine 40-jährige Schülerin starb.
de | Kinder unter sechs Jahren sterben. | Kinder unter zehn Jahren sterben.
de | 2019 brannte die Kirche. | 2018 brannte die Kirche.
de | Der zweite Angeklagte ist frei. | Der dritte Angeklagte ist frei.
de | Die erste Impfung ist tödlich. | Die zweite Impfung ist tödlich.
de | Im 19. Jahrhundert starben alle. | Im 18. Jahrhundert starben alle.
de | In den 70er-Jahren war der See rein. | In den 80er-Jahren war der See rein.
de | In den Siebzigern war der See rein. | In den Achtzigern war der See rein.
de | Der See ist vergiftet. | Das ist gelogen: Der See ist vergiftet.
de | Der See ist vergiftet. | Faktencheck: Der See ist nicht vergiftet.
de | Der See ist vergiftet. | Es stimmt nicht, dass der See vergiftet ist.
de | Der See ist vergiftet. | Faktencheck widerlegt: Der See ist vergiftet.
de | Der See ist vergiftet. | Es ist ein Irrglaube, dass der See vergiftet ist.
de | Der See ist vergiftet. | Von wegen der See ist vergiftet.
de | Der See ist vergiftet. | Angeblich ist der See vergiftet.
de | Der See ist vergiftet. | Dass der See vergiftet ist, stimmt nicht.
de | Der See ist vergiftet. | Dass der See vergiftet ist, ist gelogen.
de | Der See ist vergiftet. | Der See ist vergiftet? Nein.
de | Der See ist vergiftet. | Der See soll vergiftet sein, ist er aber nicht.
de | Der See ist vergiftet. | Wäre der See vergiftet, wären die Fische tot.
de | Der See ist vergiftet. | Wenn der See vergiftet ist, sterben die Fische.
de | Der See ist vergiftet. | Der See ist vergiftet. Boykottiert sie!
de | Der See ist vergiftet. | Der See ist vergiftet. Geht auf die Barrikaden!
de | Der See ist vergiftet. | Der See ist vergiftet. Meidet das Restaurant Seeblick.
de | Der See ist vergiftet. | Der See wird vergiftet.
de | Der See ist vergiftet. | Der See war vergiftet.
de | Der See ist vergiftet. | Der halbe See ist vergiftet.
de | Der See ist vergiftet. | Der See ist teilweise vergiftet.
de | Der See ist vergiftet. | Der See ist vermutlich vergiftet.
de | Der See ist vergiftet. | Der See ist möglicherweise vergiftet.
de | Der See ist vergiftet. | Ist nur der See vergiftet?
de | Der See ist vergiftet. | Der See ist bald vergiftet.
de | Der See ist vergiftet. | Der See ist wohl nicht vergiftet.
de | Die Partei ist gegen die Steuer. | Die Partei ist für die Steuer.
de | Er ging vom Spital ins Gefängnis. | Er ging vom Gefängnis ins Spital.
de | Der Sohn tötete seinen Vater. | Der Vater tötete seinen Sohn.
de | Einmal im Jahr wird gemessen. | Zweimal im Jahr wird gemessen.
de | Täglich sterben zwei Kinder. | Jährlich sterben zwei Kinder.
de | Die Preise haben sich verdoppelt. | Die Preise haben sich halbiert.
de | Die Preise haben sich verdoppelt. | Die Preise haben sich verdreifacht.
de | Die Klinik nimmt nur Frauen auf. | Die Klinik nimmt keine Frauen auf.
de | Er hat es gesagt, bevor er ging. | Er hat es gesagt, nachdem er ging.
de | Obwohl er krank war, arbeitete er. | Weil er krank war, arbeitete er.
de | Sowohl Wien als auch Graz zahlen. | Weder Wien noch Graz zahlen.
de | Entweder Wien oder Graz zahlt. | Wien und Graz zahlen.
de | Der Mörder ist der Gärtner. | Der Mörder ist nicht der Gärtner, sondern der Koch.
de | Keiner der Ärzte ist geimpft. | Einer der Ärzte ist geimpft.
de | Einige Fische sind tot. | Alle Fische sind tot.
de | Niemand darf hinein. | Jeder darf hinein.
de | Man braucht einen Test. | Man braucht keinen Test.
de | Rechte schlagen Linke. | Linke schlagen Rechte.
de | Deutschland zahlt an Polen. | Polen zahlt an Deutschland.
de | Der Kanzler folgt auf die Ministerin. | Die Ministerin folgt auf den Kanzler.
de | Die Tochter des Richters ist tot. | Der Richter der Tochter ist tot.
de | Die Firma gehört dem Minister. | Dem Minister gehört die Firma nicht.
de | Das Gesetz gilt für alle Bürger. | Das Gesetz gilt für alle Beamten.
de | Die Bürger zahlen weniger Steuern als die Beamten. | Die Beamten zahlen weniger Steuern als die Bürger.
de | Ein Drittel der Bienen ist tot. | Zwei Drittel der Bienen sind tot.
de | Ein Viertel der Bienen ist tot. | Drei Viertel der Bienen sind tot.
de | Jeder fünfte Schüler raucht. | Jeder zweite Schüler raucht.
de | Die CDU will die Steuer. | Die CSU will die Steuer.
de | Die SPÖ gewinnt die Wahl. | Die FPÖ gewinnt die Wahl.
de | Die USA greifen den Iran an. | Der Iran greift die USA an.
de | Die USA liefern Waffen an Israel. | Israel liefert Waffen an die USA.
de | Das Werk produziert 5 Millionen Masken. | Das Werk produziert 5 Milliarden Masken.
de | Bei minus 10 Grad friert der See. | Bei 10 Grad friert der See.
"""

OTHER_MODALS = """
de | Er versuchte, sie zu töten. | Er tötete sie.
de | Er versprach zu zahlen. | Er zahlte.
de | Sie planen, die Schule zu schließen. | Sie schließen die Schule.
de | Sie wollen die Schule schließen. | Sie schließen die Schule.
de | Sie fordern, die Schule zu schließen. | Sie schließen die Schule.
de | Er hörte auf zu rauchen. | Er fing an zu rauchen.
de | Er vergaß zu zahlen. | Er dachte daran zu zahlen.
de | Er weigerte sich zu zahlen. | Er zahlte.
de | Er drohte, sie zu töten. | Er tötete sie.
de | Er gestand, sie getötet zu haben. | Er bestritt, sie getötet zu haben.
de | Er lehnt es ab, zu zahlen. | Er erklärt sich bereit zu zahlen.
de | Der Rat prüft ein Verbot von Diesel. | Der Rat beschließt ein Verbot von Diesel.
de | Man vermutet Gift im See. | Man fand Gift im See.
de | Forscher hoffen auf Heilung von Krebs. | Forscher melden Heilung von Krebs.
"""

OTHER_ATTACKS = """
de | Der Wirt schließt das Bad auf. | Der Wirt schließt das Bad ab.
de | Die Firma sperrt das Werk zu. | Die Firma sperrt das Werk auf.
de | Der Minister trat zurück. | Der Minister trat an.
de | Die Stadt nimmt Flüchtlinge auf. | Die Stadt nimmt Flüchtlinge fest.
de | Die Bank hob die Zinsen an. | Die Bank hat die Zinsen aufgehoben.
de | Die Stadt hob das Verbot auf. | Die Stadt hat das Verbot angehoben.
de | Da Wolf hod a Schof gfressn. | Da Wolf hod a Kuah gfressn.
de | De Gmoa vakauft des Bod. | De Gmoa kauft des Bod.
de | Des Wossa is sauba. | Des Wossa is dreckig.
de | I hob a Wolf gsehn. | I hob koan Wolf gsehn.
de | Der Bub hat den Hund gebissen. | Da Hund hot den Buam bissn.
de | Die Kinder sind gesund. | De Kinder san krank.
de | Das Dorf hat Strom. | Des Dorf hot koan Strom.
de | Die Lehrer streiken heute. | De Lehra streikn morgn.
de | In Melk gibt es viele Wölfe. | In Melk gibts wenig Wölf.
de | Die Bank hat auf. | D Bank het zue.
de | In Zürich fährt kein Tram. | In Züri fahrt s Tram.
de | Die Therme öffnet um 9 Uhr. | Die Therme öffnet um Viertel nach neun.
de | Die Therme öffnet um 9 Uhr. | Die Therme öffnet um halb neun.
de | Die Therme öffnet um 10 Uhr vormittags. | Die Therme öffnet um 10 Uhr abends.
de | Die Therme öffnet um 12 Uhr mittags. | Die Therme öffnet um 12 Uhr nachts.
de | Die Therme öffnet zu Silvester. | Die Therme öffnet zu Neujahr.
de | Die Therme öffnet am 24. Dezember. | Die Therme öffnet am ersten Weihnachtstag.
de | Der Preis sank auf 5 Euro. | Der Preis sank um 5 Euro.
de | Der Preis stieg von 5 Euro. | Der Preis stieg auf 5 Euro.
de | Er starb mit 40. | Er starb vor 40 Jahren.
de | Er starb vor drei Jahren. | Er starb in drei Jahren.
de | Sie wartet seit drei Jahren. | Sie wartet drei Jahre lang nicht.
de | In drei Jahren ist der Gletscher weg. | Vor drei Jahren war der Gletscher weg.
de | Es ist kein Gerücht, dass der Turm fällt. | Es ist ein Gerücht, dass der Turm fällt.
de | Der Turm fällt. | Es ist nicht sicher, dass der Turm fällt.
de | Der Turm fällt. | Es ist nicht bewiesen, dass der Turm fällt.
de | Der Turm fällt. | Es ist unklar, ob der Turm fällt.
de | Der Turm fällt. | Es ist möglich, dass der Turm fällt.
de | Der Turm fällt. | Es kann sein, dass der Turm fällt.
de | Der Turm fällt. | Niemand glaubt, dass der Turm fällt.
de | Der Turm fällt. | Ich glaube nicht, dass der Turm fällt.
de | Der Turm fällt. | Ich hoffe, dass der Turm fällt.
de | Der Turm fällt. | Ich bezweifle, dass der Turm fällt.
de | Der Turm fällt. | Meine Mutter sagt nicht, dass der Turm fällt.
de | Der Turm fällt. | Meine Mutter bestreitet, dass der Turm fällt.
de | Der Turm fällt. | Nur meine Mutter sagt, dass der Turm fällt.
de | Der Turm fällt. | Es wird verhindert, dass der Turm fällt.
de | Der Turm fällt. | Die Stadt verhindert, dass der Turm fällt.
de | Der Turm fällt. | Der Turm fällt. Oder auch nicht.
de | Der Turm fällt. | Der Turm fällt. Gott sei Dank nicht.
de | Der Turm fällt. | Der Turm fällt. Das ist komisch, denn er steht noch.
de | Der Turm fällt. | Der Turm fällt. Wer's glaubt, wird selig.
de | Der Turm fällt. | Der Turm fällt. Ja klar.
de | Der Turm fällt. | Der Turm fällt. Schön wär's.
de | Der Turm fällt. | Der Turm fällt. War nur Spaß.
de | Der Turm fällt. | Der Turm fällt. Aber nicht bei uns.
de | Der Turm fällt. | Der Turm fällt. Früher jedenfalls.
de | Der Turm fällt. | Der Turm fällt. Vielleicht.
de | Der Turm fällt. | Liebe Leute, der Turm fällt nicht.
de | Der Turm fällt. | Hallo, nein, der Turm fällt.
de | Der Turm fällt. | Danke für nichts, der Turm fällt.
de | Der Turm fällt. | Keine Sorge, der Turm fällt nicht.
de | Die Stadt Salzburg baut ein Bad. | Das Land Salzburg baut ein Bad.
de | Bürgermeister Huber lügt. | Landrat Huber lügt.
de | Die Wiener Polizei schießt. | Die Linzer Polizei schießt.
de | Die Wiener Polizei schießt in Linz. | Die Linzer Polizei schießt in Wien.
de | Der Grazer Bischof ist tot. | Der Bischof von Wien ist tot.
de | Die Kinder der Lehrerin sind krank. | Die Lehrerin der Kinder ist krank.
de | Die Ehefrau des Mörders ist tot. | Der Mörder der Ehefrau ist tot.
de | Der Hund des Nachbarn biss den Briefträger. | Der Hund des Briefträgers biss den Nachbarn.
de | Die Mutter schlug die Tochter. | Die Tochter schlug die Mutter.
de | Der Bus kommt wieder. | Der Bus kommt noch.
de | Das Haus wird verkauft. | Das Haus ist verkauft.
de | Die Straße wird gesperrt. | Die Straße ist gesperrt.
de | Der Täter ist gefasst. | Der Täter wird gefasst.
de | Der Vater schenkte dem Sohn das Haus. | Der Sohn schenkte dem Vater das Haus.
de | Männer leben länger als Frauen. | Frauen leben länger als Männer.
de | Er wurde zum Tode verurteilt. | Er wurde zum Tode nicht verurteilt.
de | Die Steuer gilt für Reiche. | Die Steuer gilt nicht für Arme.
de | Der Sturm traf zuerst Linz, dann Wels. | Der Sturm traf zuerst Wels, dann Linz.
de | Er ist Vater von zwei Kindern. | Er ist Mörder von zwei Kindern.
de | Die Hälfte der Kinder ist geimpft. | Die Hälfte der Kinder ist ungeimpft.
de | Das Gesetz ist in Kraft. | Das Gesetz ist außer Kraft.
de | Der Zug ist auf Schiene. | Der Zug ist aus der Schiene.
de | Er ist im Amt. | Er ist nicht mehr im Amt.
de | Er kam aus dem Gefängnis. | Er kam ins Gefängnis.
de | Sie kommen aus Syrien. | Sie kommen nach Syrien.
de | Sie flohen vor dem IS. | Sie flohen zum IS.
de | Er spielt für Rapid. | Er spielt gegen Rapid.
de | Der Fluss tritt über die Ufer. | Der Fluss tritt unter die Ufer.
de | Die Pflicht gilt ab zwölf Jahren. | Die Pflicht gilt bis zwölf Jahre.
de | Der Laden ist rund um die Uhr offen. | Der Laden ist rund um die Uhr zu.
de | Einer von zehn raucht. | Neun von zehn rauchen.
de | Zwei von drei rauchen. | Einer von drei raucht.
de | Die Impfpflicht kommt. | Die Impfpflicht kommt weg.
de | Man muss nicht zahlen. | Man darf nicht zahlen.
de | Er hat kaum Geld. | Er hat genug Geld.
de | Der Arzt rät zur Impfung. | Der Arzt rät von der Impfung ab.
de | Der Arzt warnt vor der Impfung. | Der Arzt wirbt für die Impfung.
de | Er hat den Unfall verursacht. | Er hat den Unfall überlebt.
de | Er wurde freigesprochen. | Er wurde angeklagt.
de | Der Angeklagte gesteht. | Der Angeklagte leugnet.
de | Die Miete verdoppelt sich. | Die Miete halbiert sich.
de | Der Verein steigt auf. | Der Verein steigt ab.
de | Das Konto ist im Plus. | Das Konto ist im Minus.
de | Die Temperatur fällt unter null. | Die Temperatur steigt über null.
de | Gold wird teurer. | Gold wird billiger.
de | Er ist Linkshänder. | Er ist Rechtshänder.
de | Die Wahl wird vorgezogen. | Die Wahl wird verschoben.
de | Er ist ledig. | Er ist verheiratet.
de | Die Grenze ist dicht. | Die Grenze ist offen.
de | Der Test war negativ. | Der Test war positiv.
de | Impfen hilft. | Impfen schadet.
de | Er spricht mit Putin. | Er spricht nicht mit Putin.
de | Er spricht mit Putin. | Er spricht über Putin.
de | Der Artikel ist wahr. | Der Artikel ist unwahr.
de | Er ist der Bruder des Täters. | Er ist der Täter.
de | Der mutmaßliche Täter ist tot. | Der Täter ist tot.
de | Ein Ex-Minister ist tot. | Ein Minister ist tot.
de | Der ehemalige Kanzler lügt. | Der Kanzler lügt.
de | Der Vizekanzler lügt. | Der Kanzler lügt.
de | Der künftige Kanzler lügt. | Der Kanzler lügt.
de | Der Pseudoarzt heilt Krebs. | Der Arzt heilt Krebs.
de | Die Nichtraucher sterben früher. | Die Raucher sterben früher.
de | Die CO2-Steuer fällt. | Die CO2-Steuer kommt.
de | Halb Wien ist ohne Strom. | Wien ist ohne Strom.
"""
