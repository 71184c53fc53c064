"""The words of the corpus: made up, for measuring only.

Places, bodies and programmes are invented, so that no real one is said to have found anything.
"""

AREAS = [
    f"{first}{last}"
    for first in ("North", "East", "South", "West", "Upper", "Lower", "Great ", "Little ")
    for last in ("ford", "ham", "by", "wick", "mere")
]

TOPICS = [
    "employment", "skills", "education", "health", "housing", "transport", "connectivity",
    "community spaces", "green space", "net zero", "child poverty", "social infrastructure",
    "devolution", "apprenticeships", "digital inclusion", "energy efficiency", "crime and safety",
    "early years", "mental health", "local economy", "civic participation", "food insecurity",
    "town centres", "public funding",
]

AUTHORS = [f"Author {number:02}" for number in range(1, 21)]

BODIES = [
    "the first example institute", "the second example institute", "an example foundation",
    "an example commission", "an example council", "an example association", "an example trust",
    "an example centre", "an example university", "an example charity",
]

PROGRAMMES = [
    "the example prosperity fund", "the example levelling fund", "the example ownership fund",
    "an example local programme", "the example education budget", "an example support fund",
    "an example towns fund", "example skills plans",
]

GROUPS = [
    "young people leaving school at 16", "working-age adults with a limiting illness",
    "lone parents returning to work", "residents without access to a car",
    "people over 50 who have left the labour market", "families in the private rented sector",
    "small employers with fewer than ten staff", "volunteers running local community hubs",
]

SENTENCES = [
    "Across {area}, {percent} per cent of {group} told {body} that local services had become"
    " harder to reach since {year}.",
    "Research by {body} in {year} compared ‘left behind’ neighbourhoods in {area}, which received"
    " £{few} less per head through {programme}, with other deprived areas.",
    "The gap between {area} and {other} widened from {low} to {high} percentage points over the"
    " decade, with most of the change falling after {year}.",
    "Members heard that {group} rarely benefit from {programme}, because eligibility is set at"
    " district level and hides variation between wards.",
    "Evidence from {body} suggests that a place to meet, an active community and good"
    " connectivity make a measurable difference to {topic}.",
    "In {area} there were {few} jobs for every 200 working-age adults, compared with {many} per"
    " 200 in {other}.",
    "Officers in {area} described {topic} as the single largest barrier to progress, ahead of"
    " both {second} and the cost of travel.",
    "A place-based approach, in which {body} works alongside residents rather than for them, has"
    " been tested in {area} since {year}.",
    "Without sustained investment in {topic}, the returns to {programme} are likely to be"
    " captured by areas that already have capacity to bid.",
    "The interim findings should be read with care: the sample in {area} is small, and {group}"
    " are under-represented.",
    "Funding for {topic} fell by {percent} per cent in real terms between {year} and 2023, while"
    " demand in {area} rose by {low} per cent.",
    "Practical proposals include a neighbourhood-level indicator for {topic}, a longer settlement"
    " for {programme}, and a named lead in each authority.",
    "As one example from {area} shows, progress on {second} follows when {topic} is treated as"
    " infrastructure and not as a project.",
    "Outcomes for {group} improved in {percent} per cent of the neighbourhoods that took part,"
    " although few reached the national average.",
    "Both {area} and {other} have since adopted a joint plan for {topic}, with reporting to"
    " residents every six months.",
]

PUBLICATIONS = [
    "Reimagining example support", "Work in example places", "Productivity, place and examples",
    "The long shadow of an example", "Skills for example growth",
]

# Name, title, unit as briefpack has it, unit in words, lowest and highest value.
MEASURES = [
    ("claimant-rate", "Claimant rate", "percent", "per cent", 1, 12),
    ("no-qualifications", "Working-age adults with no qualifications", "percent", "per cent", 8, 34),
    ("attainment", "Average attainment score", "points", "points", 28, 52),
    ("job-density", "Jobs per 100 working-age adults", "jobs", "jobs", 40, 110),
    ("fuel-poverty", "Households in fuel poverty", "percent", "per cent", 9, 28),
    ("healthy-life", "Healthy life expectancy at birth", "years", "years", 52, 67),
    ("no-car", "Households without a car", "percent", "per cent", 14, 48),
    ("grants", "Charitable grants per head", "GBP", "pounds", 2, 60),
]

SITE = "Neighbourhood briefing packs"
BASE = "https://briefings.example.org"
SESSION = (
    "In this session we will focus on the challenges facing residents of ‘left behind’"
    " neighbourhoods and the practical policy initiatives that have the potential to resolve them."
)
