"""Sums of money: notations, scales, ranges, currencies, and numbers that are no money."""

from __future__ import annotations

import pytest

from digestbot.extract.facts.money import find_money


def values(text: str, language: str | None = None) -> list[str]:
    return [fact.value for fact in find_money(text, language)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a £2m fund", "GBP 2000000"),
        ("assets of £1.2bn", "GBP 1200000000"),
        ("£500k for tills", "GBP 500000"),
        ("raised £782,350 in all", "GBP 782350"),
        ("$3 million", "USD 3000000"),
        ("US$350,000", "USD 350000"),
        ("A$12.4 billion", "AUD 12400000000"),
        ("C$1.5 billion", "CAD 1500000000"),
        ("NZ$18.6m", "NZD 18600000"),
        ("€2m", "EUR 2000000"),
        ("EUR 4.5 million", "EUR 4500000"),
        ("CHF 350 million", "CHF 350000000"),
        ("GBP 2 million", "GBP 2000000"),
        ("Rs 80,000 crore", "INR 800000000000"),
        ("a dividend of 50p", "GBP 0.5"),
        ("4.7p in the pound", "GBP 0.047"),
        ("two million pounds", "GBP 2000000"),
        ("half a million pounds", "GBP 500000"),
        ("two and a half million pounds", "GBP 2500000"),
        ("five thousand pounds", "GBP 5000"),
        ("1,200 euros", "EUR 1200"),
        ("£3.80 a loaf", "GBP 3.8"),
        ("£71.6million", "GBP 71600000"),
        ("an £8-million fund", "GBP 8000000"),
    ],
)
def test_a_sum_is_read(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("grants of £500–£2,000", ["GBP 500", "GBP 2000"]),
        ("between £10,000 and £50,000", ["GBP 10000", "GBP 50000"]),
        ("£2-3m", ["GBP 2000000", "GBP 3000000"]),
        ("from $75K to $250K", ["USD 75000", "USD 250000"]),
        ("£300,000-£400,000", ["GBP 300000", "GBP 400000"]),
    ],
)
def test_a_range_gives_both_its_ends(text: str, both: list[str]) -> None:
    assert values(text) == both


@pytest.mark.parametrize(
    "text",
    [
        "500 members and 14% growth in 2026",
        "14 Market Street, open 9 to 5",
        "call 01522 555010",
        "a multi-million pound deal",
        "5,200 pounds of water vapour",
        "1080p video",
        "page 4 of 12",
        "",
    ],
)
def test_a_number_without_a_currency_is_no_money(text: str) -> None:
    assert values(text) == []


def test_a_bare_dollar_is_that_of_the_country_the_text_is_about() -> None:
    assert values("Co-ops in Canada share $1,500.") == ["CAD 1500"]
    assert values("Co-ops in Queensland share $1,500.") == ["AUD 1500"]


def test_a_bare_dollar_that_may_be_of_two_countries_is_left_out() -> None:
    assert values("A prize of $50,000 for firms in Australia and New Zealand.") == []


def test_one_sum_written_twice_is_one_fact() -> None:
    assert values("£2m fund; the £2 million will be lent") == ["GBP 2000000"]


def test_continental_commas_are_decimals_in_a_continental_text() -> None:
    assert values("1,5 million €", "fr") == ["EUR 1500000"]
    assert values("10.000 Euro", "de") == ["EUR 10000"]


def test_what_the_money_is_for_stands_in_detail() -> None:
    (fact,) = find_money("The council set aside £2m for a fund that lends to village shops, it said.")
    assert fact.detail == "for a fund"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Profit before tax rose to £38m.", "profit"),
        ("Its turnover fell by 4 per cent to £71m.", "turnover"),
        ("Savings balances reached £3bn.", "savings balances"),
        ("The firms turn over £5m.", "turnover"),
        ("Villagers must find £5m by Easter.", "needed"),
        ("They were ordered to pay £5,000 towards repairs.", "towards repairs"),
        ("It looks at £5,000 paid in consultancy fees.", "in consultancy fees"),
        ("Each worker buys a £50 share.", "share"),
        ("Shares are £100 each.", "a share"),
        ("We got a share worth £1 and an oven.", "a share"),
        ("They hold shares of £250 or more.", "in shares"),
        ("It would open the £5bn Harbour Homes fund to tenants.", "Harbour Homes fund"),
        ("The winner takes £5,000 and a clog.", "prize"),
        ("New staff would get £3,100 a year less than others.", "a year less"),
        ("It would make a group with £26bn of assets and 1.8m members.", "of assets"),
        ("Places cost more: £120 for members of mutuals with a turnover under the limit.", "for members of mutuals"),
        ("The Ouse Trust has put in £5m.", "from the Ouse Trust"),
        ("A £750,000 overdraft kept it alive.", "overdraft"),
        ("Fees are £450.", "fees"),
        ("The firm was valued at £12m when staff took over.", "value"),
        ("The society's reserves have fallen to £900,000.", "reserves"),
        ("The mill changed hands for £1.4m.", "price"),
        ("Ticket prices range from £5 to £40.", "prices"),
        ("Deposits rose 12% to £640m.", "deposits"),
        ("Savers can put in as little as £10.", "minimum"),
        ("The jury awarded the group £60,000.", "awarded"),
        ("It opened a call for proposals worth £5m to help workers take over firms.", "call"),
        ("Loomly raises $18m to put payroll in the hands of workers.", "raised"),
        ("Estimated value: £8m over five years.", "estimated value"),
        ("Grants of between EUR 300,000 and EUR 500,000 will be given.", "grants"),
    ],
)
def test_what_a_sum_is_is_told_in_a_few_words(text: str, what: str) -> None:
    assert find_money(text)[0].detail == what


def test_all_on_a_list_of_givers_give() -> None:
    text = (
        "Ely and Ouse councils have each put in £4m, the Duchy of Ashe £3m, the insurer Cadwell £2m"
        " and 2,600 savers £1m."
    )
    assert [one.detail for one in find_money(text)][1:3] == ["from the Duchy of Ashe", "from Cadwell"]


def test_a_list_that_tells_of_no_giving_has_no_givers() -> None:
    assert find_money("Sales were £4m, at the Duchy of Ashe £3m.")[1].detail == ""


def test_a_scale_may_stand_on_the_next_line() -> None:
    assert values("They need £3\nm by May") == ["GBP 3000000"]
    assert values("They need 2\nmillion pounds") == ["GBP 2000000"]
