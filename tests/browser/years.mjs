// node tests/browser/years.mjs LIVE ARCHIVE … — thirty years on: opens every copy that an archive holds
// (the folder, the bag, the ZIP file, the single files), each laid out by itself, without a network and
// without scripts, and holds what is shown against the live site that it was made of.
//
// First the checks look at copies that are damaged on purpose, and each has to find its damage. The
// first pair is therefore the test site of tests/sites/kitchen, closed.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch } from './browser.mjs';
import { Report } from './report.mjs';
import { readSite } from './site.mjs';
import { factsOf, layOut } from './years/copies.mjs';
import { proveChecks } from './years/damage.mjs';
import { compare, readLive } from './years/examine.mjs';

const words = process.argv.slice(2);
if (words.length === 0 || words.length % 2 === 1) {
  console.error('usage: node tests/browser/years.mjs LIVE ARCHIVE …');
  process.exit(2);
}

const report = new Report();
const around = mkdtempSync(join(tmpdir(), 'briefpack-years-'));
const browser = await launch();
try {
  for (let at = 0; at < words.length; at += 2) {
    const [folder, archive] = words.slice(at, at + 2);
    const started = Date.now();
    const site = readSite(folder);
    const live = await readLive(browser, site);
    const laidOut = join(around, String(at));
    const copies = layOut(archive, laidOut);
    const facts = factsOf(archive);
    if (at === 0) {
      const damaged = await proveChecks(browser, { site, live, laidOut, facts }, report);
      console.log(`every check was tried on ${damaged} copies that are damaged on purpose`);
    }
    const asked = await compare(browser, live, copies, facts, report);
    const seconds = Math.round((Date.now() - started) / 1000);
    const pages = copies.folders.map(({ name, site }) => `${name} ${site.pages.length}`);
    console.log(
      `${archive}: ${live.size} live pages against ${pages.join(', ')}, single files ${copies.single.pages.length}; ` +
        `${asked} requests, ${seconds} s`,
    );
  }
} finally {
  await browser.close();
  rmSync(around, { recursive: true });
}
report.print();
console.log(report.closingLine);
process.exitCode = report.faults.length === 0 ? 0 : 1;
