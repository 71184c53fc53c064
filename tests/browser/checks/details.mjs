// The numbers behind a chart, with scripts switched off.

/** Every chart has its table, and every closed part opens by a click without any script. */
export async function details({ page }) {
  const faults = await page.evaluate(() =>
    [...document.querySelectorAll('figure')]
      .filter((figure) => figure.querySelector('svg:not([aria-hidden="true"])'))
      .filter((figure) => {
        const table = figure.querySelector('table');
        return !table || table.rows.length < 2 || !table.querySelector('th[scope]');
      })
      .map((figure) => `${figure.id || 'a figure'} has no table of its data`),
  );
  const summaries = page.locator('summary:visible');
  const number = await summaries.count();
  for (let at = 0; at < number; at += 1) {
    const summary = summaries.nth(at);
    const part = summary.locator('xpath=..');
    const open = () => part.evaluate((element) => element.open);
    const words = (await summary.innerText()).trim();
    if (await open()) continue;
    await summary.click();
    if (!(await open())) faults.push(`“${words}” does not open`);
    const size = await part.evaluate((element) =>
      [...element.children]
        .filter((child) => child.localName !== 'summary')
        .reduce((sum, child) => sum + child.getBoundingClientRect().height, 0),
    );
    if (size < 1) faults.push(`“${words}” opens on nothing`);
  }
  return faults;
}
