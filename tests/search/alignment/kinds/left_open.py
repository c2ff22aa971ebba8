"""What leaves open whether it is so, says that it is wished or doubted, or says it of few."""

from __future__ import annotations

SAME = """
de | Viele Ärzte in Graz impfen Kinder. | Nicht wenige Ärzte in Graz impfen Kinder.
en | The old mill in Kent is closed. | It is true that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It must be true that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It cannot be denied that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It can't be denied that the old mill in Kent is closed.
de | Die alte Mühle in Imst ist gesperrt. | Es stimmt, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Es kann nicht geleugnet werden, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Es muss stimmen, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Ich glaube, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Schade, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Unglaublich, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Meine Tante sagt, dass die alte Mühle in Imst gesperrt ist.
de | Das Kind ist fast ertrunken. | Das Kind ist um ein Haar ertrunken.
"""

OTHER = """
en | The mill in Kent is closed. | It was true that the mill in Kent is closed.
en | Farmers in Wales keep sheep. | Few farmers in Wales keep sheep.
en | Doctors in Kent take the vaccine. | A few doctors in Kent take the vaccine.
en | Doctors in Kent take the vaccine. | Only few doctors in Kent take the vaccine.
en | Doctors in Kent take the vaccine. | Not few doctors in Kent take the vaccine.
en | Shops in York take cash. | Fewer shops in York take cash.
en | Trains in Spain are late. | Few trains in Spain are late.
en | Pupils read books at home. | Very few pupils read books at home.
de | Bauern in Tirol halten Schafe. | Wenige Bauern in Tirol halten Schafe.
de | Ärzte in Graz impfen Kinder. | Nur wenige Ärzte in Graz impfen Kinder.
de | Ärzte in Graz impfen Kinder. | Kaum Ärzte in Graz impfen Kinder.
de | Schüler lesen daheim Bücher. | Sehr wenige Schüler lesen daheim Bücher.
de | Züge in Italien sind spät. | Die wenigsten Züge in Italien sind spät.
de | Das Wasser in Lienz enthält Blei. | Das Wasser in Lienz enthält wenig Blei.
en | The old mill in Kent is closed. | It could be true that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It may be true that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It should be true that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It would be true that the old mill in Kent is closed.
en | The old mill in Kent is closed. | Perhaps it is true that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It is possibly a fact that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It might be a lie that the old mill in Kent is closed.
de | Die alte Mühle in Imst ist gesperrt. | Es könnte wahr sein, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Vielleicht stimmt es, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Es soll stimmen, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Es dürfte stimmen, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Wohl wahr ist, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Angeblich stimmt es, dass die alte Mühle in Imst gesperrt ist.
en | The old mill in Kent is closed. | I doubt that the old mill in Kent is closed.
en | The old mill in Kent is closed. | Nobody knows that the old mill in Kent is closed.
en | The old mill in Kent is closed. | I hope that the old mill in Kent is closed.
en | The old mill in Kent is closed. | I wish that the old mill in Kent is closed.
en | The old mill in Kent is closed. | Imagine that the old mill in Kent is closed.
en | The old mill in Kent is closed. | We demand that the old mill in Kent is closed.
en | The old mill in Kent is closed. | It is doubtful that the old mill in Kent is closed.
en | The old mill in Kent is closed. | Suppose that the old mill in Kent is closed.
de | Die alte Mühle in Imst ist gesperrt. | Ich bezweifle, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Ich wünschte, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Ich hoffe, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Ich zweifle daran, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Der Bürgermeister will, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Angenommen, dass die alte Mühle in Imst gesperrt ist.
de | Die alte Mühle in Imst ist gesperrt. | Alle bestreiten, dass die alte Mühle in Imst gesperrt ist.
en | Farmers in Wales keep sheep. | I doubt farmers in Wales keep sheep.
en | The mill in Kent is closed. | I hope the mill in Kent is closed.
de | Die Mühle in Imst ist verkauft. | Die Mühle in Imst ist vermutlich verkauft.
de | Der Bäcker in Imst ist krank. | Der ehemalige Bäcker in Imst ist krank.
en | The president of the club is ill. | The former president of the club is ill.
en | The council closed the mill. | The council tried to close the mill.
de | Die Gemeinde sperrt die Mühle. | Die Gemeinde versucht, die Mühle zu sperren.
de | Der Markt öffnet erst um 7 Uhr. | Der Markt öffnet schon um 7 Uhr.
de | Einer von vier Bauern in Tirol hat Schafe. | Drei von vier Bauern in Tirol haben Schafe.
en | One in four farmers in Wales keeps sheep. | Three in four farmers in Wales keep sheep.
"""
