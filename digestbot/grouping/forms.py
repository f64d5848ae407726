"""Forms of one word → one of them: irregular forms, demonyms, numbers in words, and what headlines call things.

Hand-made and general: words that any desk would take for the same in a headline. It knows no regular endings (``words``
does) and merges no words whose difference is news ("plan" and "decision").
"""

from __future__ import annotations

# One group a line; the first stands for all.
_FORMS = """
buy bought buys
sell sold sale selling
win won winning winner
lose lost loss losing
find found finds
steal stole stolen theft thief thieves
catch caught
build built
shoot shot shooting
hold held
lead led leader
leave left leaving
take took taken
give gave given
go went gone
rise rose risen
fall fell fallen
freeze froze frozen
break broke broken
speak spoke spoken speech
write wrote written
drive drove driven driver
fly flew flown flight
grow grew grown growth
choose chose chosen choice
hide hid hidden
bite bit bitten
throw threw thrown
strike struck stricken
wear wore worn
steer steered
tear tore torn
swim swam swum swimmer
sing sang sung singer
sink sank sunk
run ran runner
begin began begun
bring brought
fight fought fighter
think thought
teach taught teacher
seek sought
send sent
spend spent
lend lent lender
keep kept
meet met meeting
feed fed
feel felt
sleep slept
sweep swept
sue sued lawsuit
tell told
make made maker
pay paid payment
hear heard
stand stood
understand understood
withdraw withdrew withdrawn withdrawal
man men
woman women
child children
person people
foot feet
tooth teeth
mouse mice
wife wives
life lives
half halves
wolf wolves
die died dies dying dead death
kill killed killer killing
lie lied lying liar
choke choked
refuse refused refusal
approve approved approval
propose proposed proposal
arrive arrived arrival
survive survived survivor survival
remove removed removal
deny denied denial
apply applied application
decide decided decision
explode exploded explosion
invade invaded invasion
elect elected election
reject rejected rejection
protect protected protection
collect collected collection
appoint appointed appointment
resign resigned resignation
execute executed execution executioner
behead beheaded beheading decapitate decapitated
investigate investigated investigation investigator probe
donate donated donation donor
cancel cancelled canceled cancellation
legal legally legalise legalize
employ employed employee employer employment
invest invested investment investor
regulate regulated regulation regulator
manage managed manager management
merge merged merger merging
acquire acquired acquisition
produce produced production producer
wound wounded injure injured injury injuries
doctor doc doctors
mother mum mom
father dad
grandmother grandma granny
baby babies infant newborn
kid kids
teenager teen teenage teens
police cop cops policeman
picture photo photograph
movie film
usa american america u.s us-led
uk british britain briton brit brits u.k
scotland scottish scots scot
wales welsh
ireland irish
england english
france french
germany german
spain spanish
italy italian
greece greek
poland polish
sweden swedish
norway norwegian
denmark danish
netherlands dutch
europe european
russia russian
china chinese
japan japanese
korea korean
india indian
iraq iraqi
iran iranian
syria syrian
israel israeli
turkey turkish
egypt egyptian
mexico mexican
canada canadian
australia australian aussie
africa african
brazil brazilian
thirty 30
forty 40
fifty 50
sixty 60
seventy 70
eighty 80
ninety 90
twelve 12
eleven 11
ten 10
nine 9
eight 8
seven 7
six 6
five 5
four 4
three 3
two 2
"""


FORMS = tuple(tuple(line.split()) for line in _FORMS.strip().splitlines())
