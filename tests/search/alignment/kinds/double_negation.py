"""What says the same by saying "no" twice, and what says "no" once."""

from __future__ import annotations

SAME = """
de | Ein Unfall am Reaktor ist möglich. | Ein Unfall am Reaktor ist nicht unmöglich.
de | Das Wasser in Melk ist gefährlich. | Das Wasser in Melk ist nicht ungefährlich.
de | Das Medikament ist wirksam. | Das Medikament ist nicht unwirksam.
de | Der Minister hat gelogen, das ist sicher. | Der Minister hat gelogen, das ist nicht unsicher.
de | Der Pilz ist giftig. | Der Pilz ist nicht ungiftig.
de | Das Bad ist beliebt. | Das Bad ist nicht unbeliebt.
de | Viele Ärzte streiken in Linz. | Nicht wenige Ärzte streiken in Linz.
de | In Linz brennt es oft. | In Linz brennt es nicht selten.
de | Die Stadt erlaubt das Grillen am See. | Die Stadt verbietet das Grillen am See nicht.
de | Der Zaun ist legal. | Der Zaun ist nicht illegal.
de | Es stimmt, dass der Bach vergiftet ist. | Es ist nicht falsch, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Es ist nicht zu leugnen, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Kein Irrtum: Der Bach ist vergiftet.
de | Der Bach ist vergiftet. | Es ist kein Gerücht, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Es ist keine Lüge, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Es ist unbestreitbar, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Niemand kann bestreiten, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Das ist kein Märchen: Der Bach ist vergiftet.
de | Der Bach ist vergiftet. | Es ist nicht unwahr, dass der Bach vergiftet ist.
de | Das Gesetz ist umstritten. | Das Gesetz ist nicht unumstritten.
de | Der See ist sauber. | Der See ist nicht schmutzig.
de | Die Straße ist sicher. | Die Straße ist nicht unsicher.
de | Der Richter ist schuldig. | Der Richter ist nicht unschuldig.
de | Die Kosten sind erheblich. | Die Kosten sind nicht unerheblich.
de | Jeder in Graz kennt den Täter. | Niemand in Graz kennt den Täter nicht.
de | Das Bad ist offen. | Das Bad ist nicht geschlossen.
de | Der Wolf ist am Leben. | Der Wolf ist nicht tot.
de | Die Kinder sind anwesend. | Die Kinder sind nicht abwesend.
en | An accident at the plant is possible. | An accident at the plant is not impossible.
en | It is true that the river is poisoned. | It is not untrue that the river is poisoned.
en | The river is poisoned. | It is no lie that the river is poisoned.
en | The river is poisoned. | It is no myth that the river is poisoned.
en | The river is poisoned. | It cannot be denied that the river is poisoned.
en | The river is poisoned. | No one can deny that the river is poisoned.
en | The river is poisoned. | There is no denying that the river is poisoned.
en | The river is poisoned. | Not a joke: the river is poisoned.
en | The mushroom is poisonous. | The mushroom is not non-poisonous.
en | Many doctors are on strike. | Not a few doctors are on strike.
en | The tower is safe. | The tower is not unsafe.
en | The fence is legal. | The fence is not illegal.
en | Fires are common in Lorne. | Fires are not uncommon in Lorne.
en | The side effects are significant. | The side effects are not insignificant.
en | Everybody knows the killer. | Nobody does not know the killer.
en | He always drives with a helmet. | He never drives without a helmet.
en | The town allows dogs. | The town does not ban dogs.
en | The judge is guilty. | The judge is not innocent.
en | The wolf is alive. | The wolf is not dead.
en | The pool is open. | The pool is not closed.
"""

OTHER = """
de | Ein Unfall am Reaktor ist möglich. | Ein Unfall am Reaktor ist unmöglich.
de | Ein Unfall am Reaktor ist unmöglich. | Ein Unfall am Reaktor ist nicht unmöglich.
de | Das Wasser ist gefährlich. | Das Wasser ist ungefährlich.
de | Das Wasser ist ungefährlich. | Das Wasser ist nicht ungefährlich.
de | Viele Ärzte streiken in Linz. | Nicht viele Ärzte streiken in Linz.
de | In Linz brennt es selten. | In Linz brennt es nicht selten.
de | Die Stadt verbietet das Grillen am See. | Die Stadt verbietet das Grillen am See nicht.
de | Der Bach ist vergiftet. | Es ist ein Gerücht, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Es ist eine Lüge, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Es ist unwahr, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Irrtum: Der Bach ist vergiftet.
de | Der Bach ist vergiftet. | Es ist zu bestreiten, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Alle bestreiten, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Es stimmt nicht, dass der Bach vergiftet ist.
de | Der Bach ist vergiftet. | Das ist ein Märchen: Der Bach ist vergiftet.
de | Der Bach ist nicht vergiftet. | Es ist kein Gerücht, dass der Bach vergiftet ist.
de | Die Impfung ist riskant. | Die Impfung ist ohne Risiko.
de | Der Richter ist schuldig. | Der Richter ist unschuldig.
de | Der Richter ist unschuldig. | Der Richter ist nicht unschuldig.
de | Jeder in Graz kennt den Täter. | Niemand in Graz kennt den Täter.
de | Das Bad ist geschlossen. | Das Bad ist nicht geschlossen.
de | Der Wolf ist nicht tot. | Der Wolf ist nicht am Leben.
de | Kein Hund ist ohne Chip. | Kein Hund ist mit Chip.
de | Das Gesetz ist unumstritten. | Das Gesetz ist nicht unumstritten.
de | Es ist möglich, dass der Reaktor schmilzt. | Es ist nicht möglich, dass der Reaktor schmilzt.
en | The river is poisoned. | It is a lie that the river is poisoned.
en | The river is poisoned. | It is untrue that the river is poisoned.
en | The river is poisoned. | It is a myth that the river is poisoned.
en | The river is poisoned. | Experts deny that the river is poisoned.
en | An accident at the plant is impossible. | An accident at the plant is not impossible.
en | The tower is unsafe. | The tower is not unsafe.
en | Many doctors are on strike. | Not many doctors are on strike.
en | The town bans dogs. | The town does not ban dogs.
en | The judge is innocent. | The judge is not innocent.
en | Everybody knows the killer. | Nobody knows the killer.
en | The pool is closed. | The pool is not closed.
en | The river is not poisoned. | It is no lie that the river is poisoned.
en | Fires are rare in Lorne. | Fires are not uncommon in Lorne.
en | The fence is illegal. | The fence is not illegal.
"""
