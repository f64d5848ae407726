"""Runs of capitalised words → organisations: those known by name, and those whose last or first word says what they are."""

from __future__ import annotations

from digestbot.extract.facts.names import CONNECTORS, STARTERS, Name, Run, bare, known, match_known

# A run that ends in one of these, with a name before it, is an organisation.
_KINDS = frozenset(
    "Society Societies Union Trust Ltd Limited plc PLC CIC CIO LLP Inc Inc. Corp Corp. Corporation Foundation Fund Council Association"
    " Co-operative Cooperative Co-operatives Cooperatives Co-op Coop Co-ops Coops University College Institute Federation Bank Group"
    " Partnership Commission Authority Agency Company Network Alliance Centre Center Enterprise Enterprises Mutual Insurance Housing"
    " Homes Hospital Charity Collective Coalition Confederation League Ventures Capital Partners Brewery Brewing Farms Foods Stores"
    " Assurance Solicitors Consortium Academy Trusts Party Church Committee Board Regulator Ombudsman Unit Taskforce Forum Press Times"
    " News Post Herald Guardian Gazette Chronicle Echo Energy Arms Dairy Dairies Bakery Books Cooperativa Genossenschaft Coopérative FC"
    " Guild Chamber Congress Parliament Assembly Executive Government Department Ministry Initiative Investments Holdings Services"
    " Healthcare Care Hub Studio Studios Architects Engineering Logistics Wholefoods Grocery Creamery Workspace Works Bus Buses Buildings"
    " Credit Finance Lab Fellowship Fire Police Laboratories Pharmacy Surgery Practice Communities Library Libraries Leisure".split()
)
# Kinds too loose for a run of two words that begins a sentence or is a heading.
_LOOSE = frozenset("Times News Post Echo Energy Arms Books Services Care Hub Works Bus Credit Fire Police Practice Communities Board Committee Capital Partners Press Housing Homes Unit Forum Executive Buildings Church Congress Assembly Leisure Surgery Party Group Company Fund Enterprise Centre Center Council Government Parliament".split())
# Kinds that may begin a name: "Bank of …", "Department for …".
_HEADS = frozenset(
    "Bank University Department Ministry Office Institute Association Federation Council Centre Center School College Society Foundation"
    " Fund Agency Network Alliance Commission Union Chamber Confederation Board Academy Church Friends Isle House Regulator Campaign"
    " League Company Museum Trust Coalition Court City Borough Republic Committee Secretary".split()
)
_SOLID_HEADS = frozenset("Bank University Department Ministry Office Institute Association Federation Confederation Chamber Centre Center School College Council Society Campaign Coalition Alliance Regulator".split())
# Names of kinds of organisation, not of one: a run of nothing but these is none.
_GENERIC = STARTERS | frozenset(
    "Building Society Societies Credit Union Unions Community Land Trust Trusts Interest Company Companies Social Enterprise Enterprises"
    " Employee Ownership Worker Workers Co-operative Co-operatives Cooperative Cooperatives Co-op Coop Mutual Mutuals Friendly Housing"
    " Association Associations Annual General Meeting Board Council Councils Local Authority Authorities Government City County"
    " Borough District Town Parish Public Service Services Fund Funds Grant Group Bank Charity Foundation NHS Health Care"
    " Private Limited Ltd Benefit Development National Regional Central State Federal Investment Impact Capital Energy Farm"
    " Consumer Producer Platform Multi-stakeholder Insurance Member Staff Executive Committee Trade Trading University College School"
    " Hospital Centre Center Department Ministry Agency Network Partnership Business Businesses Share Shares Football Club Party Chief"
    " Village Hall Shop Pub Bill Act Strategy Programme Award Awards Day Week Report Review Pension Pensions Living Wage".split()
)
_TITLES = frozenset(
    "Chief Executive Officer Chair Chairman Chairwoman Director Managing President Secretary Minister Prime First Shadow Mr Mrs Ms Dr"
    " Prof Professor Sir Dame Lord Lady Baroness Cllr Councillor Rev CEO MP MSP MS TD Senator Deputy Interim Former Vice Head Mayor"
    " Manager Economist Chancellor Governor Leader".split()
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
            if name:
                found.append(name)
                done = name.end
    return found


def _by_kind(text: str, run: Run, first: int) -> Name | None:
    """The organisation that begins at word ``first`` of the run."""
    words = run.words
    if words[first].text in STARTERS or words[first].text in _TITLES or bare(words[first].text) != words[first].text and first == len(words) - 1:
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
        if plain in _KINDS and place > first:
            last = place
            if place + 2 < len(words) and words[place + 1].text in ("of", "for") and plain in _SOLID_HEADS:
                last = _to_possessive(words, place)
                break
        if word != plain and plain in _KINDS:  # "Leeds Building Society's": what follows is its, not it
            break
    if last < 0:
        return None
    chosen = words[first : last + 1]
    end = chosen[-1].start + len(bare(chosen[-1].text))
    name = text[chosen[0].start : end].rstrip(".,")
    content = [bare(word.text) for word in chosen if word.text not in CONNECTORS]
    if not heads and all(word in _GENERIC for word in content):
        return None
    if len(content) == 2 and content[1] in _LOOSE and content[0] in _GENERIC:
        return None
    return Name(chosen[0].start, end, name)


def _to_possessive(words: tuple[Name, ...], first: int) -> int:
    """The last word of a name that goes on after "of" or "for": up to "England's" in "Bank of England's Andrew Bailey"."""
    return next((n for n in range(first, len(words)) if words[n].text.endswith(("’s", "'s"))), len(words) - 1)
