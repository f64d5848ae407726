"""The words for what people hand in and for what closes on them. Patterns only; ``deadlines`` says how they combine."""

from __future__ import annotations

import re

# What people hand in, and the ways of doing so: beside "by" and "until" these make a day a closing date.
ACTION = re.compile(
    r"\b(?:appl(?:y|ying|ications?|icants?)|submi(?:t|ts|tted|tting|ssions?)|nominat\w+|entr(?:y|ies|ants?)"
    r"|enter(?:ed)?|respon(?:d|ds"
    r"|ding|ses?)|repl(?:y|ies)|bid(?:s|ders?)?|tender(?:s|ers)?|quot(?:e|es|ations)|regist\w+|book(?:ed|ing"
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
    r"|express)\b",
    re.I,
)
# The narrower ones that make "by" a closing date: much happens "by" a day that nobody has to hand anything in for.
SUBMIT = re.compile(
    r"\b(?:appl(?:y|ying|ications?|icants?)|submi(?:t|ts|tted|tting|ssions?)|nominat\w+|entr(?:y|ies)"
    r"|enter(?:ed)?|respon(?:d|ses?)|repl(?:y|ies)|bids?|tenders?|quotations"
    r"|regist(?:er|ers|ered|ering|rations?)|book(?:ed|ings?)?|rsvp|return(?:ed)?|sign(?:ed)? up|comments?|views"
    r"|questions|queries|enquiries|clarifications?|feedback|evidence|proposals|expressions? of interest|eois?|contact"
    r"|e-?mail"
    r"|send|sent|post(?:ed)?|postmarked|reach|declare|arrive|receiv\w+|pledg\w+|cast|writ(?:e|ing)|tell|ring|phone"
    r"|call (?:us|him|her|them|\w+ on)|enrol\w*|enroll\w*|say so|let (?:us|them|\w+) know|notify|inform|lodge[ds]?"
    r"|uploaded?"
    r"|put (?:\w+ ){1,4}forward|put forward|suggest|seeks? [£$€]\S+|seeking [£$€]\S+|come forward"
    r"|express (?:an )?interest|interested|reserved?|get in touch|in touch"
    r"|opt (?:in|out)"
    r"|object|appeal|subscribe|buy|order|propose|pitch|hand in|handed in|turn(?:ed)? in|(?:be|get|get it"
    r"|have it) (?:in|with us)"
    r"|join|take part|have (?:your|their) say|target|log(?:ged)? on|nominee|candidates?"
    r"|claims?|objections?|representations?|complete|completed (?:forms?|surveys?)|survey|questionnaire|must"
    r"|need to|needs to|have to|has to|had to"
    r"|required to|to raise|raise|needs? \S*\d\S*|wants? [£$€]\S+|must find|find [£$€]|found|short of|target"
    r"|abstracts?|stands?|cvs?|cover(?:ing)? letters?|forms?|filed?|pay|invest|vote)\b",
    re.I,
)
STRONG = re.compile(
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
    r"(?: (?:of|for|from) [^.;,]{1,30})? (?:is|are|were|was)? ?due(?! to\b))\b",
    re.I,
)
CLOSE = re.compile(
    r"\b(?:clos(?:e|es|ing)(?! to\b(?! (?:applications|applicants|entries|new|bids|bidders|nominations|bids"
    r"|submissions|bookings"
    r"|responses))| ties\b| links\b)|stops?(?! short)|ends?|ending|expir(?:e|es|ing)|shuts?(?! down\b)"
    r"|finish(?:es)?|conclud(?:e|es)"
    r"|laps(?:e|es)|runs? out)\b",
    re.I,
)
CLOSED = re.compile(r"\b(?:closed|ended|expired|lapsed|finished|concluded|passed)\b", re.I)
SOFT_CLOSE = re.compile(r"\b(?:end|conclu|finish|laps|run|stop)", re.I)
OFFER = re.compile(
    r"\b(?:applications?|nominat\w+|entr(?:y|ies)"
    r"|consultations?|calls?|offers?|submissions?|surveys?|registrations?|bookings?|tenders?|intakes?|enrolments?"
    r"|bids?|bidding|funds?|windows?|rounds?|schemes?|ballots?|votes?|voting|poll(?:s"
    r"|ing)?|elections?|shares?|issues?|campaigns?|crowdfund\w*"
    r"|expressions? of interest"
    r"|eois?|responses?|comments?|competitions?|awards?|prizes?|programmes?|programs?|recruitment"
    r"|vacanc(?:y|ies)|inquir(?:y|ies)|petitions?|periods?|portals?|grants?|early[- ]bird"
    r"|tickets?|discounts?|it|they|this|these"
    r"|evidence|appeals?|pledges?|feedback|process|proposals?|roles?|posts?|sales?|listing|questionnaires?|reviews?)\b",
    re.I,
)
# Things that close or run and leave nobody anything to hand in by then.
NO_OFFER = re.compile(
    r"\b(?:branch(?:es)?|stores?|shops?|pubs?|factor(?:y|ies)|plants?|offices?|librar(?:y|ies)"
    r"|hospitals?|schools?|centres?|sites?|hotels?"
    r"|restaurants?|cafes?|cafés?|doors"
    r"|depots?|mines?|exhibitions?|festivals?|strikes?|shows?|tours?|seasons?|leases?|tenanc(?:y|ies)"
    r"|contracts?|deals?|acquisitions?|purchases?|transactions?|mergers?|takeovers?|banks?|firms?|compan(?:y|ies)"
    r"|business(?:es)?"
    r"|post offices?|mills?|clubs?|services?|lines?|roads?|bridges?|wards?|borders?|markets?|sale of|in post"
    r"|in office|chairs?|terms? of office|financial year|accounts|quarter|conference|jailed"
    r"|suspended)\b",
    re.I,
)
# What closes whatever else the sentence names: applications to a school are not a school.
CALL = re.compile(
    r"\b(?:applications?|nominations?|entries"
    r"|consultations?|submissions?|registrations?|bookings?|tenders?|bids?|windows?|calls? for"
    r"|voting|polling|ballots?|elections?|polls|offers?|competitions?|intakes?|enrolments?|expressions? of interest)\b",
    re.I,
)
AWAITED = re.compile(
    r"\b(?:report|reports|decisions?|results?|verdict|ruling|findings|completion|outcome|judgment|publication"
    r"|answer|reply from|work)\b[^.;]*$",
    re.I,
)
LAPSED = re.compile(
    r"\b(?:applications?|nominations?|entries|consultation|call|offer|submissions?|registration|booking|window"
    r"|round|issue|motions|tenders?|bids|deadline|closing date"
    r"|competition|survey|crowdfunder)\b[^.;]{0,40}$",
    re.I,
)
