"""Days and times of day as people write them, and others that look like them."""

from __future__ import annotations

SAME = """
de | Am 3. Mai 2024 schließt das Bad. | Am 3.5.2024 schließt das Bad.
de | Am 3. Mai 2024 schließt das Bad. | Am 03.05.2024 schließt das Bad.
de | Am 3. Mai 2024 schließt das Bad. | Am 03.05.24 schließt das Bad.
de | Am 3. Mai 2024 schließt das Bad. | Am dritten Mai 2024 schließt das Bad.
de | Am 3. Mai schließt das Bad. | Am 3.5. schließt das Bad.
de | Am 3. Mai schließt das Bad. | Am 03.05. schließt das Bad.
de | Am 3. Mai schließt das Bad. | Am dritten Mai schließt das Bad.
de | Am 3. Mai schließt das Bad. | Dritter Mai: das Bad schließt.
de | Am 3. Mai schließt das Bad. | Das Bad schließt am 3 Mai.
de | Am Freitag, dem 3. Mai, schließt das Bad. | Am Freitag, 3.5., schließt das Bad.
de | Am Freitag, den 3. Mai 2024, schließt das Bad. | Fr, 3.5.2024: Das Bad schließt.
de | Am Freitag, den 3. Mai 2024, schließt das Bad. | Am Fr., 03.05.2024 schließt das Bad.
de | Seit 2024-05-03 ist das Bad zu. | Seit dem 3. Mai 2024 ist das Bad zu.
de | Das Bad schließt um 20 Uhr. | Das Bad schließt um 8 Uhr abends.
de | Das Bad schließt um 20 Uhr. | Das Bad schließt um 20:00.
de | Das Bad schließt um 20 Uhr. | Das Bad schließt um 20.00 Uhr.
de | Das Bad schließt um 20.30 Uhr. | Das Bad schließt um halb neun abends.
de | Das Bad öffnet um 8 Uhr. | Das Bad öffnet um acht Uhr früh.
de | Das Bad öffnet um 8 Uhr. | Das Bad öffnet um 8h.
de | Das Bad öffnet um 15 Uhr. | Das Bad öffnet um 3 Uhr nachmittags.
de | Das Bad öffnet um 8.15 Uhr. | Das Bad öffnet um Viertel nach acht.
de | Ab 1. Jänner 2025 kostet Müll 100 Euro. | Ab 1.1.2025 kostet Müll 100 Euro.
de | Ab 1. Januar kostet Müll 100 Euro. | Ab dem ersten Jänner kostet Müll 100 Euro.
de | Im Mai 2024 starb der Pfarrer. | Im Mai '24 starb der Pfarrer.
de | Im Mai 2024 starb der Pfarrer. | Im 05/2024 starb der Pfarrer.
de | Im September 2023 brannte die Kirche. | Im Sept. 2023 brannte die Kirche.
de | Am 24. Dezember bleibt der Laden zu. | Am 24.12. bleibt der Laden zu.
de | Am 24. Dezember bleibt der Laden zu. | An Heiligabend bleibt der Laden zu.
de | Am 31. Dezember bleibt der Laden zu. | Zu Silvester bleibt der Laden zu.
de | Am 1. Mai sperrt die Stadt den Ring. | Die Stadt sperrt den Ring am 1. 5.
de | Am Samstag gibt es Freibier in Melk. | Am Sonnabend gibt es Freibier in Melk.
de | Am Samstag, 4. Mai, gibt es Freibier in Melk. | Sa 4.5. gibt es Freibier in Melk.
de | 2015 kamen viele Menschen nach Wien. | Im Jahr 2015 kamen viele Menschen nach Wien.
de | 2015 kamen viele Menschen nach Wien. | Im Jahre 2015 kamen viele Menschen nach Wien.
de | In den 1990er-Jahren war das Wasser rein. | In den Neunzigern war das Wasser rein.
de | In den 80er Jahren war das Wasser rein. | In den achtziger Jahren war das Wasser rein.
de | Am 3. Oktober um 9 Uhr heulen die Sirenen. | Am 3.10. um 9:00 Uhr heulen die Sirenen.
en | The pool closes on May 3rd. | The pool closes on 3 May.
en | The pool closes on May 3, 2024. | The pool closes on 2024-05-03.
en | The pool closes on May 3, 2024. | The pool closes on the third of May 2024.
en | The pool closes on May 3, 2024. | The pool closes on 3rd May 2024.
en | The pool closes on the 3rd of May. | The pool closes on the third of May.
en | The pool closes on Friday, May 3. | The pool closes Fri 3 May.
en | The pool closes at 8 pm. | The pool closes at 20:00.
en | The pool closes at 8 pm. | The pool closes at 8 o'clock in the evening.
en | The pool closes at 8 pm. | The pool closes at eight p.m.
en | The pool opens at 8:30 am. | The pool opens at half past eight in the morning.
en | The pool opens at 8:30 am. | The pool opens at 08:30.
en | The pool opens at 3 pm. | The pool opens at three in the afternoon.
en | In September 2023 the church burned. | In Sept 2023 the church burned.
en | In 2015 the mayor sold the hall. | In the year 2015 the mayor sold the hall.
en | In the 1980s the water was clean. | In the eighties the water was clean.
en | The bank shuts on 25 December. | The bank shuts on Christmas Day.
en | The bank shuts on 31 December. | The bank shuts on New Year's Eve.
en | The fee rises on 1 January 2025. | The fee rises on Jan. 1st, 2025.
en | On July 4 the town bans fireworks. | On the Fourth of July the town bans fireworks.
"""

