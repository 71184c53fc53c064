// The Nu HTML checker over all pages and pictures of a site.

import { spawnSync } from 'node:child_process';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { vnuJar } from './browser.mjs';

const KINDS = ['--skip-non-html', '--also-check-svg'];

/** Checks every HTML file and drawing of a site; each of them is a check of the report. */
export function checkHtml(site, report) {
  const run = spawnSync(
    'java',
    ['-Xss8m', '-jar', vnuJar, '--format', 'json', '--errors-only', ...KINDS, site.root],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (run.error) throw new Error(`java does not run: ${run.error.message}`);
  const answer = run.stderr.split('\n').find((line) => /^\{.*"messages":\[/.test(line));
  if (!answer) throw new Error(`the Nu HTML checker said: ${run.stderr.slice(0, 2000)}`);
  const { messages } = JSON.parse(answer);
  const faults = new Map();
  for (const { url, lastLine, lastColumn, message, extract } of messages) {
    const path = relative(site.root, fileURLToPath(url));
    const excerpt = (extract ?? '').replace(/\s+/g, ' ').slice(0, 120);
    faults.set(path, [
      ...(faults.get(path) ?? []),
      `${lastLine}:${lastColumn} ${message} — ${excerpt}`,
    ]);
  }
  for (const path of site.files) {
    if (/\.(html|svg)$/.test(path)) report.add('html', path, faults.get(path) ?? []);
  }
}
