// node tests/browser/main.mjs [SITE…] [--some SITE…] [--html SITE…] — looks at every page of built sites in
// a real browser and through the HTML checker; of those after `--some` at one page of each of a few kinds
// in the browser, at those after `--html` only through the checker.
//
// First the checks look at pages that are broken on purpose, and each has to find its fault; a
// check that finds nothing there would prove nothing on a real site.

import { launch } from './browser.mjs';
import { examine } from './examine.mjs';
import { checkHtml } from './html.mjs';
import { KINDS, choose } from './kinds.mjs';
import { Report } from './report.mjs';
import { proveChecks } from './selftest.mjs';
import { readSite } from './site.mjs';

const folders = { '--all': [], '--some': [], '--html': [] };
let how = '--all';
for (const word of process.argv.slice(2)) {
  if (word in folders) how = word;
  else folders[how].push(word);
}
if (Object.values(folders).flat().length === 0) {
  console.error('usage: node tests/browser/main.mjs [SITE…] [--some SITE…] [--html SITE…]');
  process.exit(2);
}

/** The kinds of pages that are looked at of a site after `--some`. */
const SOME = ['home', 'archive', 'session', 'document', 'page', 'dataset', 'lost'];

/** A site with one page of each of these kinds, which has to have them all. */
function someOf(site) {
  const pages = SOME.map((kind) => choose(site, KINDS[kind]));
  const missing = SOME.filter((_, at) => pages[at] === undefined);
  if (missing.length > 0) throw new Error(`${site.root} has no page of the kinds ${missing}`);
  return { ...site, pages };
}

const report = new Report();
const browser = await launch();
try {
  const broken = await proveChecks(browser, report);
  console.log(`every check was tried on ${broken} pages that are broken on purpose`);
  for (const folder of [...folders['--all'], ...folders['--some']]) {
    const whole = readSite(folder);
    const site = folders['--all'].includes(folder) ? whole : someOf(whole);
    const started = Date.now();
    checkHtml(site, report);
    await examine(browser, site, report);
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`${folder}: ${site.pages.length} pages in every mode, ${seconds} s`);
  }
  for (const folder of folders['--html']) checkHtml(readSite(folder), report);
} finally {
  await browser.close();
}
report.print();
console.log(report.closingLine);
process.exitCode = report.faults.length === 0 ? 0 : 1;
