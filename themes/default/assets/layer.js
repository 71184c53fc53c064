// What a page offers beyond reading where scripts run: tables that can be sorted and filtered, the
// values of charts by pointer and arrow keys, links to figures. It makes its own controls, each of
// the class `layer`, so that nothing of it is shown without scripts. It asks for nothing, keeps
// nothing, and changes style by classes only. Loaded at the end of the page (`defer`).
(() => {
  'use strict';

  const SORTED = ['ascending', 'descending'];
  const NUMBER = /^([-−]?)(?:[£€$]|[A-Z]{3}\u00a0)?([\d,]*\.?\d+)%?$/;
  const language = document.documentElement.lang || 'en';
  const collator = new Intl.Collator(language, { numeric: true });
  const grouped = new Intl.NumberFormat(language);

  const make = (name, className, words = '') => {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = words;
    return element;
  };
  const text = (element) => element.textContent.trim().replace(/\s+/g, ' ');
  const folded = (words) => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  const without = (element, parts) => {
    const copy = element.cloneNode(true);
    for (const part of copy.querySelectorAll(parts)) part.remove();
    return text(copy);
  };

  /** What a column heading says: its words, and its unit without the brackets. */
  const heading = (cell) => {
    const unit = cell.querySelector('.unit');
    const words = without(cell, '.unit, .remarks');
    return { words, unit: unit ? text(unit).replace(/^\(|\)$/g, '') : '' };
  };

  // Tables ----------------------------------------------------------------------------------

  /** What cells are sorted by: dates, else numbers, else words; null where there is no value. */
  const keys = (cells) => {
    const words = cells.map((cell) => {
      if (!cell || cell.querySelector('.missing')) return null;
      return cell.querySelector('time')?.dateTime || without(cell, '.remarks') || null;
    });
    const numbers = words.map((word) => {
      const [, minus, digits] = NUMBER.exec(word ?? '') ?? [];
      return digits === undefined ? null : Number(digits.replaceAll(',', '')) * (minus ? -1 : 1);
    });
    return numbers.every((number, at) => number !== null || words[at] === null) ? numbers : words;
  };

  const compare = (one, other) =>
    typeof one === 'number' ? one - other : collator.compare(one, other);

  /** Puts rows in their order. The row that the address names is not moved: it would lose its mark. */
  const arrange = (body, rows) => {
    const fixed = rows.find((row) => row.matches(':target')) ?? null;
    let place = fixed;
    for (const row of rows) {
      if (row === fixed) place = null;
      else body.insertBefore(row, place);
    }
  };

  const enrich = (table) => {
    const [body] = table.tBodies;
    const rows = [...body.rows];
    const headings = [...(table.tHead?.rows[0]?.cells ?? [])];
    if (rows.length < 3 || headings.length === 0) return;
    const status = make('span', 'table-count');
    status.setAttribute('role', 'status');
    const state = { shown: rows.length, sorted: '' };
    const tell = () => {
      const all = `${grouped.format(rows.length)} rows`;
      const some = state.shown === rows.length ? all : `${grouped.format(state.shown)} of ${all}`;
      status.textContent = some + state.sorted;
    };
    for (const [at, cell] of headings.entries()) {
      const { words } = heading(cell);
      const button = make('button', 'sort');
      button.type = 'button';
      const inside = make('span', '');
      inside.append(...cell.childNodes);
      button.append(inside);
      cell.append(button);
      button.addEventListener('click', () => {
        const order = SORTED[SORTED.indexOf(cell.getAttribute('aria-sort')) + 1];
        for (const other of headings) other.removeAttribute('aria-sort');
        if (order) cell.setAttribute('aria-sort', order);
        state.sorted = order ? `, sorted by ${words}, ${order}` : '';
        arrange(body, order ? sorted(rows, at, order) : rows);
        tell();
      });
    }
    if (rows.length > 9) filter(table, rows, status, state, tell);
    tell();
  };

  const sorted = (rows, at, order) => {
    const found = keys(rows.map((row) => row.cells[at]));
    const turn = order === 'descending' ? -1 : 1;
    return rows
      .map((row, place) => ({ row, key: found[place] }))
      .sort(({ key: one }, { key: other }) =>
        one === null || other === null
          ? (one === null) - (other === null)
          : turn * compare(one, other),
      )
      .map(({ row }) => row);
  };

  const filter = (table, rows, status, state, tell) => {
    const tools = make('p', 'layer table-tools');
    const label = make('label', 'table-filter', 'Filter rows ');
    const field = make('input', '');
    field.type = 'search';
    label.append(field);
    tools.append(label, status);
    const region = table.closest('.table-wrap') ?? table;
    region.before(tools);
    let searched = null;
    const apply = () => {
      searched ??= rows.map((row) => folded([...row.cells].map(text).join(' ')));
      const words = folded(field.value).split(/\s+/).filter(Boolean);
      state.shown = 0;
      for (const [at, row] of rows.entries()) {
        const found = words.every((word) => searched[at].includes(word));
        row.hidden = !found;
        state.shown += found;
      }
      tell();
    };
    field.addEventListener('input', apply);
    // A link to a row that is filtered out shows it again.
    addEventListener('hashchange', () => {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!row?.hidden || !rows.includes(row)) return;
      field.value = '';
      apply();
      row.scrollIntoView({ block: 'center' });
    });
  };

  // Charts ----------------------------------------------------------------------------------

  /** Where a chart says that rows are read: boxes in the units of its picture. */
  const readings = (svg) => {
    let next = 0;
    return (svg.dataset.rows ?? '').split(';').filter(Boolean).map((part) => {
      const [place, own] = part.split(':').reverse();
      const row = own === undefined ? next : Number(own);
      next = row + 1;
      const [x, y, w = 0, h = 0] = place.split(' ').map(Number);
      return { row, x, y, w, h };
    });
  };

  /** The row that is read at a point: in whose box it lies, else the nearest. */
  const rowAt = (svg, places, event) => {
    // A label may lie on its area.
    const under = document.elementsFromPoint(event.clientX, event.clientY);
    const area = under.find((one) => one.dataset?.row !== undefined && svg.contains(one));
    if (area) return Number(area.dataset.row);
    const matrix = svg.getScreenCTM();
    if (!matrix || places.length === 0) return null;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const far = (place) => [
      Math.hypot(
        Math.max(place.x - x, 0, x - place.x - place.w),
        Math.max(place.y - y, 0, y - place.y - place.h),
      ),
      Math.hypot(place.x + place.w / 2 - x, place.y + place.h / 2 - y),
    ];
    const nearer = ([gap, middle], [least, nearest]) =>
      gap < least || (gap === least && middle < nearest);
    let [best, distance] = [null, [Infinity, Infinity]];
    for (const place of places) {
      const found = far(place);
      if (nearer(found, distance)) [best, distance] = [place.row, found];
    }
    return best;
  };

  /** Rows in words, as the table of the figure shows them: `Blackpool South, 2024: 6.2%`. */
  const told = (table, rows) => {
    const headings = [...(table.tHead?.rows[0]?.cells ?? [])].map(heading);
    const values = headings.map((_, at) => rows.some((row) => row.cells[at]?.matches('td.num')));
    const several = values.filter(Boolean).length > 1;
    return rows.map((row) => {
      const [names, numbers] = [[], []];
      for (const [at, cell] of [...row.cells].entries()) {
        const mark = cell.querySelector('.missing');
        const words = mark ? `${text(cell)} (${mark.title})`.trim() : text(cell);
        if (!values[at]) names.push(words);
        else {
          const { words: title, unit } = headings[at];
          const measure = mark || !unit ? '' : unit === '%' ? '%' : ` ${unit}`;
          numbers.push(`${several ? `${title} ` : ''}${words}${measure}`);
        }
      }
      return [names.join(', '), numbers.join(', ')].filter(Boolean).join(': ');
    });
  };

  const mark = (svg, places, row) => {
    for (const place of places.filter((place) => place.row === row)) {
      const point = place.w === 0 && place.h === 0;
      const ring = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      const around = point ? 8 : 2;
      const shape = {
        class: 'chart-ring',
        fill: 'none',
        x: place.x - around,
        y: place.y - around,
        width: place.w + 2 * around,
        height: place.h + 2 * around,
        rx: point ? 8 : 2,
      };
      for (const [name, value] of Object.entries(shape)) ring.setAttribute(name, value);
      svg.append(ring);
    }
    for (const area of svg.querySelectorAll(`[data-row="${row}"]`)) {
      area.classList.add('chart-picked');
    }
  };

  const readOut = (figure, table) => {
    const charts = [...figure.querySelectorAll('svg[role="img"]')];
    const rows = [...table.tBodies[0].rows];
    if (charts.length === 0 || rows.length < 2) return;
    const words = told(table, rows);
    const places = new Map(charts.map((svg) => [svg, readings(svg)]));
    const box = charts[0].closest('.figure-chart') ?? charts[0].parentElement;
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', `Chart, values by arrow keys: ${table.caption?.textContent ?? ''}`);
    const hint = 'Point at the chart or use the arrow keys to read its values.';
    const line = make('p', 'layer figure-readout', hint);
    line.setAttribute('role', 'status');
    box.after(line);
    let current = null;
    const show = (row) => {
      if (row === current) return;
      current = row;
      for (const ring of figure.querySelectorAll('.chart-ring')) ring.remove();
      for (const area of figure.querySelectorAll('.chart-picked')) {
        area.classList.remove('chart-picked');
      }
      line.textContent = row === null ? hint : words[row];
      if (row !== null) for (const svg of charts) mark(svg, places.get(svg), row);
    };
    const point = (event) => {
      const svg = event.target.closest?.('svg');
      const row = places.has(svg) ? rowAt(svg, places.get(svg), event) : null;
      if (row !== null && row < rows.length) show(row);
    };
    box.addEventListener('pointermove', point);
    box.addEventListener('pointerdown', point);
    box.addEventListener('pointerleave', ({ pointerType }) => {
      if (pointerType === 'mouse' && document.activeElement !== box) show(null);
    });
    box.addEventListener('blur', () => show(null));
    box.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const last = rows.length - 1;
      const step = (by) => (current === null ? (by > 0 ? 0 : last) : current + by);
      const to = {
        ArrowRight: step(1),
        ArrowDown: step(1),
        ArrowLeft: step(-1),
        ArrowUp: step(-1),
        Home: 0,
        End: last,
        Escape: null,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(to === null ? null : Math.min(Math.max(to, 0), last));
    });
  };

  // Links -----------------------------------------------------------------------------------

  /** The address of a figure. That of a page opened from disk leads nobody else anywhere. */
  const addressOf = (figure) => {
    const known = document.querySelector('link[rel="canonical"]')?.href;
    const page = location.protocol === 'file:' && known ? known : location.href;
    return `${page.split('#')[0]}#${figure.id}`;
  };

  const link = (figure, title) => {
    const tools = make('p', 'layer figure-tools');
    const button = make('button', 'figure-link', 'Copy a link to this figure');
    button.type = 'button';
    button.append(make('span', 'visually-hidden', `: ${title}`));
    const status = make('span', 'figure-copied');
    status.setAttribute('role', 'status');
    const field = make('input', 'figure-address');
    field.readOnly = true;
    field.hidden = true;
    field.setAttribute('aria-label', 'Link to this figure');
    tools.append(button, field, status);
    (figure.querySelector('.figure-foot') ?? figure).append(tools);
    button.addEventListener('click', async () => {
      const address = addressOf(figure);
      try {
        await navigator.clipboard.writeText(address);
        status.textContent = 'Copied';
      } catch {
        // The browser lets no script copy here: the reader can.
        field.value = address;
        field.hidden = false;
        field.focus();
        field.select();
        status.textContent = 'Copy the link from here';
      }
    });
  };

  for (const figure of document.querySelectorAll('figure[id^="figure-"]')) {
    const table = figure.querySelector('table.data-table');
    if (table?.tBodies.length) readOut(figure, table);
    link(figure, text(figure.querySelector('.figure-title') ?? table?.caption ?? figure));
  }
  for (const table of document.querySelectorAll('table.data-table')) {
    if (table.tBodies.length) enrich(table);
  }
})();
