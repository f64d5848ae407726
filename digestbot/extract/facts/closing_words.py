"""The words for what people hand in and for what closes on them. Patterns only; ``deadlines`` says how they combine."""

from __future__ import annotations

import re

from digestbot.anycase import AnyCase

# What people hand in, and the ways of doing so: beside "by" and "until" these make a day a closing date.
ACTION = AnyCase(
    r"\b(?:appl(?:y|ying|ications?|icants?)|submi(?:t|ts|tted|tting|ssions?)|nominat\w+|entr(?:y|ies|ants?)"
    r"|enter(?:ed)?|respon(?:d|ds"
    r"|ding|ses?)|repl(?:y|ies)|bid(?:s|ders?)?|tender(?:s|ers)?|quot(?:e|es|ations)|regist(?!er of\b)\w+|book(?:ed|ing"
    r"|ings)?|rsvp|return(?:ed)?"
    r"|sign(?:ed)? up|comments?|views|feedback|evidence|proposals?|expressions? of interest|eois?|contact"
    r"|e-?mail|sen[dt]"
    r"|received?|invest|investors?|pledg\w+|cast|claims?|discounts?|withdrawals?|prices|rates"
    r"|objections?|representations?|survey|questionnaire|consultation"
    r"|inquiry|intake|enrol\w*|must|need to|needs to|have to|has to|required to|raise the|to raise|call for|vot(?:e"
    r"|es|ing)"
    r"|ballot|papers?"
    r"|share offer|shares?|offer|abstracts?|stands?|tickets?|places?|CVs?|cover(?:ing)? letters?|forms?|join"
    r"|order|window"
    r"|needs? \S*\d\S*|must find|short of|target|grants?|funding|round|fund|programme|scheme|opportunity"
    r"|calls?|crowdfunder|put forward|propose|suggest|petition|appeal|file|filed|take part|have (?:your|their) say"
    r"|express|ask|questions?|donat\w+|contributions?|suggestions?|write|writing|have a view)\b"
)
# The narrower ones that make "by" a closing date: much happens "by" a day that nobody has to hand anything in for.
SUBMIT = AnyCase(
    r"\b(?:appl(?:y|ying|ications?|icants?)|submi(?:t|ts|tted|tting|ssions?)|nominat\w+|entr(?:y|ies)"
    r"|enter(?:ed)?|respon(?:d|ses?)|repl(?:y|ies)|bids?|tenders?|quotations"
    r"|regist(?:er(?! of\b)|ers|ered|ering|rations?)|book(?:ed|ings?)?|rsvp|return(?:ed)?|sign(?:ed)? up|comments?"
    r"|views|questions|queries|enquiries|clarifications?|feedback|evidence|proposals|expressions? of interest|eois?"
    r"|contact|e-?mail"
    r"|send|sent|(?<!in )post(?:ed)?|postmarked|bought|purchased|reach|declare|arrive|receiv\w+|pledg\w+|cast"
    r"|writ(?:e|ing)|tell|ring|phone"
    r"|call (?:us|him|her|them|\w+ on)|enrol\w*|enroll\w*|say so|let (?:us|them|\w+) know|notify|inform|lodge[ds]?"
    r"|uploaded?"
    r"|put (?:\w+ ){1,4}forward|put forward|suggest|seeks? [£$€]\S+|seeking [£$€]\S+|come forward"
    r"|express (?:an )?interest|interested|reserved?|get in touch|in touch"
    r"|opt (?:in|out)"
    r"|object|appeal|subscribe|buy|order|propose|pitch|hand in|handed in|turn(?:ed)? in|(?:be|get|get it"
    r"|have it) (?:in(?! (?:post|place|office|force)\b)|with us)"
    r"|join|take part|have (?:your|their) say|target|log(?:ged)? on|nominee|candidates?"
    r"|claims?|objections?|representations?|complete|completed (?:forms?|surveys?)|survey|questionnaire|must"
    r"|need to|needs to|have to|has to|had to"
    r"|required to|to raise|raise|needs? \S*\d\S*|wants? [£$€]\S+|must find|find [£$€]|found|short of|target"
    r"|(?:is|are|be) (?:sought|wanted)|suggestions?|abstracts?|stands?|cvs?|cover(?:ing)? letters?|forms?|filed?"
    r"|pay|invest|vote)\b"
)
STRONG = AnyCase(
    r"\b(?:deadlines?|clos(?:ing|ure) (?:date|time|day)s?|cut-?off(?: date| point)?|last (?:date|day|chance)"
    r"|final (?:date|day|call)"
    r"|(?:return|submission|entry|application|response|booking|registration|reply) date"
    r"|due (?:date|by|in by|back by|no later than)|latest date|(?:submissions?|applications?|entries"
    r"|nominations?|responses?"
    r"|notes|plans|drafts|outlines|pitches|manuscripts|claims|fees|subscriptions|forms|letters of (?:intent|interest"
    r"|inquiry)"
    r"|motions|quotes|quotations|entries|expressions of interest|eois|lois|cvs|r[eé]sum[eé]s|essays|films|stories"
    r"|ideas|evidence"
    r"|abstracts?|bids|tenders|proposals|comments|papers|returns|payments?|registrations?|replies|ballots?|signatures"
    r"|concepts)"
    r"(?: (?:of|for|from|to|on|in|under) [^;,]{1,60}?)? (?:is|are|were|was)? ?due(?! to\b))\b"
)
CLOSE = AnyCase(
    r"\b(?:clos(?:e|es|ing)(?! to\b(?! (?:applications|applicants|entries|new|bids|bidders|nominations|bids"
    r"|submissions|bookings"
    r"|responses))| ties\b| links\b)|stops?(?! short)|(?<!the )ends?|ending|expir(?:e|es|ing)|shuts?(?! down\b)"
    r"|finish(?:es)?|conclud(?:e|es)"
    r"|laps(?:e|es)|runs? out)\b"
)
CLOSED = AnyCase(r"\b(?:closed|ended|expired|lapsed|finished|concluded|passed|shut|ran out)\b")
SOFT_CLOSE = AnyCase(r"\b(?:end|conclu|finish|laps|run|stop)")
OFFER = AnyCase(
    r"\b(?:applications?|nominat\w+|entr(?:y|ies)"
    r"|consultations?|calls?|offers?|submissions?|surveys?|registrations?|bookings?|tenders?|intakes?|enrolments?"
    r"|bids?|bidding|funds?|windows?|rounds?|schemes?|ballots?|votes?|voting|poll(?:s"
    r"|ing)?|elections?|shares?|issues?|campaigns?|crowdfund\w*"
    r"|expressions? of interest"
    r"|eois?|responses?|comments?|competitions?|awards?|prizes?|programmes?|programs?|recruitment"
    r"|vacanc(?:y|ies)|inquir(?:y|ies)|petitions?|periods?|portals?|grants?|early[- ]bird"
    r"|tickets?|discounts?|it|they|this|these"
    r"|evidence|appeals?|pledges?|feedback|process|proposals?|roles?|posts?|sales?|listing|questionnaires?|reviews?)\b"
)
# Things that close or run and leave nobody anything to hand in by then.
NO_OFFER = AnyCase(
    r"\b(?:branch(?:es)?|stores?|shops?|pubs?|factor(?:y|ies)|plants?|offices?|librar(?:y|ies)"
    r"|hospitals?|schools?|centres?|sites?|hotels?"
    r"|restaurants?|cafes?|cafés?|doors"
    r"|depots?|mines?|exhibitions?|festivals?|strikes?|shows?|tours?|seasons?|leases?|tenanc(?:y|ies)"
    r"|contracts?|deals?|acquisitions?|purchases?|transactions?|mergers?|takeovers?|banks?|firms?|compan(?:y|ies)"
    r"|business(?:es)?"
    r"|post offices?|mills?|clubs?|services?|lines?|roads?|bridges?|wards?|borders?|markets?|sale of|in post"
    r"|in office|chairs?|terms? of office|financial year|accounts|quarter|conference|jailed"
    r"|suspended)\b"
)
# What closes whatever else the sentence names: applications to a school are not a school.
CALL = AnyCase(
    r"\b(?:applications?|nominations?|entries"
    r"|consultations?|submissions?|registrations?|bookings?|tenders?|bids?|windows?|calls? for"
    r"|voting|polling|ballots?|elections?|polls|offers?|competitions?|intakes?|enrolments?|expressions? of interest)\b"
)
AWAITED = AnyCase(
    r"\b(?:report|reports|decisions?|results?|verdict|ruling|findings|completion|outcome|judgment|publication"
    r"|answer|reply from|work)\b[^.;]*$"
)
LAPSED = AnyCase(
    r"\b(?:right to \w+|option|moratorium|applications?|nominations?|entries|consultation|call|offer|submissions?"
    r"|registration|booking|window"
    r"|round|issue|motions|tenders?|bids|deadline|closing date"
    r"|competition|survey|crowdfunder)\b[^.;]{0,40}$"
)
FOR_WEEKS = AnyCase(r"\b(?:for|by) (?:another |a further )?[\w-]+ (?:weeks?|months?|days),? to (?:the )?$")
TIME = (
    r"(?:[\s,(]*(?:\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?)?|(?:12\s)?noon|midday|midnight|close of (?:business"
    r"|play)|the end of(?: the day)?|end of"
    r"(?: the day| play| business)?|cob|5 o'clock|hours|hrs|first post|last post|first thing|latest|lunchtime"
    r"|GMT|BST|UTC|E[SD]?T|P[SD]?T|C[ES]*T|(?:UK|[Ll]ocal|Pacific|Central|Mountain|Atlantic|Eastern|Irish"
    r"|Brussels) [Tt]ime|Eastern(?: Time)?))*[\s,)]*"
)
UNTIL = AnyCase(
    rf"\b(?:until|till|til|up to and including|up to|up until|through(?: to)?|to){TIME}(?:on\s+"
    rf"|of\s+)?(?:the\s+)?[\s,(:–—-]*$"
)
BY = AnyCase(
    rf"\b(?:by|before|(?:no|not) later than|at the latest by|on or before|ahead of){TIME}(?:on\s+"
    rf"|of\s+)?(?:the\s+)?[\s,(:–—-]*$"
)
OPEN = AnyCase(
    r"\b(?:open|extend(?:ed|ing|s)?|extension|ha(?:ve|s|ving|d)|runs?|running|remains?|available|accept\w*"
    r"|invit\w+|welcom\w+|live"
    r"|can|may|postponed)\b"
)
# "It is open until": whatever it is, somebody may still go in for it.
STANDS_OPEN = AnyCase(
    rf"\b(?:open|available|live|on (?:sale|offer)|valid for (?:bookings|applications))(?: (?:to|for) [\w ’'-]{{1,40}})?"
    rf" (?:up )?(?:un)?till?{TIME}(?:on\s+|of\s+)?(?:the\s+)?[\s,(:–—-]*$"
)
# "the moratorium runs until": a state that lasts, and nothing to hand in.
LASTS = AnyCase(
    r"\b(?:moratorium|standstill|notice|freeze|in force|valid|lease|contract|term|serves?|in office|in post"
    r"|pause"
    r"|suspen\w+|employed|embargo|strike)\b[^.;]{0,60}$"
)
PLAIN_GAP = AnyCase(
    r"^(?:[\s,.:;(–—’'-]|\b(?:form|call|books|list|page|tonight|tea time|teatime|Atlantic|Pacific|Eastern|Central"
    r"|Brussels|Irish|midweek|sharp"
    r"|promptly)\b|\b(?:on|at|by|is|are|the|to|for|of|new|all|both|early|in|a|one|two|three|four|five|six"
    r"|seven|eight|ten|twelve|weeks?|days?|months?|fortnight|couple|just|under|over|about|time|from|will|be|next|this|until|midnight|noon|midday|end"
    r"|applications?|entries"
    r"|submissions?|responses?|nominations?|orders|public|first|second|round|this|year|formally|officially"
    r"|online|now|only|again|latest|time"
    r"|then|back|in|with us|bookings?|registrations?|am|pm|a\.m\.?|p\.m\.?|UK|GMT|BST|UTC|E[SD]?T|P[SD]?T|AE[SD]T"
    r"|CES?T|NZ[SD]T|COB"
    r"|business|comments?|investors?|members|applicants|bids|bidders)\b|\d{1,2}(?:[:.]\d\d)?(?:[ap]m)?\b)*$"
)
# What is asked of somebody, whatever the verb …
ASKS = AnyCase(
    r"\b(?:please|must|needs? to|ha(?:ve|s) to|should (?:do|go|be (?:with|in|at|sent|made|lodged|addressed))|(?:are"
    r"|is|were) (?:asked|invited"
    r"|urged|required|requested|encouraged|welcome) to|(?:asks|invites?|inviting|asking) [^.;]{3,60} to|be wanted"
    r"|be needed"
    r"|(?:want|keen|like|hoping|eager) to hear|wants? (?:your|their|its|to hear))\b"
)
# … and what readers are told to do: "Upload your details by".
ORDER = re.compile(
    r"(?:To [\w ’'-]{3,40}, )?(?!(?:The|This|That|These|All|Some|Each|Our|Its|His|Her|Work|Part|Half|Money|Homes)\b)"
    r"[A-Za-z][a-z]+(?<![sy])(?<!ed)(?<!ing)(?<!ion)(?<!er) (?:up |in |out )?(?:your|us|details|an?|the|it|this"
    r"|online|here|now|early|by|before|to)\b"
)
# "had been pledged by Thursday night" tells what was.
WAS_DONE = AnyCase(
    r"\b(?<!must )(?:had|has|have|was|were)(?: been)? (?:\w+ly )?\w+(?:ed|en|ne|id|ld|nt|ade|ut) by\b[^.;]{0,24}$"
)
# What must be done by a day though nobody waits for it to be handed in: money is spent, work is finished.
# … but what is handed in by it is awaited: "applications must be made by", "wants to hear from them by".
HANDED_IN = AnyCase(
    r"\b(?:applications?|nominations?|entries|submissions?|responses?|representations?|objections?|claims?|bids?"
    r"|tenders?|bookings?|requests?|appeals?|pledges?|donations?|payments?|enquiries|queries)\b"
    r"[^.;]{0,50}\b(?:(?:must|should|can|may|need to|have to|has to|are to|to) )+be (?:made|delivered|put)\b"
    r"[^.;]{0,40}$"
    r"|\b(?:wants?|like|keen|hopes?|asks?|asking) to hear\b[^.;]{0,60}$"
)
# An answer that somebody waits for: "asked for a reply by".
ASKED_FOR = AnyCase(
    r"\b(?:ask|wait|call|hope|press)(?:s|ed|ing)? for (?:an?|the|its|their) (?:[a-z]+ )?"
    r"(?:reply|answer|response|decision|ruling|explanation|meeting)\b[^.;]{0,30}$"
)
CARRY_OUT = AnyCase(
    r"\btarget (?:is|of)\b[^.;]*$|"
    r"\b(?:spent|spend|used|drawn down|built|delivered|repaid|be (?:finished|completed)|put online|in place"
    r"|implemented|reduced?"
    r"|cut|halved?|decommissioned|net[- ]zero|carbon neutral|phased out|told|notified|informed|hear|begin|start"
    r"|be (?:published|announced|decided|made|known)|decided?|to do so"
    r"|(?:is|are|was|were|due|expected|set|aims?|hopes?|plans?|wants?) to (?:report|publish|rule|announce|reply))\b"
    r"[^.;]{0,40}$"
)
