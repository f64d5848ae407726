"""Runs of capitalised words → organisations: known by name, or called what they are."""

from __future__ import annotations

import re

from digestbot.extract.facts.names import CONNECTORS, STARTERS, Name, Run, bare, known, known_set, match_known

# A run that ends in one of these, with a name before it, is an organisation.
_KINDS = frozenset(
    "Society Societies Union Trust Ltd Limited plc PLC CIC CIO LLP Inc Inc. Corp Corp. Corporation Foundation"
    " Fund Council Association"
    " Co-operative Cooperative Co-operatives Cooperatives Co-op Coop Co-ops Coops University College Institute"
    " Federation Bank Group"
    " Partnership Commission Authority Agency Company Network Alliance Centre Center Enterprise Enterprises"
    " Mutual Insurance Housing"
    " Homes Hospital Charity Collective Coalition Confederation League Ventures Capital Partners Brewery"
    " Brewing Farms Foods Stores"
    " Assurance Solicitors Consortium Academy Trusts Party Church Committee Board Regulator Ombudsman Unit"
    " Taskforce Forum Press Times"
    " News Post Herald Guardian Gazette Chronicle Echo Energy Arms Dairy Dairies Bakery Books Cooperativa"
    " Genossenschaft Coopérative FC"
    " Guild Chamber Congress Parliament Assembly Executive Government Department Ministry Initiative"
    " Investments Holdings Services"
    " Healthcare Care Hub Studio Studios Architects Engineering Logistics Wholefoods Grocery Creamery Workspace"
    " Works Bus Buses Buildings"
    " Credit Finance Lab Fellowship Fire Police Laboratories Pharmacy Surgery Practice Communities Library"
    " Libraries Leisure Health Transport Shop Joinery Grocers Bakers Printers Taxis Couriers Textiles Motors"
    " Plumbing Roofing Construction Builders Electronics Systems Software Technologies Design Media Publishing"
    " Films Theatre Cinema Gallery"
    " Nursery Nurseries Kitchen Café Cafe Coffee Roasters Brewers Cider Cheese Cycles Renewables Solar"
    " Recycling Furniture Clothing"
    " Interiors Landscapes Growers Orchards Travel Learning Training Recruitment Consulting Consultants"
    " Associates Communications Research"
    " Digital Laundry Cleaning Catering Fabrications Steel Shipping Fisheries Rail Railway Radio Wholesale"
    " Supermarket Rovers Wanderers"
    " Athletic Albion Ring Farm CBS CDFI Hospitals Schools Stores Messenger Mail Observer Tribune".split()
)
# Kinds too loose for a run of two words that begins a sentence or is a heading.
_LOOSE = frozenset(
    "Times News Post Echo Energy Arms Books Services Care Hub Works Bus Credit Fire Police Practice Communities"
    " Board Committee Capital Partners Press Housing Homes Unit Forum Executive Buildings Church Congress"
    " Assembly Leisure Surgery Health Transport Shop Design Media Learning Training Research Digital Steel Rail"
    " Radio Solar Recycling Coffee Ring Farm Kitchen Theatre Systems Hospitals Schools Mail Construction"
    " Technologies Cleaning Party Group Company Fund Enterprise Centre Center Council Government Parliament".split()
)
# Kinds that may begin a name: "Bank of …", "Department for …".
_HEADS = frozenset(
    "Bank University Department Ministry Office Institute Association Federation Council Centre Center School"
    " College Society Foundation"
    " Fund Agency Network Alliance Commission Union Chamber Confederation Board Academy Church Friends Isle"
    " House Regulator Campaign"
    " League Company Museum Trust Coalition Court City Borough Republic Committee Secretary".split()
)
_SOLID_HEADS = frozenset(
    "Bank University Department Ministry Office Institute Association Federation Confederation Chamber Centre"
    " Center School College Council Society Campaign Coalition Alliance Regulator".split()
)
# Names of kinds of organisation, not of one: a run of nothing but these is none.
_GENERIC = STARTERS | frozenset(
    "Building Society Societies Credit Union Unions Community Land Trust Trusts Interest Company Companies"
    " Social Enterprise Enterprises"
    " Employee Ownership Worker Workers Co-operative Co-operatives Cooperative Cooperatives Co-op Coop Mutual"
    " Mutuals Friendly Housing"
    " Association Associations Annual General Meeting Board Council Councils Local Authority Authorities"
    " Government City County"
    " Borough District Town Parish Public Service Services Fund Funds Grant Group Bank Charity Foundation NHS"
    " Health Care"
    " Private Limited Ltd Benefit Development National Regional Central State Federal Investment Impact Capital"
    " Energy Farm"
    " Consumer Producer Platform Multi-stakeholder Insurance Member Staff Executive Committee Trade Trading"
    " University College School"
    " Hospital Centre Center Department Ministry Agency Network Partnership Business Businesses Share Shares"
    " Football Club Party Chief"
    " Village Hall Shop Pub B Corp Corps Bill Act Strategy Programme Award Awards Day Week Report Review"
    " Pension Pensions Living Wage".split()
)
_TITLES = frozenset(
    "Chief Executive Officer Chair Chairman Chairwoman Director Managing President Secretary Minister Prime"
    " First Shadow Mr Mrs Ms Dr"
    " Prof Professor Sir Dame Lord Lady Baroness Cllr Councillor Rev CEO MP MSP MS TD Senator Deputy Interim"
    " Former Vice Head Mayor"
    " Manager Economist Chancellor Governor Leader".split()
)


