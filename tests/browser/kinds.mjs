// The kinds of pages, and the most telling page of each.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The form of the paths of each kind. */
export const KINDS = {
  home: /^index\.html$/,
  sessions: /^sessions\/index\.html$/,
  session: /^sessions\/[^/]+\/index\.html$/,
  document: /^sessions\/[^/]+\/(?!index)[^/]+\.html$/,
  dataset: /(^|\/)data\/(?!index)[^/]+\.html$/,
  publication: /^publications\/[^/]+\/index\.html$/,
  report: /^reports\/[^/]+\/index\.html$/,
  news: /^news\/(?!index)[^/]+\.html$/,
  archive: /^about-this-archive\.html$/,
  page: /^(?!index|404|sitemap|about-this-archive)[^/]+\.html$/,
  people: /^people\/index\.html$/,
  person: /^people\/(?!index)[^/]+\.html$/,
  topic: /^topics\/(?!index)[^/]+\.html$/,
  sitemap: /^sitemap\.html$/,
  lost: /^404\.html$/,
};

/** The page of a kind with the most figures; the first of those. */
export function choose(site, form) {
  const figures = (path) => readFileSync(join(site.root, path), 'utf8').split('<figure').length;
  const paths = site.pages.filter((path) => form.test(path));
  return paths.sort((left, right) => figures(right) - figures(left))[0];
}
