"""Who does it in headlines in capitals, and rows in which the order says nothing."""

from __future__ import annotations

SAME = """
de | GRAZ, LINZ UND WIEN SPERREN BRÜCKEN | LINZ, GRAZ UND WIEN SPERREN BRÜCKEN
de | FDP UND CDU STREITEN ÜBER STEUERN | CDU UND FDP STREITEN ÜBER STEUERN
de | ÄRZTE IN GRAZ STREIKEN AM MONTAG | IN GRAZ STREIKEN ÄRZTE AM MONTAG
de | USA und NATO streiten über Geld | NATO und USA streiten über Geld
de | ÖVP, SPÖ und FPÖ stimmen zu | SPÖ, FPÖ und ÖVP stimmen zu
de | Österreich, Ungarn und Polen verbieten Diesel | Ungarn, Polen und Österreich verbieten Diesel
de | Bären, Wölfe und Luchse reißen Schafe | Luchse, Bären und Wölfe reißen Schafe
de | Graz, Linz, Wien und Wels bekommen eine U-Bahn | Wels, Linz, Wien und Graz bekommen eine U-Bahn
de | In Mehl, Reis und Zucker ist Blei | In Zucker, Mehl und Reis ist Blei
en | Wolves, bears and foxes kill sheep in Kent | Foxes, wolves and bears kill sheep in Kent
en | Flour, rice, and sugar contain lead | Rice, sugar, and flour contain lead
en | Biden, Trump and Obama met in Kyiv | Obama, Biden and Trump met in Kyiv
en | Schools, pools and parks close in May | Pools, parks and schools close in May
en | Leeds, York, Hull and Bath ban cars | York, Leeds, Bath and Hull ban cars
"""

OTHER = """
de | ÖVP verklagt SPÖ wegen Betrugs | SPÖ verklagt ÖVP wegen Betrugs
de | EU DROHT CHINA MIT ZÖLLEN | CHINA DROHT EU MIT ZÖLLEN
de | KÖNIG SCHLÄGT BISCHOF IM DOM | BISCHOF SCHLÄGT KÖNIG IM DOM
de | TRUMP JUBELT, BIDEN WEINT | BIDEN JUBELT, TRUMP WEINT
de | IM FINALE SCHLÄGT BAYERN DORTMUND | IM FINALE SCHLÄGT DORTMUND BAYERN
en | DOG BITES WOLF IN LEEDS | WOLF BITES DOG IN LEEDS
en | TRUMP SUES BIDEN IN TEXAS | BIDEN SUES TRUMP IN TEXAS
en | NATO attacks USA at dawn | USA attacks NATO at dawn
en | DOGS CHASE WOLVES IN KENT | Wolves chase dogs in Kent
en | KING HITS BISHOP IN YORK | BISHOP HITS KING IN YORK
de | Deutschland, Polen und Ungarn verklagen Spanien | Spanien, Polen und Ungarn verklagen Deutschland
"""
