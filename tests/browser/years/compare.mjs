// A copy of a site against the live site. Nothing may be different but where it is said so.

/** The faults of a page of a copied folder: all that is shown is what the live page shows. */
export function pageFaults(live, copy) {
  return {
    words: [...wordFaults(live.words, copy.words), ...same('the title', live.title, copy.title)],
    charts: chartFaults(live.charts, copy.charts),
    pictures: pictureFaults(live.pictures, copy.pictures),
    fonts: fontFaults(live.fonts, copy),
  };
}

/**
 * The faults of a single file, given the live pages that have to be in it and all that may be.
 *
 * Each article of the file shows the content of one live page, word for word and drawing for drawing;
 * each page that has to be there is there once; around them stands what stands around the first of
 * them, without the ways through the site; and nothing in it leads to a file beside it.
 */
export function singleFaults(wanted, live, file) {
  const pages = new Map([...live].map(([path, shown]) => [shown.main?.words, path]));
  const words = wordFaults(live.get(wanted[0]).frame, file.frame);
  const charts = [];
  const pictures = [];
  const fonts = new Set();
  const found = [];
  for (const article of file.articles) {
    const path = pages.get(article.words);
    if (path === undefined) {
      words.push(`#${article.id} reads as no live page: ${article.words.slice(0, 80)}…`);
      continue;
    }
    found.push(path);
    const { main } = live.get(path);
    charts.push(...chartFaults(main.charts, article.charts).map((fault) => `${path}: ${fault}`));
    pictures.push(...pictureFaults(main.pictures, article.pictures).map((fault) => `${path}: ${fault}`));
    live.get(path).fonts.forEach((font) => fonts.add(font));
  }
  for (const path of wanted) {
    const times = found.filter((it) => it === path).length;
    if (times !== 1) words.push(`${path} is in it ${times} times`);
  }
  const beside = file.leads.filter((link) => !/^(#|data:|https?:|mailto:|tel:)/.test(link));
  return {
    words,
    charts,
    pictures,
    fonts: fontFaults([...fonts], file),
    beside: beside.map((link) => `leads to a file beside it: ${link.slice(0, 80)}`),
  };
}

/** Whether a page that is opened by itself says what it is part of. */
export function aloneFaults(shown, { title, session, closedOn }) {
  const faults = [];
  if (!shown.words.includes(title)) faults.push('it does not say what site it is part of');
  if (!shown.title.includes(title)) faults.push(`its title is only “${shown.title}”`);
  if (session && !shown.words.includes(session)) faults.push('it does not say what session it is part of');
  if (closedOn && !shown.notice.includes(closedOn)) faults.push('it does not say that the site is closed');
  return faults;
}

function same(what, live, copy) {
  return live === copy ? [] : [`${what} is “${copy}” and was “${live}”`];
}

/** Where two texts begin to differ. */
function wordFaults(live, copy) {
  if (live.trim() === '') return ['there is nothing to read'];
  if (live === copy) return [];
  let at = 0;
  while (live[at] === copy[at]) at += 1;
  const from = Math.max(0, at - 30);
  return [`it reads “${copy.slice(from, at + 50)}” in place of “${live.slice(from, at + 50)}”`];
}

function chartFaults(live, copy) {
  if (live.length !== copy.length) return [`${copy.length} charts are shown of ${live.length}`];
  return live.flatMap((chart, at) => {
    const name = `chart ${at + 1}`;
    const { size, drawn } = copy[at];
    if (size.includes(0) || drawn === 0) return [`${name} is not drawn`];
    return [
      ...same(`the size of ${name}`, String(chart.size), String(size)),
      ...listFaults(`labels of ${name}`, chart.labels, copy[at].labels),
      ...listFaults(`marks of ${name}`, chart.marks, copy[at].marks),
    ];
  });
}

/** How far a mark may stand from where it stood, in pixels: pages begin at fractions of one. */
const SLACK = 0.5;

function listFaults(what, live, copy) {
  if (live.length !== copy.length) return [`${copy.length} ${what}, and there were ${live.length}`];
  const near = (one, other) =>
    typeof one === 'string' ? one === other : one.every((side, at) => Math.abs(side - other[at]) <= SLACK);
  const at = live.findIndex((one, index) => !near(one, copy[index]));
  return at < 0 ? [] : [`number ${at + 1} of the ${what} is “${copy[at]}” and was “${live[at]}”`];
}

function pictureFaults(live, copy) {
  if (live.length !== copy.length) return [`${copy.length} pictures of ${live.length}`];
  return live.flatMap((picture, at) => {
    const name = `picture ${at + 1} (${picture.alt})`;
    if (copy[at].natural.includes(0)) return [`${name} is not shown`];
    return ['alt', 'natural', 'size'].flatMap((key) =>
      same(`${key} of ${name}`, String(picture[key]), String(copy[at][key])),
    );
  });
}

/** Every face in which the live page is set is there. */
function fontFaults(live, { fonts, lost }) {
  const missing = live.filter((face) => !fonts.includes(face));
  return [...missing, ...lost].map((face) => `${face} is not loaded`);
}
