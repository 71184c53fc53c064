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
const SAMPLE =
  ':is(h1, h2, h3, p, li, th, td, dt, dd, figcaption, summary, svg text):not(:has(code, kbd))';

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
  const { root } = await session.send('DOM.getDocument');
  const { nodeIds } = await session.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: SAMPLE,
  });
  const foreign = [];
  for (const nodeId of nodeIds.slice(0, 150)) {
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
