"""The ways in which the sector's press says what closes, what takes place and what does neither, one a line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from digestbot.extract.facts import find

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
PHRASINGS = (
    ("Proxies lodged by Monday showed that 44 per cent were against.", ""),
    ("Bids received by Thursday came to £3m.", ""),
    ("Proxies must be lodged by 4 December.", "closes 2026-12-04"),
    ("Ministers have until 4 December to decide.", ""),
    ("The council must pay the firm and has until 4 December to seek leave to appeal.", ""),
    ("The council says residents have until 4 December to object.", "closes 2026-12-04"),
    ("The trust has until 4 December to bid.", "closes 2026-12-04"),
    ("Foes of its conversion into a company have until 4 December to object.", "closes 2026-12-04"),
    ("They have asked for a reply by 4 December.", ""),
    ("It calls on the Cabinet Office to publish a register of mutuals by the end of the year.", ""),
    ("The call-in period ends at 5pm on 4 December.", "closes 2026-12-04"),
    ("Interested organisations have until 5pm on 18 December to express an interest.", "closes 2026-12-18"),
    ("Applications should arrive no later than Friday 18 December.", "closes 2026-12-18"),
    ("The window for bids shuts at noon on 4 January 2027.", "closes 2027-01-04"),
    ("Proposals will be accepted through January 15, 2027.", "closes 2027-01-15"),
    ("Submissions close 5pm AEDT Friday 11 December.", "closes 2026-12-11"),
    ("EOIs due COB 14 December 2026.", "closes 2026-12-14"),
    ("Closes: 31 January 2027", "closes 2027-01-31"),
    ("Deadline – 15 January.", "closes 2027-01-15"),
    ("Deadline for receipt of applications is 12 noon, Wednesday 16th December 2026.", "closes 2026-12-16"),
    ("Please email your CV by Monday 7 December.", "closes 2026-12-07"),
    ("To be considered, apply on or before 8 January.", "closes 2027-01-08"),
    ("The call for evidence runs until 22 January.", "closes 2027-01-22"),
    ("Comments on the draft can be made up to 15 December.", "closes 2026-12-15"),
    ("The consultation is open for 12 weeks, to 16 February 2027.", "closes 2027-02-16"),
    ("Nominations are open now and will close at midnight on Sunday 6 December.", "closes 2026-12-06"),
    ("Early-bird rates apply until 31 December.", "closes 2026-12-31"),
    ("Early bird tickets are available till 10 January at £99.", "closes 2027-01-10"),
    ("Book before 5 January to get £20 off.", "closes 2027-01-05"),
    ("The early-bird discount ends on 12 December.", "closes 2026-12-12"),
    ("Investors have until the end of January to buy shares.", "closes 2027-01-31"),
    (
        "The share offer, which opened on 2 November, will remain open until 20 December.",
        "closes 2026-12-20 event 2026-11-02",
    ),
    ("The offer will close on 15 December unless extended by the directors.", "closes 2026-12-15"),
    ("The deadline has been pushed back from 30 November to 14 December.", "closes 2026-12-14"),
    ("The original deadline of 20 November has been extended to 4 December.", "closes 2026-12-04"),
    ("The extended deadline is 4 December.", "closes 2026-12-04"),
    ("Applications closed on 13 November.", ""),
    ("The chair told the AGM on Friday that loans had doubled.", "event 2026-11-20"),
    ("“Nobody knew,” the treasurer told the Conference on 20 November.", "event 2026-11-20"),
    ("The consultation, which closed on 6 November, drew 340 replies.", ""),
    (
        "Voting closes at 11.59pm on 3 December and the result will be announced on 5 December.",
        "closes 2026-12-03 event 2026-12-05",
    ),
    ("The AGM takes place on 12 December at 2pm in Bristol.", "event 2026-12-12"),
    ("Members will vote at a special general meeting in Leeds on 9 December.", "event 2026-12-09"),
    ("The society will merge with its neighbour on 1 March 2027.", "event 2027-03-01"),
    ("The two credit unions merged on 1 October.", "event 2026-10-01"),
    ("The conference will be held in Cork from 10 to 12 February 2027.", "event 2027-02-10"),
    ("Join us online on 3 December at 1pm.", "event 2026-12-03"),
    ("The contract starts on 1 April 2027 and runs for five years.", ""),
    ("It won a five-year contract, beginning 1 January 2027, to run the pools.", ""),
    ("The lease expires on 31 March 2027.", ""),
    ("The grant will run from 1 April 2027 to 31 March 2030.", ""),
    ("The bank was founded on 3 May 1844.", ""),
    ("The shop opened in 1998 and closed on 14 February 2009.", ""),
    ("The target is 500 co-ops by 1 January 2030.", ""),
    ("The bill will have its second reading on 11 December.", "event 2026-12-11"),
    ("New rules come into force on 6 April 2027.", "event 2027-04-06"),
    ("A decision is expected by 18 December.", ""),
    ("Winners will be revealed at a ceremony in Glasgow on 25 February 2027.", "event 2027-02-25"),
    ("The ceremony, planned for 26 November, has been postponed.", ""),
    ("The ceremony, planned for 26 November, has been moved to 4 March.", "event 2027-03-04"),
    ("The AGM has been rescheduled from 28 November to 12 December.", "event 2026-12-12"),
    ("The event on 30 November has been cancelled.", ""),
    ("Interviews will be held on 14 January 2027.", "event 2027-01-14"),
    ("The successful candidate will start on 1 February 2027.", "event 2027-02-01"),
    ("He joined the bank on 4 May 2019 and leaves on 31 December.", "event 2026-12-31"),
    ("The figures cover the year to 30 September 2026.", ""),
    ("Turnover in the 12 months ended 31 August 2026 was £4m.", ""),
    ("Data as at 31 October 2026.", ""),
    ("Published on 20 November 2026.", ""),
    ("She will take over on 4 January.", "event 2027-01-04"),
    ("Ballots must be received by December 10.", "closes 2026-12-10"),
    ("Claim forms have to reach the office by 5pm this Friday.", "closes 2026-11-27"),
    ("The last day to register is 27 November.", "closes 2026-11-27"),
    ("Registration is open until 1 December.", "closes 2026-12-01"),
    ("Tickets are on sale until 3 December.", "closes 2026-12-03"),
    ("The Budget is on 26 November.", "event 2026-11-26"),
    (
        "Bidders must register on the portal by 11 December, and tenders are to be returned by 8 January.",
        "closes 2026-12-11 closes 2027-01-08",
    ),
    ("Tender return date: 22 January 2027, 12:00.", "closes 2027-01-22"),
    ("Submission deadline 22/01/2027 12:00", "closes 2027-01-22"),
    ("The inquiry is accepting written evidence until Thursday 10 December.", "closes 2026-12-10"),
    ("Written evidence should be submitted by 23:59 on 10 December.", "closes 2026-12-10"),
    ("The fund reopens on 11 January and closes on 26 February.", "closes 2027-02-26 event 2027-01-11"),
    ("Round 4 opens 11 January, closing 26 February.", "closes 2027-02-26 event 2027-01-11"),
    ("Grants must be claimed by 31 March 2027.", "closes 2027-03-31"),
    ("Projects have to be completed by 31 March 2027.", ""),
    ("The money has to be spent by March 31.", ""),
    ("Councils must publish plans by 1 June 2027.", "closes 2027-06-01"),
    ("Firms must comply by 1 June 2027.", "closes 2027-06-01"),
    ("The group needs to raise £90,000 by 20 December.", "closes 2026-12-20"),
    ("Villagers have six weeks to find £200,000 before the auction on 14 January.", "event 2027-01-14"),
    ("Half-price places for those who sign up before Christmas.", "closes 2026-12-25"),
    ("The deadline for entries is two weeks on Friday.", ""),
    ("Applications close a week today.", ""),
    ("The offer closes in three weeks.", ""),
    ("Entries close tomorrow at noon.", "closes 2026-11-25"),
    ("The conference opens tomorrow in Dublin.", "event 2026-11-25"),
    ("The vote takes place on Thursday.", "event 2026-11-26"),
    ("On Friday staff will become owners of the firm.", "event 2026-11-27"),
    ("The meeting, on Wednesday 2 December, starts at 7pm.", "event 2026-12-02"),
    ("Save the date! 17-18 March 2027, Birmingham.", "event 2027-03-17"),
    ("When: Tuesday 8 December, 10am-12pm. Where: online.", "event 2026-12-08"),
    ("Date: 8 December. Venue: Custard Factory, Birmingham.", "event 2026-12-08"),
    ("8 December: Board effectiveness webinar", "event 2026-12-08"),
    ("Workshop dates: 3, 10 and 17 December.", "event 2026-12-03 event 2026-12-10 event 2026-12-17"),
    ("The festival, from Friday 4 to Sunday 6 December, costs £40.", "event 2026-12-04"),
    ("The trust bought the hall on 12 November for £300,000.", "event 2026-11-12"),
    ("The store opened its doors on Saturday.", "event 2026-11-21"),
    ("The report, published on 19 November, makes ten recommendations.", ""),
    ("The report will be published on 10 December.", "event 2026-12-10"),
    ("MPs will debate the report next Tuesday.", "event 2026-12-01"),
    ("Speaking on Monday, the minister said the fund would grow.", ""),
    ("In a statement on 20 November the bank denied it.", ""),
    ("According to figures released on Friday, membership fell.", ""),
    ("Members approved the deal on 20 November by 88%.", "event 2026-11-20"),
    ("The society collapsed in March 2020.", ""),
    ("Since 1 April it has served 4,000 customers.", ""),
    ("It has served 4,000 customers since opening on 1 September 2025.", ""),
    ("Loans taken out before 1 July 2026 are not affected.", ""),
    ("Share interest of 4% will be paid on 31 January 2027.", ""),
    ("Bonds mature on 30 June 2029.", ""),
    ("The scheme will close to new applicants on 18 December.", "closes 2026-12-18"),
    ("The factory will close on 18 December with the loss of 60 jobs.", "event 2026-12-18"),
    ("The takeover is expected to complete on 2 February.", "event 2027-02-02"),
    ("Call for papers: abstracts by 15 January, full papers by 30 April.", "closes 2027-01-15 closes 2027-04-30"),
    (
        "Abstract deadline 15 January; notification 15 February; conference 9–11 June 2027.",
        "closes 2027-01-15 event 2027-06-09 event 2027-02-15",
    ),
    (
        "Vacancy: Chief Executive. Closing 9am, 7 December. Interviews 17 December.",
        "closes 2026-12-07 event 2026-12-17",
    ),
    ("Applications by 7 December to jobs@example.org.", "closes 2026-12-07"),
    ("Deadline for questions 4 December; deadline for bids 18 December.", "closes 2026-12-04 closes 2026-12-18"),
    ("RSVP: 1 December.", "closes 2026-12-01"),
    ("Open for entries: 1 December 2026 to 31 January 2027.", "closes 2027-01-31"),
    ("Applications are invited from 1 December to 15 January.", "closes 2027-01-15"),
    ("Polls are open from 7am to 10pm on Thursday 3 December.", "event 2026-12-03"),
    ("The petition must get 10,000 signatures by 15 December.", "closes 2026-12-15"),
    ("Applicants will be told by 20 January whether they have won.", ""),
    ("Winners will be notified by 20 January.", ""),
    ("Results are due by 20 January.", ""),
    ("Delivery of the programme must begin by 1 April 2027.", ""),
    ("Answers are expected by 31 January, said the regulator.", ""),
    ("You can take part until Sunday.", "closes 2026-11-29"),
    ("The survey is live until 4 December.", "closes 2026-12-04"),
    ("Have your say by 4 December.", "closes 2026-12-04"),
    ("There are just ten days to go until nominations close on 4 December.", "closes 2026-12-04"),
    ("Time is running out: the deadline is Friday.", "closes 2026-11-27"),
    ("A call for evidence opens today.", ""),
    ("Firms have been told to fill in the form and send it in no later than 30 June.", "closes 2027-06-30"),
    ("Applications must be made online by 4 December.", "closes 2026-12-04"),
    ("A decision will be made by 4 December.", ""),
    ("The minister told members the bank would close by 4 December.", ""),
    ("The regulator is keen to hear from members by 4 December.", "closes 2026-12-04"),
    ("Suggestions are sought by 4 December.", "closes 2026-12-04"),
    ("Donations can be made until 4 December.", "closes 2026-12-04"),
    ("Bus firms now have until 4 December, not 27 November, to bid.", "closes 2026-12-04"),
    ("The prize closes for entries in a fortnight, on 8 December.", "closes 2026-12-08"),
    ("The scheme closes in two weeks' time, on 8 December.", "closes 2026-12-08"),
    (
        "Two offers close this week: Regather (on 26 November) and Gower (27 November).",
        "closes 2026-11-26 closes 2026-11-27",
    ),
    ("The offer has been extended by two weeks to 4 December.", "closes 2026-12-04"),
    ("Fans have been given 21 days, to 11 December, to match the bid.", "closes 2026-12-11"),
    ("The window for nominating candidates is 30 November to 11 December.", "closes 2026-12-11"),
    ("A vote is due on 11 December.", "event 2026-12-11"),
    ("The co-op moved to bigger premises on 20 November.", "event 2026-11-20"),
    ("The AGM has been moved to 4 December.", "event 2026-12-04"),
    ("It takes ten minutes and is open until 16 January.", "closes 2027-01-16"),
    ("The exhibition is open until 16 January.", ""),
    ("The toolkit is available until 31 December.", "closes 2026-12-31"),
    ("Bids to the fund are due on 4 January.", "closes 2027-01-04"),
    ("The ballot runs to 14 December.", "closes 2026-12-14"),
    ("Suppliers can ask questions until 9 December.", "closes 2026-12-09"),
    ("The council gave the group until 3 March to come up with a plan.", "closes 2027-03-03"),
    ("Submissions close on 12 March and the committee is to report by 30 June.", "closes 2027-03-12"),
    ("Her successor will be in post by 5 January.", ""),
    ("To qualify, policyholders had to be members on 31 December.", ""),
    ("Members on the register at 30 November will get a dividend.", ""),
    ("The plan goes to members on 15 December.", "event 2026-12-15"),
    ("The price rises on 1 January.", ""),
    ("Administrators were called in on 16 November.", "event 2026-11-16"),
    ("The association presented its prize at a lunch yesterday.", "event 2026-11-23"),
    ("The bank announced the cuts yesterday.", ""),
    ("I was talking to my parents yesterday.", ""),
    ("I would sign that tomorrow.", ""),
    ("Councillors approved the homes by nine votes to two on Monday.", "event 2026-11-23"),
    ("The mayor has called an emergency meeting of all sides for Thursday.", "event 2026-11-26"),
    ("Support fell short of what it would have needed at a meeting on 9 December.", ""),
    ("DENVER (Nov. 23, 2026) – Owners who sell may claim a credit.", ""),
    ("Fans saved the club from being wound up on Monday.", ""),
    (
        "The AGM is on 4 December and directors will meet the following day.",
        "event 2026-12-04 event 2026-12-05",
    ),
)


@pytest.mark.parametrize(("text", "expected"), PHRASINGS, ids=[text for text, _ in PHRASINGS])
def test_phrasing(text: str, expected: str) -> None:
    """``expected``: "closes" or "event" and the day, as often as there is one; empty where there is none."""
    names = {"deadline": "closes", "event": "event"}
    found = sorted(
        f"{names[fact.kind]} {fact.value[:10]}" for fact in find("", text, TUESDAY, TUESDAY) if fact.kind in names
    )
    wanted = expected.split()
    assert found == sorted(f"{kind} {day}" for kind, day in zip(wanted[::2], wanted[1::2], strict=True))


WHATS = (
    (
        "The three have put up £30m: £15m from Lockton Social Bank and a £10m grant.",
        ["", "from Lockton Social Bank", "grant"],
    ),
    ("The Aldous Foundation, which is putting in £2m, wants it spent.", ["from the Aldous Foundation"]),
    ("Fans bought the ground for £640,000 and spent £20,000 on paint.", ["price", "on paint"]),
    ("The society has assets of £4.6bn and a turnover of £38m.", ["assets", "turnover"]),
    ("She won a five-year contract worth £96m.", ["contract"]),
    ("Shares cost £50, and £7 of it goes to them.", ["a share", ""]),
    ("Loans will range from £20,000 to £3m.", ["loans", "loans"]),
    ("The lender has £31m in savings, and pre-tax profit rose to £2m.", ["in savings", "pre-tax profit"]),
    ("Of the price £140,000 came from the Hadley Trust. The rest is theirs.", ["from the Hadley Trust"]),
    ("Credit unions in the Republic lent €418m.", ["lent"]),
    ("The regulator has fined Docklands & Wapping District Credit Union £64,000.", ["fine"]),
)


@pytest.mark.parametrize(("text", "whats"), WHATS, ids=[text for text, _ in WHATS])
def test_what_a_sum_is_for(text: str, whats: list[str]) -> None:
    assert [fact.detail for fact in find("", text, TUESDAY, TUESDAY) if fact.kind == "money"] == whats


SUBJECTS = (
    ("The share offer for the Bell closes on 4 December.", "share offer"),
    ("Nominations for the Rosa Prize close on 4 December.", "nominations for the Rosa Prize"),
    ("A consultation on the common bond runs until 4 December.", "consultation on the common bond"),
    ("Please apply by 4 December.", "applications"),
    ("Members have until 4 December to vote.", "voting"),
    ("The deadline is 4 December.", ""),
    ("The offer opened on 2 November and closes on 4 December.", "offer"),
    ("Regulars have until 4 December to find the last £90,000.", "fundraising"),
    ("The call-in period ends on 4 December.", "call-in"),
    ("Submissions to the inquiry close on 4 December.", "submissions to the inquiry"),
    ("Questions may be put through the portal until 4 December.", "questions"),
    (
        "Applications to the Handover Fund reopen on 1 December and close on 4 December.",
        "applications to the Handover Fund",
    ),
    ("We pay for staff consultation.\nApplications open: 2 November\nDeadline: 4 December", "applications"),
    (
        "The consultation on mutual ownership of the Quayside Ferry Company ends on 4 December.",
        "consultation on mutual ownership",
    ),
)


@pytest.mark.parametrize(("text", "what"), SUBJECTS, ids=[text for text, _ in SUBJECTS])
def test_what_closes(text: str, what: str) -> None:
    (fact,) = (fact for fact in find("", text, TUESDAY, TUESDAY) if fact.kind == "deadline")
    assert fact.detail == what


PARTS = (
    ("The award is sponsored by Tredegar Mutual.", "sponsor"),
    ("Tredegar Mutual sponsors the award.", "sponsor"),
    ("The work was paid for by the Hadley Trust.", "funder"),
    ("It borrowed from Unity Trust Bank.", "lender"),
    ("Unity Trust Bank has 40 staff.", ""),
    ("Sponsored by Tredegar Mutual, the award is new.", "sponsor"),
    ("We are grateful to headline sponsor Tredegar Mutual.", "sponsor"),
    ("It has a loan of £90,000 from Unity Trust Bank.", "lender"),
    ("Half of the price came from the Hadley Trust.", "funder"),
    ("Bursaries are offered by the Hadley Trust.", "funder"),
    ("Funding: Hadley Trust (grant 7).", "funder"),
    ("The Hadley Trust paid for the study.", "funder"),
    ("Hadley Trust is the programme's principal funder.", "funder"),
    ("Financial backing came from the Hadley Trust.", "funder"),
    ("Sponsor: Hadley Trust", "sponsor"),
    ("The paper was commissioned by the Hadley Trust.", "commissioner"),
    ("It is held in partnership with the Hadley Trust.", "partner"),
    ("It was written with support from the Hadley Trust.", "backer"),
    ("It is sponsored by The Hadley Trust.", "sponsor"),
)


@pytest.mark.parametrize(("text", "part"), PARTS, ids=[text for text, _ in PARTS])
def test_what_an_organisation_is_to_the_matter(text: str, part: str) -> None:
    (fact,) = (fact for fact in find("", text, TUESDAY, TUESDAY) if fact.kind == "organisation")
    assert fact.detail == part


def test_bodies_on_one_list_have_one_part() -> None:
    text = "It is sponsored by Tredegar Mutual and the law firm Arkle Pryce, and backed by Unity Trust Bank."
    found = {fact.value: fact.detail for fact in find("", text, TUESDAY, TUESDAY) if fact.kind == "organisation"}
    assert found == {"Tredegar Mutual": "sponsor", "Arkle Pryce": "sponsor", "Unity Trust Bank": "backer"}


def test_a_day_told_in_the_past_that_is_the_day_of_publication_is_no_event() -> None:
    assert [fact for fact in find("", "The bank opened on Tuesday.", TUESDAY, TUESDAY) if fact.kind == "event"] == []
