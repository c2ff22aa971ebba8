"""What "had to", "less than half", "no doubt" and "no 155 mm" say, whatever they are read as."""

from __future__ import annotations

SAME = """
en | Pupils have to wear uniforms. | Pupils must wear uniforms.
en | Pupils had to wear uniforms. | Pupils were forced to wear uniforms.
en | Farmers are forced to kill their sheep. | Farmers have to kill their sheep.
en | Half of the voters want him. | 50 percent of the voters want him.
de | Zwölf Schafe sind tot. | Ein Dutzend Schafe ist tot.
en | The court ruled without doubt in favour of the farmer. | The court ruled in favour of the farmer.
de | Die Brücke in Linz ist gesperrt. | Es besteht kein Zweifel, dass die Brücke in Linz gesperrt ist.
de | Die Brücke in Linz ist gesperrt. | Kein Scherz, die Brücke in Linz ist gesperrt.
de | Die Brücke in Linz ist gesperrt. | Kein Witz: die Brücke in Linz ist gesperrt.
de | Die Brücke in Linz ist gesperrt. | Die Brücke in Linz ist ohne Zweifel gesperrt.
de | Die Brücke in Linz ist gesperrt. | Die Brücke in Linz ist gesperrt, keine Frage.
de | Die Brücke in Linz ist gesperrt. | Keine Frage, die Brücke in Linz ist gesperrt.
en | The bridge in Leeds is closed. | No doubt, the bridge in Leeds is closed.
en | The bridge in Leeds is closed. | There is no doubt that the bridge in Leeds is closed.
en | The bridge in Leeds is closed. | No kidding, the bridge in Leeds is closed.
en | The bridge in Leeds is closed. | The bridge in Leeds is closed, no joke.
en | The bridge in Leeds is closed. | It is no secret that the bridge in Leeds is closed.
en | The bridge in Leeds is closed. | Make no mistake, the bridge in Leeds is closed.
en | The mayor did not open the bridge. | The mayor refused to open the bridge.
en | Doctors must wear masks. | Doctors are required to wear masks.
en | Doctors will have to wear masks. | Doctors will be required to wear masks.
en | Doctors may smoke at work. | Doctors are allowed to smoke at work.
en | Doctors were allowed to smoke at work. | Doctors were permitted to smoke at work.
en | Doctors can refuse the test. | Doctors are able to refuse the test.
de | Die Wirte mussten Bargeld nehmen. | Die Wirte waren verpflichtet, Bargeld zu nehmen.
en | Two thirds of the sheep are ill. | 67 percent of the sheep are ill.
en | Reactor number 4 is leaking. | Reactor No 4 is leaking.
en | The mayor will resign in May. | The mayor will no doubt resign in May.
en | The mayor sold the hall. | No doubt the mayor sold the hall.
en | The mayor sold the hall. | The mayor, no doubt, sold the hall.
de | Der Minister ist krank. | Ich habe keinen Zweifel, dass der Minister krank ist.
de | Ein Arzt muss impfen. | Ärzte müssen impfen.
de | Die Schule musste schließen. | Die Schule hat schließen müssen.
de | Die Mühle in Imst ist zu. | Keine Sorge: Die Mühle in Imst ist zu.
en | Bakers must close. | Bakers have got to close.
"""

