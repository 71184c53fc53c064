// Everything that is shown of a page, to be compared between the live site and a copy.

import { readFileSync } from 'node:fs';

import { open } from '../browser.mjs';
import { addressOf } from '../site.mjs';

/** Opens a page of a site and reads it. */
export async function readPage(page, site, path) {
  await open(page, addressOf(site, path));
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  return page.evaluate(readShown);
}

/** Reads a page at an old address, which would lead on at once: its words, and where it leads. */
export async function readMoved(page, site, path) {
  const html = readFileSync(`${site.root}/${path}`, 'utf8');
  const [refresh, target] = html.match(/<meta http-equiv="refresh" content="0; url=([^"]*)">/) ?? [];
  await page.setContent(html.replace(refresh, '').replace(/<link [^>]*>/g, ''));
  return { ...(await page.evaluate(readShown)), target };
}

/** In the page, with every closed part open: its words, drawings, pictures and fonts. */
async function readShown() {
  for (const control of document.querySelectorAll('.layer')) control.hidden = true;
  for (const part of document.querySelectorAll('details')) part.open = true;
  const squeezed = (text) => text.replace(/\s+/g, ' ').trim();
  const words = (element) => squeezed(element?.innerText ?? '');
  const charts = (within) =>
    [...within.querySelectorAll('figure svg:not([aria-hidden="true"])')]
      .filter((svg) => svg.checkVisibility({ visibilityProperty: true }))
      .map((svg) => {
        const frame = svg.getBoundingClientRect();
        const marks = [...svg.querySelectorAll('rect, path, circle, line, polyline, polygon')];
        const boxes = marks.map((mark) => {
          const box = mark.getBoundingClientRect();
          return [box.left - frame.left, box.top - frame.top, box.width, box.height];
        });
        return {
          labels: [...svg.querySelectorAll('text')].map((text) => squeezed(text.textContent)),
          marks: boxes,
          drawn: boxes.filter(([, , width, height]) => width + height > 0).length,
          size: [frame.width, frame.height].map(Math.round),
        };
      });
  const pictures = async (within) => {
    const all = [...within.querySelectorAll('img')];
    await Promise.all(
      all.map((image) => {
        image.loading = 'eager';
        return image.decode().catch(() => {});
      }),
    );
    return all.map((image) => ({
      alt: image.alt,
      natural: [image.naturalWidth, image.naturalHeight],
      size: [image.getBoundingClientRect().width, image.getBoundingClientRect().height].map(Math.round),
    }));
  };
  const part = async (element) => ({
    id: element.id,
    words: words(element),
    charts: charts(element),
    pictures: await pictures(element),
  });
  const main = document.querySelector('main');
  const faces = [...document.fonts];
  const shown = {
    title: document.title,
    heading: words(document.querySelector('h1')),
    words: words(document.body),
    ...(({ charts, pictures }) => ({ charts, pictures }))(await part(document.body)),
    main: main && (await part(main)),
    articles: await Promise.all([...(main?.querySelectorAll(':scope > article') ?? [])].map(part)),
    notice: words(document.querySelector('.notice')),
    fonts: faces
      .filter(({ status }) => status === 'loaded')
      .map(({ family, weight, style }) => `${family} ${weight} ${style}`)
      .sort(),
    lost: faces.filter(({ status }) => status === 'error').map(({ family }) => family),
    leads: [...document.querySelectorAll('[href], [src], [poster]')].flatMap((element) =>
      ['href', 'src', 'poster'].map((name) => element.getAttribute(name)).filter((link) => link !== null),
    ),
  };
  // What stands around the content, but for the ways through a site.
  for (const way of document.querySelectorAll('nav, .skip, main')) way.hidden = true;
  document.querySelector('main')?.style.setProperty('display', 'none');
  shown.frame = words(document.body);
  return shown;
}
