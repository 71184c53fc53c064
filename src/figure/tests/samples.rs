//! Figures over published statistics. Claimant rates: ONS by way of Nomis; life expectancy: ONS;
//! deprivation: MHCLG Indices of Deprivation 2019, unweighted averages of 2017 wards; shares of
//! deprivation: mySociety composite UK index (CC BY 4.0); tax: HMRC table 3.15a. Contains public
//! sector information licensed under the Open Government Licence v3.0.

use super::support::Sample;
use crate::model::{Bin, Stack};

/// Fuel poverty by constituency: DESNZ.
const FUEL: &str = include_str!("fuel-poverty.txt");
/// Income deprivation by ward, in hundredths of a per cent, a line for each group.
const WARDS: &str = include_str!("ward-income.txt");

/// `NORTH EAST` as it is written elsewhere.
fn in_capitals_no_more(region: &str) -> String {
    let words = region.split(' ').map(|word| match word {
        "AND" | "THE" | "OF" => word.to_lowercase(),
        word => word[..1].to_string() + &word[1..].to_lowercase(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The constituencies with their region and share of households in fuel poverty.
pub(super) fn fuel_poverty(mark: &str) -> Sample {
    let headings = ["Region:text", "Constituency:text", "Fuel poor:%"];
    let rows = FUEL.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.map(|line| {
        let cells: Vec<&str> = line.split('|').collect();
        let region = in_capitals_no_more(cells[0]);
        [&region, cells[1], cells[2]].map(str::to_string).to_vec()
    });
    Sample::of(mark, &headings.map(str::to_string), rows)
}

/// All wards of England with their group.
pub(super) fn wards(mark: &str) -> Sample {
    let names = [
        ("lbn", "Left behind neighbourhoods"),
        ("other_deprived", "Other deprived areas"),
        ("other", "Other wards"),
    ];
    let rows = WARDS.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.filter_map(|line| line.split_once(": "));
    let rows = rows.flat_map(|(group, rates)| {
        let name = names.iter().find(|(key, _)| *key == group).unwrap().1;
        rates.split(' ').map(move |rate| {
            let rate: f64 = rate.parse().unwrap();
            vec![name.to_string(), format!("{:.2}", rate / 100.0)]
        })
    });
    let headings = ["Group:text", "Income deprived:%"];
    Sample::of(mark, &headings.map(str::to_string), rows)
}

pub(super) const DEPRIVED: &str = "
Measure:text | Area:text | Rate:%
Income deprived | Left behind neighbourhoods | 26.87
Income deprived | Other deprived areas | 25.50
Income deprived | England | 11.08
Employment deprived | Left behind neighbourhoods | 21.15
Employment deprived | Other deprived areas | 19.16
Employment deprived | England | 8.92
";

const BLACKPOOL: &str = "6.2,4.9,4.3,4.7,4.7,4.2,4.0,4.4,4.7,4.3,4.2,4.6,5.2,4.8,4.8,5.0,5.6,4.9,4.6,5.1,6.2,6.5,7.0,7.6,8.3,13.7,12.9,13.3,13.3,11.1,9.4,8.9,9.0,7.7,7.3,7.4,8.0,7.1,6.6,6.7,7.3,6.6,6.7,6.7,7.2,6.2,6.0,6.1";
const CLACTON: &str = "4.2,3.3,2.9,3.1,3.0,2.7,2.7,3.2,3.4,3.1,3.0,3.3,3.4,3.1,3.0,3.2,3.4,3.0,3.0,4.0,4.5,4.6,4.5,4.8,5.3,9.0,9.1,9.2,9.1,7.4,6.5,6.1,5.7,4.7,4.4,4.6,4.6,4.3,4.2,4.5,4.5,4.4,4.8,4.9,5.2,4.6,4.4,4.5";
const GRIMSBY: &str = "6.3,5.6,5.1,4.8,4.7,4.5,4.6,4.3,4.6,4.3,4.3,4.2,4.6,4.3,4.2,4.2,4.8,5.1,5.4,5.4,5.5,5.3,5.3,5.2,5.7,8.8,8.7,8.1,8.4,7.2,6.7,6.2,5.9,5.4,5.1,5.2,5.6,5.5,5.3,5.5,5.6,5.6,5.9,5.1,5.2,5.0,4.9,4.9";
const ALDERSHOT: &str = "1.5,1.2,1.1,0.9,0.9,0.8,0.8,0.8,0.8,0.8,0.8,0.8,0.9,0.9,0.9,0.8,0.9,0.8,0.8,0.8,1.1,1.3,1.5,1.5,1.6,4.6,4.9,4.7,4.5,3.9,3.5,3.0,2.8,2.5,2.5,2.5,2.6,2.5,2.5,2.6,2.8,2.8,3.0,2.8,2.9,2.8,2.9,2.8";

const REGIONS: &str = "
Region:text | Lower:number=£ million | Tax:number=£ million | Upper:number=£ million
London | 63400 | 63800 | 64100
South East | 44300 | 44600 | 44900
East of England | 25000 | 25200 | 25500
North West | 18400 | 18600 | 18800
South West | 16600 | 16800 | 17000
West Midlands | 14200 | 14400 | 14600
Yorkshire and the Humber | 12600 | 12800 | 12900
East Midlands | 12400 | 12500 | 12700
North East | 5380 | 5490 | 5590
";

const LIFE: &str = "
Constituency:text | Life expectancy:number=years | Lower:number=years | Upper:number=years
Altrincham and Sale West | 82.50 | 81.72 | 83.28
Aldershot | 82.25 | 81.41 | 83.09
Aldridge-Brownhills | 81.62 | 80.76 | 82.47
Middlesbrough South and East Cleveland | 80.50 | 79.62 | 81.37
Clacton | 79.56 | 78.71 | 80.41
Middlesbrough and Thornaby East | 76.07 | 75.24 | 76.90
Blackpool South | 75.86 | 74.98 | 76.74
";

const SHARES: &str = "
Constituency:text | Deprivation:text | Share:number
Blackpool South | High | 0.6637793883683931
Blackpool South | Medium | 0.3107747271661565
Blackpool South | Low | 0.02544588446545035
Clacton | High | 0.3530354123196503
Clacton | Medium | 0.5608219692849302
Clacton | Low | 0.08614261839541944
Middlesbrough South and East Cleveland | High | 0.34739956730157384
Middlesbrough South and East Cleveland | Medium | 0.27327875111356215
Middlesbrough South and East Cleveland | Low | 0.379321681584864
";

/// Constituencies counted by fifth of the composite index.
const FIFTHS: &str = "
Nation:text | Fifth:text | Constituencies:integer
Wales | Most deprived fifth | 4
Wales | Second | 8
Wales | Third | 12
Wales | Fourth | 7
Wales | Least deprived fifth | 1
Scotland | Most deprived fifth | 3
Scotland | Second | 15
Scotland | Third | 14
Scotland | Fourth | 17
Scotland | Least deprived fifth | 8
Northern Ireland | Most deprived fifth | 18
Northern Ireland | Second | 0
Northern Ireland | Third | 0
Northern Ireland | Fourth | 0
Northern Ireland | Least deprived fifth | 0
England | Most deprived fifth | 94
England | Second | 104
England | Third | 105
England | Fourth | 110
England | Least deprived fifth | 130
";

const TWO_MARCHES: &str = "
Quarter:text | Constituency:text | Claimant rate:%
2025-03 | Walsall and Bloxwich | 8.8
2025-03 | Blackpool South | 7.2
2025-03 | Liverpool Walton | 6.0
2025-03 | Great Grimsby and Cleethorpes | 5.2
2025-03 | Clacton | 5.2
2025-03 | Hartlepool | 4.9
2025-03 | Boston and Skegness | 4.9
2025-03 | Aldershot | 2.9
2014-03 | Great Grimsby and Cleethorpes | 6.3
2014-03 | Blackpool South | 6.2
2014-03 | Hartlepool | 6.2
2014-03 | Walsall and Bloxwich | 6.0
2014-03 | Liverpool Walton | 5.5
2014-03 | Clacton | 4.2
2014-03 | Boston and Skegness | 3.7
2014-03 | Aldershot | 1.5
";

/// Dwellings by tenure: ONS, subnational estimates of dwellings by tenure.
const TENURE: &str = "
Authority:text | Tenure:text | Share:%
County Durham | Owned outright | 37.38
County Durham | Owned with a mortgage | 26.99
County Durham | Private rent | 16.01
County Durham | Social rent | 19.63
Birmingham | Owned outright | 32.62
Birmingham | Owned with a mortgage | 23.68
Birmingham | Private rent | 19.54
Birmingham | Social rent | 24.16
Halton | Owned outright | 34.24
Halton | Owned with a mortgage | 28.69
Halton | Private rent | 12.89
Halton | Social rent | 24.18
";

/// Dwellings by tenure, sums over authorities: ONS, as above.
const DWELLINGS: &str = "
Year:text | Tenure:text | Dwellings:integer
2012 | Owned outright | 7284041
2012 | Owned with a mortgage | 7426567
2012 | Private rent | 4273391
2012 | Social rent | 4125566
2021 | Owned outright | 9310868
2021 | Owned with a mortgage | 6489124
2021 | Private rent | 4858168
2021 | Social rent | 4213750
";

/// Claimant rate of March 2025, life expectancy of 2022, share of people in highly deprived areas.
const MEASURES: &str = "
Constituency:text | Claimant rate:% | Life expectancy:number=years | In highly deprived areas:%
Altrincham and Sale West | 2.0 | 82.50 | 5.1
Aldershot | 2.9 | 82.25 | 4.8
Aldridge-Brownhills | 3.1 | 81.62 | 12.3
Clacton | 5.2 | 79.56 | 35.3
Middlesbrough and Thornaby East | 6.7 | 76.07 | 61.8
Blackpool South | 7.2 | 75.86 | 66.4
";

/// Claimant rates, March 2014 and March 2025.
const CHANGE: &str = "
Constituency:text | March 2014:% | March 2025:%
Aldershot | 1.5 | 2.9
Clacton | 4.2 | 5.2
Blackpool South | 6.2 | 7.2
Great Grimsby and Cleethorpes | 6.3 | 5.2
";

const SCORES: &str = "
Domain:text | Score:number=score
Education | 51.09
Health | 1.16
Crime | 0.85
Health, England | -0.17
Crime, England | -0.22
Housing and services | [c]
";

fn claimants(places: &[(&str, &str)], gap: bool) -> Sample {
    let headings: Vec<String> = ["Quarter:text", "Constituency:text", "Claimant rate:%"]
        .map(str::to_string)
        .to_vec();
    let rows = places.iter().flat_map(|(name, rates)| {
        rates.split(',').enumerate().map(move |(at, rate)| {
            let quarter = format!("{}-{:02}", 2014 + at / 4, at % 4 * 3 + 3);
            let hidden = gap && *name == "Clacton" && (14..18).contains(&at);
            let rate = if hidden { "[c]" } else { rate };
            vec![quarter, (*name).to_string(), rate.to_string()]
        })
    });
    Sample::of("line", &headings, rows)
        .x(&["quarter"])
        .y("claimant-rate")
        .color("constituency")
}

pub(super) const PREVALENCE: &str = "
Condition:text | Decile:text | Prevalence:%
Chronic obstructive pulmonary disease | Most deprived tenth of areas | 2.62
Chronic obstructive pulmonary disease | Least deprived tenth of areas | 1.51
Depression, among people aged 18 and over who are registered with a general practice | Most deprived tenth of areas | 13.75
Depression, among people aged 18 and over who are registered with a general practice | Least deprived tenth of areas | 10.69
Obesity, among people aged 18 and over who are registered with a general practice | Most deprived tenth of areas | 13.20
Obesity, among people aged 18 and over who are registered with a general practice | Least deprived tenth of areas | 8.45
";

/// The figures whose drawings are kept as files.
pub(super) fn samples() -> Vec<Sample> {
    let yearly = CLACTON.split(',').step_by(4).enumerate();
    let yearly: String = yearly
        .map(|(at, rate)| format!("\n{} | {rate}", 2014 + at))
        .collect();
    let yearly = format!("Year:year | Claimant rate:%{yearly}");
    let all = [
        ("Blackpool South", BLACKPOOL),
        ("Great Grimsby and Cleethorpes", GRIMSBY),
        ("Clacton", CLACTON),
        ("Aldershot", ALDERSHOT),
    ];
    let mut samples = vec![
        Sample::new("bar", DEPRIVED)
            .x(&["rate"])
            .y("measure")
            .color("area")
            .reference("England")
            .named(
                "bar-grouped",
                "A quarter of people in left behind neighbourhoods are income deprived",
                "Income and employment deprivation, ward averages, England, 2019",
            ),
        Sample::new("bar", REGIONS)
            .x(&["tax"])
            .y("region")
            .focus("North East")
            .named(
                "bar-focus",
                "The North East pays the least tax of the English regions",
                "Income Tax, £ million, English regions, 2022 to 2023",
            ),
        Sample::new("bar", SCORES).x(&["score"]).y("domain").named(
            "bar-negative",
            "Scores on both sides of zero",
            "IoD 2019 scores",
        ),
        Sample::new("bar", &yearly)
            .x(&["year"])
            .y("claimant-rate")
            .focus("2021")
            .rule("4.5")
            .named(
                "bar-columns",
                "Claims in Clacton doubled in 2021 and fell back",
                "Claimant rate, per cent of people aged 16 to 64, March of each year",
            ),
        Sample::new("bar", DEPRIVED)
            .x(&["measure"])
            .y("rate")
            .color("area")
            .focus("Left behind neighbourhoods")
            .reference("England")
            .named(
                "bar-columns-grouped",
                "Deprived twice over",
                "Ward averages, 2019",
            ),
        Sample::new("bar", DWELLINGS)
            .x(&["dwellings"])
            .y("year")
            .color("tenure")
            .stack(Stack::Zero)
            .named(
                "bar-stacked-zero",
                "Homes owned outright have grown the most",
                "Dwellings by tenure, England, 2012 and 2021",
            ),
        Sample::new("bar", SHARES)
            .x(&["share"])
            .y("constituency")
            .color("deprivation")
            .stack(Stack::Normalize)
            .named(
                "bar-stacked",
                "Two thirds of Blackpool South live in highly deprived areas",
                "Share of people by deprivation of their area, 2024",
            ),
        Sample::new("bar", SHARES)
            .x(&["share"])
            .y("constituency")
            .color("deprivation")
            .order(&["Low", "Medium", "High"])
            .ordered()
            .stack(Stack::Normalize)
            .x_title("People by the deprivation of their area")
            .named(
                "bar-ordered",
                "Two thirds of Blackpool South live in highly deprived areas",
                "Share of people by deprivation of their area, 2024",
            ),
        Sample::new("bar", SHARES)
            .x(&["share"])
            .y("constituency")
            .color("deprivation")
            .stack(Stack::Diverging)
            .order(&["Low", "Medium", "High"])
            .named(
                "bar-diverging",
                "Blackpool South leans furthest to high deprivation",
                "Share of people by deprivation of their area, 2024",
            ),
        Sample::new("bar", FIFTHS)
            .x(&["constituencies"])
            .y("nation")
            .color("fifth")
            .stack(Stack::Diverging)
            .named(
                "bar-diverging-five",
                "Deprivation leans to the left in Wales and Scotland",
                "Constituencies by fifth of deprivation, per cent of each nation's, 2024",
            ),
        claimants(&all[..3], true).named(
            "line-series",
            "Claims have not returned to the level of 2019 in Blackpool South",
            "Claimant rate, per cent of people aged 16 to 64, 2014 to 2025",
        ),
        claimants(&all, false)
            .focus("Clacton")
            .reference("Aldershot")
            .named(
                "line-focus",
                "Clacton lies between",
                "Claimant rate, 2014 to 2025",
            ),
        claimants(&[("Blackpool South", BLACKPOOL), ("Aldershot", ALDERSHOT)], false)
            .breaks(&[("2015-04", "Definition changed in April 2015")])
            .named(
                "line-break",
                "Claims in Blackpool South have fallen back since 2021",
                "Claimant rate, per cent of people aged 16 to 64, 2014 to 2025",
            ),
        Sample::new("line", &yearly)
            .x(&["year"])
            .y("claimant-rate")
            .x_title("March of each year")
            .rule("6")
            .named(
                "line-single",
                "Clacton, March of each year",
                "Claimant rate",
            ),
        Sample::new("dot", LIFE)
            .x(&["life-expectancy"])
            .y("constituency")
            .interval("lower", "upper")
            .level(95)
            .focus("Clacton")
            .named(
                "dot-interval",
                "People in Altrincham live seven years longer than in Blackpool",
                "Life expectancy at birth with 95% confidence intervals, 2022",
            ),
        Sample::new("dot", PREVALENCE)
            .x(&["prevalence"])
            .y("condition")
            .color("decile")
            .rule("7.5")
            .named(
                "dot-series",
                "Each condition is more common where people are poorer",
                "Patients with a diagnosis by deprivation of their area, England and Wales, 2019/20",
            ),
        Sample::new("range", DEPRIVED)
            .x(&["rate"])
            .y("measure")
            .color("area")
            .reference("England")
            .named(
                "range-series",
                "The gap to England",
                "Ward averages, England, 2019",
            ),
        Sample::new("range", LIFE)
            .x(&["lower", "upper"])
            .y("constituency")
            .named(
                "range-fields",
                "How sure the estimates are",
                "95% confidence interval, 2022",
            ),
        fuel_poverty("bar")
            .x(&["fuel-poor"])
            .bin(Bin::Most(20), "constituencies")
            .rule("13.4")
            .named(
                "bar-histogram",
                "In most constituencies about one household in eight is fuel poor",
                "Share of households in fuel poverty, England, 2023",
            ),
        Sample::new("arrow", CHANGE)
            .x(&["march-2014", "march-2025"])
            .y("constituency")
            .focus("Clacton")
            .named(
                "arrow-fields",
                "Claims have risen in Clacton and fallen in Grimsby",
                "Claimant rate, per cent of people aged 16 to 64, March 2014 and March 2025",
            ),
        Sample::new("arrow", TWO_MARCHES)
            .x(&["claimant-rate"])
            .y("constituency")
            .color("quarter")
            .order(&["2014-03", "2025-03"])
            .focus("Clacton")
            .named(
                "arrow-series",
                "Claims have fallen in Grimsby and in Hartlepool",
                "Claimant rate, per cent of people aged 16 to 64, March 2014 and March 2025",
            ),
        Sample::new("slope", TWO_MARCHES)
            .x(&["quarter"])
            .y("claimant-rate")
            .color("constituency")
            .focus("Clacton")
            .reference("Aldershot")
            .named(
                "slope",
                "Walsall and Bloxwich has passed Blackpool South",
                "Claimant rate, per cent of people aged 16 to 64, March 2014 and March 2025",
            ),
        wards("strip")
            .x(&["income-deprived"])
            .y("group")
            .focus("Left behind neighbourhoods")
            .named(
                "strip-wards",
                "Left behind neighbourhoods are among the wards with the lowest incomes",
                "People who are income deprived, per cent, 7,427 wards of England, 2019",
            ),
        fuel_poverty("strip")
            .x(&["fuel-poor"])
            .y("region")
            .focus("Birmingham Ladywood")
            .rule("11.4")
            .named(
                "strip-regions",
                "Fuel poverty varies more in the West Midlands than elsewhere",
                "Households in fuel poverty, per cent, constituencies of England, 2023",
            ),
        Sample::new("cell", TENURE)
            .x(&["tenure"])
            .y("authority")
            .color("share")
            .named(
                "cell-shares",
                "A quarter of dwellings in Birmingham and Halton are let by social landlords",
                "Dwellings by tenure, per cent, 2021",
            ),
        Sample::new("cell", MEASURES)
            .x(&["claimant-rate", "life-expectancy", "in-highly-deprived-areas"])
            .y("constituency")
            .focus("Clacton")
            .named(
                "cell-measures",
                "Where claims are many, lives are shorter",
                "Six constituencies, 2022 to 2025",
            ),
        Sample::new("stat", DEPRIVED)
            .x(&["rate"])
            .y("area")
            .reference("England")
            .rows(&[0, 1, 2])
            .named("stat", "Income deprived", "Ward averages, England, 2019"),
    ];
    samples.extend(super::areas::samples());
    samples.extend(super::facets::samples());
    samples
}