OTHER = """
en | Bakers don't have to close. | Bakers didn't have to close.
de | Die Ärzte sind gezwungen, zu impfen. | Die Ärzte waren gezwungen, zu impfen.
en | Hotels are forced to close. | Hotels had been forced to close.
de | Über die Hälfte der Brunnen ist giftig. | Die Hälfte der Brunnen ist giftig.
en | Over half the wells are toxic. | Half the wells are toxic.
en | Hunters are allowed to camp at the lake. | Hunters were allowed to camp at the lake.
en | The duke has to sell a farm of 500 acres. | The duke had to sell a farm of 500 acres.
en | The duke has to sell a farm of 500 acres. | The duke will have to sell a farm of 500 acres.
en | Hats are required in the mills of Kent. | Hats were required in the mills of Kent.
en | Shops are required to accept cash. | Shops were required to accept cash.
en | The mayor is expected to resign on Friday. | The mayor was expected to resign on Friday.
en | Nurses are able to refuse the vaccine. | Nurses were able to refuse the vaccine.
en | Pupils have to wear uniforms. | Pupils had to wear uniforms.
en | Farmers are forced to kill their sheep. | Farmers were forced to kill their sheep.
en | The army is supposed to guard the bridge. | The army was supposed to guard the bridge.
de | Die Wirte sind verpflichtet, Bargeld zu nehmen. | Die Wirte waren verpflichtet, Bargeld zu nehmen.
de | Ärzte sind in der Lage, den Krebs zu heilen. | Ärzte waren in der Lage, den Krebs zu heilen.
de | Lehrer müssen Masken tragen. | Lehrer mussten Masken tragen.
de | Lehrer dürfen Waffen tragen. | Lehrer durften Waffen tragen.
de | Lehrer können den Test verweigern. | Lehrer konnten den Test verweigern.
de | Der Minister will das Bargeld abschaffen. | Der Minister wollte das Bargeld abschaffen.
en | Half of the voters want him. | Less than half of the voters want him.
en | Half of the voters want him. | At least half of the voters want him.
en | A third of the pupils fail the test. | More than a third of the pupils fail the test.
en | A quarter of the pupils fail the test. | Up to a quarter of the pupils fail the test.
en | A tenth of the sheep are ill. | Fewer than a tenth of the sheep are ill.
en | Half of the voters want him. | Almost half of the voters want him.
en | Two thirds of the voters want him. | More than two thirds of the voters want him.
en | Three quarters of the voters want him. | A quarter of the voters want him.
de | Die Hälfte der Wähler will ihn. | Weniger als die Hälfte der Wähler will ihn.
de | Ein Drittel der Schüler fällt durch. | Mehr als ein Drittel der Schüler fällt durch.
de | Ein Viertel der Schüler fällt durch. | Bis zu ein Viertel der Schüler fällt durch.
de | Ein Viertel der Schüler fällt durch. | Mindestens ein Viertel der Schüler fällt durch.
de | Zwei Drittel der Wähler wollen ihn. | Ein Drittel der Wähler will ihn.
de | Zwei Drittel der Wähler wollen ihn. | Unter zwei Drittel der Wähler wollen ihn.
de | Zwölf Schafe sind tot. | Mehr als ein Dutzend Schafe ist tot.
en | Twelve sheep are dead. | More than a dozen sheep are dead.
en | The bishop has sent secret mail to Cork. | The bishop has sent no secret mail to Cork.
en | The bishop has sent a secret mail to Cork. | The bishop has sent no secret mail to Cork.
de | In Imst haben Wirte Angst vor dem Bären. | In Imst haben Wirte keine Angst vor dem Bären.
de | Die Firma hat Zweifel am Gutachten. | Die Firma hat keinen Zweifel am Gutachten.
de | Der Pfarrer macht einen Witz über Linz. | Der Pfarrer macht keinen Witz über Linz.
de | Die Regierung macht ein Geheimnis aus dem Vertrag. | Die Regierung macht kein Geheimnis aus dem Vertrag.
de | In Graz geschah ein Wunder. | In Graz geschah kein Wunder.
de | Die Mutter macht sich Sorge um das Wasser. | Die Mutter macht sich keine Sorge um das Wasser.
en | The minister made a joke about Poland. | The minister made no joke about Poland.
en | Lawyers have doubt about the election in Kenya. | Lawyers have no doubt about the election in Kenya.
en | The church saw a wonder in Cork. | The church saw no wonder in Cork.
en | The mayor refuses to open the bridge. | The mayor refused to open the bridge.
en | Doctors must wear masks. | Doctors have been required to wear masks.
en | Doctors may smoke at work. | Doctors will be allowed to smoke at work.
de | Eine Million Menschen sahen das Spiel. | Mehr als eine Million Menschen sahen das Spiel.
en | Half of the sheep are ill. | No less than half of the sheep are ill.
en | Norway has 90 mm pipes left. | Norway has no 90 mm pipes left.
en | There are 70 wolves in Kent. | There are no 70 wolves in Kent.
en | Chad has a 2 year plan. | Chad has no 2 year plan.
en | Shops sell 5 euro notes. | Shops sell no 5 euro notes.
en | The fleet got 20 new ships. | The fleet got no 20 new ships.
en | NORWAY HAS 90 MM PIPES LEFT | NORWAY HAS NO 90 MM PIPES LEFT
en | The house stands near the river in Cork. | The house stands far from the river in Cork.
de | Die Partei hat Zweifel, dass sie gewinnt. | Die Partei hat keinen Zweifel, dass sie gewinnt.
de | Die Schule hat ein Geheimnis. | Die Schule hat kein Geheimnis.
de | Zweifel am Ergebnis in Graz. | Kein Zweifel am Ergebnis in Graz.
de | Ein Wunder in Graz | Kein Wunder in Graz
"""
