// Images and fonts.

export async function images({ page }) {
  return page.evaluate(async () => {
    const faults = [];
    for (const image of document.images) {
      image.loading = 'eager';
      await image.decode().catch(() => {});
      const box = image.getBoundingClientRect();
      const name = image.getAttribute('src');
      if (!image.naturalWidth) faults.push(`${name} is not shown`);
      else if (image.checkVisibility() && (box.width < 1 || box.height < 1)) {
        faults.push(`${name} has no size`);
      } else if (image.checkVisibility()) {
        const [real, shown] = [image.naturalWidth / image.naturalHeight, box.width / box.height];
        const cropped = getComputedStyle(image).objectFit !== 'fill';
        if (!cropped && Math.abs(real / shown - 1) > 0.05) faults.push(`${name} is distorted`);
      }
    }
    return faults;
  });
}

// Letters of programs and files are set in the machine's own fixed-width font.
const OWN = 'code, kbd, pre, script, style, title, desc';

/** No font file fails, and what is read is set in fonts of the site and not of the machine. */
export async function fonts({ page, path }) {
  const faults = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts]
      .filter((face) => face.status === 'error')
      .map((face) => `${face.family} ${face.weight} ${face.style} did not load`);
  });
  // The page for lost addresses carries everything inside it, and a font would be too heavy.
  const has = await page.evaluate(() => document.fonts.size > 0);
  if (!has) return path === '404.html' ? faults : [...faults, 'no fonts of its own'];
  // A face is asked for only when its letters are laid out, and until it is there another stands in:
  // what is foreign has to stay so.
  let foreign = await foreignLetters(page);
  for (let look = 0; look < 5 && foreign.length > 0; look += 1) {
    await page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await document.fonts.ready;
    });
    foreign = await foreignLetters(page);
  }
  return [...faults, ...foreign];
}

/** What is set in a font that the site did not bring, with the text it stands in. */
async function foreignLetters(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  await session.send('DOM.getDocument', { depth: 0 });
  const expression = `(${samplesOf})(${JSON.stringify(OWN)})`;
  const { result: list } = await session.send('Runtime.evaluate', { expression });
  const { result: entries } = await session.send('Runtime.getProperties', {
    objectId: list.objectId,
    ownProperties: true,
  });
  const foreign = [];
  for (const { value: node } of entries.filter(({ value }) => value?.subtype === 'node')) {
    const { nodeId } = await session.send('DOM.requestNode', { objectId: node.objectId });
    const { fonts: used } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    for (const font of used.filter((font) => !font.isCustomFont)) {
      const { outerHTML } = await session.send('DOM.getOuterHTML', { nodeId });
      const text = outerHTML.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 80);
      foreign.push(`${font.glyphCount} letters are set in ${font.familyName}: \`${text}\``);
    }
  }
  await session.detach();
  return foreign;
}

/** Texts, and elements with text before or after them, that together show every character of the
 *  page in every face it is asked for in. Asking about each cell of a long table would tell no more. */
function samplesOf(own) {
  const seen = new Set();
  const samples = new Set();
  const read = (node, text, { fontFamily, fontWeight, fontStyle }) => {
    if (text.trim() === '') return;
    for (const letter of text) {
      const key = [letter, fontFamily, fontWeight, fontStyle].join();
      if (!seen.has(key)) samples.add(node);
      seen.add(key);
    }
  };
  for (const element of document.body.querySelectorAll('*')) {
    if (element.closest(own) || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) read(child, child.data, style);
    }
    if (element.querySelector(own)) continue;
    for (const side of ['::before', '::after']) {
      const written = getComputedStyle(element, side);
      read(element, written.content.replace(/^(none|normal)$/, ''), written);
    }
  }
  return [...samples];
}
