"""What people write round a claim: greetings, remarks, where they have it from; and what denies it there."""

from __future__ import annotations

SAME_SENTENCES = """
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Ich finde das schlimm.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Das hat mir meine Nachbarin erzählt.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Bitte weiterleiten!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Was meint ihr dazu?
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Kann das jemand prüfen?
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Danke für eure Hilfe.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Unglaublich.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wahnsinn!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. So eine Schande!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wo soll das noch hinführen?
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Habe ich auf Facebook gelesen.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Steht so in der Zeitung.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Teilt das bitte mit euren Freunden.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Kam gerade in unserer Gruppe.
de | Im Stausee schwimmen tote Fische. | Das habe ich heute im Bus gehört. Im Stausee schwimmen tote Fische.
de | Im Stausee schwimmen tote Fische. | Eine Frage an euch. Im Stausee schwimmen tote Fische.
de | Im Stausee schwimmen tote Fische. | Mein Onkel schickt mir ständig sowas. Im Stausee schwimmen tote Fische.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Ich bin mir nicht sicher.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Keine Ahnung, was ich davon halten soll.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Quelle: WhatsApp.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Gerne teilen!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wer weiß mehr?
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Das darf doch nicht wahr sein!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Schönen Abend noch.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Meine Frau macht sich Sorgen.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Passt auf euch auf.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Mir wird ganz schlecht, wenn ich das lese.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wir sind alle entsetzt.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Unfassbar, oder?
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Traurig, aber wahr.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. I find that awful.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. My neighbour told me.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Please share!
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Pass it on.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Can anyone check this?
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Thanks for your help.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Unbelievable.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. What a shame!
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. I read it on Facebook.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Feel free to forward this.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Just got this from a friend.
en | Dead fish float in the reservoir. | Heard this on the bus. Dead fish float in the reservoir.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. It was in the paper.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. My wife is worried.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Not sure what to think.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Stay safe everyone.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Have a nice day.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Tell your friends.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. We are shocked.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Crazy, right?
"""

SAME_GREETINGS = """
de | Die Molkerei in Reutte schließt. | Hallo liebes Team, die Molkerei in Reutte schließt. LG Petra
de | Die Molkerei in Reutte schließt. | Guten Tag, die Molkerei in Reutte schließt. Mit freundlichen Grüßen, Petra Moser
de | Die Molkerei in Reutte schließt. | Liebe Faktenchecker, die Molkerei in Reutte schließt.
de | Die Molkerei in Reutte schließt. | Liebe Redaktion, die Molkerei in Reutte schließt. Danke und Gruß
de | Die Molkerei in Reutte schließt. | Servus beinand, die Molkerei in Reutte schließt.
de | Die Molkerei in Reutte schließt. | Grüß Gott, die Molkerei in Reutte schließt. Hochachtungsvoll, Familie Maier
de | Die Molkerei in Reutte schließt. | Moin, die Molkerei in Reutte schließt.
de | Die Molkerei in Reutte schließt. | Sehr geehrte Damen und Herren, die Molkerei in Reutte schließt. MfG
de | Die Molkerei in Reutte schließt. | Hi zusammen! Die Molkerei in Reutte schließt. Viele Grüße aus Reutte
de | Die Molkerei in Reutte schließt. | Guten Morgen! Die Molkerei in Reutte schließt. Schönen Tag euch!
de | Die Molkerei in Reutte schließt. | Hallo ihr Lieben, die Molkerei in Reutte schließt. Bussi
de | Die Molkerei in Reutte schließt. | Hey Leute, die Molkerei in Reutte schließt
de | Die Molkerei in Reutte schließt. | Liebes Faktencheck-Team, die Molkerei in Reutte schließt. Beste Grüße, Jonas
de | Die Molkerei in Reutte schließt. | Guten Abend zusammen, die Molkerei in Reutte schließt. Vielen Dank im Voraus!
de | Die Molkerei in Reutte schließt. | Hallo, ich bin Anna aus Imst. Die Molkerei in Reutte schließt.
de | Die Molkerei in Reutte schließt. | Tag, die Molkerei in Reutte schließt. Freu mich auf eure Antwort.
de | Die Molkerei in Reutte schließt. | Liebe Kolleginnen und Kollegen, die Molkerei in Reutte schließt. Danke!
de | Die Molkerei in Reutte schließt. | Die Molkerei in Reutte schließt. Herzlichst, Ihre Anna
de | Die Molkerei in Reutte schließt. | Na ihr, die Molkerei in Reutte schließt. Ciao
en | The dairy in Lorne is closing. | Dear fact checkers, the dairy in Lorne is closing. Best wishes, Tom
en | The dairy in Lorne is closing. | Hi team, the dairy in Lorne is closing. Thanks, Ann
en | The dairy in Lorne is closing. | Hello there, the dairy in Lorne is closing.
en | The dairy in Lorne is closing. | Good morning, the dairy in Lorne is closing. Kind regards
en | The dairy in Lorne is closing. | Dear Sir or Madam, the dairy in Lorne is closing. Yours sincerely, J. Hall
en | The dairy in Lorne is closing. | Hey folks, the dairy in Lorne is closing. Cheers
en | The dairy in Lorne is closing. | Good evening everyone, the dairy in Lorne is closing. Many thanks
en | The dairy in Lorne is closing. | Dear editors, the dairy in Lorne is closing. Love, Grandma
en | The dairy in Lorne is closing. | Hiya, the dairy in Lorne is closing. Ta
en | The dairy in Lorne is closing. | Dear all, the dairy in Lorne is closing. Take care!
en | The dairy in Lorne is closing. | Hello, my name is Ann. The dairy in Lorne is closing.
en | The dairy in Lorne is closing. | To whom it may concern: the dairy in Lorne is closing.
"""

