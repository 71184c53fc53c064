// Which of many pages are opened, where opening all would take an hour: those that between them show
// every string and every field, on pages of every kind.

/** Pages whose names are of the site; those of others come from strings: old addresses, files, keys, topics. */
const KNOWN = /^((data|people|sessions|topics)\/)?index\.html$|^sitemap\.html$|^404\.html$|^(prose|line|raw)\d+\.html$|^(sessions\/s\d+|people\/p\d|data\/cells)/;

/** What a page is one of many of: its path without numbers, and without the strings in its name. */
export const kindOf = (path) =>
  KNOWN.test(path) ? path.replace(/\d+/g, '№') : path.replace(/^((people|topics)\/)?.*$/, '$1…');

/** How many pages of a kind that shows no string are opened. */
const OF_OTHERS = 5;
/** A page on which more strings show is one of the whole site; a session names the ones beside it. */
const MANY = 4;
/** Of so many strings that show on pages of the whole site one is looked for on a page of its own. */
const ON_THEIR_OWN = 3;

/**
 * The pages of sites to be opened, by the folder of each: every page that many strings share; for strings that
 * share none, and for some that do, one page of their own, of another kind each time; and some of the kinds on which nothing shows, as where a
 * string is a name. With a `step` only every such string is taken, and nothing else; `turn` begins with another
 * kind.
 */
export function sample(sites, { step = 1, turn = 0 } = {}) {
  const taken = new Map(sites.map(({ folder }) => [folder, new Set()]));
  const [others, shared] = [new Map(), []];
  let string = 0;
  for (const site of sites) {
    const before = shared.length;
    const own = Array.from({ length: site.strings }, () => []);
    for (const path of site.all) {
      const shows = site.pages[path];
      if (shows === undefined) {
        const kind = kindOf(path);
        others.set(kind, [...(others.get(kind) ?? []), [site.folder, path]]);
      } else if (shows.strings.length > MANY) shared.push([site.folder, path]);
      else for (const number of shows.strings) own[number].push(path);
    }
    const apart = step === 1 && shared.length > before ? ON_THEIR_OWN : step;
    for (const paths of own) {
      string += 1;
      if (paths.length === 0 || string % apart !== 0) continue;
      paths.sort((a, b) => (kindOf(a) < kindOf(b) ? -1 : 1));
      taken.get(site.folder).add(paths[(string / apart + turn) % paths.length]);
    }
  }
  if (step > 1) return taken;
  shared.forEach(([folder, path]) => taken.get(folder).add(path));
  for (const pages of others.values()) {
    const apart = Math.max(1, Math.floor(pages.length / OF_OTHERS));
    pages.forEach(([folder, path], at) => at % apart === 0 && taken.get(folder).add(path));
  }
  return taken;
}

/** The fields and strings that no page of a sample shows, although some page does. */
export function unseen(sites, taken) {
  const shown = { fields: new Set(), strings: new Set() };
  const seen = { fields: new Set(), strings: new Set() };
  for (const { folder, pages } of sites) {
    for (const [path, { fields, strings }] of Object.entries(pages)) {
      const sets = taken.get(folder).has(path) ? [shown, seen] : [shown];
      for (const set of sets) {
        fields.forEach((field) => set.fields.add(field));
        strings.forEach((string) => set.strings.add(`${folder}: ${string}`));
      }
    }
  }
  return ['fields', 'strings'].flatMap((what) =>
    [...shown[what]].filter((it) => !seen[what].has(it)).map((it) => `no page is opened for ${it} (${what})`),
  );
}
