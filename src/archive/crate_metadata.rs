//! RO-Crate 1.1 for the datasets (<https://w3id.org/ro/crate/1.1>): the archive as a research
//! object, with what is known of each dataset and where its files are.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::archive::facts::DatasetFacts;
use crate::archive::{Subject, media};
use crate::model::Licence;

/// The name that the format gives its file.
pub(crate) const NAME: &str = "ro-crate-metadata.json";

/// The description, of a folder in which the site stands in `site/`.
pub(super) fn write(subject: &Subject<'_>) -> String {
    let facts = subject.facts;
    let mut graph = vec![json!({
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    })];
    let mut others: BTreeMap<String, Json> = BTreeMap::new();
    let publisher = organisation(&facts.group, &mut others);
    if facts.has_address
        && let Some(group) = publisher["@id"].as_str().and_then(|id| others.get_mut(id))
    {
        group["url"] = json!(facts.base);
    }
    let mut parts = vec![json!({"@id": "site/"})];
    let mut entities = vec![json!({
        "@id": "site/",
        "@type": "Dataset",
        "name": facts.title,
        "description": "The site as a folder that opens from disk, with the seal over all of its files",
    })];
    for data in &facts.datasets {
        let (part, mut made) = dataset(data, subject, &mut others);
        parts.push(part);
        entities.append(&mut made);
    }
    let mut root = Map::new();
    root.insert("@id".into(), json!("./"));
    root.insert("@type".into(), json!("Dataset"));
    root.insert("name".into(), json!(facts.title));
    root.insert("description".into(), json!(facts.description()));
    root.insert("datePublished".into(), json!(facts.today.to_string()));
    root.insert("inLanguage".into(), json!(facts.language));
    root.insert("author".into(), publisher.clone());
    root.insert("publisher".into(), publisher);
    let terms = match &facts.licence {
        Some(terms) => licence(terms, &mut others),
        None => json!("No licence is given: ask the publisher"),
    };
    root.insert("license".into(), terms);
    if !facts.topics.is_empty() {
        root.insert("keywords".into(), json!(facts.topics.join(", ")));
    }
    if facts.has_address {
        root.insert("url".into(), json!(facts.base));
    }
    root.insert("hasPart".into(), json!(parts));
    graph.push(Json::Object(root));
    graph.append(&mut entities);
    graph.extend(others.into_values());
    crate::archive::pretty(&json!({
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": graph,
    }))
}

/// A dataset as a part of the whole, and the entities of it and its files.
fn dataset(
    data: &DatasetFacts,
    subject: &Subject<'_>,
    others: &mut BTreeMap<String, Json>,
) -> (Json, Vec<Json>) {
    let files: Vec<String> = data
        .files
        .iter()
        .chain([&data.page])
        .filter(|path| subject.files.contains_key(*path))
        .map(|path| format!("site/{path}"))
        .collect();
    let id = format!("#dataset-{}", data.page.as_str().trim_end_matches(".html"));
    let mut entity = Map::new();
    entity.insert("@id".into(), json!(id));
    entity.insert("@type".into(), json!("Dataset"));
    entity.insert("name".into(), json!(data.title));
    let description = data.description.as_deref().unwrap_or(&data.title);
    entity.insert("description".into(), json!(description));
    let published = data.published.clone();
    let published = published.unwrap_or_else(|| subject.facts.today.to_string());
    entity.insert("datePublished".into(), json!(published));
    if let Some(terms) = &data.licence {
        let licence = licence(terms, others);
        entity.insert("license".into(), licence);
    }
    if let Some(publisher) = &data.publisher {
        let publisher = organisation(publisher, others);
        entity.insert("publisher".into(), publisher);
    }
    if let Some(url) = &data.url {
        entity.insert("isBasedOn".into(), json!(url));
    }
    let ids: Vec<Json> = files.iter().map(|file| json!({"@id": file})).collect();
    entity.insert("hasPart".into(), json!(ids));
    let mut entities = vec![Json::Object(entity)];
    entities.extend(files.iter().map(|file| file_entity(file, data, subject)));
    (json!({"@id": id}), entities)
}

fn file_entity(file: &str, data: &DatasetFacts, subject: &Subject<'_>) -> Json {
    let path = file.strip_prefix("site/").unwrap_or(file);
    let size = subject
        .files
        .iter()
        .find(|(known, _)| known.as_str() == path)
        .map_or(0, |(_, digests)| digests.size);
    let media = media::of(path).split(';').next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or(path);
    json!({
        "@id": file,
        "@type": "File",
        "name": format!("{}: {name}", data.title),
        "encodingFormat": media,
        "contentSize": size.to_string(),
    })
}

/// A reference to a licence, which is entered among the entities where it has an address.
fn licence(licence: &Licence, others: &mut BTreeMap<String, Json>) -> Json {
    let Some(url) = licence.url else {
        return json!(licence.name);
    };
    let entity = json!({
        "@id": url,
        "@type": "CreativeWork",
        "name": licence.name,
        "identifier": licence.id,
        "description": licence.attribution.unwrap_or(&licence.name),
    });
    others.insert(url.to_string(), entity);
    json!({"@id": url})
}

fn organisation(name: &str, others: &mut BTreeMap<String, Json>) -> Json {
    let id = format!("#organisation-{}", crate::slug::slug(name));
    let entity = json!({"@id": id, "@type": "Organization", "name": name});
    others.entry(id.clone()).or_insert(entity);
    json!({"@id": id})
}
