// Links between the pages of a site, read from the open pages.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What a page names: its anchors and every address in its attributes, as written. */
export function readLinks() {
  const named = (element, attribute) => ({
    element: element.localName,
    attribute,
    link: element.getAttribute(attribute),
    rel: element.getAttribute('rel') ?? '',
  });
  const links = ['href', 'src', 'poster', 'data', 'action', 'xlink:href'].flatMap((attribute) =>
    [...document.querySelectorAll(`[${CSS.escape(attribute)}]`)].map((element) =>
      named(element, attribute),
    ),
  );
  for (const element of document.querySelectorAll('[srcset]')) {
    for (const part of element.getAttribute('srcset').split(',')) {
      links.push({ ...named(element, 'srcset'), link: part.trim().split(/\s+/)[0] });
    }
  }
  for (const element of document.querySelectorAll('meta[http-equiv="refresh" i]')) {
    links.push({ ...named(element, 'content'), link: element.content.split(/url=/i)[1] ?? '' });
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return { ids, links };
}

const OUTSIDE = /^(https?:\/\/[^/]|mailto:|tel:)/;

/** The faults of all links of a page, given what every page of the site holds. */
export function linkFaults(site, path, facts) {
  const { ids, links } = facts.get(path);
  const faults = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map(
    (id) => `the anchor #${id} stands twice`,
  );
  for (const { element, attribute, link, rel } of links) {
    const fault = linkFault(site, path, link, element, rel, facts);
    if (fault) faults.push(`<${element} ${attribute}="${link}"> ${fault}`);
  }
  return faults;
}

function linkFault(site, path, link, element, rel, facts) {
  if (OUTSIDE.test(link)) {
    const leads = element === 'a' || (element === 'link' && /canonical|license|alternate/.test(rel));
    return leads ? null : 'comes from outside the site';
  }
  if (link.startsWith('data:') && element !== 'a') return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return 'has an address that is not allowed';
  if (link.startsWith('/')) return 'is not relative';
  if (link === '') return 'is empty';
  const [file, fragment] = link.split('#');
  let target = path;
  if (file !== '') {
    if (file.includes('?')) return 'holds a question mark';
    target = posix.join(posix.dirname(path), decodeURIComponent(file));
    if (target.startsWith('..')) return 'leads out of the site';
    if (file.endsWith('/')) return 'does not name its file';
    if (!site.files.has(target)) return 'leads to no file';
  }
  if (fragment !== undefined) {
    if (!facts.has(target)) return 'leads into something that is not a page';
    if (!facts.get(target).ids.includes(decodeURIComponent(fragment))) {
      return `leads to no anchor of ${target}`;
    }
  }
  return null;
}

/** The faults of what the style sheets and pictures of a site name. */
export function styleFaults(site) {
  const faults = [];
  for (const path of site.files) {
    if (!/\.(css|svg)$/.test(path)) continue;
    const text = readFileSync(join(site.root, path), 'utf8');
    const named = [...text.matchAll(/url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)/g)];
    for (const [, url, imported] of named) {
      const link = url ?? imported;
      if (link.startsWith('data:') || link.startsWith('#')) continue;
      const target = posix.join(posix.dirname(path), link.split(/[?#]/)[0]);
      if (/^[a-z]+:|^\//i.test(link)) faults.push(`${path} names ${link}`);
      else if (!site.files.has(target)) faults.push(`${path} names ${link}, which is not there`);
    }
    if (/\.svg$/.test(path) && /<script|\son\w+=|<foreignObject/i.test(text)) {
      faults.push(`${path} holds a script`);
    }
  }
  return faults;
}
