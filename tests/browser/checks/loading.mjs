// What the browser recorded while a page loaded.

import { pathOf } from '../site.mjs';

/** Records what a tab does, page after page: `start` begins with a new page, `seen` is its log. */
export function record(page) {
  let log;
  const start = () => {
    log = { requests: [], failures: [], messages: [] };
  };
  start();
  page.on('request', (request) => log.requests.push(request.url()));
  page.on('requestfailed', (request) => {
    // What the browser itself lets go when a page is left is no fault of the page: that fonts and
    // images are there is looked at in what is shown.
    const error = request.failure()?.errorText;
    if (error !== 'net::ERR_ABORTED') log.failures.push(`${request.url()}: ${error}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) log.failures.push(`${response.url()}: ${response.status()}`);
  });
  page.on('console', (message) => log.messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => log.messages.push(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    log.messages.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('popup', (popup) => log.messages.push(`window: ${popup.url()}`));
  return { start, seen: () => log };
}

export function requests({ site, log }) {
  return log.requests
    .filter((url) => !url.startsWith('data:') && pathOf(site, url) === null)
    .map((url) => `asks for ${url}`);
}

export function failures({ log }) {
  return log.failures;
}

export function messages({ log }) {
  return log.messages;
}
