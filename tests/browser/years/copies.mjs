// The copies of a site that an archive holds, each laid out by itself, with nothing beside it.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { readSite } from '../site.mjs';

/** Lays out the copies of an archive in a folder: the site, bag and ZIP file, and the single files. */
export function layOut(archive, folder) {
  mkdirSync(folder, { recursive: true });
  const to = (name) => join(folder, name);
  cpSync(join(archive, 'site'), to('site'), { recursive: true });
  cpSync(join(archive, 'bag', 'data'), to('bag'), { recursive: true });
  execFileSync('unzip', ['-q', join(archive, 'site.zip'), '-d', to('zip')]);
  cpSync(join(archive, 'single'), to('single'), { recursive: true });
  return copiesIn(folder);
}

/** The copies that lie in a folder. */
export function copiesIn(folder) {
  return {
    folders: ['site', 'bag', 'zip'].map((name) => ({ name, site: readSite(join(folder, name)) })),
    single: readSite(join(folder, 'single')),
  };
}

/** What an archive says of its site: the title, and the day it was closed on, in words. */
export function factsOf(archive) {
  const { title, lifecycle } = JSON.parse(readFileSync(join(archive, 'archive.json'), 'utf8'));
  const closedOn =
    lifecycle.state === 'closed'
      ? new Date(`${lifecycle.on}T12:00:00Z`).toLocaleDateString('en-GB', { dateStyle: 'long' })
      : null;
  return { title, closedOn };
}

/** The live pages that have to be in a single file. */
export function wantedIn(path, live) {
  const all = [...live].filter(([, shown]) => shown.target === undefined).map(([page]) => page);
  const [, session] = path.match(/^sessions\/(.*)\.html$/) ?? [];
  if (session === undefined) return all.filter((page) => page !== '404.html').sort(homeFirst);
  const folder = `sessions/${session}/`;
  return all
    .filter((page) => page.startsWith(folder) && !page.startsWith(`${folder}data/`))
    .sort((left, right) => homeFirst(left.slice(folder.length), right.slice(folder.length)));
}

const homeFirst = (left, right) => (right === 'index.html') - (left === 'index.html');

/** The single files that an archive of these pages has to hold. */
export function singleFilesOf(live) {
  const sessions = [...live.keys()].flatMap((path) => path.match(/^sessions\/([^/]+)\/index\.html$/)?.[1] ?? []);
  return sessions.map((session) => `sessions/${session}.html`);
}
