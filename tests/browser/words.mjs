// What a person reads on a page. These functions run in the page.

/** What is read on a page, the controls that its script made aside. */
export function readWords() {
  const controls = [...document.querySelectorAll('.layer')];
  for (const control of controls) control.hidden = true;
  // The words in their order: a heading that is a button breaks its lines otherwise.
  const words = document.body.innerText.replace(/\s+/g, ' ').trim();
  for (const control of controls) control.hidden = false;
  return words;
}
