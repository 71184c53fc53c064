// The page on paper: a PDF as the browser prints it, read back as text page by page.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What has to be on paper, and what must not, by what the page itself holds. */
function readPage() {
  const chart = 'svg:not([aria-hidden="true"])';
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const words = (element) => element?.textContent ?? '';
  return {
    heading: words(document.querySelector('h1')),
    navigation: [...document.querySelectorAll('nav')].filter(shown).map(words),
    addresses: [...document.querySelectorAll('main a[href^="http"]')]
      .filter(shown)
      .map((link) => link.href),
    figures: [...document.querySelectorAll('figure')]
      .filter((figure) => figure.querySelector(chart))
      .map((figure) => ({
        name: figure.id,
        title: words(figure.querySelector('figcaption, .figure-title')).trim().split('\n')[0],
        labels: [...figure.querySelectorAll(chart)]
          .filter(shown)
          .flatMap((svg) => [...svg.querySelectorAll('text')])
          .map((text) => text.textContent)
          .filter((text) => text.trim().length > 2),
      })),
  };
}

const squeezed = (text) => text.normalize('NFKC').replace(/[\s\u00ad\u200b-]+/g, '');

export async function printed({ page }) {
  const wanted = await page.evaluate(readPage);
  const sheets = sheetsOf(await page.pdf({ preferCSSPageSize: true, printBackground: false }));
  const all = sheets.join('');
  const faults = [];
  if (!all.includes(squeezed(wanted.heading))) faults.push('the heading is not on paper');
  for (const words of wanted.navigation) {
    faults.push(`navigation is on paper: ${words.trim().replace(/\s+/g, ' ').slice(0, 60)}`);
  }
  for (const address of new Set(wanted.addresses)) {
    const bare = address.replace(/^https?:\/\//, '').replace(/\/$/, '');
    const spelt = [bare, decodeURI(bare)].map(squeezed);
    if (!spelt.some((spelling) => all.includes(spelling))) {
      faults.push(`the address ${address} is not on paper`);
    }
  }
  for (const { name, title, labels } of wanted.figures) {
    const start = squeezed(title);
    const sheet = sheets.find((text) => text.includes(start));
    if (!start || !sheet) {
      faults.push(`the title of ${name} is not on paper`);
      continue;
    }
    const rest = sheet.slice(sheet.indexOf(start));
    const elsewhere = labels.filter((label) => !rest.includes(squeezed(label)));
    if (elsewhere.length > 0) {
      faults.push(`${name} is split: “${elsewhere[0]}” is not on the sheet of “${title}”`);
    }
  }
  return faults;
}

/** The text of each sheet of a PDF, without its spaces. */
function sheetsOf(pdf) {
  const folder = mkdtempSync(join(tmpdir(), 'briefpack-print-'));
  try {
    const path = join(folder, 'page.pdf');
    writeFileSync(path, pdf);
    const text = execFileSync('pdftotext', ['-enc', 'UTF-8', path, '-'], {
      encoding: 'utf8',
      maxBuffer: 1 << 27,
    });
    return text.split('\f').map(squeezed);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
