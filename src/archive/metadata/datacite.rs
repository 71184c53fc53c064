//! DataCite 4.6 in JSON, as the registry and repositories take it; the DOI is given on deposit.

use serde_json::{Map, Value as Json, json};

use crate::archive::Facts;

pub(super) fn write(facts: &Facts) -> String {
    let mut json = Map::new();
    let organisation = json!({"name": facts.group, "nameType": "Organizational"});
    json.insert(
        "types".into(),
        json!({"resourceTypeGeneral": "Collection", "resourceType": "Website"}),
    );
    json.insert("creators".into(), json!([organisation]));
    if let Some(secretariat) = facts.secretariat_name() {
        let contributor = json!({
            "name": secretariat,
            "nameType": "Organizational",
            "contributorType": "DataManager",
        });
        json.insert("contributors".into(), json!([contributor]));
    }
    json.insert(
        "titles".into(),
        json!([{"title": facts.title, "lang": facts.language}]),
    );
    json.insert("publisher".into(), json!({"name": facts.group}));
    json.insert(
        "publicationYear".into(),
        json!(facts.today.year().to_string()),
    );
    if !facts.topics.is_empty() {
        let subjects = facts.topics.iter().map(|topic| json!({"subject": topic}));
        json.insert("subjects".into(), subjects.collect());
    }
    json.insert("dates".into(), json!(dates(facts)));
    json.insert("language".into(), json!(facts.language));
    json.insert(
        "formats".into(),
        json!(["text/html", "application/wacz", "application/zip"]),
    );
    if let Some(licence) = &facts.licence {
        let mut rights = Map::new();
        rights.insert("rights".into(), json!(licence.name));
        rights.insert("rightsIdentifier".into(), json!(licence.id));
        if let Some(url) = licence.url {
            rights.insert("rightsUri".into(), json!(url));
        }
        json.insert("rightsList".into(), json!([rights]));
    }
    json.insert(
        "descriptions".into(),
        json!([{"description": facts.description(), "descriptionType": "Abstract"}]),
    );
    if facts.has_address {
        json.insert("url".into(), json!(facts.base));
    }
    json.insert(
        "schemaVersion".into(),
        json!("http://datacite.org/schema/kernel-4"),
    );
    crate::archive::pretty(&Json::Object(json))
}

/// The day of the site, and the days between which the group was at work.
fn dates(facts: &Facts) -> Vec<Json> {
    let mut dates = vec![json!({"date": facts.today.to_string(), "dateType": "Issued"})];
    let end = facts.until.or(facts.on);
    let span = match (facts.since, end) {
        (Some(since), Some(end)) => Some(format!("{since}/{end}")),
        (Some(since), None) => Some(format!("{since}/")),
        (None, Some(end)) => Some(format!("/{end}")),
        (None, None) => None,
    };
    dates.extend(span.map(|span| {
        json!({"date": span, "dateType": "Other", "dateInformation": "The group was active"})
    }));
    dates
}
