//! The table of everything briefpack can find wrong: number, name and explanation.
//!
//! A row here is one rule. Its name is also the name of its fixture in
//! `tests/diagnostics/<name>/`, which shows a site that breaks it and one that keeps it.

/// A kind of fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable number that reports print, such as `BP0101`.
    pub number: &'static str,
    /// The name in words, such as `unknown-key`.
    pub name: &'static str,
    /// What the rule asks for and why, in a sentence or two.
    pub about: &'static str,
}

macro_rules! codes {
    ($($constant:ident $number:literal $name:literal $about:literal;)*) => {
        /// The rules by name, for the places that report them.
        pub mod code {
            use super::Code;
            $(
                #[doc = $about]
                pub static $constant: Code =
                    Code { number: $number, name: $name, about: $about };
            )*
        }
        /// Every rule, in the order of the numbers.
        pub static CODES: &[&Code] = &[$(&code::$constant),*];
    };
}

codes! {
    // Files and folders.
    NOT_UTF8 "BP0001" "not-utf8" "Text files are UTF-8, so that the same bytes read the same everywhere.";
    OUTSIDE_SITE "BP0002" "outside-site" "Nothing is read from outside the site folder and its theme.";
    MISSING_FILE "BP0003" "missing-file" "A file that content names has to be there.";
    UNUSED_FILE "BP0004" "unused-file" "A file under `content/` that nothing uses is not published; remove it or link to it.";
    LINK_LOOP "BP0005" "link-loop" "A symbolic link may not lead back into a folder that holds it.";
    UNREADABLE "BP0006" "unreadable" "Every file under the site folder has to be readable.";
    TOO_LARGE "BP0007" "too-large" "A text file has to fit in memory many times over; data beyond that belongs in an attachment.";
    EXPECTED_FILE "BP0008" "expected-file" "A site has a `briefpack.yaml` and a `content/index.md`, and a content folder has an `index.md`.";
    CONTROL_CHARACTER "BP0009" "control-character" "Text holds no control characters but tabs and line ends, for HTML has no way to write them.";
    BROKEN_IMAGE "BP0010" "broken-image" "An image that a page shows is one that browsers show: PNG, JPEG, GIF, WebP, AVIF or SVG, by what the file holds and not only by its name.";
    // YAML.
    YAML_SYNTAX "BP0101" "yaml-syntax" "The file has to be YAML 1.2.";
    UNKNOWN_KEY "BP0102" "unknown-key" "A key that briefpack does not know is refused, so that a misspelt one is never ignored.";
    REPEATED_KEY "BP0103" "repeated-key" "A key stands once in its map; a second one would silently replace the first.";
    WRONG_TYPE "BP0104" "wrong-type" "A value has the form its key asks for.";
    MISSING_KEY "BP0105" "missing-key" "A required key has to be there.";
    IMPOSSIBLE_DATE "BP0106" "impossible-date" "A date is a day of the calendar, written year-month-day.";
    UNKNOWN_WORD "BP0107" "unknown-word" "A key with a fixed set of words takes only these.";
    NO_FRONT_MATTER "BP0108" "no-front-matter" "A Markdown file begins with its front matter between two lines of `---`.";
    CONFLICTING_KEYS "BP0109" "conflicting-keys" "Two keys that exclude each other may not stand together.";
    SIGNING_KEY "BP0110" "signing-key" "What `signed_by` lists are public keys: of minisign, or of OpenSSH and the kind ed25519. A secret key stands in no file of a site.";
    BIBTEX "BP0111" "bibtex" "A file that a group of a reading list names has to be BibTeX, each entry with a key of its own.";
    DATE_TO_COME "BP0112" "date-to-come" "A correction is dated by the day on which it was made, which is not after the day that the site is built for.";
    // Markdown.
    RAW_HTML "BP0201" "raw-html" "Content is Markdown; HTML beyond a short harmless list is refused, so that no script or frame can enter a page.";
    MISSING_ALT "BP0202" "missing-alt" "An image carries a text alternative for readers who do not see it.";
    UNDEFINED_FOOTNOTE "BP0203" "undefined-footnote" "A footnote mark leads to a footnote of the page.";
    UNUSED_FOOTNOTE "BP0204" "unused-footnote" "A footnote that no mark leads to would not be shown.";
    SKIPPED_HEADING "BP0205" "skipped-heading" "Headings step down one level at a time, beginning at the second: the title is the first.";
    DUPLICATE_HEADING "BP0206" "duplicate-heading" "A heading name given by hand stands once on its page.";
    FORBIDDEN_ADDRESS "BP0207" "forbidden-address" "Links lead to http, https, mailto or tel addresses, or to content of the site.";
    UNDEFINED_REFERENCE "BP0208" "undefined-reference" "A reference link needs its definition.";
    NESTED_TOO_DEEP "BP0209" "nested-too-deep" "Quotations and lists may be nested a hundred deep, which is more than anybody can read.";
    FIGURE_ALONE "BP0210" "figure-alone" "A figure shown again stands in a paragraph by itself, with the texts it has where it is defined.";
    LINK_SYNTAX "BP0211" "link-syntax" "A link, image or bound number is written so that it can be read as one: no space in its address, and closed by a round bracket.";
    TABLE_SHAPE "BP0212" "table-shape" "Each row of a table has as many cells as its head; what is beyond it would not be shown.";
    MISREAD_BLOCK "BP0213" "misread-block" "A block that is nearly a figure or a highlighted note would be shown as it is written.";
    PASTED_TEXT "BP0214" "pasted-text" "Lists, headings, tables, notes and bold words have the marks of Markdown: those of other programs would be shown as they are written.";
    // Names and places.
    BROKEN_LINK "BP0301" "broken-link" "A link to content leads to a file of the site.";
    BROKEN_ANCHOR "BP0302" "broken-anchor" "A link to a heading leads to a heading of that page.";
    HIDDEN_TARGET "BP0303" "hidden-target" "What is published may not lead to what is not: a draft, or content still under embargo.";
    DUPLICATE_ADDRESS "BP0304" "duplicate-address" "Two pieces of content may not have one address.";
    UNKNOWN_PERSON "BP0305" "unknown-person" "A person named by key is in `people.yaml`.";
    UNKNOWN_DATASET "BP0306" "unknown-dataset" "A dataset named by a figure or a number is in `data/` of the session or the site.";
    UNKNOWN_FIELD "BP0307" "unknown-field" "A field named by a figure or a number is a field of its dataset.";
    UNKNOWN_ROW "BP0308" "unknown-row" "A row named by a number is a row of its dataset.";
    UNKNOWN_FIGURE "BP0309" "unknown-figure" "A figure shown again is one of the site.";
    DUPLICATE_FIGURE "BP0310" "duplicate-figure" "A figure's id is its own in the whole site.";
    DUPLICATE_DATASET "BP0311" "duplicate-dataset" "Two datasets in one folder may not have one name.";
    EMPTY_SLUG "BP0312" "empty-slug" "A name that becomes part of an address has at least one letter or digit.";
    UNDATED_SESSION "BP0313" "undated-session" "A session has its date, or says outright that it is unknown.";
    REDIRECT_ADDRESS "BP0314" "redirect-address" "An old address can be kept when a static host can answer at it: a path without `?`.";
    HELD_BACK "BP0315" "held-back" "People and datasets that only drafts lead to are kept back with them; those that have been published before say `draft: false`.";
    UNFINISHED_DRAFT "BP0316" "unfinished-draft" "A draft with faults keeps nothing else from being published, but could not be published itself.";
    DUPLICATE_NUMBER "BP0317" "duplicate-number" "Sessions are told apart by their numbers, so each has its own.";
    LONG_ADDRESS "BP0318" "long-address" "No part of an address is longer than 255 bytes, the longest name that disks take.";
    // Datasets.
    CSV_SHAPE "BP0401" "csv-shape" "A CSV file has a header, and each record as many cells as the header.";
    MISSING_COLUMN "BP0402" "missing-column" "Each field reads a column of the data file.";
    BAD_CELL "BP0403" "bad-cell" "A cell holds a value of its field's type, or a marker that `missing` explains.";
    DUPLICATE_ROW "BP0404" "duplicate-row" "The primary key names one row only.";
    NUMBER_RANGE "BP0405" "number-range" "A number has at most 28 digits, so that it is kept exactly.";
    UNKNOWN_UNIT "BP0406" "unknown-unit" "A unit is written in one of the known forms, and without a scale: numbers are whole pounds and people.";
    STATED_SCALE "BP0407" "stated-scale" "A column that is headed `(£ million)` is multiplied under `shape` before sentences are held against it: its numbers would be read as whole pounds. Only `briefpack check` looks for such columns.";
    ENCODING "BP0410" "encoding" "A data file is in UTF-8, or in the encoding that `encoding` names; one that is guessed has to leave no doubt.";
    UNREADABLE_WORKBOOK "BP0411" "unreadable-workbook" "A workbook is a whole XLSX or ODS file that opens without a password.";
    UNKNOWN_SHEET "BP0412" "unknown-sheet" "The sheet that a dataset reads is in its workbook, and it is plain which one that is.";
    TABLE_RANGE "BP0413" "table-range" "A table stands where `range` and `header_rows` say, or can be found without doubt.";
    LEFT_OUT "BP0414" "left-out" "What stands below a table and is no note or source is not left out in silence.";
    HIDDEN_DATA "BP0415" "hidden-data" "What a workbook hides may not be meant to be published.";
    DUPLICATE_COLUMN "BP0416" "duplicate-column" "A field reads a column whose heading is its own in the table.";
    EMPTY_TABLE "BP0417" "empty-table" "A data file holds at least one row below its header.";
    DATE_IN_TEXT "BP0418" "date-in-text" "A date where words are expected is often a slip of the spreadsheet: `1-5` becomes 1 May.";
    DATE_AS_NUMBER "BP0419" "date-as-number" "Days that a spreadsheet keeps as numbers are read as dates, or said to be numbers.";
    // Shaping.
    UNKNOWN_STEP "BP0420" "unknown-step" "A step of `shape` is one of the known ones.";
    UNKNOWN_COLUMN "BP0421" "unknown-column" "A step works on columns of the table as the step before has left it.";
    REPEATED_COLUMN "BP0422" "repeated-column" "Each column of a table has a name of its own.";
    EXPRESSION "BP0423" "expression" "A calculation is written with values, signs and known functions.";
    NOT_A_NUMBER "BP0424" "not-a-number" "What is calculated with is a number, or a marker for one that is missing.";
    DIVISION_BY_ZERO "BP0425" "division-by-zero" "Nothing is divided by zero; the calculation says what stands there instead.";
    JOINED_TWICE "BP0426" "joined-twice" "A code leads to one row of the table that is joined.";
    UNMATCHED_CODES "BP0427" "unmatched-codes" "Each row has a match in the table that is joined, or the step says what becomes of the others.";
    JOIN_LOOP "BP0428" "join-loop" "Datasets may not join each other in a circle.";
    TWO_VALUES "BP0429" "two-values" "One cell has one value when rows become columns.";
    TOO_MANY_ROWS "BP0430" "too-many-rows" "A dataset is small enough for a page, so that its table can be read and its numbers checked.";
    // Areas: layouts and boundaries.
    JSON_SYNTAX "BP0441" "json-syntax" "A file of boundaries or hexagons has to be JSON.";
    AREA_FILE "BP0442" "area-file" "A file of areas is a hexjson, a CSV file of tiles, GeoJSON or TopoJSON, and holds what its kind needs.";
    BROKEN_RING "BP0443" "broken-ring" "A boundary is made of closed rings of at least four points, each a pair of numbers in range.";
    DUPLICATE_AREA "BP0444" "duplicate-area" "A file of areas has one area for each code, and one for each place of a layout.";
    TOO_MANY_POINTS "BP0445" "too-many-points" "Boundaries have at most a million points, so that a map is drawn in bounded time.";
    UNKNOWN_CRS "BP0446" "unknown-crs" "Boundaries are in longitude and latitude or on the British National Grid.";
    // Figures.
    CHANNEL_MISSING "BP0501" "channel-missing" "A mark needs its channels: a bar a category and a number, and so on.";
    CHANNEL_TYPE "BP0502" "channel-type" "A channel takes a field of the right type.";
    NO_ROWS "BP0503" "no-rows" "A figure shows at least one row.";
    TOO_MANY_SERIES "BP0504" "too-many-series" "More than four series cannot be told apart in one chart.";
    MIXED_UNITS "BP0505" "mixed-units" "Values on one axis share one unit.";
    DUPLICATE_POINT "BP0506" "duplicate-point" "A chart has one value for each category and series.";
    LABEL_DOES_NOT_FIT "BP0507" "label-does-not-fit" "A label that cannot be shown whole is named, never dropped in silence.";
    NOT_IN_FIGURE "BP0508" "not-in-figure" "A focus or reference is one of the values the figure shows.";
    CANNOT_STACK "BP0509" "cannot-stack" "Stacked parts are of one sign and complete.";
    SHARES_SUM "BP0521" "shares-sum" "Shares of a whole that are given in per cent add up to 100, but for rounding.";
    NOT_TWO_PERIODS "BP0522" "not-two-periods" "An arrow or a slope leads from an earlier period to a later one.";
    TOO_MANY_LINES "BP0523" "too-many-lines" "A slope chart has at most eight lines, so that each can be followed and named at both ends.";
    BAD_INTERVAL "BP0524" "bad-interval" "An interval runs from its lower to its upper end, and holds its estimate.";
    TOO_MANY_BINS "BP0525" "too-many-bins" "A histogram has at most fifty bins.";
    SERIES_ORDER "BP0526" "series-order" "Where the order of series is stated, it names each of them once.";
    TOO_MANY_PANELS "BP0527" "too-many-panels" "A figure has at most 36 panels, so that they can be compared.";
    COUNT_ON_MAP "BP0541" "count-on-map" "A map shows rates, not counts: a count shows where people live.";
    BAD_CLASSES "BP0542" "bad-classes" "Values on a map are put into two to five classes, whose limits rise.";
    UNMATCHED_AREA "BP0543" "unmatched-area" "Every row of a map has its area, and every area its row, or the difference is said.";
    // Numbers in prose.
    CLAIM_UNREADABLE "BP0601" "claim-unreadable" "Words bound to a value have to say a number that can be checked.";
    CLAIM_WRONG "BP0602" "claim-wrong" "Words bound to a value have to say what the data says.";
    CLAIM_ADDRESS "BP0603" "claim-address" "A number's address is `dataset/row/field`, or a function of such addresses.";
    CLAIM_NO_VALUE "BP0604" "claim-no-value" "A number in prose cannot be bound to a cell that has none.";
    CLAIM_FUNCTION "BP0605" "claim-function" "A function in a number's address is one of the known ones, with the values it takes.";
    CLAIM_MIXED_UNITS "BP0606" "claim-mixed-units" "A function takes values of one unit: pounds and people have no difference.";
    CLAIM_CALCULATION "BP0607" "claim-calculation" "What a function asks for can be worked out: nothing is divided by zero.";
    CLAIM_LEFT_OUT "BP0608" "claim-left-out" "Cells without a value that a sum, a mean or a rank leaves out are named.";
    CLAIM_DIRECTION "BP0609" "claim-direction" "Words such as `more` or `fell by` give the direction that the data has.";
    MIXED_DENOMINATORS "BP0610" "mixed-denominators" "Rates in one sentence are counted for the same number: readers compare what stands side by side.";
    UNBOUND_NUMBER "BP0611" "unbound-number" "A number with a unit or a denominator, on a page that has data, is bound to a value. Only `briefpack check` looks for such numbers.";
    FIGURE_NUMBER "BP0612" "figure-number" "A number in the title, subtitle or text alternative of a figure is a value that the figure shows, or follows from such values.";
    BOUND_OUTSIDE "BP0613" "bound-outside" "A word such as `over` or `more than` in front of a bound number is not checked: one that the data would deny belongs into the link, or out of the sentence. Only `briefpack check` looks for such words.";
    // Themes.
    TEMPLATE "BP0701" "template" "A theme's templates have to be valid and use only what the page's view offers.";
    UNKNOWN_THEME "BP0702" "unknown-theme" "A theme is the built-in `default` or a folder under `themes/`.";
    MISSING_ASSET "BP0703" "missing-asset" "A style sheet names only files of its theme.";
    // Closing.
    GAP_PLACEHOLDER "BP0801" "gap-placeholder" "A site that is closed holds no words that stand for others still to come. Only `briefpack close` and `archive` look for them.";
    GAP_WITHHELD "BP0802" "gap-withheld" "Drafts, and what is under embargo beyond the closing, would never be published. Only `briefpack close` and `archive` look for them.";
    GAP_PLANNED "BP0803" "gap-planned" "Every session of a closed site has been held or called off. Only `briefpack close` and `archive` ask for it.";
    GAP_RECORDING "BP0804" "gap-recording" "A recording that only somebody else keeps goes when they remove it. Only `briefpack close` and `archive` look for them.";
    GAP_SOURCE "BP0805" "gap-source" "A publication elsewhere stays readable if an archived copy of it is recorded. Only `briefpack close` and `archive` ask for it.";
    GAP_KEEPER "BP0806" "gap-keeper" "A closed site says who keeps it. Only `briefpack close` and `archive` ask for it.";
    GAP_FUTURE "BP0807" "gap-future" "A closed site speaks of no future: plans, invitations, the next meeting. Only `briefpack close` and `archive` look for such words.";
}
