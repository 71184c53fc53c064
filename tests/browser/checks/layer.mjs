// What the theme's script adds, used by keyboard and pointer. What is expected is worked out here
// from the page as it is without scripts, by other means than the script's own.

/** Reads the data tables and figures of a page, before anything is done to them. */
function readPage() {
  const words = (element) => element.textContent.trim().replace(/\s+/g, ' ');
  const cell = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('.remarks').forEach((part) => part.remove());
    const day = element.querySelector('time')?.getAttribute('datetime');
    const missing = element.querySelector('abbr.missing') !== null || words(copy) === '';
    return { shown: words(element), value: day ?? words(copy), missing };
  };
  const rows = (table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map(cell));
  return {
    tables: [...document.querySelectorAll('table.data-table')].map((table) => ({
      rows: rows(table),
      anchors: [...table.tBodies[0].rows].map((row) => row.id),
    })),
    figures: [...document.querySelectorAll('figure[id^="figure-"]')].map((figure) => ({
      id: figure.id,
      chart: figure.querySelector('svg[role="img"]') !== null,
      table: figure.querySelector('table') ? rows(figure.querySelector('table')) : [],
    })),
  };
}

const asNumber = (words) => {
  const plain = words.replace('−', '-').replace(/^(-?)(?:[£€$]|[A-Z]{3}\u00a0)/, '$1');
  const digits = plain.replace(/%$/, '').replaceAll(',', '');
  return /^-?\d*\.?\d+$/.test(digits) ? Number(digits) : NaN;
};

/** The order of a column's cells, by their places. */
function order(cells, descending) {
  const valued = cells.map((cell, at) => ({ ...cell, at })).filter(({ missing }) => !missing);
  const numeric = valued.every(({ value }) => !Number.isNaN(asNumber(value)));
  const collator = new Intl.Collator('en-GB', { numeric: true });
  const difference = numeric
    ? (one, other) => asNumber(one.value) - asNumber(other.value)
    : (one, other) => collator.compare(one.value, other.value);
  valued.sort((one, other) => difference(one, other) * (descending ? -1 : 1) || one.at - other.at);
  const rest = cells.map((cell, at) => ({ ...cell, at })).filter(({ missing }) => missing);
  return [...valued, ...rest].map(({ at }) => at);
}

const shownRows = (table) =>
  table.evaluate((element) =>
    [...element.tBodies[0].rows]
      .filter((row) => row.checkVisibility())
      .map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, ' ')).join('|')),
  );

const joined = (row) => row.map(({ shown }) => shown).join('|');

/** Every heading sorts up, down and back, by the Enter key. */
async function sorts(table, rows) {
  const faults = [];
  const buttons = table.locator('thead button');
  const number = Math.min(await buttons.count(), 6);
  if (number === 0) return ['no heading of the table sorts'];
  for (let at = 0; at < number; at += 1) {
    const cells = rows.map((row) => row[at]);
    const steps = [
      ['ascending', order(cells, false)],
      ['descending', order(cells, true)],
      [null, rows.map((_, place) => place)],
    ];
    for (const [state, places] of steps) {
      await buttons.nth(at).press('Enter');
      const said = await buttons.nth(at).locator('xpath=..').getAttribute('aria-sort');
      if (said !== state) faults.push(`column ${at + 1} says that it is ${said}, not ${state}`);
      const found = await shownRows(table);
      const wrong = places.findIndex((place, row) => found[row] !== joined(rows[place]));
      if (wrong >= 0) {
        faults.push(`column ${at + 1}, ${state ?? 'as published'}: row ${wrong + 1} is ${found[wrong]}`);
      }
    }
  }
  return faults;
}