OTHER_SENTENCES = """
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Das ist frei erfunden.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Stimmt aber nicht.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Alles Quatsch.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Ich glaube das nicht.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Meine Schwester sagt, das ist gelogen.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Die Polizei dementiert.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. So ein Unsinn!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wer das glaubt, ist selber schuld.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Das war einmal.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Schuld ist die Fabrik.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Verklagt die Gemeinde!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Man sollte den Bürgermeister absetzen.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Kauft nichts mehr bei denen!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Auf die Straße!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Schreibt dem Bürgermeister die Meinung!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wir müssen uns wehren.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Wehrt euch!
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Das wurde längst widerlegt.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Das Gegenteil ist der Fall.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Nein, tun sie nicht.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Dabei ist alles in Ordnung.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Haha, wer's glaubt.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Ich habe nachgesehen, da ist nichts.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Aber nur im Sommer.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Dafür gibt es keine Belege.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Holt euch das Geld zurück.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Zündet die Fabrik an.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Der Betreiber gehört eingesperrt.
de | Im Stausee schwimmen tote Fische. | Im Stausee schwimmen tote Fische. Gehört verboten, die Firma.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. This is made up.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Not true though.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. I don't believe it.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. My sister says it's a lie.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Sue the owners!
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Let's burn the plant down.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Stop buying from them.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. The plant is to blame.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Complete rubbish.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. No, they don't.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. There is no evidence for it.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Only in summer though.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. The opposite is true.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Take to the streets!
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Write to your MP and demand her head.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. I checked and there is nothing.
en | Dead fish float in the reservoir. | Dead fish float in the reservoir. Yeah right.
"""

OTHER_GREETINGS = """
de | Die Molkerei in Reutte schließt. | Liebe Redaktion, die Molkerei in Reutte schließt nicht.
de | Die Molkerei in Reutte schließt. | Hallo liebes Team, die Molkerei in Imst schließt. LG Petra
de | Die Molkerei in Reutte schließt. | Guten Tag, die Molkerei in Reutte öffnet. MfG
de | Die Molkerei in Reutte schließt. | Hallo, ihr lügt, die Molkerei in Reutte schließt.
de | Die Molkerei in Reutte schließt. | Liebe Lügner, die Molkerei in Reutte schließt.
en | The dairy in Lorne is closing. | Dear fact checkers, the dairy in Lorne is not closing.
en | The dairy in Lorne is closing. | Hi team, the dairy in Leith is closing. Thanks
en | The dairy in Lorne is closing. | Dear liars, the dairy in Lorne is closing.
"""
