// node tests/browser/main.mjs SITE… — looks at every page of built sites in a real browser.
//
// First the checks look at pages that are broken on purpose, and each has to find its fault; a
// check that finds nothing there would prove nothing on a real site.

import { launch } from './browser.mjs';
import { examine } from './examine.mjs';
import { checkHtml } from './html.mjs';
import { Report } from './report.mjs';
import { proveChecks } from './selftest.mjs';
import { readSite } from './site.mjs';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: node tests/browser/main.mjs SITE…');
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
} finally {
  await browser.close();
}
report.print();
console.log(report.closingLine);
process.exitCode = report.faults.length === 0 ? 0 : 1;
