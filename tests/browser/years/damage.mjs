// Shows that each check can fail: on copies that are damaged on purpose it has to report the damage,
// and on the sound ones nothing.

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Report } from '../report.mjs';
import { readSite } from '../site.mjs';
import { CASES } from './cases.mjs';
import { CHECKS, compare, readLive } from './examine.mjs';

/** Damages a copy as each case says; each case is one check of the report. Gives their number. */
export async function proveChecks(browser, { site, live, laidOut, facts }, report) {
  const found = new Set();
  for (const damage of CASES) {
    const folder = join(laidOut, 'damaged');
    const [folders, singles] = ['site', 'single'].map((name) => join(folder, name));
    cpSync(join(laidOut, 'site'), folders, { recursive: true });
    cpSync(join(laidOut, 'single'), singles, { recursive: true });
    apply(damage, damage.page ? folders : singles);
    let before = live;
    if (damage.both) {
      const changed = await readLive(browser, readSite(folders), [damage.page]);
      before = new Map([...live, ...changed]);
    }
    const inner = new Report();
    const copies = { folders: [{ name: 'site', site: readSite(folders) }], single: readSite(singles) };
    const { page, single } = damage;
    const only = {
      folderPages: [page].filter((path) => path && path !== damage.remove),
      singlePages: [single].filter((path) => path && path !== damage.remove),
    };
    await compare(browser, before, copies, facts, inner, only);
    rmSync(folder, { recursive: true });
    const reported = [...new Set(inner.faults.map(({ check }) => check))].sort();
    reported.forEach((check) => found.add(check));
    const expected = [...damage.reports].sort();
    const told = inner.faults.map(({ check, where, faults }) => `${check}: ${where}: ${faults[0]}`);
    report.add(
      'self-test',
      damage.name,
      reported.join() === expected.join() ? [] : [`reported by ${reported}, expected from ${expected}`, ...told],
    );
  }
  report.add('self-test', 'every check was seen to fail', CHECKS.filter((name) => !found.has(name)));
  return CASES.filter(({ reports }) => reports.length > 0).length;
}

/** Does the damage of a case in a folder. */
function apply({ page, single, change, remove, empty }, folder) {
  for (const [named, act] of [[remove, (path) => rmSync(path)], [empty, (path) => writeFileSync(path, '')]]) {
    if (named === undefined) continue;
    const paths = [...readSite(folder).files].filter((path) => (named instanceof RegExp ? named.test(path) : path === named));
    if (paths.length === 0) throw new Error(`there is no ${named} to damage`);
    paths.forEach((path) => act(join(folder, path)));
  }
  if (change === undefined) return;
  const path = join(folder, page ?? single);
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of Array.isArray(change[0]) ? change : [change]) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${page ?? single} does not hold ${from}`);
    text = changed;
  }
  writeFileSync(path, text);
}
