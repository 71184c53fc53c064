// Copies of the test site with one thing damaged at a time.
//
// Each row says which checks have to report it — these and no others —, which page of the folder or
// which single file is looked at, and what is changed in it: what stands there and what is put in its
// place, a file to `remove`, or one to `empty`. `both` damages the live site in the same way, where what
// is asked is whether a page says something at all.

const PAGE = 'sessions/opening-session/index.html';
const BRIEFING = 'sessions/opening-session/briefing.html';
const OLD = 'old/deep/about.html';
const SINGLE = 'sessions/opening-session.html';

export const CASES = [
  { name: 'a sound page', page: PAGE, reports: [] },
  { name: 'a sound page at an old address', page: OLD, reports: [] },
  { name: 'a sound single file', single: SINGLE, reports: [] },
  { name: 'another word', page: BRIEFING, reports: ['words'], change: ['</h1>', '.</h1>'] },
  { name: 'another title', page: BRIEFING, reports: ['words'], change: ['<title>', '<title>A '] },
  { name: 'a paragraph that is not shown', page: BRIEFING, reports: ['words'], change: ['<main id="main" tabindex="-1">', '<main id="main" tabindex="-1"><p>More.</p>'] },
  { name: 'content that is hidden', page: BRIEFING, reports: ['words', 'charts'], change: ['<main ', '<main hidden '] },
  { name: 'content that only a script shows', page: PAGE, reports: ['words'], change: ['<p class="standfirst">', '<p class="standfirst"><noscript>Switch scripts on.</noscript>'] },
  { name: 'another number in the table of a figure', page: BRIEFING, reports: ['words'], change: ['<td class="num">', '<td class="num">1'] },
  { name: 'a page that is gone', page: BRIEFING, reports: ['pages'], remove: BRIEFING },
  { name: 'a chart without its bars', page: BRIEFING, reports: ['charts'], change: [/<path class="(muted|focus|reference)"[^>]*>/g, ''] },
  { name: 'a bar of another length', page: BRIEFING, reports: ['charts'], change: ['h347.9v22', 'h447.9v22'] },
  { name: 'a bar that is not drawn', page: BRIEFING, reports: ['charts'], change: ['h347.9v22h-347.9z', 'h0v0h0z'] },
  { name: 'a chart with another label', page: BRIEFING, reports: ['words', 'charts'], change: [/(<text [^>]*>)/g, '$1x'] },
  { name: 'a chart that is drawn small', page: BRIEFING, reports: ['charts'], change: ['viewBox="0 0 720 131"', 'viewBox="0 0 7200 1310"'] },
  { name: 'the style is gone', page: BRIEFING, reports: ['charts', 'words', 'fonts', 'loading', 'pictures'], remove: /assets\/style\..*css/ },
  { name: 'a font that is gone', page: BRIEFING, reports: ['fonts', 'loading'], remove: /assets\/fonts\/.*sans.*woff2/i },
  { name: 'a picture that is gone', page: PAGE, reports: ['pictures', 'loading'], remove: 'files/mark.png' },
  { name: 'a picture that cannot be read', page: PAGE, reports: ['pictures'], empty: 'files/mark.png' },
  { name: 'a picture from another host', page: PAGE, reports: ['requests', 'pictures', 'loading'], change: [[/src="[^"]*mark\.png"/, 'src="https://example.org/mark.png"'], ['img-src &#39;self&#39;', 'img-src https:']] },
  { name: 'a picture from another host that the policy stops', page: PAGE, reports: ['requests', 'pictures', 'loading'], change: [/src="[^"]*mark\.png"/, 'src="https://example.org/mark.png"'] },
  { name: 'a file from beside the copy', page: PAGE, reports: ['requests', 'loading'], change: ['</head>', '<link rel="icon" href="../../../beside.css"><link rel="stylesheet" href="../../../beside.css"></head>'] },
  { name: 'an old address that leads elsewhere', page: OLD, reports: ['redirect'], change: ['0; url=../../', '0; url=../../sessions/../'] },
  { name: 'a page without a site', page: BRIEFING, both: true, reports: ['alone'], change: [/Example group for (<em>)?testing(<\/em>)? neighbourhoods/g, 'A group'] },
  { name: 'a document without its session', page: BRIEFING, both: true, reports: ['alone'], change: [/Opening session/g, 'A session'] },
  { name: 'a page without the notice', page: BRIEFING, both: true, reports: ['alone'], change: [/<div class="notice".*?<\/div><\/div>/s, ''] },
  { name: 'an old address without the notice', page: OLD, both: true, reports: ['alone'], change: [/<div class="notice".*?<\/div><\/div>/s, ''] },
  { name: 'a document that is not in the single file', single: SINGLE, reports: ['words'], change: [/<article id="p2-">.*?<\/article>/s, ''] },
  { name: 'a document that is in it twice', single: SINGLE, reports: ['words'], change: [/(<article id="p2-">.*?<\/article>)/s, '$1$1'] },
  { name: 'another word in a single file', single: SINGLE, reports: ['words'], change: [/(<article id="p2-">.*?)<\/h1>/s, '$1.</h1>'] },
  { name: 'another word around a single file', single: SINGLE, reports: ['words'], change: ['Published by', 'Printed by'] },
  { name: 'a chart that is gone from a single file', single: SINGLE, reports: ['words'], change: [/<svg class="chart chart-wide".*?<\/svg>/s, ''] },
  { name: 'a bar of another length in a single file', single: SINGLE, reports: ['charts'], change: ['h347.9v22', 'h447.9v22'] },
  { name: 'a picture that is broken in a single file', single: SINGLE, reports: ['pictures'], change: [/(<article.*?<img [^>]*src="data:image\/png;base64,)[^"]*/s, '$1AAAA'] },
  { name: 'a single file without its fonts', single: SINGLE, reports: ['fonts', 'loading'], change: ['font-src data:', "font-src 'none'"] },
  { name: 'a single file that leads to one beside it', single: SINGLE, reports: ['beside'], change: ['href="#p2-"', 'href="briefing.html"'] },
  { name: 'a single file with a picture from another host', single: SINGLE, reports: ['requests', 'pictures', 'loading'], change: [[/(<article.*?<img [^>]*src=")[^"]*/s, '$1https://example.org/a.png'], ['img-src data:', 'img-src https:']] },
  { name: 'a single file without the notice', single: SINGLE, reports: ['alone', 'words'], change: [/<div class="notice".*?<\/div><\/div>/s, ''] },
  { name: 'a single file that is gone', single: SINGLE, reports: ['pages'], remove: SINGLE },
];
