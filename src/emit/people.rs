//! Each person's page.

use crate::diag::Diagnostic;
use crate::emit::{Context, render_all};
use crate::view::chrome;
use crate::view::lists::{Involvement, person_page};

pub(super) fn emit(context: &Context<'_>) -> Vec<Diagnostic> {
    let site = context.site;
    let involvement = Involvement::of(site);
    let people: Vec<usize> = (0..site.people.len()).collect();
    render_all(context, &people, |at| {
        let person = &site.people[*at];
        let writer = context.writer(&person.route);
        let head = chrome::made_head(site, &person.name, "people", &person.route);
        let view = person_page(site, *at, &involvement, &writer);
        let page = context.page("person.html", &person.route, &head, &view)?;
        Ok(vec![(person.route.clone(), page)])
    })
}
