// node tests/browser/serve.mjs PROGRAM — `briefpack serve` in a real browser: the open page follows what is
// saved, in place; errors are shown over it and go; nothing is asked of anybody else.
//
// Each check waits for what is to happen, within a limit, and says what it found instead.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { axeSource, launch } from './browser.mjs';

const [program] = process.argv.slice(2);
if (!program) {
  console.error('usage: node tests/browser/serve.mjs PROGRAM');
  process.exit(2);
}

const LIMIT = 60_000;
const around = mkdtempSync(join(tmpdir(), 'briefpack-serve-'));
const save = (path, text) => {
  const file = join(around, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

// A site --------------------------------------------------------------------------------------

const lines = (count) =>
  Array.from({ length: count }, (_, at) => `Paragraph ${at + 1} of many.\n`).join('\n');
const prose = (words) =>
  `---\ntitle: Prose\n---\n\n${lines(40)}\n${words}\n\n## A heading\n\n${lines(40)}\n`;
const dataset = (first) =>
  'title: Towns\nsource: {name: Nobody}\nprimary_key: town\nfields:\n' +
  '  - {name: town, type: string, title: Town}\n' +
  '  - {name: size, type: integer, title: Size, unit: people}\nrows:\n' +
  `  - {town: ${first}, size: 100}\n` +
  Array.from({ length: 14 }, (_, at) => `  - {town: Town ${at}, size: ${200 + at}}\n`).join('');
const figure = (words) =>
  `---\ntitle: Figures\n---\n\n${words}\n\n${lines(30)}\n\`\`\`figure\nid: towns\ndata: towns\nmark: bar\n` +
  'y: town\nx: size\ntitle: Towns by size\nalt: A chart of the sizes of fifteen towns.\n```\n\n' +
  `${lines(30)}\n`;
const style = (colour) => `body { color: ${colour}; min-height: 300vh; }\n`;

save('briefpack.yaml', 'title: Example group\n');
save('content/index.md', '---\ntitle: Example group\n---\n\nWords.\n');
save('content/prose.md', prose('The first words.'));
save('content/figures.md', figure('Before the figure.'));
save('content/data/towns.yaml', dataset('Alphaville'));

// Checks --------------------------------------------------------------------------------------

const faults = [];
let checks = 0;
const check = (what, holds) => {
  checks += 1;
  if (!holds) faults.push(what);
};

const child = spawn(program, ['serve', around, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
const said = [];
const ready = new Promise((resolve, reject) => {
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    const [, address] = /Open (http:\S+)/.exec(line) ?? [];
    if (address) resolve(address);
  });
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  child.on('exit', (code) => reject(new Error(`it ended with ${code}: ${said.join('\n')}`)));
});

/** The browser resolves no name, so the loopback is named by its number. */
const base = (await ready).replace('localhost', '127.0.0.1');

const browser = await launch();
const asked = [];
const complaints = [];
// The policy of pages speaks against the style with which axe tries out a page.
let axeWorks = false;
const isAxes = (words) => axeWorks && words.includes('inline style');
try {
  const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
  const open = async (path) => {
    const page = await context.newPage();
    page.setDefaultTimeout(LIMIT);
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => {
      const words = message.text();
      if (['error', 'warning'].includes(message.type()) && !isAxes(words)) complaints.push(words);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(base + path, { waitUntil: 'load' });
    await page.evaluate(() => (window.stays = true));
    return page;
  };
  const comesTo = (page, test, argument) => page.waitForFunction(test, argument, { timeout: LIMIT });
  const says = (page, words) =>
    comesTo(page, (words) => document.body.innerText.includes(words), words);
  const stayed = (page) => page.evaluate(() => window.stays === true);
  const overlay = '#briefpack-faults';

  // Prose: what is saved is put in place, and nothing moves.
  const page = await open('prose.html');
  await page.evaluate(() => scrollTo(0, 900));
  await page.evaluate(() => {
    document.querySelector('main p').dataset.mine = 'kept';
  });
  save('content/prose.md', prose('The second words.'));
  await says(page, 'The second words.');
  check('a page is put in place without a load', await stayed(page));
  check('scroll is kept', (await page.evaluate(() => scrollY)) === 900);
  const kept = await page.evaluate(() => document.querySelector('main p').dataset.mine);
  check('what has not changed is left alone', kept === 'kept');
  save('content/prose.md', prose('The third words.\n\nAnd a paragraph more.'));
  await says(page, 'And a paragraph more.');
  const once = await page.evaluate(() => document.body.innerText.split('Paragraph 40 of').length);
  check('a paragraph that is added comes once, and the others stay', once === 3);
  save('content/prose.md', prose('The fourth words.').replace('title: Prose', 'title: Verse'));
  await comesTo(page, () => document.title.startsWith('Verse'));
  await comesTo(page, () => document.querySelector('h1').innerText === 'Verse');
  check('a title is put in place without a load', await stayed(page));

  // Style: swapped, not loaded.
  save('themes/default/assets/style.css', style('rgb(255, 0, 0)'));
  await comesTo(page, () => getComputedStyle(document.body).color === 'rgb(255, 0, 0)');
  save('themes/default/assets/style.css', style('rgb(0, 0, 255)'));
  await comesTo(page, () => getComputedStyle(document.body).color === 'rgb(0, 0, 255)');
  await comesTo(page, () => document.querySelectorAll('link[rel="stylesheet"]').length === 1);
  check('a style sheet is swapped without a load', await stayed(page));
  check('scroll is kept when style is swapped', (await page.evaluate(() => scrollY)) > 0);

  // Errors: over the page, and gone by themselves.
  save('content/prose.md', prose('Broken [words](nowhere.md).'));
  await page.locator(overlay).waitFor({ state: 'attached', timeout: LIMIT });
  const shown = await page.locator(`${overlay} pre`).innerText();
  check(`errors name their file: ${shown}`, shown.includes('content/prose.md:'));
  check('the last good page stays', (await page.innerText('body')).includes('The fourth words.'));
  check('an error is told', (await page.locator(`${overlay} [role="alert"]`).count()) === 1);
  await comesTo(page, (overlay) => {
    const box = document.querySelector(overlay)?.shadowRoot.querySelector('section');
    return box && getComputedStyle(box).position === 'fixed';
  }, overlay);
  axeWorks = true;
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => axe.run('#briefpack-faults'));
    const ids = found.violations.map((one) => one.id);
    check(`the errors can be read by everybody (${colorScheme}): ${ids}`, ids.length === 0);
  }
  axeWorks = false;
  await page.locator(`${overlay} button`).click();
  check('errors can be hidden', (await page.locator(overlay).count()) === 0);
  save('content/prose.md', prose('Broken [otherwise](nowhere-else.md).'));
  await page.locator(overlay).waitFor({ state: 'attached', timeout: LIMIT });
  await page.locator(`${overlay} button`).focus();
  await page.keyboard.press('Escape');
  check('Escape hides errors', (await page.locator(overlay).count()) === 0);
  save('content/prose.md', prose('Broken [a third time](nowhere-at-all.md).'));
  await page.locator(overlay).waitFor({ state: 'attached', timeout: LIMIT });
  save('content/prose.md', prose('Mended words.'));
  await says(page, 'Mended words.');
  await page.locator(overlay).waitFor({ state: 'detached', timeout: LIMIT });
  check('errors come and go without a load', await stayed(page));

  // Figures and tables: the script of the theme works on what was put in place.
  const charts = await open('figures.html');
  await charts.locator('details').first().evaluate((part) => (part.open = true));
  const field = charts.locator('input[type="search"]').first();
  await field.fill('alpha');
  await charts.evaluate(() => scrollTo(0, 500));
  const visible = () => charts.locator('tbody tr:visible').count();
  const filtered = await visible();
  check(`rows are filtered: ${filtered}`, filtered === 1);
  save('content/figures.md', figure('Otherwise before the figure.'));
  await says(charts, 'Otherwise before the figure.');
  check('a filter stays where the words around have changed', (await visible()) === 1);
  check('focus stays', await field.evaluate((it) => document.activeElement === it));
  save('content/data/towns.yaml', dataset('Alphabet City'));
  await comesTo(charts, () => document.querySelector('tbody').textContent.includes('Alphabet City'));
  await comesTo(charts, () => document.querySelector('input[type="search"]')?.value === 'alpha');
  await comesTo(charts, () => [...document.querySelectorAll('tbody tr')].filter((row) => !row.hidden).length === 1);
  check('a table that has changed is filtered as before', (await visible()) === 1);
  check('it has one filter', (await charts.locator('input[type="search"]').count()) === 1);
  check('a part that was open is open', await charts.locator('details').first().evaluate((it) => it.open));
  check('focus comes back', await field.evaluate((it) => document.activeElement === it));
  check('scroll comes back', (await charts.evaluate(() => scrollY)) === 500);
  check('figures are put in place without a load', await stayed(charts));
  await charts.close();

  // Pages that go and come.
  rmSync(join(around, 'content/prose.md'));
  await says(page, 'Page not found');
  save('content/prose.md', prose('Back again.'));
  await says(page, 'Back again.');

  // A site that begins broken becomes the site. The browser says of the first answer that it is 503.
  complaints.push(...(await beginsBroken(context, says)));
} catch (error) {
  faults.push(`${error.stack}\nthe program said:\n${said.slice(-12).join('\n')}`);
} finally {
  await browser.close();
  child.removeAllListeners('exit');
  const ended = new Promise((done) => child.on('exit', (code) => done(code)));
  child.kill('SIGINT');
  check('Ctrl-C ends it with status 0', (await ended) === 0);
  rmSync(around, { recursive: true });
}

/** Serves a site of which the first page is wrong. Gives what the console said against it. */
async function beginsBroken(context, says) {
  const folder = mkdtempSync(join(tmpdir(), 'briefpack-serve-'));
  mkdirSync(join(folder, 'content'));
  writeFileSync(join(folder, 'briefpack.yaml'), 'title: Group\n');
  writeFileSync(join(folder, 'content/index.md'), '---\ntitel: Home\n---\n');
  const other = spawn(program, ['serve', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const address = await new Promise((resolve) => {
      createInterface({ input: other.stdout }).on('line', (line) => {
        const [, found] = /Open (http:\S+)/.exec(line) ?? [];
        if (found) resolve(found.replace('localhost', '127.0.0.1'));
      });
    });
    const page = await context.newPage();
    const heard = [];
    page.on('console', (message) => {
      if (message.type() === 'error') heard.push(message.text());
    });
    await page.goto(address);
    await says(page, 'titel');
    writeFileSync(join(folder, 'content/index.md'), '---\ntitel: Home\ndat: 1\n---\n');
    await says(page, 'dat');
    writeFileSync(join(folder, 'content/index.md'), '---\ntitle: Home\n---\n\nAt last.\n');
    await says(page, 'At last.');
    return heard.filter((words) => !words.includes('503'));
  } finally {
    other.kill('SIGINT');
    rmSync(folder, { recursive: true });
  }
}

const lost = (words) => words.includes('404');
for (const words of complaints.filter((words) => !lost(words))) faults.push(`the console says: ${words}`);
for (const url of asked.filter((url) => !url.startsWith(base))) faults.push(`it asked for ${url}`);
check('the pages asked for something', asked.length > 0);
for (const fault of faults) console.error(`fault: ${fault}`);
console.log(`serve in a browser: ${checks} checks, ${asked.length} requests, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
