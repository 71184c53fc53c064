// Charts: visible at every width, with every label whole, inside the picture, apart from the
// others, and dark or light enough against what lies behind it.

/** The labels of the charts that are shown (bars in a table are no chart), each with the box of its ink in screen pixels. */
function readCharts() {
  const pen = document.createElement('canvas').getContext('2d');
  const pixel = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colour = (text) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = text;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const box = (points) => {
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    return {
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
  };
  // The colour of a shape as it is seen: what is translucent lets the ground through.
  const laidOver = (shape, below) => {
    const { fill, fillOpacity } = getComputedStyle(shape);
    const above = colour(fill);
    const share = (above[3] / 255) * parseFloat(fillOpacity);
    return above.slice(0, 3).map((part, at) => Math.round(part * share + below[at] * (1 - share)));
  };
  const label = (leaf, shapes) => {
    const text = leaf.textContent;
    const style = getComputedStyle(leaf);
    const letters = leaf.getNumberOfChars();
    const start = leaf.getStartPositionOfChar(0);
    const end = leaf.getEndPositionOfChar(letters - 1);
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = pen.measureText(text);
    const matrix = leaf.getScreenCTM();
    const corners = [
      [start.x, start.y - ink.actualBoundingBoxAscent],
      [end.x, start.y - ink.actualBoundingBoxAscent],
      [start.x, start.y + ink.actualBoundingBoxDescent],
      [end.x, start.y + ink.actualBoundingBoxDescent],
    ].map(([x, y]) => new DOMPoint(x, y).matrixTransform(matrix));
    const place = box(corners);
    const middle = new DOMPoint((place.left + place.right) / 2, (place.top + place.bottom) / 2);
    const behind = shapes
      .filter((shape) => shape.compareDocumentPosition(leaf) & Node.DOCUMENT_POSITION_FOLLOWING)
      .filter((shape) => {
        const point = middle.matrixTransform(shape.getScreenCTM().inverse());
        return shape.isPointInFill(point);
      })
      .at(-1);
    return {
      text: text.trim(),
      ...place,
      size: parseFloat(style.fontSize) * Math.hypot(matrix.a, matrix.b),
      fill: colour(style.fill),
      behind: behind && laidOver(behind, ground(leaf)),
      decorative: leaf.closest('[aria-hidden="true"]') !== null,
    };
  };
  const ground = (element) => {
    for (let above = element; above; above = above.parentElement) {
      const background = colour(getComputedStyle(above).backgroundColor);
      if (background[3] > 0) return background;
    }
    return colour('Canvas');
  };
  const shown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true }) && width > 1 && height > 1;
  };
  const chart = 'svg:not([aria-hidden="true"])';
  const figures = [...document.querySelectorAll('figure')].filter((figure) =>
    figure.querySelector(chart),
  );
  return figures.map((figure) => ({
    name: figure.id || figure.closest('[id]')?.id || '(a figure without an id)',
    charts: [...figure.querySelectorAll(chart)].filter(shown).map((svg) => {
      const shapes = [...svg.querySelectorAll('rect, path, circle, ellipse, polygon')].filter(
        (shape) => {
          const style = getComputedStyle(shape);
          // The system's own highlight is a little translucent in forced colours.
          return style.fill !== 'none' && colour(style.fill)[3] > 127 && shown(shape);
        },
      );
      const { left, right, top, bottom } = svg.getBoundingClientRect();
      return {
        frame: { left, right, top, bottom },
        ground: ground(svg),
        marks: svg.querySelectorAll('rect, path, circle, line, polyline, polygon, text').length,
        named: svg.querySelector('title')?.textContent.trim().length > 0,
        role: svg.getAttribute('role'),
        labels: [...svg.querySelectorAll('text, tspan')]
          .filter((leaf) => leaf.childElementCount === 0 && leaf.textContent.trim())
          .filter((leaf) => leaf.checkVisibility({ visibilityProperty: true }))
          .map((leaf) => label(leaf, shapes)),
      };
    }),
  }));
}

const SLACK = 0.75;

export async function charts({ page }) {
  const faults = [];
  for (const { name, charts: shown } of await page.evaluate(readCharts)) {
    if (shown.length !== 1) faults.push(`${name}: ${shown.length} charts are shown`);
    for (const { frame, labels, marks, named, role } of shown) {
      if (marks === 0) faults.push(`${name}: the chart is empty`);
      if (!named) faults.push(`${name}: the chart has no title`);
      if (role !== 'img') faults.push(`${name}: the role of the chart is ${role}`);
      for (const label of labels) {
        if (label.size < 9) faults.push(`${name}: ${quoted(label)} is ${label.size.toFixed(1)} px`);
        if (
          label.left < frame.left - SLACK ||
          label.right > frame.right + SLACK ||
          label.top < frame.top - SLACK ||
          label.bottom > frame.bottom + SLACK
        ) {
          faults.push(`${name}: ${quoted(label)} reaches out of the picture`);
        }
      }
      for (const [at, one] of labels.entries()) {
        for (const other of labels.slice(at + 1)) {
          if (overlap(one, other)) {
            faults.push(`${name}: ${quoted(one)} and ${quoted(other)} overlap`);
          }
        }
      }
    }
  }
  return faults;
}

export async function chartContrast({ page }) {
  const faults = [];
  for (const { name, charts: shown } of await page.evaluate(readCharts)) {
    for (const { ground, labels } of shown) {
      for (const label of labels) {
        const ratio = contrast(label.fill, label.behind ?? ground);
        if (ratio < 4.5) {
          faults.push(`${name}: ${quoted(label)} has a contrast of ${ratio.toFixed(2)}`);
        }
      }
    }
  }
  return faults;
}

const quoted = ({ text }) => `“${text}”`;

function overlap(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > SLACK && down > SLACK;
}

/** The contrast of two colours (WCAG 2.2, contrast ratio and relative luminance). */
export function contrast(one, other) {
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light, dark] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}
