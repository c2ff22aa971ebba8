"""English reversals that stand in no list of kinds."""

from __future__ import annotations

OTHER = """
en | Not all doctors are vaccinated. | All doctors are not vaccinated.
en | Not every train runs. | Every train does not run.
en | The ban holds until Friday. | The ban holds from Friday.
en | Children up to 12 pay nothing. | Children from 12 pay nothing.
en | Diesel cars are banned until 2030. | Diesel cars are banned from 2030.
en | At most 20 people may enter. | At least 20 people may enter.
en | More than 20 people died. | Fewer than 20 people died.
en | Over 20 people died. | Under 20 people died.
en | Take the pill before meals. | Take the pill after meals.
en | The town builds roads instead of schools. | The town builds schools instead of roads.
en | They drink beer instead of milk. | They drink milk instead of beer.
en | Everyone except children must pay. | All children must pay.
en | All but two dogs died. | All two dogs died.
en | The pill works without water. | The pill works with water.
en | She died without the vaccine. | She died from the vaccine.
en | The vaccine works. | The vaccine hardly works.
en | He almost died. | He died.
en | The train nearly crashed. | The train crashed.
en | Almost half are ill. | Half are ill.
en | According to the police the man is dead. | According to the hospital the man is dead.
en | According to the Times the man is dead. | According to the Sun the man is dead.
en | Miller says that Hall is lying. | Hall says that Miller is lying.
en | The pope says the earth burns. | The king says the earth burns.
en | The hunter shot the wolf. | The hunter was shot by the wolf.
en | Police arrest protesters. | Police are arrested by protesters.
en | The dog saves the child. | The dog is saved by the child.
en | There is only bread left. | There is still bread left.
en | There is still bread. | There is no more bread.
en | The pool is already open. | The pool is not yet open.
en | The pool is open again. | The pool is still open.
en | The train does not leave until 8. | The train leaves by 8.
en | Diesel is dearer than petrol. | Petrol is dearer than diesel.
en | Men earn more than women. | Women earn more than men.
en | Heat causes fires. | Fires cause heat.
en | Poverty leads to violence. | Violence leads to poverty.
en | Cyclists may wear a helmet. | Cyclists must wear a helmet.
en | Pubs can take cards. | Pubs have to take cards.
en | You should take the pills. | You may take the pills.
en | The house costs 500 euros. | The house costs 500 dollars.
en | The parcel weighs 5 kilos. | The parcel weighs 5 pounds.
en | The tax rises by 5 percent. | The tax rises by 5 percentage points.
en | The rate rises by 2 percent. | The rate rises to 2 percent.
en | The price falls from 5 to 3 dollars. | The price falls from 3 to 5 dollars.
en | The waiter stole the money. | The waitress stole the money.
en | The actor died. | The actress died.
en | Her husband stole it. | His wife stole it.
en | Ann Hall resigns. | Eve Hall resigns.
en | Mayor Peter Hall is dead. | Mayor Paul Hall is dead.
en | Aldi sells horse meat. | Lidl sells horse meat.
en | Tesco closes shops. | Asda closes shops.
en | A Turkish priest stole it. | A Greek priest stole it.
en | A Pole robbed the bank. | A Romanian robbed the bank.
en | A 16-year-old robbed the bank. | A 60-year-old robbed the bank.
en | Children under six die. | Children under ten die.
en | The church burned in 2019. | The church burned in 2018.
en | The second suspect is free. | The third suspect is free.
en | The first shot is deadly. | The second shot is deadly.
en | In the 19th century all died. | In the 18th century all died.
en | In the 70s the lake was clean. | In the 80s the lake was clean.
en | The lake is poisoned. | That is a lie: the lake is poisoned.
en | The lake is poisoned. | Fact check: the lake is not poisoned.
en | The lake is poisoned. | It is not true that the lake is poisoned.
en | The lake is poisoned. | It is a myth that the lake is poisoned.
en | The lake is poisoned. | That the lake is poisoned is false.
en | The lake is poisoned. | The claim that the lake is poisoned is false.
en | The lake is poisoned. | The lake is poisoned? No.
en | The lake is poisoned. | If the lake is poisoned, the fish will die.
en | The lake is poisoned. | The lake is poisoned. Boycott them!
en | The lake is poisoned. | The lake is poisoned. Avoid the Lakeview restaurant.
en | The lake is poisoned. | The lake was poisoned.
en | The lake is poisoned. | Half the lake is poisoned.
en | The lake is poisoned. | The lake is partly poisoned.
en | The lake is poisoned. | The lake is allegedly poisoned.
en | The lake is poisoned. | The lake is probably poisoned.
en | The lake is poisoned. | The lake will soon be poisoned.
en | The lake is poisoned. | No one says the lake is poisoned.
en | The lake is poisoned. | Nobody believes the lake is poisoned.
en | The party is for the tax. | The party is against the tax.
en | He went from hospital to prison. | He went from prison to hospital.
en | The son killed his father. | The father killed his son.
en | They test once a year. | They test twice a year.
en | Two children die daily. | Two children die yearly.
en | Prices have doubled. | Prices have halved.
en | Prices have doubled. | Prices have tripled.
en | The clinic only takes women. | The clinic takes no women.
en | He said it before he left. | He said it after he left.
en | Although he was ill, he worked. | Because he was ill, he worked.
en | Both Leeds and Hull pay. | Neither Leeds nor Hull pays.
en | Either Leeds or Hull pays. | Leeds and Hull pay.
en | None of the doctors is vaccinated. | One of the doctors is vaccinated.
en | Some fish are dead. | All fish are dead.
en | Nobody may enter. | Everybody may enter.
en | Germany pays Poland. | Poland pays Germany.
en | The judge's daughter is dead. | The daughter's judge is dead.
en | A third of the bees are dead. | Two thirds of the bees are dead.
en | A quarter of the bees are dead. | Three quarters of the bees are dead.
en | One in five pupils smokes. | One in two pupils smokes.
en | The plant makes 5 million masks. | The plant makes 5 billion masks.
en | Labour wins the vote. | The Tories win the vote.
en | Israel sends weapons to Iran. | Iran sends weapons to Israel.
en | Russia attacks Ukraine. | Russia was attacked by Ukraine.
en | The lake freezes at minus 10 degrees. | The lake freezes at 10 degrees.
en | The train leaves early. | The train leaves late.
en | He used to be a spy. | He is a spy.
en | They refuse to pay. | They agree to pay.
en | He stopped smoking. | He started smoking.
en | He forgot to pay. | He remembered to pay.
en | He failed to save the child. | He saved the child.
en | He denied killing her. | He admitted killing her.
en | He tried to kill her. | He killed her.
en | He promised to pay. | He paid.
en | They plan to close the school. | They closed the school.
en | They want to close the school. | They close the school.
"""

