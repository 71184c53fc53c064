//! The command line: arguments in, words and exit status out. The only place that prints.

#![expect(
    clippy::disallowed_methods,
    reason = "the edge of the program knows clock and terminal"
)]

mod archive;
mod build;
mod check;
mod close;
mod diff;
mod init;
mod inspect;
mod progress;
mod report;
mod serve;
mod trace;
mod verify;
mod why;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::error::Fault;

/// Briefing packs for parliamentary groups: Markdown and published data to a site that opens
/// from disk.
#[derive(Debug, Parser)]
#[command(
    name = "briefpack",
    version,
    propagate_version = true,
    max_term_width = 100
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a site.
    Build(BuildArguments),
    /// Show a site in a browser on this machine while it is being written.
    Serve(ServeArguments),
    /// Look at a site without building it: every fault, and numbers that nobody has bound.
    Check(CheckArguments),
    /// Pack a site in the forms that archives take: folder, bag, web archive, ZIP file, sources.
    Archive(ArchiveArguments),
    /// Check an archive, or a folder, bag, ZIP or WACZ file of one: is it as it was made?
    Verify(VerifyArguments),
    /// Say what a page was made of, and why the last build made it anew or kept it.
    Why(WhyArguments),
    /// List every number of a site, in prose and in figures, with the cell it comes from.
    Trace(SiteArguments),
    /// Take a step in the life of a group: close its site for good, dissolve it, or revive it.
    Close(CloseArguments),
    /// Work with data files.
    Data {
        #[command(subcommand)]
        command: DataCommand,
    },
    /// Make a small working site that reads as a guided example.
    Init {
        /// The folder to make; it may be there already if it is empty.
        dir: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum DataCommand {
    /// Show what tables a CSV file or workbook holds, and print a description that reads them.
    Inspect {
        /// The file: `.csv`, `.tsv`, `.xlsx`, `.xlsm` or `.ods`.
        file: PathBuf,
        /// The sheet of a workbook, by name or number [default: all that bear a table].
        #[arg(long, value_name = "NAME")]
        sheet: Option<String>,
    },
}

#[derive(Debug, Args)]
struct BuildArguments {
    /// The folder that holds `briefpack.yaml`.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Where to put the built site [default: `public` in the site folder].
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Build drafts and embargoed content too, for your own eyes.
    #[arg(long)]
    drafts: bool,
    /// Build as of a day (its first instant in the site's time zone) or a time with its zone.
    #[arg(long, value_name = "DATE", value_parser = build::as_of)]
    as_of: Option<crate::AsOf>,
    /// The address the site will have; canonical links and `sitemap.xml` need it.
    #[arg(long, value_name = "URL", value_parser = build::base_url)]
    base_url: Option<String>,
    /// How many threads work at once [default: as many as there are cores].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Makes everything anew, and remembers nothing for the next build.
    #[arg(long)]
    no_cache: bool,
    /// How to report what is wrong.
    #[arg(long, value_enum, default_value_t = MessageFormat::Text)]
    message_format: MessageFormat,
}

#[derive(Debug, Args)]
#[command(override_usage = "briefpack why [OPTIONS] [SITE] PAGE")]
struct WhyArguments {
    /// The folder that holds `briefpack.yaml` [default: this one], and the page: its address in the
    /// built site, or its file.
    #[arg(value_names = ["SITE", "PAGE"], num_args = 1..=2, required = true)]
    site_and_page: Vec<String>,
    /// Where the site was built [default: `public` in the site folder].
    #[arg(short, long)]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// The folder that holds `briefpack.yaml`.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The port to answer at, or the next that is free; 0 for any.
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,
    /// Show drafts and embargoed content too.
    #[arg(long)]
    drafts: bool,
}

#[derive(Debug, Args)]
struct ArchiveArguments {
    /// The folder that holds `briefpack.yaml`.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The folder to make; one that holds an archive is replaced.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Archive the site as of a day (its first instant in the site's time zone) or a time with its
    /// zone [default: when it was closed, or now].
    #[arg(long, value_name = "DATE", value_parser = build::as_of)]
    as_of: Option<crate::AsOf>,
    /// Add a list of the addresses outside that pages lead to, to hand to a crawler.
    #[arg(long)]
    capture_list: bool,
}

#[derive(Debug, Args)]
struct VerifyArguments {
    /// The archive, or a part of it.
    path: PathBuf,
    /// A public key, or a file that holds one (`.pub`), with which the seal has to be signed.
    #[arg(long, value_name = "KEY|FILE", value_parser = verify::key)]
    key: Vec<crate::signature::PublicKey>,
    /// A signature of `seal.txt`, made by `ssh-keygen -Y sign -n file` or `minisign -S`
    /// [default: `seal.txt.sig` and `seal.txt.minisig`, if they are there].
    #[arg(long, value_name = "FILE")]
    signature: Vec<PathBuf>,
}

#[derive(Debug, Args)]
struct SiteArguments {
    /// The folder that holds `briefpack.yaml`.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// Look at the site as of a day (its first instant in the site's time zone) or a time with
    /// its zone.
    #[arg(long, value_name = "DATE", value_parser = build::as_of)]
    as_of: Option<crate::AsOf>,
    /// How to report.
    #[arg(long, value_enum, default_value_t = MessageFormat::Text)]
    message_format: MessageFormat,
}

#[derive(Debug, Args)]
struct CheckArguments {
    #[command(flatten)]
    site: SiteArguments,
    /// Rewrite plain numbers in prose that the data denies, and show what was changed.
    #[arg(long)]
    fix: bool,
}

#[derive(Debug, Args)]
struct CloseArguments {
    /// The folder that holds `briefpack.yaml`.
    #[arg(default_value = ".")]
    site: PathBuf,
    /// The day on which the site closes, or the group was dissolved.
    #[arg(long, value_name = "DATE", value_parser = close::day, required_unless_present = "revive")]
    on: Option<jiff::civil::Date>,
    /// A sentence for the top of every page, above the plain fact.
    #[arg(long, value_name = "TEXT")]
    notice: Option<String>,
    /// The group ended with a Parliament and may come back; nothing is checked.
    #[arg(long, conflicts_with_all = ["revive", "accept"])]
    dissolve: bool,
    /// The group has come back: the site is active again.
    #[arg(long, conflicts_with_all = ["on", "notice", "accept"])]
    revive: bool,
    /// Close over what is open: an item as the command lists it, a kind, or `all`, with the reason,
    /// which the site will print.
    #[arg(long, value_name = "ITEM=REASON", value_parser = close::accept)]
    accept: Vec<(String, String)>,
    /// Show what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
    /// How to report.
    #[arg(long, value_enum, default_value_t = MessageFormat::Text)]
    message_format: MessageFormat,
}

impl SiteArguments {
    /// The site without drafts, at the address of its own configuration.
    fn options(&self) -> crate::Options {
        crate::Options {
            drafts: crate::resolve::Drafts::Exclude,
            as_of: self.as_of,
            now: jiff::Timestamp::now(),
            base_url: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// For people, on standard error.
    Text,
    /// One JSON object a line, on standard output.
    Json,
}

/// How a command ended.
enum Done {
    /// As it should: exit status 0.
    Well,
    /// The content has errors: exit status 1.
    WithErrors,
}

/// Runs the program: exit status 0 when done, 1 when the content has errors, 2 for wrong usage or
/// a fault of the machine.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output and are no fault.
            let status = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    let done = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Archive(arguments) => archive::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Why(arguments) => why::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Close(arguments) => close::run(&arguments),
        Command::Data {
            command: DataCommand::Inspect { file, sheet },
        } => inspect::run(&file, sheet.as_deref()),
        Command::Init { dir } => init::run(&dir),
    };
    match done {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::WithErrors) => ExitCode::from(1),
        Err(fault) => {
            complain(&fault);
            ExitCode::from(2)
        }
    }
}

/// The present, or the time that the environment puts in its place.
fn now() -> Result<jiff::Timestamp, Fault> {
    Ok(epoch()?.unwrap_or_else(jiff::Timestamp::now))
}

/// The time that the environment puts in the place of the present
/// (<https://reproducible-builds.org/specs/source-date-epoch/>).
fn epoch() -> Result<Option<jiff::Timestamp>, Fault> {
    let Some(epoch) = std::env::var_os("SOURCE_DATE_EPOCH") else {
        return Ok(None);
    };
    let text = epoch.to_string_lossy();
    let time = text.parse().ok().map(jiff::Timestamp::from_second);
    match time {
        Some(Ok(time)) => Ok(Some(time)),
        _ => Err(Fault::Usage(format!(
            "`SOURCE_DATE_EPOCH` is `{text}`, which is no number of seconds since 1970"
        ))),
    }
}

fn complain(fault: &Fault) {
    let _ = writeln!(anstream::stderr(), "error: {fault}");
}

/// Says something on standard output. A reader who has gone away is no fault.
fn say(text: &str) {
    let _ = write!(anstream::stdout(), "{text}");
}