/** Typing leaves the rows that hold the words, says how many, and a link shows its row again. */
async function filters(page, table, { rows, anchors }) {
  const faults = [];
  const field = page.locator('input[type="search"]').first();
  if ((await field.count()) === 0) return ['a long table has no filter'];
  const word = (rows.at(-1).find(({ value }) => /\p{L}{2}/u.test(value)) ?? rows.at(-1)[0]).shown;
  const plain = (words) => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const holds = (row) =>
    plain(word).split(' ').every((part) => row.some(({ shown }) => plain(shown).includes(part)));
  const wanted = rows.filter(holds).map(joined);
  await field.focus();
  await page.keyboard.type(word.toUpperCase());
  const found = await shownRows(table);
  if (found.join('\n') !== wanted.join('\n')) {
    faults.push(`“${word}” leaves ${found.length} rows, not ${wanted.length}`);
  }
  const [total, left] = [rows, wanted].map((list) => list.length.toLocaleString('en-GB'));
  const count = wanted.length === rows.length ? `${total} rows` : `${left} of ${total} rows`;
  const said = await page.locator('.table-count').first().textContent();
  if (!said.startsWith(count)) faults.push(`it says “${said}”, not “${count}”`);
  await page.emulateMedia({ media: 'print' });
  const printed = (await shownRows(table)).length;
  if (printed !== rows.length) faults.push(`${printed} of ${rows.length} rows are on paper`);
  const controls = await page.locator('.layer:visible').count();
  if (controls > 0) faults.push(`${controls} controls are on paper`);
  await page.emulateMedia({ media: 'screen' });
  const hidden = rows.findIndex((row) => !holds(row));
  if (hidden >= 0 && anchors[hidden]) {
    await page.evaluate((id) => {
      location.hash = `#${id}`;
    }, anchors[hidden]);
    await page.waitForFunction(
      (id) => document.getElementById(id).checkVisibility(),
      anchors[hidden],
      { timeout: 2000 },
    ).catch(() => faults.push(`a link to #${anchors[hidden]} does not show the row`));
  }
  await field.fill('');
  return faults;
}

/** Arrow keys tell row after row, and the pointer at a marked place the same row. */
async function tells(page, { id, table }) {
  const faults = [];
  const figure = page.locator(`[id="${id}"]`);
  const chart = figure.locator('[role="group"][tabindex="0"]');
  if ((await chart.count()) !== 1) return [`${id}: the chart cannot be reached by keyboard`];
  const said = () => figure.locator('.figure-readout').textContent();
  const has = (words, row) => row.every(({ shown }) => words.includes(shown));
  await chart.scrollIntoViewIfNeeded();
  await chart.focus();
  const hint = await said();
  const rows = table.slice(0, 8);
  const points = [];
  for (const [at, row] of rows.entries()) {
    await page.keyboard.press(at % 2 ? 'ArrowDown' : 'ArrowRight');
    const words = await said();
    if (!has(words, row)) faults.push(`${id}: row ${at + 1} is told as “${words}”`);
    const place = await markedPlace(figure);
    if (place) place.y += await page.evaluate(() => scrollY);
    points.push({ at, words, place });
  }
  await page.keyboard.press('End');
  if (!has(await said(), table.at(-1))) faults.push(`${id}: End does not tell the last row`);
  await page.keyboard.press('ArrowLeft');
  if (!has(await said(), table.at(-2))) faults.push(`${id}: the left arrow does not go back`);
  await page.keyboard.press('Escape');
  if ((await said()) !== hint) faults.push(`${id}: Escape does not end it`);
  if (await markedPlace(figure)) faults.push(`${id}: a mark is left`);
  for (const { at, words, place } of points.filter(({ place }) => place)) {
    await page.mouse.move(place.x, await inSight(page, place.y));
    const told = await said();
    // Values that lie on each other are told one by one with the arrow keys.
    const together = points.some((one) => one.place && one.words === told && near(one.place, place));
    if (told !== words && !together) {
      faults.push(`${id}: the pointer at row ${at + 1} tells “${told}”, not “${words}”`);
    }
  }
  await page.mouse.move(0, 0);
  return faults;
}

/** Scrolls to a height of the page that is out of sight, and says where it is on the screen. */
function inSight(page, height) {
  return page.evaluate((height) => {
    const at = height - scrollY;
    if (at < 0 || at > innerHeight) scrollBy({ top: at - innerHeight / 2, behavior: 'instant' });
    return height - scrollY;
  }, height);
}

const near = (one, other) => Math.hypot(one.x - other.x, one.y - other.y) < 12;

