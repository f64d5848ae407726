"""The words that tell whether something takes place on a day, and where. Patterns only; see ``events``."""

from __future__ import annotations

import re

from digestbot.anycase import AnyCase

TENSE = AnyCase(
    r"\b(?:(?P<ahead>(?:moved|put (?:back|off)|postponed|rescheduled|brought forward|switched|deferred|delayed"
    r"|pushed back)"
    r" (?:(?:until|till|by \w+ \w+)\b[^.;]{0,20}|(?:from\b[^.;]{0,40}\b)?to"
    r"(?! (?:[\w’']+ ){0,3}(?:offices?|premises|buildings?|headquarters|homes?|sites?|shops?)\b))\b"
    r"|(?:is|are) (?:announced|named|presented|unveiled|revealed|crowned|published|launched|handed|given|invited)"
    r"|(?:can|may|must|should|please|to book|tickets|places) (?!\w+ed\b)\w+|leaves|retires|steps down|pencilled in"
    r"|slated|billed"
    r"|(?:will|shall|would|won't)\s+(?:\w+ly\s+)?(?:be\s+)?\w+|(?:is|are) (?:being )?(?:held"
    r"|planned|scheduled|due|set|expected|to)\b"
    r"|(?:due|set|plans?|hopes?|aims?|expected|scheduled) to \w+|to be \w+|from being \w+|resumes?|reopens?"
    r"|v(?<!\d v)(?<!\bof v)(?<!\btwo v)(?<!\bsix v)(?<!\bten v)"
    r"(?<!\bnine v)(?<!\bfive v)(?<!\bfour v)(?<!\bthree v)(?<!\bseven v)"
    r"(?<!\beight v)(?<!teen v)(?<!ty v)otes?|goes|comes"
    r"|sits|marks|speaks|visits|decides?|considers?|heads to|joins|takes over|takes on|hears|debates|celebrates"
    r"|publishes"
    r"|be (?:held|published|opened)|takes? place|taking place|opens?|opening|starts?|begins?|meets?|launches"
    r"|comes? into|takes? effect"
    r"|upcoming|forthcoming|scheduled|planned|invited?|join|come|attend|watch|register|book now|save the date"
    r"|returns?|runs|kicks? off|gathers?|hosts?"
    r"|is on|are on|is at|are at|drop in|pop in|bring|next)|(?P<behind>had to (?:be )?\w+"
    r"|was|were|had|held|met|voted|took|opened"
    r"|closed|launched|began|started"
    r"|ended|signed|went|came"
    r"|approved|backed|passed|agreed|elected|gathered|attended|happened|ran|won|completed|died|yesterday|last"
    r"|said|told|announced"
    r"|published|became|merged|bought|sold|joined|spoke|heard|wrote|warned|left|left|drew|gave|made|saw"
    r"|confirmed|rejected|ruled|shut|rose|fell|cut|set up|heard|collapsed|paid(?! for)|got|built|kept|lent|spent"
    r"|fought|found"
    r"|brought|stood|sat|led|hit|broke|chose|grew|lost"
    r"|struck|threw|withdrew|sank|flew|cost|fetched"
    r"|\w{3,}(?<!\binvit)(?<!schedul)(?<!plann)(?<!expect)(?<!succe)(?<!proce)(?<!exce)(?<!need)(?<!-bas)(?<!own)(?<!limit)(?<!\bbas)(?<!\bUnit)ed))\b"
)
_MOVES = (
    r"(?:put (?:back|off)|moved|postponed|rescheduled|changed|switched|brought forward|deferred|delayed|shifted"
    r"|pushed back)"
)
# Days that something else than an event is said of.
NO_EVENT = AnyCase(
    r"(?:[;,] died(?: on)?|\b(?:until|till|by|before|after|since|up to|prior to|ahead of|dated|updated|modified|posted"
    r"|(?<!be )published(?: on)?|born(?: on)?|as (?:at|of|on)|"
    r"(?:founded|established|formed|incorporated|registered|built|first opened|set up)(?: in| on)?|no later"
    r" than|copyright|©|"
    r"effective date|rather than|instead of|not(?: on)?|week (?:of|beginning|commencing|starting)|w/c"
    r"|backdated to|dating from"
    rf"|{_MOVES} from|(?:originally|previously) (?:planned|due|scheduled|set) for"
    r"|correct (?:at|on)|who (?:held|had|were|owned)\b[^.;]{0,30}?(?:on|at)|(?:story|article|report|statement|issue"
    r"|letter|edition"
    r"|e-?mail|post|minutes) of|(?:report|results?|decisions?|payment) due:|recorded|photographed|taken on|valid)"
    r"|\b(?:years?|quarters?|months?|periods?|weeks?|half)\s+(?:to|end(?:ed|ing)|up to))[\s,:(]*(?:at"
    r" least\s+)?(?:on\s+|the\s+"
    r"|(?:midnight|noon|midday|\d{1,2}(?:[:.]\d\d)?\s?[ap]m)\s+(?:on\s+)?)?$"
)
ATTRIBUTED = AnyCase(
    r"\b(?:said|told|says|announced|added|wrote|reported|confirmed|warned|revealed|tweeted|statement|according"
    r" to|argued|claimed|insisted|promised|pledged|vowed"
    r"|figures|data|published|released|issued|unveiled|welcomed|called(?! in\b| off\b)|urged)\b"
    r"[^.;]{0,40}$"
)
PAST_EVENT = AnyCase(
    r"\b(?:collapse|closure|takeover|buy-?out|sale of|fire|flood|acquisition|transfer|walk-?out|death of|held"
    r"|took place|met|voted|vote|ballot|meeting|agm|egm|sgm|conference|congress|summit|ceremony"
    r"|awards?|event|launch(?:ed)?|opened"
    r"|opening|hearing|debate|election|elected|completed|signed|took effect|came into (?:force|effect)|merged"
    r"|merger|rally|webinar"
    r"|workshop|festival|visit(?:ed)?|gathered|attended|started|began|transferred|acquired|bought|won|approved"
    r"|passed|agreed|handed"
    r"|strike|walked out|died|resigned|stepped down|appointed|joined|collapsed|entered administration|ceased)\b"
)
PERSONAL = re.compile(r"\b(?:I|my|me)\b")
MOVING = AnyCase(
    rf"\b{_MOVES}"
    r"\b[^.;]{0,60}\bfrom\s+(?:the\s+)?$"
)
# Days on which nothing takes place: an agreement runs, a sum falls due, a price changes.
RUNS = AnyCase(
    r"\b(?:contracts?|agreements?|frameworks?|leases?|tenanc(?:y|ies)|licen[cs]es?|grants?|funding|(?:his|her|their"
    r"|its) terms?"
    r"|terms? of office|loans?|bonds?|concessions?|franchises?|values?)\b[^;\n]{0,60}\b(?:starts?|starting|begins?"
    r"|beginning"
    r"|commenc\w+|runs?|running|ends?|ending|expires?|expiring|lasts?|takes? effect|let|dates|matures?"
    r"|over \w+ years)\b"
    r"[^.;\d]{0,20}$"
)
RUNS_ON = AnyCase(
    r"^,? (?:and|to) (?:runs?|lasts?|will (?:run|last)|continues?)\b[^.;]{0,12}\b(?:years?|months|20\d\d)\b"
)
FALLS_DUE = AnyCase(
    r"\b(?:(?:be|is|are|was|were) (?:re)?(?:paid|payable)(?: out)?(?: to [\w ]{1,20})?|repayable|repaid|matur\w+"
    r"|redeem\w*"
    r"|(?:payments?|instalments?|balance)\b[^.;]{0,40}?(?:\bmade|,)|f[ae]lls? due) (?:on|by|from|in|at)\s+(?:the\s+)?$"
)
GATHERING = AnyCase(
    r"\b(?:webinar|conference|agm|egm|sgm|meeting|workshop|ceremony|summit|festival|forum|congress|lecture|seminar"
    r"|dinner)"
    r"\b[^.;]{0,60}$"
)
# "will not get its second reading on", "were to have voted on"
NOT_HELD = AnyCase(
    r"\b(?:(?:will|would|does|do|can|may) not|won['’]t|cannot|no longer|not (?:now )?(?:be held|take place|go ahead"
    r"|happen|meet))"
    r"\b[^,;]{0,50}$|\bI (?:would|could|should|might)\b[^,;]{0,50}$|\bfrom being\b[^,;]{0,40}$"
)
WERE_TO_HAVE = AnyCase(r"\b(?:should|would|(?:was|were)(?: due)? to) have\b[^;]{0,60}$")
TOLD_MEETING = AnyCase(
    r"\b(?:told|addressed) (?:an?|the|its|their|his|her) [^.;]{0,30}(?:conference|rally|meeting|congress|hearing"
    r"|dinner|audience|summit|agm)"
    r"\b[^.;]{0,40}$"
)
ISSUED = AnyCase(r"\b(?:launch|publish|announc|releas|unveil|issu|report|say|said|call|warn|set out)\w*")
ON_OFFER = AnyCase(
    r"\b(?:read|seen|inspected|available|viewed|downloaded|can (?:now )?(?:apply|register|order"
    r"|claim)) [^.;]{0,40}from\s+$"
    r"|\bfor (?:[\w-]+ )?years? from\s+$"
    r"|\bsince [^.;]{0,40} of\s+$"
)  # "can be read at the farm from", "for seven years from", "since the storm of"
SINCE = AnyCase(r"\bfrom\s+$")
PRICE = AnyCase(
    r"\b(?:pays?|paid|costs?|prices?|fees?|charge[sd]?|rates?|rents?|premiums?|tariffs?|fares?|lev(?:y|ies))\b"
)
DEARER = AnyCase(
    r"\b(?:prices?|costs?|fees?|charges?|rates?|rents?|premiums?|tariffs?|fares?|lev(?:y|ies)|tax|wages?)"
    r"(?: of [\w ]{1,30})? (?:(?:will|would|is to|are to) )?(?:rises?|goes? (?:up|down)|increases?"
    r"|falls?|drops?|changes?)\b"
    r"[^.;]{0,40}$"
)
# "members on the register at": a day that says who counts.
COUNTED = AnyCase(
    r"\b(?:on the (?:register|books|roll)|in membership|(?:is|are|was|were) (?:a )?members?) (?:as )?(?:at|on)\s+$"
)
SAID = AnyCase(
    r"^(?:said|told|announced|called|warned|urged|asked|showed|revealed|reported|claimed|argued|welcomed|published"
    r"|released"
    r"|issued|added|confirmed|wrote)$"
)
TOLD_CHARS = 45  # behind a day in which the verb stands that tells what happened on it
WRITTEN_ON = re.compile(r"^\W*[A-ZÀ-Þ][A-ZÀ-Þ .’'-]+(?:, [A-Z][\w.]+)?,? \(?$")  # "DENVER (Nov. 17) – Owners …"
DASH = re.compile(r"^\)?\s?[—–-]")
# "a rainy Friday night", "the Saturday counter": a day of the week as a kind of day.
KIND_OF_DAY = AnyCase(r"\b(?:an?|the|each|his|her|its|their|our|most|one)\s+(?:\w+\s+)?$")
MOVED = re.compile(
    r"^,? (?:has|have|had|was|were|is|are)(?: now)?(?: been)? (?:put back|postponed|moved|cancelled|called off"
    r"|delayed|rescheduled)\b"
)
OFF_CHARS = 120  # behind a day in which it may say that what was planned for it is off
OFF = AnyCase(
    r"\b(?:(?:will|would|does|do) not|won['’]t) (?:now )?(?:be held|take place|go ahead|happen)|\b(?:is|are|was|were"
    r"|has been|have been) (?:now |all )?(?:off\b(?!er)|called off|cancell?ed|scrapped|abandoned"
    r"|postponed|put (?:off|back))"
)
NOUN_AFTER = AnyCase(
    r"^[’']s (?:\w+ ){0,3}?(?:meeting|agm|egm|launch|vote|ballot|event|conference|ceremony|hearing|debate|budget"
    r"|strike|talks|count|election"
    r"|summit|rally|opening|workshop|congress|day|dinner|lunch|festival)\b"
)
PLACE = re.compile(
    r"\b(?:in|at|outside)\s+(?:the\s+)?(?P<name>(?:[A-ZÀ-Þ][\w’'&.-]*\w|St\.)(?:(?:,?\s+(?:of|de|the|and|on|upon|in|y"
    r"|&)\s+|,?\s+)[A-ZÀ-Þ][\w’'&-]*\w){0,5})"
)
HALL = re.compile(  # "in the village hall"
    r"\b(?:in|at) the (?P<name>(?:village|town|parish|church|community|school|guild|assembly|memorial|sports|city"
    r"|county) (?:hall|cent(?:re|er)|rooms|library|hub|club))\b"
)
NEXT_PLACE = re.compile(r",? (?:or|and) (?:at|in) ")
ON_DAY = re.compile(r" on [A-Z][a-z]+day$")
# "Finalists will be told by 5 June, and the winners announced on": will be, too.
ELLIPSIS = AnyCase(
    r"\bwill be \w+[^.;]*,? and (?:(?:the|its|their) )?[\w’' -]{2,30}? (?:announced|named|held|told|presented|published"
    r"|revealed|opened|crowned)\b[^.;]*$"
)
# "(Opinion, 20 March)": when something else was written.
CITED = re.compile(r"\((?:[A-Z][\w’'-]*,? ){1,5}$")
PLACE_BESIDE = re.compile(rf"{PLACE.pattern} on $")  # "in Bristol on 1 December, in Leeds on 3 December"
NO_PLACE = re.compile(
    r"^(?:AGMs?|EGMs?|SGMs?|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Monday|Tuesday"
    r"|Wednesday|Thursday|Friday"
    r"|Saturday|Sunday|Parliament(?! (?:House|Buildings|Square|Hill)\b)|Spring|Summer|Autumn|Winter|Q[1-4]|GMT"
    r"|BST|English|Welsh|The|A|An|I|It|He|She|They|We|Least|Last)\b"
)
