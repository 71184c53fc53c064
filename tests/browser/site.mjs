// A built site on disk.

import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A built site: its folder, all its files, its pages. Paths are written with `/`. */
export function readSite(folder) {
  const root = realpathSync(folder);
  const files = readdirSync(root, { recursive: true })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => statSync(join(root, path)).isFile())
    .sort();
  const pages = files.filter((path) => path.endsWith('.html'));
  if (pages.length === 0) throw new Error(`${folder} holds no pages`);
  return { root, files: new Set(files), pages };
}

/** The address of a file of the site, as a double click opens it. */
export function addressOf(site, path) {
  return pathToFileURL(join(site.root, path)).href;
}

/** The path in the site that a `file:` address names; null when it lies outside. */
export function pathOf(site, address) {
  if (!address.startsWith('file:')) return null;
  const path = relative(site.root, fileURLToPath(address.split(/[?#]/)[0]));
  return path.startsWith('..') ? null : path.split(sep).join('/');
}

/** Whether a page stands at its address by itself: it may be shown at any address. */
export const isLost = (path) => path === '404.html';

/** Whether a page stands at an old address and leads on to another. */
export const leadsOn = (site, path) =>
  /<meta http-equiv="refresh"/i.test(readFileSync(join(site.root, path), 'utf8'));

/** The anchors of a page, read from its file. */
export const anchorsOf = (site, path) =>
  [...readFileSync(join(site.root, path), 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
