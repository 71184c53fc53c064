// A sound page, and the same page with one thing broken at a time.
//
// Each row says which checks have to report it — these and no others — and what is changed, as
// pairs of what stands in a file and what is put in its place.

export const CASES = [
  { name: 'sound', reports: [], change: {} },
  {
    name: 'a picture from another host',
    reports: ['requests', 'failures', 'console', 'images', 'links', 'policy', 'moved', 'hosted'],
    change: {
      'index.html': [
        ['src="mark.png"', 'src="https://example.org/mark.png"'],
        ["img-src 'self'", 'img-src https:'],
      ],
    },
  },
  {
    name: 'a picture from beside the site',
    reports: ['requests', 'links', 'moved', 'hosted'],
    change: { 'index.html': [['src="mark.png"', 'src="../mark.png"']] },
  },
  {
    name: 'a picture that is not there',
    reports: ['failures', 'console', 'images', 'links', 'moved', 'hosted'],
    change: { 'index.html': [['src="mark.png"', 'src="nowhere.png"']] },
  },
  {
    name: 'a style that the policy forbids',
    reports: ['console', 'moved', 'hosted'],
    change: { 'index.html': [['<p>Words', '<p style="margin: 0">Words']] },
  },
  {
    name: 'an event handler',
    reports: ['policy', 'console', 'moved', 'hosted'],
    change: { 'index.html': [['<p>Words', '<p onpointerleave="x()">Words']] },
  },
  {
    name: 'a loose policy',
    reports: ['policy'],
    change: { 'index.html': [["style-src 'self'", "style-src 'self' 'unsafe-inline'"]] },
  },
  {
    name: 'no policy',
    reports: ['policy'],
    change: { 'index.html': [['http-equiv="Content-Security-Policy"', 'name="description"']] },
  },
  {
    name: 'a script that writes a part of the page',
    reports: ['script'],
    change: {
      'index.html': [['</body>', '<script src="write.js"></script>\n</body>']],
    },
  },
  {
    name: 'no title',
    reports: ['titles', 'axe', 'html'],
    change: { 'index.html': [['<title>A sound page</title>', '<title></title>']] },
  },
  {
    name: 'a font that is not there',
    reports: ['failures', 'console', 'fonts', 'moved', 'hosted', 'styles'],
    change: { 'style.css': [['face.woff2', 'nowhere.woff2']] },
  },
  {
    name: 'words in a font of the machine',
    reports: ['fonts'],
    change: { 'style.css': [['* { font-family: Face; }', 'svg, main { font-family: Face; } h1 { font-family: serif; }']] },
  },
  {
    name: 'one letter in a font of the machine, far down the page',
    reports: ['fonts'],
    change: {
      'index.html': [['<p>The end.</p>', `${'<p>Words.</p>'.repeat(400)}<p>From Leeds \u2192 York.</p>`]],
    },
  },
  {
    name: 'a line that is wider than a telephone',
    reports: ['phone'],
    change: { 'style.css': [['body {', 'main p { min-width: 30rem; } body {']] },
  },
  {
    name: 'labels one on the other',
    reports: ['charts'],
    change: { 'index.html': [['x="96" y="46"', 'x="96" y="24"']] },
  },
  {
    name: 'a label that reaches out of the picture',
    reports: ['charts', 'printed'],
    change: { 'index.html': [['x="96" y="20"', 'x="60" y="20"']] },
  },
  {
    name: 'a chart that is not shown',
    reports: ['charts'],
    change: { 'style.css': [['svg { display: block; }', 'svg { display: none; }']] },
  },
  {
    name: 'a label that the dark hides',
    reports: ['chart-contrast'],
    change: { 'style.css': [['svg text { fill: var(--ink);', 'svg text { fill: #111;']] },
  },
  {
    name: 'a label that its bar hides',
    reports: ['chart-contrast'],
    change: { 'style.css': [['--on-bar: #fff; --link', '--on-bar: #444; --link']] },
  },
  {
    name: 'a label on a bar that the ground shines through',
    reports: ['chart-contrast'],
    change: { 'index.html': [['<rect class="bar"', '<rect class="bar" fill-opacity="0.1"']] },
  },
  {
    name: 'words too pale to read',
    reports: ['axe'],
    change: { 'style.css': [['svg { display', 'footer { color: #aaa; } svg { display']] },
  },
  {
    name: 'no way past the navigation',
    reports: ['keyboard'],
    change: { 'index.html': [['<a class="skip" href="#content">Go to the content</a>\n', '']] },
  },
  {
    name: 'a stop that cannot be seen',
    reports: ['keyboard'],
    change: { 'style.css': [[':focus-visible { outline: 3px solid var(--link); }', ':focus-visible { outline: none; }']] },
  },
  {
    name: 'a chart without its numbers',
    reports: ['details'],
    change: { 'index.html': [['<th scope="col">Area</th><th scope="col">Jobs</th>', '<td>Area</td><td>Jobs</td>'], ['<th scope="row">Exampleshire</th>', '<td>Exampleshire</td>'], ['<th scope="row">Sampleton</th>', '<td>Sampleton</td>']] },
  },
  {
    name: 'a part that opens on nothing',
    reports: ['details'],
    change: { 'style.css': [['svg { display', 'details table { display: none; } svg { display']] },
  },
  {
    name: 'navigation on paper',
    reports: ['printed'],
    change: { 'style.css': [['nav, .skip { display: none; }', '.skip { display: none; }']] },
  },
  {
    name: 'links without their addresses on paper',
    reports: ['printed'],
    change: { 'style.css': [['content: " (" attr(href) ")"', 'content: ""']] },
  },
  {
    name: 'a figure on two sheets',
    reports: ['printed'],
    change: { 'style.css': [['@media print {', '@media print { figcaption { break-after: page; } figure { break-inside: auto !important; }']] },
  },
  {
    name: 'a link to no file',
    reports: ['links'],
    change: { 'index.html': [['href="note.txt"', 'href="nowhere.html"']] },
  },
  {
    name: 'a link to a folder',
    reports: ['links'],
    change: { 'index.html': [['href="note.txt"', 'href="./"']] },
  },
  {
    name: 'a link to no anchor',
    reports: ['links'],
    change: { 'index.html': [['href="note.txt"', 'href="index.html#nowhere"']] },
  },
  {
    name: 'a link from the top of the host',
    reports: ['links'],
    change: { 'index.html': [['href="note.txt"', 'href="/note.txt"']] },
  },
  {
    name: 'a page that HTML does not know',
    reports: ['html'],
    change: { 'index.html': [['<p>The end.</p>', '<p>The end.</p></p>']] },
  },
  {
    name: 'a script inside the page',
    reports: ['policy', 'console', 'moved', 'hosted'],
    change: { 'index.html': [['</body>', '<script>document.title;</script>\n</body>']] },
  },
  {
    name: 'a policy that allows scripts where there is none',
    reports: ['policy', 'layer'],
    change: { 'index.html': [['<script src="layer.js" defer></script>', '']] },
  },
  {
    name: 'a script that is not there',
    reports: ['failures', 'console', 'layer', 'links', 'moved', 'hosted'],
    change: { 'index.html': [['src="layer.js"', 'src="nowhere.js"']] },
  },
  {
    name: 'a control that works with scripts only',
    reports: ['still'],
    change: { 'index.html': [['<p>The end.</p>', '<button type="button">Sort</button>']] },
  },
  {
    name: 'a column that sorts the wrong way round',
    reports: ['layer'],
    change: { 'layer.js': [["order === 'descending' ? -1 : 1", "order === 'descending' ? 1 : -1"]] },
  },
  {
    name: 'numbers that are sorted as words',
    reports: ['layer'],
    change: { 'layer.js': [['? numbers : words', '? words : words']] },
  },
  {
    name: 'days that are sorted as words',
    reports: ['layer'],
    change: { 'layer.js': [["cell.querySelector('time')?.dateTime || ", '']] },
  },
  {
    name: 'a heading that does not say how its column is sorted',
    reports: ['layer'],
    change: { 'layer.js': [["cell.setAttribute('aria-sort', order)", 'cell.title = order']] },
  },
  {
    name: 'a filter that asks for the accent',
    reports: ['layer'],
    change: { 'layer.js': [['const words = folded(field.value)', 'const words = field.value']] },
  },
  {
    name: 'a filter that counts the rows that it hides',
    reports: ['layer'],
    change: { 'layer.js': [['state.shown += found', 'state.shown += !found']] },
  },
  {
    name: 'a link to a row that stays filtered out',
    reports: ['layer'],
    change: { 'layer.js': [["addEventListener('hashchange'", "addEventListener('nothing'"]] },
  },
  {
    name: 'filtered rows that are not on paper',
    reports: ['layer'],
    change: { 'style.css': [['tr[hidden] { display: table-row; }', '']] },
  },
  {
    name: 'controls on paper',
    reports: ['layer'],
    change: { 'style.css': [['.layer { display: none; }', '']] },
  },
  {
    name: 'an arrow key that goes the wrong way',
    reports: ['layer'],
    change: { 'layer.js': [['ArrowDown: step(1)', 'ArrowDown: step(-1)']] },
  },
  {
    name: 'a value that is told without its row',
    reports: ['layer'],
    change: { 'layer.js': [['if (!values[at]) names.push(words);', 'if (!values[at]) continue;']] },
  },
  {
    name: 'a pointer that tells what is farthest',
    reports: ['layer'],
    change: { 'layer.js': [['gap < least', 'gap > least']] },
  },
  {
    name: 'a value beside its column',
    reports: ['cells'],
    change: {
      'style.css': [['th, td { padding', 'td abbr { position: relative; left: 3rem; }\nth, td { padding']],
    },
  },
  {
    name: 'a mark that stays',
    reports: ['layer'],
    change: { 'layer.js': [['ring.remove()', 'ring.id']] },
  },
  {
    name: 'a chart that no key reaches',
    reports: ['layer'],
    change: { 'layer.js': [['box.tabIndex = 0;', '']] },
  },
  {
    name: 'a link to the page in place of the figure',
    reports: ['layer'],
    change: { 'layer.js': [['#${figure.id}`', '`']] },
  },
  {
    name: 'a link that cannot be copied where the browser forbids it',
    reports: ['layer'],
    change: {
      'layer.js': [
        ['await navigator.clipboard.writeText(address)', 'throw address'],
        ['field.select()', 'field.title'],
      ],
    },
  },
  {
    name: 'a control too small for a finger',
    reports: ['layer'],
    change: { 'style.css': [['min-height: 24px;', 'height: 14px; padding: 0; line-height: 1;']] },
  },
];
