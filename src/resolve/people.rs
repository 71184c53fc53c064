//! People and organisations.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, code, suggest};
use crate::model::{Name, Organisation, OrganisationId, Person, PersonId};
use crate::parse::people::RawPerson;
use crate::resolve::Names;
use crate::resolve::links::Scope;
use crate::slug::is_slug;
use crate::source::{SitePath, Spanned};

/// Enters the people; those whom only hidden content names have no page and are left out.
pub(super) fn index(
    names: &mut Names<'_>,
    people: Vec<RawPerson>,
    hidden: &BTreeSet<String>,
) -> Vec<RawPerson> {
    let (unseen, seen): (Vec<_>, Vec<_>) = people
        .into_iter()
        .partition(|person| hidden.contains(&person.key.value));
    names
        .people
        .extend(unseen.into_iter().map(|person| (person.key.value, None)));
    for (at, person) in seen.iter().enumerate() {
        names
            .people
            .insert(person.key.value.clone(), Some(PersonId(at)));
    }
    seen
}

/// Resolves the people.
pub(super) fn resolve(
    people: Vec<RawPerson>,
    scope: &mut Scope<'_, '_>,
) -> (Vec<Person>, Vec<Organisation>) {
    let top = SitePath::default();
    let organisations: Vec<Organisation> = scope.names.organisations.values().cloned().collect();
    let people = people
        .into_iter()
        .map(|raw| {
            let organisation = raw.organisation.map(|name| scope.names.organisation(&name));
            let organisation_id = organisation.as_ref().and_then(|organisation| {
                organisations
                    .iter()
                    .position(|known| known == organisation)
                    .map(OrganisationId)
            });
            Person {
                span: raw.key.span,
                route: SitePath::new(format!("people/{}.html", raw.key.value)),
                key: raw.key.value,
                name: raw.name,
                honours: raw.honours,
                role: raw.role.map(|role| scope.text(role, &top)),
                organisation,
                organisation_id,
                party: raw.party,
                constituency: raw.constituency,
                biography: raw.biography.map(|biography| scope.text(biography, &top)),
                photo: raw.photo.and_then(|photo| scope.picture(&photo, &top)),
                url: raw.url,
            }
        })
        .collect();
    (people, organisations)
}

impl Names<'_> {
    /// The organisation of a key, or one that only has this name.
    pub(super) fn organisation(&self, name: &str) -> Organisation {
        match self.organisations.get(name) {
            Some(organisation) => organisation.clone(),
            None => Organisation {
                name: name.to_string(),
                url: None,
            },
        }
    }

    /// The person of a key that has to be there.
    pub(super) fn person(
        &self,
        key: &Spanned<String>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<PersonId> {
        if let Some(person) = self.people.get(&key.value) {
            if person.is_none() {
                faults.push(
                    Diagnostic::error(
                        &code::HIDDEN_TARGET,
                        key.span,
                        format!("the person `{}` is not published yet", key.value),
                    )
                    .help("take the name out, or `draft: true` in `people.yaml`"),
                );
            }
            return *person;
        }
        if self.people_unread {
            return None;
        }
        faults.push(
            Diagnostic::error(
                &code::UNKNOWN_PERSON,
                key.span,
                format!("`people.yaml` has no person `{}`", key.value),
            )
            .help(
                suggest(&key.value, self.people.keys().map(String::as_str)).unwrap_or_else(|| {
                    "add the person to `content/people.yaml`, or write `name:` instead".to_string()
                }),
            ),
        );
        None
    }

    /// An author: a person's key, or a name. What looks like a key and is none is reported.
    pub(super) fn author(
        &self,
        author: &Spanned<String>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Name> {
        if is_slug(&author.value) {
            return self.person(author, faults).map(Name::Person);
        }
        Some(Name::Plain(author.value.clone()))
    }
}
