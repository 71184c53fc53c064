// Everything that is looked at in one site.

import { MODES, open, openTab } from './browser.mjs';
import { CHECKS } from './checks/index.mjs';
import { linkFaults, readLinks, styleFaults } from './checks/links.mjs';
import { record } from './checks/loading.mjs';
import { hosted, moved } from './checks/places.mjs';
import { addressOf, anchorsOf, pathOf } from './site.mjs';
import { readWords } from './words.mjs';

/** Opens every page of a site in every mode, and puts what each check finds into the report. */
export async function examine(browser, site, report, { elsewhere = true } = {}) {
  const facts = new Map();
  const readable = new Map();
  await inParallel(Object.keys(MODES), 2, async (mode) => {
    const tab = await openTab(browser, mode, record);
    try {
      for (const path of site.pages) {
        await look({ tab, site, mode, path, report, facts, readable });
      }
    } finally {
      await tab.close();
    }
  });
  for (const path of site.files) {
    // Of a page that is not looked at only its anchors are asked.
    if (path.endsWith('.html') && !facts.has(path)) facts.set(path, { ids: anchorsOf(site, path), links: [] });
  }
  for (const path of site.pages) {
    report.add('links', path, linkFaults(site, path, facts));
    const [withScript, without] = ['light', 'plain'].map((mode) => readable.get(`${mode} ${path}`));
    const same = withScript === without && (withScript === undefined || withScript.trim() !== '');
    report.add('script', path, same ? [] : ['it reads otherwise without scripts']);
  }
  report.add('styles', 'style sheets and pictures', styleFaults(site));
  if (elsewhere) {
    await moved(browser, site, report);
    await hosted(browser, site, report);
  }
}

/** Looks at one page in one mode. */
async function look({ tab: { page, log }, site, mode, path, report, facts, readable }) {
  log.start();
  const leads = await arrive(page, site, path);
  if (leads) {
    // A page at an old address leads on at once.
    if (mode === 'light') facts.set(path, leads.facts);
    report.add('redirect', `${path} (${mode})`, leads.faults);
    return;
  }
  const visit = { page, path, site, mode, log: log.seen() };
  if (mode === 'light') facts.set(path, await page.evaluate(readLinks));
  if (mode === 'light' || mode === 'plain') {
    readable.set(`${mode} ${path}`, await page.evaluate(readWords));
  }
  for (const check of CHECKS.filter(({ modes }) => modes.includes(mode))) {
    report.add(check.name, `${path} (${mode})`, await faultsOf(check, visit));
  }
}

/** Opens a page. Where it leads on to another, says where to and whether that is right. */
async function arrive(page, site, path) {
  await open(page, addressOf(site, path));
  const refresh = await page
    .evaluate(() => document.querySelector('meta[http-equiv="refresh" i]')?.content)
    .catch(() => 'gone on already');
  if (pathOf(site, page.url()) === path && !refresh) {
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    return null;
  }
  if (pathOf(site, page.url()) === path) {
    await page.waitForURL((url) => pathOf(site, url.href) !== path, { timeout: 5000 }).catch(() => {});
  }
  const target = pathOf(site, page.url());
  const faults = [];
  if (target === path) faults.push('it does not lead on');
  else if (target === null || !site.files.has(target)) faults.push(`it leads to ${page.url()}`);
  return { faults, facts: { ids: [], links: [] } };
}

async function faultsOf(check, visit) {
  try {
    return await check.run(visit);
  } catch (error) {
    return [`the check could not be made: ${error.message.split('\n')[0]}`];
  }
}

/** Runs the work on all items, a few at a time, in their order. */
async function inParallel(items, workers, work) {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
