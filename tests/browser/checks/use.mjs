// Reading on a telephone, and without a pointer.

export async function fitsThePhone({ page }) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const scrolls = (element) => {
      for (let above = element.parentElement; above; above = above.parentElement) {
        if (['auto', 'scroll', 'hidden'].includes(getComputedStyle(above).overflowX)) {
          return above !== document.body && above !== document.documentElement;
        }
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > width + 0.5)
      .filter((element) => !scrolls(element))
      .map((element) => element.cloneNode(false).outerHTML?.slice(0, 120));
    return [`it is ${document.scrollingElement.scrollWidth} px wide`, ...wide.slice(0, 6)];
  });
}

/** What a cell of a table holds lies within it, and not under the next heading. */
export async function cells({ page }) {
  return page.evaluate(() => {
    const shown = (element) => element.checkVisibility() && getComputedStyle(element).position !== 'absolute';
    const faults = [];
    for (const cell of document.querySelectorAll('td')) {
      const { left, right } = cell.getBoundingClientRect();
      for (const part of [...cell.querySelectorAll('*')].filter(shown)) {
        const box = part.getBoundingClientRect();
        if (box.left < left - 0.5 || box.right > right + 0.5) {
          faults.push(`“${cell.textContent.trim().slice(0, 40)}” stands outside of its cell`);
          break;
        }
      }
    }
    return faults.slice(0, 6);
  });
}

/** The first stops of the Tab key: a visible link to the content, then visible stops. */
export async function keyboard({ page }) {
  const faults = [];
  const stops = await page.evaluate(
    () => document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]').length,
  );
  for (let stop = 1; stop <= Math.min(stops, 6); stop += 1) {
    await page.keyboard.press('Tab');
    const { html, width, seen, target, shown } = await page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const href = element.getAttribute('href') ?? '';
      return {
        html: element.cloneNode(false).outerHTML.slice(0, 120),
        width: box.width,
        seen: box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.width > 1,
        target: href.startsWith('#') ? document.getElementById(href.slice(1)) !== null : null,
        shown:
          (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) ||
          style.boxShadow !== 'none',
      };
    });
    if (stop === 1 && stops > 3 && target !== true) {
      faults.push(`the first stop does not lead to the content: ${html}`);
    }
    if (!seen) faults.push(`stop ${stop} cannot be seen (${width} px wide): ${html}`);
    else if (!shown) faults.push(`stop ${stop} does not show that it is one: ${html}`);
  }
  return faults;
}
