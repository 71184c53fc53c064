// The same site elsewhere: in a folder with an awkward name, and below an address of a host.

import { createServer } from 'node:http';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

import { open, openTab } from '../browser.mjs';
import { addressOf, leadsOn, readSite } from '../site.mjs';
import { layer } from './layer.mjs';
import { record, requests, failures, messages } from './loading.mjs';

/** Every page of the site, copied to `…/Dŵr & tŷ 📁/100% new/sub folder`, opened from disk. */
export async function moved(browser, site, report) {
  const around = mkdtempSync(join(tmpdir(), 'briefpack-moved-'));
  try {
    const folder = join(around, 'Dŵr & tŷ 📁', '100% new', 'sub folder #1');
    mkdirSync(folder, { recursive: true });
    cpSync(site.root, folder, { recursive: true });
    const copy = { ...readSite(folder), pages: site.pages };
    await eachPage(browser, copy, async (path, page, log) => {
      await arrive(page, copy, path, addressOf(copy, path));
      const visit = { page, path, site: copy, log };
      const faults = [...requests(visit), ...failures(visit), ...messages(visit)];
      report.add('moved', path, [...faults, ...(await page.evaluate(idle))]);
    });
  } finally {
    rmSync(around, { recursive: true });
  }
}

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.js': 'text/javascript',
};

/** Every page of the site below `/some/folder/` of a host that serves nothing but its files. */
export async function hosted(browser, site, report) {
  const base = '/some/folder/';
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://host').pathname);
    const inner = path.startsWith(base) ? path.slice(base.length) : null;
    if (inner === null || !site.files.has(inner)) {
      // A browser asks for this by itself when a page names no icon.
      const icon = path === '/favicon.ico';
      response.writeHead(icon ? 204 : 404).end();
      return;
    }
    const type = TYPES[extname(inner)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type }).end(readFileSync(join(site.root, inner)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const top = `http://127.0.0.1:${server.address().port}${base}`;
  let used = false;
  try {
    await eachPage(browser, site, async (path, page, log) => {
      await arrive(page, site, path, new URL(path, top).href);
      const outside = log.requests.filter((url) => !url.startsWith(top) && !url.startsWith('data:'));
      report.add('hosted', path, [
        ...outside.map((url) => `asks for ${url}`),
        ...failures({ log }),
        ...messages({ log }),
        ...(await page.evaluate(idle)),
      ]);
      // Once is enough: every page has the same script.
      if (!used && (await page.locator('script[src]').count()) && (await page.locator('figure svg').count())) {
        used = true;
        report.add('hosted', `${path}, used`, await layer({ page }));
      }
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Whether the page has a script that makes nothing of its figures and tables. */
function idle() {
  const made = document.querySelector('.layer, .sort') !== null;
  const rows = [...document.querySelectorAll('table.data-table tbody')].map((body) => body.rows.length);
  const needed = document.querySelector('figure[id^="figure-"]') || rows.some((number) => number > 2);
  return document.querySelector('script[src]') && needed && !made ? ['its script does nothing'] : [];
}

async function eachPage(browser, site, visit) {
  const tab = await openTab(browser, 'light', record);
  try {
    for (const path of site.pages) {
      tab.log.start();
      await visit(path, tab.page, tab.log.seen());
    }
  } finally {
    await tab.close();
  }
}

/** Opens a page and waits until it, or the page that it leads on to, has all it asked for. */
async function arrive(page, site, path, address) {
  await open(page, address);
  if (leadsOn(site, path)) {
    const elsewhere = (url) => !decodeURIComponent(url.pathname).endsWith(`/${path}`);
    await page.waitForURL(elsewhere, { waitUntil: 'load' });
  }
  await page.evaluate(() => document.fonts.ready.then(() => {}));
}