OTHER_ATTACKS = """
en | The pub ain't open. | The pub is open.
en | They've nowt to eat. | They've summat to eat.
en | The bairns are fine. | The bairns arenae fine.
en | The pool opens at 9. | The pool opens at half past nine.
en | The pool opens at quarter past nine. | The pool opens at quarter to nine.
en | The pool opens at noon. | The pool opens at midnight.
en | The pool closes on Christmas Eve. | The pool closes on Christmas Day.
en | The pool closes on the second of May. | The pool closes on the second of June.
en | The price fell to 5 dollars. | The price fell by 5 dollars.
en | He died at 40. | He died 40 years ago.
en | The tower is falling. | It is not certain that the tower is falling.
en | The tower is falling. | It is possible that the tower is falling.
en | The tower is falling. | I doubt that the tower is falling.
en | The tower is falling. | I hope that the tower is falling.
en | The tower is falling. | I don't think that the tower is falling.
en | The tower is falling. | My mother denies that the tower is falling.
en | The tower is falling. | My mother never said that the tower is falling.
en | The tower is falling. | Only my mother says that the tower is falling.
en | The tower is falling. | They say the tower is not falling.
en | The tower is falling. | The tower is falling. As if.
en | The tower is falling. | The tower is falling. Just kidding.
en | The tower is falling. | The tower is falling. Maybe.
en | The tower is falling. | The tower is falling. Or not.
en | The tower is falling. | The tower is falling. Thank God it isn't.
en | The tower is falling. | The tower is falling. Thanks to the mayor.
en | The tower is falling. | The tower is falling. Not here though.
en | The tower is falling. | The tower is falling. Pull the other one.
en | The tower is falling. | Hello, no, the tower is falling.
en | The city of Salzburg builds a pool. | The state of Salzburg builds a pool.
en | Mayor Hall lies. | Senator Hall lies.
en | The teacher's children are ill. | The children's teacher is ill.
en | The house is being sold. | The house is sold.
en | He has died. | He is dying.
en | The tower has collapsed. | The tower is collapsing.
en | The father gave the son the house. | The son gave the father the house.
en | He came out of prison. | He went into prison.
en | They come from Syria. | They go to Syria.
en | They fled from the army. | They fled to the army.
en | One in ten smokes. | Nine in ten smoke.
en | You need not pay. | You must not pay.
en | The doctor advises for the jab. | The doctor advises against the jab.
en | He was acquitted. | He was charged.
en | The rent doubles. | The rent halves.
en | The team is promoted. | The team is relegated.
en | The test was negative. | The test was positive.
en | He is the killer's brother. | He is the killer.
en | The alleged killer is dead. | The killer is dead.
en | The former minister is dead. | The minister is dead.
en | The vice president lies. | The president lies.
en | The ex-president lies. | The president lies.
en | Non-smokers die earlier. | Smokers die earlier.
en | Half of London is dark. | London is dark.
en | The election is brought forward. | The election is put back.
en | The law is in force. | The law is out of force.
en | He took part in the attack. | He took no part in the attack.
en | He left before the attack. | He left during the attack.
en | He is one of the killers. | He is none of the killers.
en | The mother hit the daughter. | The daughter hit the mother.
en | He talks to Putin. | He talks about Putin.
en | He was shot by police. | He shot at police.
en | He sued the bank. | The bank sued him.
en | She survived the crash. | She caused the crash.
en | They work for the police. | They work against the police.
en | It rains less in Leeds than in Hull. | It rains less in Hull than in Leeds.
en | The storm hit Leeds before Hull. | The storm hit Hull before Leeds.
en | The last bus is at eight. | The first bus is at eight.
en | You can drink it. | You can hardly drink it.
en | It is safe enough. | It is not safe enough.
en | All of them lied but Hall. | Hall lied.
"""
