// Shows that each check can fail: on pages that are broken on purpose it has to report the fault,
// and on the sound page nothing.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CASES } from './broken/cases.mjs';
import { examine } from './examine.mjs';
import { CHECKS } from './checks/index.mjs';
import { checkHtml } from './html.mjs';
import { Report } from './report.mjs';
import { readSite } from './site.mjs';

const BROKEN = fileURLToPath(new URL('broken/', import.meta.url));
const ASSETS = fileURLToPath(new URL('../../themes/default/assets/', import.meta.url));

/** Runs all checks over each broken page; each page is one check of the report. */
export async function proveChecks(browser, report) {
  const around = mkdtempSync(join(tmpdir(), 'briefpack-broken-'));
  const found = new Set();
  try {
    for (const { name, reports, change } of CASES) {
      const folder = join(around, name.replaceAll(' ', '-'), 'site');
      layOut(folder, change);
      const inner = new Report();
      const site = readSite(folder);
      const elsewhere = reports.length === 0 || reports.includes('moved');
      await examine(browser, site, inner, { elsewhere });
      if (reports.includes('html') || reports.length === 0) checkHtml(site, inner);
      const reported = [...new Set(inner.faults.map(({ check }) => check))].sort();
      const expected = [...reports].sort();
      reported.forEach((check) => found.add(check));
      const same = reported.join() === expected.join();
      const told = inner.faults.map(({ check, where, faults }) => `${check}: ${where}: ${faults[0]}`);
      report.add(
        'self-test',
        name,
        same ? [] : [`reported by ${reported}, expected from ${expected}`, ...told],
      );
    }
  } finally {
    rmSync(around, { recursive: true });
  }
  const names = [...CHECKS.map(({ name }) => name), 'links', 'script', 'styles', 'moved', 'hosted', 'html'];
  const unproved = names.filter((name) => !found.has(name));
  report.add('self-test', 'every check was seen to fail', unproved);
  return CASES.length - 1;
}

/** Writes the sound page and what it needs, changed as the case says. */
function layOut(folder, change) {
  mkdirSync(folder, { recursive: true });
  const sound = readFileSync(join(BROKEN, 'sound.html'), 'utf8');
  const files = {
    'index.html': sound,
    'note.txt': 'A note.\n',
    'style.css': readFileSync(join(BROKEN, 'style.css'), 'utf8'),
    'layer.js': readFileSync(join(ASSETS, 'layer.js'), 'utf8'),
    'write.js': "document.querySelector('footer').append('Written by a script.');\n",
  };
  for (const [path, pairs] of Object.entries(change)) {
    for (const [from, to] of pairs) {
      if (!files[path].includes(from)) throw new Error(`${path} does not hold ${from}`);
      files[path] = files[path].replaceAll(from, to);
    }
  }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  cpSync(join(BROKEN, 'mark.png'), join(folder, 'mark.png'));
  cpSync(join(BROKEN, 'mark.png'), join(folder, '..', 'mark.png'));
  cpSync(join(ASSETS, font()), join(folder, 'face.woff2'));
}

/** A font of the theme. */
function font() {
  return readdirSync(ASSETS, { recursive: true })
    .sort()
    .find((path) => /sans.*\.woff2$/.test(path));
}
