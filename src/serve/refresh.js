// Keeps an open page up to date while its site is being written: asks for the page again when the
// site was built anew and puts what has changed in its place, so that scroll position, open parts,
// focus and filters stay. Shows what is wrong while the site cannot be built. It is served by
// `briefpack serve` alone and is in no page that is published.
(() => {
  'use strict';

  const OWN = '/.briefpack/';
  const OURS = `script[src^="${OWN}"]`;
  const own = document.currentScript;
  let version = own.dataset.version;
  // No site could be built yet: the page holds only what is wrong.
  const isFirst = version === '0';

  // The page as it was served -------------------------------------------------------------------

  /** What is on the screen for each node of the page as it was served. */
  const live = new WeakMap();
  const pair = (served, shown) => {
    live.set(served, shown);
    const children = [...shown.childNodes];
    for (const [at, child] of [...served.childNodes].entries()) pair(child, children[at]);
  };
  /** The node `fresh` stands for what `served`, which is equal to it, stood for. */
  const inherit = (served, fresh) => {
    live.set(fresh, live.get(served));
    const children = [...fresh.childNodes];
    for (const [at, child] of [...served.childNodes].entries()) inherit(child, children[at]);
  };
  const isDone = document.readyState === 'complete';
  // A page with a style inside it stands alone, as that for addresses that lead nowhere: no copy of
  // it is made, since its policy would speak against the style of the copy.
  const standsAlone = document.querySelector('style') !== null;
  let page = null;
  if (!standsAlone && !isFirst) {
    page = document.cloneNode(true);
    pair(page.documentElement, document.documentElement);
    for (const script of page.querySelectorAll(OURS)) script.remove();
  }

  // What has changed ----------------------------------------------------------------------------

  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  const alike = (one, other) =>
    one.nodeType === other.nodeType &&
    (!isElement(one) || (one.tagName === other.tagName && one.id === other.id));
  const attributes = (element) => [...element.attributes].map(({ name, value }) => `${name}=${value}`);
  const sameAttributes = (one, other) => attributes(one).join('\n') === attributes(other).join('\n');

  /** The steps from what was served to what is served now. Nothing is changed yet. */
  const steps = (served, fresh, found = []) => {
    live.set(fresh, live.get(served));
    if (!isElement(served)) {
      if (served.nodeValue !== fresh.nodeValue) found.push({ at: served, text: fresh.nodeValue });
      return found;
    }
    if (!sameAttributes(served, fresh)) found.push({ at: served, like: fresh });
    const before = [...served.childNodes];
    const after = [...fresh.childNodes];
    const take = (one, other) => {
      if (!one?.isEqualNode(other ?? null)) return false;
      inherit(one, other);
      return true;
    };
    while (before.length && take(before[0], after[0])) {
      before.shift();
      after.shift();
    }
    let next = null;
    while (before.length && take(before.at(-1), after.at(-1))) {
      next = before.pop();
      after.pop();
    }
    if (before.length === after.length && before.every((one, at) => alike(one, after[at]))) {
      for (const [at, one] of before.entries()) steps(one, after[at], found);
    } else if (before.length + after.length > 0) {
      found.push({ at: served, remove: before, insert: after, next });
    }
    return found;
  };

  const likeThis = (element, model) => {
    for (const { name } of [...element.attributes]) {
      if (!model.hasAttribute(name)) element.removeAttribute(name);
    }
    for (const { name, value } of model.attributes) element.setAttribute(name, value);
  };

  const take = ({ at, text, like, remove, insert, next }) => {
    const place = live.get(at);
    if (text !== undefined) place.nodeValue = text;
    else if (like) likeThis(place, like);
    else {
      for (const node of remove) live.get(node).remove();
      const anchor = next && live.get(next);
      for (const node of insert) {
        const shown = document.importNode(node, true);
        pair(node, shown);
        if (anchor?.parentNode) anchor.before(shown);
        else place.append(shown);
      }
    }
  };

  /** Whether other scripts may have worked on what a step changes. */
  const WORKED_ON = 'figure, table';
  const meetsScripts = ({ at, remove = [], insert = [] }) => {
    const around = isElement(at) ? at : at.parentElement;
    const holds = (node) =>
      isElement(node) && (node.matches(WORKED_ON) || node.querySelector(WORKED_ON));
    return around?.closest(WORKED_ON) || [...remove, ...insert].some(holds);
  };

  // What a reader has done ----------------------------------------------------------------------

  const all = (parts) => [...document.querySelectorAll(parts)];
  const FIELDS = 'input, textarea, select';
  const sortedBy = () => all('th').map((cell) => cell.getAttribute('aria-sort'));

  const remembered = () => {
    const active = document.activeElement;
    const tag = active && active !== document.body ? active.tagName : null;
    return {
      x: scrollX,
      y: scrollY,
      details: all('details').map((part) => part.open),
      fields: all(FIELDS).map((field) => field.value),
      sorted: sortedBy(),
      focus: tag && { tag, id: active.id, at: all(tag).indexOf(active) },
    };
  };

  const restore = ({ x, y, details, fields, sorted, focus }) => {
    const now = all('details');
    if (now.length === details.length) now.forEach((part, at) => (part.open = details[at]));
    const inputs = all(FIELDS);
    if (inputs.length === fields.length) {
      for (const [at, field] of inputs.entries()) {
        if (field.value === fields[at]) continue;
        field.value = fields[at];
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    }
    const headings = all('th');
    if (headings.length === sorted.length) {
      for (const [at, order] of sorted.entries()) {
        const button = order && headings[at].querySelector('button');
        for (let tries = 0; button && tries < 2; tries += 1) {
          if (headings[at].getAttribute('aria-sort') !== order) button.click();
        }
      }
    }
    if (focus) {
      const place = (focus.id && document.getElementById(focus.id)) || all(focus.tag)[focus.at];
      place?.focus({ preventScroll: true });
    }
    scrollTo({ left: x, top: y, behavior: 'instant' });
  };

  /** Puts the whole body in place and lets the page's scripts work on it, as on a first visit. */
  const replaceBody = async (fresh) => {
    const state = remembered();
    const body = document.importNode(fresh.body, true);
    pair(fresh.body, body);
    document.body.replaceWith(body);
    scrollTo({ left: state.x, top: state.y, behavior: 'instant' });
    for (const script of all('head script[src]')) {
      if (script.matches(OURS)) continue;
      const again = document.createElement('script');
      for (const { name, value } of script.attributes) again.setAttribute(name, value);
      await new Promise((done) => {
        again.onload = again.onerror = done;
        script.replaceWith(again);
      });
    }
    restore(state);
  };

  // The head ------------------------------------------------------------------------------------

  const SHEETS = 'link[rel="stylesheet"]';
  const outer = (parent, parts) => [...parent.querySelectorAll(parts)].map((one) => one.outerHTML);
  const same = (one, other, parts) =>
    outer(one, parts).join('\n') === outer(other, parts).join('\n');

  /** Puts style sheets in place of others; the old one stays until the new one is there. */
  const leaving = new WeakSet();
  const sheets = () => all(`head > ${SHEETS}`).filter((sheet) => !leaving.has(sheet));
  const swapSheets = (fresh) => {
    const old = sheets();
    for (const [at, sheet] of [...fresh.head.querySelectorAll(SHEETS)].entries()) {
      if (old[at].getAttribute('href') === sheet.getAttribute('href')) continue;
      const shown = document.importNode(sheet, true);
      leaving.add(old[at]);
      shown.onload = shown.onerror = () => old[at].remove();
      old[at].after(shown);
    }
  };

  const REST = 'meta:not([http-equiv]), link:not([rel="stylesheet"])';
  const freshenHead = (fresh) => {
    if (document.title !== fresh.title) document.title = fresh.title;
    swapSheets(fresh);
    if (same(page.head, fresh.head, REST)) return;
    for (const old of all(REST).filter((one) => one.parentNode === document.head)) old.remove();
    for (const one of fresh.head.querySelectorAll(REST)) {
      document.head.append(document.importNode(one, true));
    }
  };

  /** Whether the page can only become the fresh one by being loaded again. */
  const needsLoad = (fresh) =>
    !same(page, fresh, 'meta[http-equiv], script') ||
    outer(page.head, SHEETS).length !== outer(fresh.head, SHEETS).length ||
    sheets().length !== outer(fresh.head, SHEETS).length;

  const refresh = async () => {
    if (standsAlone) return location.reload();
    const response = await fetch(location.href, { cache: 'no-store' });
    const isPage = response.headers.get('content-type')?.startsWith('text/html');
    if (!isPage || response.redirected || response.status === 503) return location.reload();
    const text = await response.text();
    if (/<style[\s>]/i.test(text)) return location.reload();
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    const ours = fresh.querySelector(OURS);
    const now = ours?.dataset.version;
    for (const script of fresh.querySelectorAll(OURS)) script.remove();
    if (needsLoad(fresh)) return location.reload();
    freshenHead(fresh);
    if (!sameAttributes(page.documentElement, fresh.documentElement)) {
      likeThis(document.documentElement, fresh.documentElement);
    }
    const found = steps(page.body, fresh.body);
    const hasScripts = fresh.querySelector('script') !== null;
    if (hasScripts && found.some(meetsScripts)) await replaceBody(fresh);
    else for (const step of found) take(step);
    page = fresh;
    version = now ?? version;
    dispatchEvent(new Event('briefpack:refreshed'));
  };

  // What is wrong -------------------------------------------------------------------------------

  const overlay = { host: null, text: '', hidden: '' };

  const hide = () => {
    overlay.host?.remove();
    overlay.host = null;
  };

  const make = (name, options = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(options)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const show = (text) => {
    overlay.text = text;
    if (text === overlay.hidden) return;
    hide();
    const host = make('div', { id: 'briefpack-faults' });
    const close = make('button', { type: 'button' }, 'Hide');
    const box = make('section', {
      class: 'faults over',
      role: 'dialog',
      'aria-modal': 'false',
      'aria-labelledby': 'title',
    });
    const heading = make('h2', { id: 'title' }, 'The site cannot be built');
    const words = 'This page is as it was when the site was last built without errors.';
    const said = make('div', { role: 'alert' }, heading, make('p', {}, words));
    box.append(make('div', { class: 'head' }, said, close), make('pre', { tabindex: '0' }, text));
    const dismiss = () => {
      overlay.hidden = text;
      hide();
    };
    close.addEventListener('click', dismiss);
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') dismiss();
    });
    const sheet = make('link', { rel: 'stylesheet', href: `${OWN}refresh.css` });
    host.attachShadow({ mode: 'open' }).append(sheet, box);
    // Beside the body, which is put in place anew at times.
    document.documentElement.append(host);
    overlay.host = host;
  };

  const showFaults = async () => {
    const response = await fetch(`${OWN}faults`, { cache: 'no-store' });
    const text = await response.text();
    if (text) show(text);
  };

  // The stream ----------------------------------------------------------------------------------

  let faults = own.dataset.faults ?? '';
  let work = Promise.resolve();
  /** One thing after the other: each begins from what the one before has left. */
  const next = (task) => {
    work = work.then(task).catch(() => {});
  };

  const hear = ({ data }) => {
    const [site, trouble] = data.split(' ');
    next(async () => {
      if (isFirst) {
        if (site !== '0' || trouble !== faults) location.reload();
        return;
      }
      if (trouble === '0') {
        overlay.hidden = '';
        hide();
      } else if (trouble !== faults || !overlay.host) await showFaults();
      faults = trouble;
      if (site !== version) await refresh();
    });
  };

  let stream = null;
  const listen = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(`${OWN}events`);
    stream.addEventListener('message', hear);
  };
  const stop = () => {
    stream?.close();
    stream = null;
  };
  // A browser keeps few connections to one host: a page that nobody sees holds none.
  document.addEventListener('visibilitychange', () => (document.hidden ? stop() : listen()));
  addEventListener('pagehide', stop);
  addEventListener('pageshow', listen);
  if (isDone) listen();
  else addEventListener('DOMContentLoaded', listen);
})();
