//! Measures of length, area, mass, volume, time, energy and temperature: a name each, and the ways to
//! write it.

/// The measures. Forms are written as their tokens, with spaces between them.
#[rustfmt::skip]
pub(in crate::claim) const MEASURES: &[(&str, &[&str])] = &[
    // Length.
    ("millimetre", &["mm", "millimetre", "millimetres"]),
    ("centimetre", &["cm", "centimetre", "centimetres"]),
    ("metre", &["m", "metre", "metres"]),
    ("kilometre", &["km", "kms", "kilometre", "kilometres"]),
    ("inch", &["inch", "inches"]),
    ("foot", &["ft", "foot", "feet"]),
    ("yard", &["yd", "yds", "yard", "yards"]),
    ("mile", &["mile", "miles"]),
    // Area.
    ("hectare", &["ha", "hectare", "hectares"]),
    ("acre", &["acre", "acres"]),
    ("square metre", &["m ²", "m 2", "sq m", "sqm", "square metre", "square metres"]),
    ("square kilometre", &["km ²", "km 2", "sq km", "square km", "square kilometre", "square kilometres"]),
    ("square foot", &["ft ²", "sq ft", "square foot", "square feet"]),
    ("square mile", &["sq mi", "sq miles", "square mile", "square miles"]),
    // Mass.
    ("gram", &["g", "gram", "grams", "gramme", "grammes"]),
    ("kilogram", &["kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"]),
    ("tonne", &["t", "tonne", "tonnes", "metric tons"]),
    ("ton", &["ton", "tons"]),
    ("ounce", &["oz", "ounce", "ounces"]),
    ("pound of mass", &["lb", "lbs"]),
    // Volume.
    ("millilitre", &["ml", "millilitre", "millilitres"]),
    ("litre", &["l", "litre", "litres"]),
    ("cubic metre", &["m ³", "m 3", "cubic metre", "cubic metres"]),
    ("pint", &["pint", "pints"]),
    ("gallon", &["gallon", "gallons"]),
    // Time.
    ("second", &["sec", "secs", "seconds"]),
    ("minute", &["min", "mins", "minute", "minutes"]),
    ("hour", &["hr", "hrs", "hour", "hours"]),
    ("day", &["day", "days"]),
    ("week", &["wk", "wks", "week", "weeks"]),
    ("month", &["month", "months"]),
    ("year", &["yr", "yrs", "year", "years"]),
    ("decade", &["decade", "decades"]),
    // Energy and power.
    ("kilowatt hour", &["kwh", "kilowatt hour", "kilowatt hours"]),
    ("megawatt hour", &["mwh", "megawatt hour", "megawatt hours"]),
    ("gigawatt hour", &["gwh", "gigawatt hour", "gigawatt hours"]),
    ("terawatt hour", &["twh", "terawatt hour", "terawatt hours"]),
    ("kilowatt", &["kw", "kilowatt", "kilowatts"]),
    ("megawatt", &["mw", "megawatt", "megawatts"]),
    ("gigawatt", &["gw", "gigawatt", "gigawatts"]),
    ("megajoule", &["mj", "megajoule", "megajoules"]),
    ("gigajoule", &["gj", "gigajoule", "gigajoules"]),
    ("kilocalorie", &["kcal", "kilocalorie", "kilocalories"]),
    // Temperature.
    ("degree Celsius", &["° c", "celsius", "degree celsius", "degrees celsius", "degrees c", "degrees centigrade"]),
    ("degree Fahrenheit", &["° f", "fahrenheit", "degree fahrenheit", "degrees fahrenheit", "degrees f"]),
];