OTHER = """
de | Am 3. Mai 2024 schließt das Bad. | Am 5.3.2024 schließt das Bad.
de | Am 3. Mai 2024 schließt das Bad. | Am 3.5.2023 schließt das Bad.
de | Am 3. Mai 2024 schließt das Bad. | Am 03.06.2024 schließt das Bad.
de | Am 3. Mai schließt das Bad. | Am vierten Mai schließt das Bad.
de | Am 3. Mai schließt das Bad. | Am dreizehnten Mai schließt das Bad.
de | Am 3. Mai schließt das Bad. | Am 3.6. schließt das Bad.
de | Am Freitag, dem 3. Mai, schließt das Bad. | Am Samstag, 3.5., schließt das Bad.
de | Am Freitag, dem 3. Mai, schließt das Bad. | Mo, 3.5.: Das Bad schließt.
de | Seit 2024-05-03 ist das Bad zu. | Seit dem 5. März 2024 ist das Bad zu.
de | Das Bad schließt um 20 Uhr. | Das Bad schließt um 8 Uhr früh.
de | Das Bad schließt um 20 Uhr. | Das Bad schließt um 21:00.
de | Das Bad schließt um 20.30 Uhr. | Das Bad schließt um halb acht abends.
de | Das Bad öffnet um 8 Uhr. | Das Bad öffnet um 8 Uhr abends.
de | Das Bad öffnet um 8.15 Uhr. | Das Bad öffnet um Viertel vor acht.
de | Ab 1. Jänner 2025 kostet Müll 100 Euro. | Ab 1.2.2025 kostet Müll 100 Euro.
de | Im Mai 2024 starb der Pfarrer. | Im Mai '23 starb der Pfarrer.
de | Im September 2023 brannte die Kirche. | Im Okt. 2023 brannte die Kirche.
de | Am 24. Dezember bleibt der Laden zu. | Zu Silvester bleibt der Laden zu.
de | Am Samstag gibt es Freibier in Melk. | Am Sonntag gibt es Freibier in Melk.
de | Am Samstag, 4. Mai, gibt es Freibier in Melk. | So 4.5. gibt es Freibier in Melk.
de | In den 1990er-Jahren war das Wasser rein. | In den Achtzigern war das Wasser rein.
de | Am 3. Oktober um 9 Uhr heulen die Sirenen. | Am 9.10. um 3:00 Uhr heulen die Sirenen.
de | Bis Freitag gilt die Sperre. | Ab Freitag gilt die Sperre.
de | Das Bad schließt um 20 Uhr. | Das Bad öffnet um 20 Uhr.
de | 2015 kamen viele Menschen nach Wien. | 2016 kamen viele Menschen nach Wien.
en | The pool closes on May 3rd. | The pool closes on 13 May.
en | The pool closes on May 3, 2024. | The pool closes on 2024-03-05.
en | The pool closes on May 3, 2024. | The pool closes on the third of June 2024.
en | The pool closes on Friday, May 3. | The pool closes Sat 3 May.
en | The pool closes at 8 pm. | The pool closes at 8 am.
en | The pool closes at 8 pm. | The pool closes at 21:00.
en | The pool closes at 8 pm. | The pool closes at 8 o'clock in the morning.
en | The pool opens at 8:30 am. | The pool opens at half past nine in the morning.
en | In the 1980s the water was clean. | In the nineties the water was clean.
en | The bank shuts on 25 December. | The bank shuts on New Year's Eve.
en | The fee rises on 1 January 2025. | The fee rises on Feb. 1st, 2025.
en | In September 2023 the church burned. | In Sept 2022 the church burned.
en | On July 4 the town bans fireworks. | On the Fifth of July the town bans fireworks.
en | The ban holds until Friday. | The ban holds from Friday.
en | The pool closes on the 3rd of May. | The pool closes on the 3rd of March.
"""
