// The copies of an archive, opened where there is no network and no script runs, beside the live site.

import { openTab } from '../browser.mjs';
import { messages, failures, record, requests } from '../checks/loading.mjs';
import { leadsOn } from '../site.mjs';
import { aloneFaults, pageFaults, singleFaults } from './compare.mjs';
import { singleFilesOf, wantedIn } from './copies.mjs';
import { readMoved, readPage } from './reading.mjs';

/** Every check, each of which is seen to fail in the self-test. */
export const CHECKS = ['pages', 'words', 'charts', 'pictures', 'fonts', 'redirect', 'alone', 'beside', 'loading', 'requests'];

const read = (page, site, path) => (leadsOn(site, path) ? readMoved : readPage)(page, site, path);

/** Reads the live site as people open it, with scripts: what every page shows. */
export async function readLive(browser, site, paths = site.pages) {
  const shown = await inTabs(browser, 'light', paths, async (tab, path) => [path, await read(tab.page, site, path)]);
  return new Map(shown);
}

/** Compares every page of every copy with the live site. Gives the number of requests that were seen. */
export async function compare(browser, live, copies, facts, report, { folderPages, singlePages } = {}) {
  let asked = 0;
  const look = async (tab, site, where, path) => {
    tab.log.start();
    const shown = await read(tab.page, site, path);
    const visit = { site, log: tab.log.seen() };
    asked += visit.log.requests.length;
    report.add('requests', where, requests(visit));
    report.add('loading', where, [...failures(visit), ...messages(visit)]);
    return shown;
  };
  const tell = (where, faults) => Object.entries(faults).forEach(([name, told]) => report.add(name, where, told));

  const work = copies.folders.flatMap(({ name, site }) => {
    const missing = [...live.keys()].filter((path) => !site.files.has(path));
    report.add('pages', name, missing.map((path) => `${path} is not there`));
    return (folderPages ?? site.pages).filter((path) => site.files.has(path)).map((path) => ({ name, site, path }));
  });
  await inTabs(browser, 'offline', work, async (tab, { name, site, path }) => {
    const where = `${name}/${path}`;
    const before = live.get(path);
    if (!before) return report.add('pages', where, ['the live site has no such page']);
    const shown = await look(tab, site, where, path);
    tell(where, pageFaults(before, shown));
    if (shown.target !== undefined || before.target !== undefined) {
      const right = shown.target !== undefined && shown.target === before.target;
      report.add('redirect', where, right ? [] : [`leads to ${shown.target}, and led to ${before.target}`]);
    }
    const [, session] = path.match(/^sessions\/([^/]+)\/(?!index\.html$)/) ?? [];
    const heading = session && live.get(`sessions/${session}/index.html`)?.heading;
    report.add('alone', where, aloneFaults(shown, { ...facts, session: heading }));
  });

  const { single } = copies;
  const lost = singleFilesOf(live).filter((path) => !single.files.has(path));
  report.add('pages', 'single', lost.map((path) => `${path} is not there`));
  await inTabs(browser, 'offline', singlePages ?? single.pages, async (tab, path) => {
    const where = `single/${path}`;
    // A file of its own holds nothing but itself.
    const alone = { ...single, files: new Set([path]) };
    const shown = await look(tab, alone, where, path);
    const wanted = wantedIn(path, live);
    tell(where, singleFaults(wanted, live, shown));
    report.add('alone', where, aloneFaults(shown, { ...facts, session: live.get(wanted[0]).heading }));
  });
  return asked;
}

const open = new Map();

/** Two tabs of a mode, which are used for all that is looked at, and go with the browser. */
async function tabs(browser, mode) {
  if (!open.has(mode)) open.set(mode, Promise.all([1, 2].map(() => openTab(browser, mode, record))));
  return open.get(mode);
}

/** Does the work on all items in two tabs; gives the answers in order. */
async function inTabs(browser, mode, items, work) {
  const answers = [];
  const rest = [...items.entries()];
  const worker = async (tab) => {
    for (let next = rest.shift(); next; next = rest.shift()) answers[next[0]] = await work(tab, next[1]);
  };
  await Promise.all((await tabs(browser, mode)).map(worker));
  return answers;
}
