// Which of many pages are opened, where opening all would take an hour: those that between them show
// every string and every field, on pages of every kind.

/** What a page is one of many of: its path without numbers, and without the strings in its name. */
export const kindOf = (path) =>
  path
    .replace(/^topics\/(?!index).*/, 'topics/…')
    .replace(/^n\d+-.*/, 'n…')
    .replace(/\d+/g, '№');

/** How many pages of a kind that shows no string are opened. */
const OF_OTHERS = 6;

/**
 * The pages of sites to be opened, by the folder of each: for every string one page of its own, of another
 * kind each time; every page that many strings share; and some of the kinds on which nothing shows, as where a
 * string is a name. Of the strings only every `step`-th is taken, and `turn` begins with another kind.
 */
export function sample(sites, { step = 1, turn = 0 } = {}) {
  const taken = new Map(sites.map(({ folder }) => [folder, new Set()]));
  const others = new Map();
  let string = 0;
  for (const site of sites) {
    const own = Array.from({ length: site.strings }, () => []);
    for (const path of site.all) {
      const shows = site.pages[path];
      if (shows === undefined) {
        const kind = kindOf(path);
        others.set(kind, [...(others.get(kind) ?? []), [site.folder, path]]);
      } else if (shows.strings.length > 2) taken.get(site.folder).add(path);
      else for (const number of shows.strings) own[number].push(path);
    }
    for (const paths of own) {
      string += 1;
      if (paths.length === 0 || string % step !== 0) continue;
      paths.sort((a, b) => (kindOf(a) < kindOf(b) ? -1 : 1));
      taken.get(site.folder).add(paths[(string / step + turn) % paths.length]);
    }
  }
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
