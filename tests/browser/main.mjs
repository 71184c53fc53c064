// node tests/browser/main.mjs SITE… [--html SITE…] — looks at every page of built sites in a real
// browser and through the HTML checker; at those after `--html` only through the checker.
//
// First the checks look at pages that are broken on purpose, and each has to find its fault; a
// check that finds nothing there would prove nothing on a real site.

import { launch } from './browser.mjs';
import { examine } from './examine.mjs';
import { checkHtml } from './html.mjs';
import { Report } from './report.mjs';
import { proveChecks } from './selftest.mjs';
import { readSite } from './site.mjs';

const words = process.argv.slice(2);
const at = words.indexOf('--html');
const folders = at < 0 ? words : words.slice(0, at);
const htmlOnly = at < 0 ? [] : words.slice(at + 1);
if (folders.length === 0) {
  console.error('usage: node tests/browser/main.mjs SITE… [--html SITE…]');
  process.exit(2);
}

const report = new Report();
const browser = await launch();
try {
  const broken = await proveChecks(browser, report);
  console.log(`every check was tried on ${broken} pages that are broken on purpose`);
  for (const folder of folders) {
    const site = readSite(folder);
    const started = Date.now();
    checkHtml(site, report);
    await examine(browser, site, report);
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`${folder}: ${site.pages.length} pages in every mode, ${seconds} s`);
  }
  for (const folder of htmlOnly) checkHtml(readSite(folder), report);
} finally {
  await browser.close();
}
report.print();
console.log(report.closingLine);
process.exitCode = report.faults.length === 0 ? 0 : 1;
