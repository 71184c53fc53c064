//! Themes of one's own.

use std::fs;

use crate::support::{TestSite, assert_same, repository};

/// The body of a table, set row by row and cell by cell.
const ROW_BY_ROW: &str = r#"
{%- for row in table.rows %}
<tr{% if row.anchor %} id="{{ row.anchor }}"{% endif %}>
{%- for cell in row.cells %}
{%- if cell.heading %}
<th scope="row"{% if cell.numeric %} class="num"{% endif %}>{{ cell.html | safe }}{% if cell.remarks %} <span class="remarks">{{ cell.remarks }}</span>{% endif %}</th>
{%- else %}
<td{% if cell.numeric %} class="num{% if cell.bar is none %}{% else %} has-bar{% endif %}"{% endif %}>
{%- if cell.bar is none %}{% else %}<svg class="cell-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{{ cell.bar }}" height="8"/></svg>{% endif -%}
{%- if cell.missing %}<abbr class="missing" title="{{ cell.missing }}">{{ cell.text }}</abbr>{% elif cell.bar is none %}{{ cell.html | safe }}{% else %} <span class="cell-number">{{ cell.html | safe }}</span>{% endif -%}
{%- if cell.remarks %} <span class="remarks">{{ cell.remarks }}</span>{% endif -%}
</td>
{%- endif %}
{%- endfor %}
</tr>
{%- endfor %}
"#;

#[test]
fn a_theme_that_sets_tables_row_by_row_finds_their_rows() {
    let site = TestSite::kitchen();
    let plain = site.built();
    let built_in = repository().join("themes/default/templates/components.html");
    let built_in = fs::read_to_string(built_in).unwrap();
    let whole = "\n{{ table.rows_html | safe }}";
    assert!(built_in.contains(whole));
    let own = built_in.replace(whole, ROW_BY_ROW);
    let site = site.file("themes/default/templates/components.html", &own);
    assert_same(&plain, &site.built(), "with rows set one by one");
}

#[test]
fn a_byte_order_mark_in_a_theme_is_left_out() {
    let site = TestSite::kitchen();
    let plain = site.built();
    let mut marked = site;
    for name in ["templates/session.html", "assets/style.css"] {
        let file = repository().join("themes/default").join(name);
        let text = format!("\u{feff}{}", fs::read_to_string(file).unwrap());
        marked = marked.file(&format!("themes/default/{name}"), &text);
    }
    assert_same(&plain, &marked.built(), "with byte order marks");
}

/// As the guide on themes tells it.
#[test]
fn a_misspelt_name_is_an_error_where_it_is_printed_or_looped_over() {
    for (template, built) in [
        ("{{ content.honor }}", false),
        ("{{ content.honor.name }}", false),
        ("{% for it in content.honor %}{% endfor %}", false),
        ("{% if content.honor.name %}{% endif %}", false),
        ("{% if content.honor %}{% endif %}", true),
        (
            "{% if not content.honor and content.honor == 1 %}{% endif %}",
            true,
        ),
        ("{{ content.honor | safe }}", true),
        ("{{ content.honor | default(value=\"none\") }}", true),
    ] {
        let site = TestSite::minimal()
            .file("briefpack.yaml", "title: A group\ntheme: ours\n")
            .file("themes/ours/templates/404.html", format!("<p>{template}"));
        let run = site.run(["build", "."]);
        assert_eq!(run.status == 0, built, "{template}\n{}", run.stderr);
    }
}
