// What a page says about itself.

/** A policy that allows nothing unless it says so, and nothing loose. */
export async function policy({ page }) {
  const policies = await page.evaluate(() =>
    [...document.querySelectorAll('meta[http-equiv="Content-Security-Policy" i]')].map((meta) => ({
      content: meta.content,
      first: ![...document.head.querySelectorAll('link, script, style')].some(
        (other) => other.compareDocumentPosition(meta) & Node.DOCUMENT_POSITION_FOLLOWING,
      ),
    })),
  );
  if (policies.length !== 1) return [`${policies.length} policies`];
  const [{ content, first }] = policies;
  const faults = [];
  if (!/default-src 'none'/.test(content)) faults.push("does not begin with default-src 'none'");
  for (const loose of ["'unsafe-inline'", "'unsafe-eval'", 'http:', 'https:', '*']) {
    if (content.includes(loose)) faults.push(`allows ${loose}`);
  }
  for (const needed of ["base-uri 'none'", "form-action 'none'"]) {
    if (!content.includes(needed)) faults.push(`lacks ${needed}`);
  }
  const scripts = await page.evaluate(() =>
    [...document.scripts].map((script) => script.getAttribute('src') ?? 'none of its own'),
  );
  const allowed = /script-src ([^;]*)/.exec(content)?.[1].trim();
  if (allowed !== undefined && allowed !== "'self'") faults.push(`allows scripts from ${allowed}`);
  if (allowed !== undefined && scripts.length === 0) faults.push('allows scripts where there is none');
  for (const script of scripts) {
    if (!/^[^:]+\.js$/.test(script)) faults.push(`has a script that is no file of the site: ${script}`);
  }
  if (!first) faults.push('comes after something that it should rule');
  const inline = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => [...element.attributes].some(({ name }) => /^on/.test(name)))
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  return faults.concat(inline.map((html) => `an event handler: ${html}`));
}

export async function titles({ page }) {
  const { title, language, headings, viewport } = await page.evaluate(() => ({
    title: document.title.trim(),
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    viewport: document.querySelector('meta[name="viewport"]') !== null,
  }));
  const faults = [];
  if (!title) faults.push('no title');
  if (!language) faults.push('no language');
  if (headings !== 1) faults.push(`${headings} headings of the first level`);
  if (!viewport) faults.push('no width for telephones');
  return faults;
}
