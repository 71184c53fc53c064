// node tests/browser/screenshots.mjs [SITE [FOLDER]] — pictures of the main pages of a built site:
// on a desktop, in the dark, on a telephone, on paper, in forced colours.
//
// With `--readme` it makes docs/screenshot.png from the demonstration instead.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';

import { launch, openTab } from './browser.mjs';
import { record } from './checks/loading.mjs';
import { KINDS, choose } from './kinds.mjs';
import { addressOf, readSite } from './site.mjs';

async function picturesOf(browser, folder, into) {
  const site = readSite(folder);
  mkdirSync(into, { recursive: true });
  const chosen = new Map();
  for (const [kind, form] of Object.entries(KINDS)) {
    const path = choose(site, form);
    if (path) chosen.set(kind, path);
  }
  for (const mode of ['light', 'dark', 'phone', 'forced', 'print']) {
    const { page, close } = await openTab(browser, mode, record);
    for (const [kind, path] of chosen) {
      await page.goto(addressOf(site, path));
      await page.evaluate(() => document.fonts.ready.then(() => {}));
      const name = join(into, `${kind}-${mode}`);
      if (mode === 'print') {
        writeFileSync(`${name}.pdf`, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
        execFileSync('pdftoppm', ['-r', '60', '-png', `${name}.pdf`, name]);
      } else {
        await page.screenshot({ path: `${name}.png`, fullPage: true });
      }
    }
    await close();
  }
  return chosen.size;
}

async function pictureOfReadme(browser) {
  const site = readSite('public');
  const { page, close } = await openTab(browser, 'light', record);
  await page.setViewportSize({ width: 1200, height: 1560 });
  await page.goto(addressOf(site, choose(site, KINDS.session)));
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  mkdirSync('docs', { recursive: true });
  await page.screenshot({ path: 'docs/screenshot.png' });
  await close();
}

const browser = await launch();
try {
  if (process.argv.includes('--readme')) {
    await pictureOfReadme(browser);
    console.log('docs/screenshot.png');
  } else {
    const [folder = 'public', into = 'target/screenshots'] = process.argv.slice(2);
    const kinds = await picturesOf(browser, folder, into);
    console.log(`${kinds} kinds of page in ${into}`);
  }
} finally {
  await browser.close();
}