/** A place in what is marked in the chart, on the screen: its middle, if that is inside it. */
function markedPlace(figure) {
  return figure.evaluate((element) => {
    const marked = [...element.querySelectorAll('.chart-ring, .chart-picked')].find((one) =>
      one.checkVisibility(),
    );
    if (!marked) return null;
    const { x, y, width, height } = marked.getBoundingClientRect();
    const middle = { x: x + width / 2, y: y + height / 2 };
    if (marked.localName === 'rect') return middle;
    const back = marked.getScreenCTM().inverse();
    const steps = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9];
    const places = steps.flatMap((down) =>
      steps.map((across) => ({ x: x + across * width, y: y + down * height })),
    );
    const inside = ({ x: left, y: top }) =>
      marked.isPointInFill(new DOMPoint(left, top).matrixTransform(back));
    return places.find(inside) ?? middle;
  });
}

let clipboard = Promise.resolve();

/** Does work while no other tab uses the clipboard, which is the machine's. */
function withTheClipboard(work) {
  const turn = clipboard.then(work);
  clipboard = turn.catch(() => {});
  return turn;
}

/** The button gives the address of the figure: in the clipboard, or in a field to copy from. */
function links(page, figure) {
  return withTheClipboard(() => copied(page, figure));
}

async function copied(page, { id }) {
  const figure = page.locator(`[id="${id}"]`);
  const button = figure.locator('button.figure-link');
  if ((await button.count()) !== 1) return [`${id}: no link to copy`];
  await button.press('Enter');
  const told = figure.locator('.figure-copied');
  await page.waitForFunction((status) => status.textContent !== '', await told.elementHandle());
  const field = figure.locator('input.figure-address');
  const [address, picked] = (await field.isVisible())
    ? await field.evaluate((input) => [
        input.value,
        document.activeElement === input &&
          input.selectionStart === 0 &&
          input.selectionEnd === input.value.length,
      ])
    : [await page.evaluate(() => navigator.clipboard.readText()), true];
  const canonical = await page.locator('link[rel="canonical"]').getAttribute('href', { timeout: 1 })
    .catch(() => null);
  const here = page.url().split('#')[0];
  const wanted = `${here.startsWith('file:') && canonical ? canonical : here}#${id}`;
  const faults = address === wanted ? [] : [`${id}: the link is ${address}, not ${wanted}`];
  return picked ? faults : [...faults, `${id}: the link is not picked out`];
}

/** Everything that can be pressed is large enough for a finger. */
function small() {
  return [...document.querySelectorAll('button, input')]
    .filter((control) => control.checkVisibility())
    .map((control) => ({ control, box: control.getBoundingClientRect() }))
    .filter(({ box }) => box.width < 24 || box.height < 24)
    .map(({ control, box }) => `${Math.round(box.width)} by ${Math.round(box.height)} px: ${control.cloneNode(true).outerHTML.slice(0, 80)}`);
}

export async function layer({ page }) {
  const scripted = await page.evaluate(() => document.querySelector('script[src]') !== null);
  const { tables, figures } = await page.evaluate(readPage);
  const needed = tables.length > 0 || figures.length > 0;
  if (scripted !== needed) return [scripted ? 'a script with nothing to do' : 'no script'];
  const faults = await page.evaluate(small);
  for (const figure of figures) faults.push(...(await links(page, figure)));
  for (const figure of figures.filter(({ chart, table }) => chart && table.length > 1)) {
    faults.push(...(await tells(page, figure)));
  }
  for (const part of await page.locator('details').all()) {
    await part.evaluate((element) => {
      element.open = true;
    });
  }
  const place = tables.findIndex(({ rows }) => rows.length > 9);
  const first = Math.max(place, tables.findIndex(({ rows }) => rows.length > 2));
  if (first >= 0) {
    const table = page.locator('table.data-table').nth(first);
    faults.push(...(await sorts(table, tables[first].rows)));
    if (place >= 0) faults.push(...(await filters(page, table, tables[first])));
  }
  return faults;
}

/** Without scripts nothing is shown that would not work. */
export async function still({ page }) {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, textarea, .layer')].map(
      (control) => `a control without a script: ${control.outerHTML.slice(0, 100)}`,
    ),
  );
}