_REGIONS = frozenset("UK NI GB Scotland Wales England Ireland Europe International Australia Canada Cymru Alba".split())
_OCCASIONS = frozenset(
    "Fair Awards Award Prize Day Week Month Conference Summit Festival Forum Bill Act Mark Index Report Review"
    " Programme Scheme Strategy Place Places Model Deal"
    " Plan Campaign Charter Challenge Survey Guide Network's Fund's Tax Relief Scheme Rules Regulations Order".split()
)
_OF_YEAR = re.compile(r"(?:19|20)\d\d")
_POT = re.compile(r" (?:pot|grants?|scheme|programme|round)\b")
_KIND_BEFORE = re.compile(
    r"\b(?:co-?op(?:erative)?|charity|firm|think tank|social enterprise|consultancy|retailer|insurer|lender"
    r"|brewer|start-?up|publisher|wholesaler) $"
)
_OWNED = re.compile(r"-(?:owned|led|run|based|backed|funded|controlled|only|wide|style|born)$")
_AND = re.compile(r" and ((?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+)?)")  # "Office of Rail and Road"
_AND_HEADS = ("Department", "Ministry", "Office", "Institute", "Committee", "Centre", "Council for")
# Said of a body that no lexicon knows: what people are to it, or what it is.
_BELONG = re.compile(
    r"\b(?:[Mm]embers|[Ss]taff|[Ww]orkers|[Ee]mployees|[Cc]ustomers|[Ss]hareholders|[Dd]irectors|[Nn]urses"
    r"|[Dd]rivers|[Bb]rewers|[Cc]ouriers|[Ss]avers|[Pp]olicyholders"
    r"|[Oo]wners|[Ff]ounders?|[Bb]osses|[Ll]ending|[Tt]enants|chief executive|managing director|partner|chair"
    r"|spokes\w+) (?:of|at|with|in|for)(?: the)? $"
)
_IS = re.compile(
    r"^(?:, (?:an?|the) (?:[\w’'-]+ ){0,4}?(?:co-?op(?:erative)?s?|society|charity|company|firm|business|mutual"
    r"|social enterprise|think tank|trust|network|union|lender|bank|insurer"
    r"|brewery|bakery|association|federation|consultancy|provider|start-?up|retailer|publisher"
    r"|foundation)(?=[,.;:)]| (?:in|of|that|which|based|with|for|from|and|has|set|owned|run|founded|is|was|on"
    r"|near)\b)"
    r"| (?:network|charity|think tank|co-?op(?:erative)?|workers|staff|employees|drivers|shareholders"
    r"|supporters' trust|credit union|building society)\b)"
)
_JOINED_BEFORE = re.compile(r"(?:^|[.\n]\s*)[A-Z][\w’'-]+ and $")
_DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Christmas Easter".split()
)
_NATIONS = frozenset(
    "British English Scottish Welsh Irish American Canadian Australian European German French Spanish Italian"
    " Dutch Indian African Asian Kenyan Northern Southern".split()
)


def find_organisations(text: str, runs: list[Run]) -> list[Name]:
    """The organisations named in the text, in its order; one name is there as often as it is written."""
    found: list[Name] = []
    lexicon = known("organisations")
    for run in runs:
        done = run.start
        for place, word in enumerate(run.words):
            if word.start < done or word.text in CONNECTORS:
                continue
            # A longer name by its kind beats a known one inside it: "Nationwide Building Society".
            name = _by_kind(text, run, place)
            end = match_known(text, word.start, bare(word.text), lexicon)
            if end > 0 and (name is None or name.start != word.start or end >= name.end):
                name = Name(word.start, end, text[word.start : end])
            if name is None:
                name = _by_company(text, run, place)
            if name:
                found.append(name)
                done = name.end
    return found


