// axe-core, run in a world of its own beside the page: the page's policy lets no foreign script
// into the page itself, and is not loosened for the test.

import { axeSource } from '../browser.mjs';

export async function accessibility({ page, mode }) {
  const session = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', {
      frameId: frameTree.frame.id,
      worldName: 'axe',
    });
    const evaluate = async (expression) => {
      const answer = await session.send('Runtime.evaluate', {
        expression,
        contextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (answer.exceptionDetails) {
        throw new Error(answer.exceptionDetails.exception?.description ?? 'axe failed');
      }
      return answer.result.value;
    };
    await evaluate(`${axeSource}; undefined`);
    const found = await evaluate(`axe.run(document, ${JSON.stringify(optionsFor(mode))}).then(
      ({ violations, passes }) => ({
        rules: passes.length,
        violations: violations.map(({ id, help, nodes }) => ({
          id, help,
          nodes: nodes.map(({ html, failureSummary }) => html.slice(0, 140) + ' — ' + failureSummary.split('\\n').slice(1).join(' ').slice(0, 240)),
        })),
      }))`);
    if (found.rules < 5) return [`axe applied only ${found.rules} rules`];
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}): ${node}`),
    );
  } finally {
    await session.detach();
  }
}

/** In forced colours the system chooses what lies behind words, and axe does not see it. */
function optionsFor(mode) {
  const rules = { 'color-contrast': { enabled: mode !== 'forced' } };
  return { resultTypes: ['violations'], rules };
}
