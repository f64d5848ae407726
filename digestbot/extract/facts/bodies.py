"""The words by which a run of capitalised words is told to be an organisation, or to be none. Lists only."""

from __future__ import annotations

from digestbot.extract.facts.names import STARTERS

# A run that ends in one of these, with a name before it, is an organisation.
KINDS = frozenset(
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
    " Plumbing Roofing Plastering Printing Painting Gardening Construction Builders Electronics Systems"
    " Software Technologies Design Media Publishing"
    " Films Theatre Cinema Gallery"
    " Nursery Nurseries Kitchen Café Cafe Coffee Roasters Brewers Cider Cheese Cycles Renewables Solar"
    " Recycling Furniture Clothing"
    " Interiors Landscapes Growers Orchards Travel Learning Training Recruitment Consulting Consultants"
    " Associates Communications Research"
    " Digital Laundry Cleaning Catering Fabrications Steel Shipping Fisheries Rail Railway Radio Wholesale"
    " Supermarket Rovers Wanderers"
    " Savings Unions Athletic Albion Ring Farm CBS CDFI Hospitals Schools Stores Messenger Mail Observer"
    " Tribune".split()
)
# Kinds too loose for a run of two words that begins a sentence or is a heading.
LOOSE = frozenset(
    "Times News Post Echo Energy Arms Books Services Care Hub Works Bus Credit Fire Police Practice Communities"
    " Board Committee Capital Partners Press Housing Homes Unit Forum Executive Buildings Church Congress"
    " Assembly Leisure Surgery Health Transport Shop Design Media Learning Training Research Digital Steel Rail"
    " Radio Solar Recycling Coffee Ring Farm Kitchen Theatre Systems Hospitals Schools Mail Construction"
    " Technologies Cleaning Party Group Company Fund Enterprise Centre Center Council Government Parliament".split()
)
# Kinds that may begin a name: "Bank of …", "Department for …".
HEADS = frozenset(
    "Bank University Department Ministry Office Institute Association Federation Council Centre Center School"
    " College Society Foundation"
    " Fund Agency Network Alliance Commission Union Chamber Confederation Board Academy Church Friends Isle"
    " House Regulator Campaign Duchy"
    " League Company Museum Trust Coalition Court City Borough Republic Committee Secretary".split()
)
SOLID_HEADS = frozenset(
    "Bank University Department Ministry Office Institute Association Federation Confederation Chamber Centre"
    " Center School College Council Society Campaign Coalition Alliance Regulator Mutual League City Duchy".split()
)
# Names of kinds of organisation, not of one: a run of nothing but these is none.
GENERIC = STARTERS | frozenset(
    "Building Society Societies Credit Union Unions Community Land Trust Trusts Interest Company Companies Social"
    " Enterprise Enterprises Employee Ownership Worker Workers Co-operative Co-operatives Cooperative Cooperatives"
    " Co-op Coop Mutual Mutuals Friendly Housing Association Associations Annual General Meeting Board Council"
    " Councils Local Authority Authorities Government City County Borough District Town Parish Public Service"
    " Services Fund Funds Grant Group Bank Charity Foundation NHS Health Care Private Limited Ltd Benefit"
    " Development National Regional Central State Federal Investment Impact Capital Energy Farm Consumer Producer"
    " Platform Multi-stakeholder Insurance Member Staff Executive Committee Trade Trading University College School"
    " Hospital Centre Center Department Ministry Agency Network Partnership Business Businesses Share Shares"
    " Football Club Party Chief Village Hall Shop Pub B Corp Corps Corporations Corporation Bill Act Strategy"
    " Programme Award Awards Day Week Report Review Pension Pensions Living Wage".split()
)
TITLES = frozenset(
    "Chief Executive Officer Chair Chairman Chairwoman Director Managing President Secretary Minister Prime"
    " First Shadow Mr Mrs Ms Dr"
    " Prof Professor Sir Dame Lord Lady Baroness Cllr Councillor Rev CEO MP MSP MS TD Senator Deputy Interim"
    " Former Vice Head Mayor"
    " Manager Economist Chancellor Governor Leader Bishop Archbishop Prince Duke King Queen Pope Judge Justice".split()
)
NATIONS = frozenset(
    "U.S. US UK British English Scottish Welsh Irish American Canadian Australian European German French"
    " Spanish Italian"
    " Dutch Indian African Asian Kenyan Northern Southern Colombian Belgian Swedish Norwegian Danish Finnish Portuguese"
    " Brazilian Mexican Chinese Japanese Korean Ugandan Ghanaian Nigerian Tanzanian Polish Czech Greek Turkish Swiss"
    " Austrian Hungarian Romanian Catalan Basque Cornish Rwandan Ethiopian Argentine Chilean Peruvian Quebec".split()
)
DAYS = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Christmas Easter".split()
)
REGIONS = frozenset("UK NI GB Scotland Wales England Ireland Europe International Australia Canada Cymru Alba".split())
OCCASIONS = frozenset(
    "Fair Awards Award Prize Day Week Month Conference Summit Festival Forum Bill Act Mark Index Report Review"
    " Programme Scheme Strategy Place Places Model Deal"
    " Plan Campaign Charter Challenge Survey Guide Network's Fund's Tax Relief Scheme Rules Regulations Order".split()
)
# Houses and grounds in which people meet.
VENUES = frozenset(
    "Park Point House Hall Halls Square Street Centre Center Lane Road Mill Court Gardens Arena Stadium Rooms"
    " Theatre Hotel"
    " Library Institute University Museum Church School College Club Arms Inn Guildhall Castle Palace Chapel Cathedral"
    " Pavilion Exchange Ground Campus Building Studios Hub Racecourse Showground Barn Farm".split()
)
