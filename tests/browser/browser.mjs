// The browser: Debian's Chromium, driven by playwright-core, shut off from every network.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../tools/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The source of axe-core, to be run beside a page and not in it. */
export const axeSource = require('axe-core').source;

/** The jar of the Nu HTML checker. */
export const vnuJar = require.resolve('vnu-jar/build/dist/vnu.jar');

/** Starts the browser. It can reach files of this machine and its own loopback, nothing else. */
export async function launch() {
  const executablePath = PLACES.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no Chromium: install the package `chromium`');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** The ways in which every page is looked at. */
export const MODES = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  forced: {
    viewport: { width: 1280, height: 900 },
    colorScheme: 'dark',
    forcedColors: 'active',
  },
  phone: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  print: { viewport: { width: 794, height: 1123 }, colorScheme: 'light', media: 'print' },
  plain: {
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    javaScriptEnabled: false,
  },
};

/** How a copy in an archive is looked at: no script runs, and there is no network at all. */
const OFFLINE = { ...MODES.plain, offline: true };

/** Opens an address. A page at an old address may still be leading on: then it is asked again. */
export async function open(page, address, tries = 4) {
  try {
    await page.goto(address, { waitUntil: 'load' });
  } catch (error) {
    if (tries === 0 || !error.message.includes('interrupted by another navigation')) throw error;
    await page.waitForLoadState('load').catch(() => {});
    await open(page, address, tries - 1);
  }
}

/** A tab in one of the modes, or `offline`. It is used for one page after another, which is quick. */
export async function openTab(browser, mode, record) {
  const { media, ...options } = mode === 'offline' ? OFFLINE : MODES[mode];
  const context = await browser.newContext({
    ...options,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  if (media) await page.emulateMedia({ media });
  return { page, log: record(page), close: () => context.close() };
}
