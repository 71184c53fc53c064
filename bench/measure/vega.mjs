// node vega.mjs SPECS OUT ROUNDS — draws Vega-Lite specifications with Vega, without a browser.
//
// SPECS is a JSON file of `{ id: specification }`. Writes OUT/ID.svg and OUT/drawn.json: of each
// the median time in milliseconds to compile the specification, evaluate it and write the SVG.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [specsFile, out, rounds] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), 'package.json'));
const load = async (name) => import(pathToFileURL(require.resolve(name)).href);
const vega = await load('vega');
const { compile } = await load('vega-lite');

async function draw(spec) {
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

const specs = Object.entries(JSON.parse(readFileSync(specsFile, 'utf8')));
const times = new Map(specs.map(([id]) => [id, []]));
// Round by round; the first, in which the engine has not yet compiled the program, does not count.
for (let round = 0; round <= Number(rounds); round += 1) {
  for (const [id, spec] of specs) {
    const start = performance.now();
    const svg = await draw(structuredClone(spec));
    const taken = performance.now() - start;
    if (round > 0) times.get(id).push(taken);
    else writeFileSync(join(out, `${id}.svg`), svg);
  }
}
const median = (list) => list.sort((one, other) => one - other)[Math.floor(list.length / 2)];
const drawn = Object.fromEntries([...times].map(([id, list]) => [id, median(list)]));
writeFileSync(join(out, 'drawn.json'), JSON.stringify(drawn, null, 1));
