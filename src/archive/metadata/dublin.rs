//! Dublin Core in XML, in the form of the Open Archives Initiative (`oai_dc`).

use crate::archive::Facts;
use crate::html::escaped;

pub(super) fn write(facts: &Facts) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n",
    );
    let mut tell = |name: &str, value: &str| {
        out.push_str(&format!("  <dc:{name}>{}</dc:{name}>\n", escaped(value)));
    };
    tell("title", &facts.title);
    tell("creator", &facts.group);
    tell("publisher", &facts.group);
    if let Some(secretariat) = facts.secretariat_name() {
        tell("contributor", secretariat);
    }
    for topic in &facts.topics {
        tell("subject", topic);
    }
    tell("description", &facts.description());
    tell("date", &facts.today.to_string());
    tell("type", "Collection");
    tell("format", "text/html");
    if facts.has_address {
        tell("identifier", &facts.base);
    }
    tell("language", &facts.language);
    if let Some(dates) = facts.active_dates() {
        tell("coverage", &format!("The group was active {dates}"));
    }
    if let Some(licence) = &facts.licence {
        tell("rights", &licence.name);
        if let Some(url) = licence.url {
            tell("rights", url);
        }
    }
    out.push_str("</oai_dc:dc>\n");
    out
}