def _by_company(text: str, run: Run, place: int) -> Name | None:
    """What is left of the run from word ``place``, where the words beside it say that it is an organisation."""
    words = run.words[place:]
    first, last = words[0], words[-1]
    if (
        (place and run.words[place - 1].text not in STARTERS)
        or first.text in STARTERS
        or first.text in _NATIONS
        or first.text in _TITLES
    ):
        return None
    end = last.start + len(bare(last.text))
    name = text[first.start : end]
    places = known("places")
    if match_known(text, first.start, bare(first.text), places) == end or name.split()[0] in known_set("given names"):
        return None
    if all(bare(word.text) in _GENERIC or word.text in _DAYS for word in words):
        return None
    if (
        end == last.end
        and (joined := _JOINED_BEFORE.search(text[max(0, first.start - 30) : first.start]))
        and _IS.match(text[end : end + 90])
    ):
        begin = first.start - len(joined.group().lstrip())
        return Name(begin, end, text[begin:end])  # "Loaf and Leaven, a workers' co-operative"
    starts = (
        place == 0 and len(words) == 1 and re.search(r"(?:^|[.!?\n]\s*)$", text[max(0, first.start - 3) : first.start])
    )
    if (
        end == last.end
        and (found := _IS.match(text[end : end + 90]))
        and not (starts and found.group().startswith(" "))
    ):
        return Name(first.start, end, name)
    if _KIND_BEFORE.search(text[max(0, first.start - 20) : first.start]) or _BELONG.search(
        text[max(0, first.start - 40) : first.start]
    ):
        return Name(first.start, end, name)
    return None


def _by_kind(text: str, run: Run, first: int) -> Name | None:
    """The organisation that begins at word ``first`` of the run."""
    words = run.words
    if (
        words[first].text in STARTERS
        or _OWNED.search(words[first].text)
        or words[first].text in _TITLES
        or (bare(words[first].text) != words[first].text and first == len(words) - 1)
    ):
        return None
    last = -1
    heads = words[first].text in _SOLID_HEADS and first + 2 < len(words) and words[first + 1].text in ("of", "for")
    if heads:
        last = _to_possessive(words, first)
    for place in range(first, len(words)):
        word, plain = words[place].text, bare(words[place].text)
        joins = word in CONNECTORS and word != "&"
        if joins and words[place - 1].text not in _HEADS and words[place - 1].text not in CONNECTORS:
            break
        if plain in _KINDS and place > first and not heads:
            last = place
            if place + 2 < len(words) and words[place + 1].text in ("of", "for") and plain in _SOLID_HEADS:
                last = _to_possessive(words, place)
                break
        if (
            word in _REGIONS
            and place > first
            and (words[place - 1].text in _KINDS or words[place - 1].text in _GENERIC)
        ):
            last = place  # "Development Trusts NI"
        if words[place].text == "&" and place == first + 1 and place + 1 < len(words) and last < 0:
            last = place + 1  # "Harrow & Finch"
        if word != plain and plain in _KINDS:  # "Leeds Building Society's": what follows is its, not it
            break
    if last < 0:
        return None
    chosen = words[first : last + 1]
    end = chosen[-1].start + len(bare(chosen[-1].text))
    follows = words[last + 1].text if last + 1 < len(words) else text[end : end + 5].strip()
    if not heads and (follows in _OCCASIONS or _OF_YEAR.match(follows) or _POT.match(text[end : end + 14])):
        return None  # "Social Enterprise Awards", "Ethical Finance 2027", "the Coastal Communities pot"
    more = (
        _AND.match(text[end : end + 40]) if heads and chosen[0].text in _AND_HEADS and last == len(words) - 1 else None
    )
    if more and more.group(1).split()[0] not in known("organisations"):
        end += more.end()
    name = text[chosen[0].start : end].rstrip(".,")
    content = [bare(word.text) for word in chosen if word.text not in CONNECTORS]
    if not heads and all(word in _GENERIC for word in content):
        return None
    if len(content) == 2 and content[1] in _LOOSE and content[0] in _GENERIC:
        return None
    return Name(chosen[0].start, end, name)


def _to_possessive(words: tuple[Name, ...], first: int) -> int:
    """The last word of a name after "of" or "for": "England's" in "Bank of England's Andrew Bailey"."""
    return next((n for n in range(first, len(words)) if words[n].text.endswith(("’s", "'s"))), len(words) - 1)
