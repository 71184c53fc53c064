// node tests/browser/injections.mjs FOLDER — opens pages of the sites in FOLDER, which the test
// `injections` of the suite has built with strings that were made to be taken for more than text
// (tests/security/strings.txt), from disk: so many that every string and every field is on one of them
// (`sample.mjs`); the suite itself reads all. Nothing may run, nothing may be asked for but files of the site,
// no element or attribute may stand there that the program does not write by itself, and every string
// has to be there to read.
//
// Some pages are opened without their policy too, so that the escaping alone is proved.
// First the checks look at pages that are broken on purpose, and each has to find its fault.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { launch, open } from './browser.mjs';
import { record, requests } from './checks/loading.mjs';
import { Report } from './report.mjs';
import { sample, unseen } from './sample.mjs';
import { addressOf, pathOf, readSite } from './site.mjs';

const TABS = 2;
/** Little is to be painted, which takes most of the time. */
const SMALL = { width: 480, height: 320 };
/** Of so many strings one is tried without the policy. */
const WITHOUT_POLICY = 6;
/** Of so many attached images one is opened by itself. */
const IMAGES = 10;
const POLICY = /<meta http-equiv="Content-Security-Policy" content="[^"]*">/;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node tests/browser/injections.mjs FOLDER');
  process.exit(2);
}

/** What a string calls. It shows in the log of the page. */
function plant() {
  window.canary = () => console.error('the string ran');
}

/** Runs in the page: what stands there that should not, of its text as it was built. */
function examine({ html, vocabulary, skeletons }) {
  const faults = [];
  const known = new Set(vocabulary);
  const built = new DOMParser().parseFromString(html, 'text/html');
  for (const element of built.querySelectorAll('*')) {
    // What the browser adds where a page leaves it out.
    const name = element.localName;
    if (!known.has(`${name} `)) faults.push(`has the element ${name}`);
    for (const attribute of element.attributes) {
      if (!known.has(`${name} ${attribute.name}`)) {
        faults.push(`has ${name} with ${attribute.name}="${attribute.value}"`);
      }
    }
  }
  for (const element of document.querySelectorAll('*')) {
    for (const kind of ['mouseover', 'pointerenter', 'focus', 'toggle', 'error', 'load']) {
      element.dispatchEvent(new Event(kind));
    }
    for (const attribute of element.attributes) {
      if (/^on/i.test(attribute.name)) faults.push(`has the handler ${attribute.name}`);
    }
    for (const address of [element.href, element.src, element.action, element.data]) {
      if (typeof address !== 'string' || address === '') continue;
      const scheme = new URL(address, document.baseURI).protocol;
      if (!['file:', 'http:', 'https:', 'mailto:', 'tel:'].includes(scheme)) {
        faults.push(`leads to ${address}`);
      }
    }
  }
  const words = [document.documentElement.textContent];
  for (const element of document.querySelectorAll('*')) {
    for (const attribute of element.attributes) words.push(attribute.value);
  }
  const text = words.join(' ').replace(/[^A-Za-z0-9]/g, '').toLowerCase();
  for (const skeleton of skeletons) {
    if (!text.includes(skeleton)) faults.push(`does not show ${skeleton}`);
  }
  return faults;
}

/**
 * What is asked for that is no file of the site. A page that has been left may still ask for what a browser
 * gets late, the icon and fonts: so assets of the sites that this tab has looked at are no fault.
 */
function asked(site, { log, former }) {
  former.add(site);
  const isLate = (url) => [...former].some((other) => isAsset(other, pathOf(other, url)));
  return requests({ site, log: { requests: log.seen().requests.filter((url) => !isLate(url)) } });
}

const isAsset = (site, path) => path !== null && path.startsWith('assets/') && site.files.has(path);

/** Opens one page and gives what is wrong with it. */
async function look(tab, site, path, { vocabulary, pages }) {
  const { page, log } = tab;
  log.start();
  const html = readFileSync(join(site.root, path), 'utf8');
  try {
    await open(page, addressOf(site, path));
  } catch (error) {
    return [`cannot be opened: ${error.message.split('\n')[0]}`];
  }
  const leadsOn = html.includes('http-equiv="refresh"');
  // A page that leads on has gone: then only what it is made of is looked at.
  const skeletons = leadsOn ? [] : (pages[path]?.texts ?? []);
  const ask = () => page.evaluate(examine, { html, vocabulary, skeletons });
  const faults = await ask().catch(async (error) => {
    if (!error.message.includes('navigation')) throw error;
    if (!leadsOn) return ['leads away by itself'];
    await page.waitForLoadState('load');
    return ask();
  });
  // Where it leads is not to come in the way of the next page.
  if (leadsOn) await page.goto('about:blank').catch(() => {});
  return [...faults, ...asked(site, tab), ...log.seen().messages];
}

/** A tab, in which `canary` is there to be called. */
async function openTab(browser) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: SMALL });
  await context.addInitScript(plant);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return { page, log: record(page), former: new Set(), close: () => context.close() };
}

/** Opens pages of a site, in several tabs at once. */
async function lookAtAll(tabs, site, paths, about, name, report) {
  const waiting = [...paths];
  const work = async (tab) => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      report.add(name, path, await look(tab, site, path, about));
    }
  };
  await Promise.all(tabs.map(work));
}

/** Opens images that authors attach by themselves, where nothing but their content speaks for them. */
async function lookAtImages(tab, site, images, report) {
  const { page, log } = tab;
  for (const path of images) {
    log.start();
    await page.goto(addressOf(site, path), { waitUntil: 'load' });
    report.add('injected images', path, [...asked(site, tab), ...log.seen().messages]);
  }
}

/** Takes the policy out of pages of a site. */
function removePolicy(site, paths) {
  for (const path of paths) {
    const text = readFileSync(join(site.root, path), 'utf8');
    if (!POLICY.test(text)) throw new Error(`${path} has no policy`);
    writeFileSync(join(site.root, path), text.replace(POLICY, ''));
  }
}

/** Pages that are broken on purpose, and what has to be found in each. */
const BROKEN = [
  ['<p>Words<script>canary(1)</script></p>', /the string ran/],
  ['<p onmouseover="canary(1)">Words</p>', /the string ran/],
  ['<img src="x" onerror="canary(1)">', /the string ran/],
  ['<a href="javascript:canary(1)">Words</a>', /leads to javascript/],
  ['<img src="http://canary.invalid/x.png">', /asks for http/],
  ['<img src="../assets/x.png">', /asks for file/],
  ['<style>p { background: url(http://canary.invalid/x.png) }</style><p>Words</p>', /asks for http/],
  ['<p>Words<script>alert(1)</script></p>', /dialog/],
  ['<marquee>Words</marquee>', /has the element marquee/],
  ['<p title="x">Words</p>', /has p with title/],
  ['<p>Others</p>', /does not show words/],
  ['<p>Words</p>', null],
];

async function proveChecks(tab, around, report) {
  const root = join(around, 'broken');
  mkdirSync(root);
  BROKEN.forEach(([body], at) => {
    const head = '<!doctype html><html><head><title>x</title></head><body>';
    writeFileSync(join(root, `${at}.html`), `${head}${body}</body></html>`);
  });
  const site = readSite(root);
  const vocabulary = ['html ', 'head ', 'title ', 'body ', 'p '];
  for (const [at, [body, expected]] of BROKEN.entries()) {
    const pages = { [`${at}.html`]: { texts: ['words'] } };
    const faults = await look(tab, site, `${at}.html`, { vocabulary, pages });
    const found = expected === null ? faults.length === 0 : faults.some((it) => expected.test(it));
    const missed = `not found in ${body}: ${expected}; but ${faults.join(', ')}`;
    report.add('the checks themselves', `${at}.html`, found ? [] : [missed]);
  }
  proveLate(report);
  proveSample(report);
}

/** Shows what may come late from a page that has been left: assets of its site, nothing else. */
function proveLate(report) {
  const site = { root: '/b', files: new Set() };
  const left = { root: '/a', files: new Set(['assets/fonts/x.woff2', 'index.html']) };
  const asks = (path, former) =>
    asked(site, { log: { seen: () => ({ requests: [`file:///a/${path}`] }) }, former: new Set(former) }).length;
  const found = [
    asks('assets/fonts/x.woff2', [left]),
    asks('assets/fonts/x.woff2', []),
    asks('assets/fonts/y.woff2', [left]),
    asks('index.html', [left]),
  ];
  const right = found.join() === '0,1,1,1';
  report.add('the checks themselves', 'what comes late', right ? [] : [`found ${found}`]);
}

/** Shows that a sample without a field or a string is found out. */
function proveSample(report) {
  const pages = {
    'a1.html': { texts: [], fields: ['title'], strings: [0] },
    'b1.html': { texts: [], fields: ['note'], strings: [1] },
  };
  const sites = [{ folder: 'a', strings: 2, all: Object.keys(pages), pages }];
  const half = unseen(sites, new Map([['a', new Set(['a1.html'])]]));
  const whole = unseen(sites, sample(sites));
  report.add('the checks themselves', 'half a sample', half.length === 2 ? [] : [`found ${half}`]);
  report.add('the checks themselves', 'a whole sample', whole);
}

/** The sites as the suite has described them. */
function readSites() {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) {
    console.error(`${path} is not there: CONTRIBUTING.md says how these sites are built`);
    process.exit(1);
  }
  return JSON.parse(readFileSync(path, 'utf8')).map((about) => {
    const site = readSite(join(folder, about.folder));
    return { ...about, site, all: site.pages };
  });
}

const sites = readSites();
const report = new Report();
const around = mkdtempSync(join(tmpdir(), 'briefpack-injections-'));
const browser = await launch();
const started = Date.now();
try {
  const tabs = await Promise.all(Array.from({ length: TABS }, () => openTab(browser)));
  await proveChecks(tabs[0], around, report);
  console.log(`every check was tried on ${BROKEN.length} pages that are broken on purpose`);
  const taken = sample(sites);
  const bare = sample(sites, { step: WITHOUT_POLICY, turn: 1 });
  report.add('injections', 'every field and string', unseen(sites, taken));
  let [opened, images, strings] = [0, 0, 0];
  for (const about of sites) {
    const { site } = about;
    const paths = taken.get(about.folder);
    await lookAtAll(tabs, site, paths, about, 'injections', report);
    const attached = [...site.files].filter((path) => /^files\/.*\.svg$/.test(path));
    const some = attached.filter((_, at) => (at + 1) % IMAGES === 0);
    await lookAtImages(tabs[0], site, some, report);
    const without = bare.get(about.folder);
    if (without.size > 0) {
      cpSync(site.root, join(around, about.folder), { recursive: true });
      const copy = readSite(join(around, about.folder));
      removePolicy(copy, without);
      await lookAtAll(tabs, copy, without, about, 'injections without the policy', report);
    }
    opened += paths.size + without.size;
    images += some.length;
    strings += [...paths].reduce((sum, path) => sum + (about.pages[path]?.texts.length ?? 0), 0);
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  const all = sites.reduce((sum, { all }) => sum + all.length, 0);
  console.log(
    `${opened} times one of ${all} pages and ${images} images opened, ${strings} strings to be read in them, ` +
      `${seconds} s`,
  );
} finally {
  await browser.close();
  rmSync(around, { recursive: true });
}
report.print();
console.log(report.closingLine);
process.exitCode = report.faults.length === 0 ? 0 : 1;
