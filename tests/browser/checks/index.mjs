// The table of checks. A row is a name, what it asks for, the modes in which it looks, and a
// function from a visit to the faults that it found.
//
// A visit is `{ page, path, site, mode, log }`: the open page, its path in the site, and what the
// browser recorded while it loaded. Rows stand in the order in which they run: those that touch
// the page come last.

import { accessibility } from './accessibility.mjs';
import { charts, chartContrast } from './charts.mjs';
import { images, fonts } from './assets.mjs';
import { cells, fitsThePhone, keyboard } from './use.mjs';
import { policy, titles } from './head.mjs';
import { requests, failures, messages } from './loading.mjs';
import { details } from './details.mjs';
import { layer, still } from './layer.mjs';
import { printed } from './printed.mjs';

const ALL = ['light', 'dark', 'forced', 'phone', 'print', 'plain'];

export const CHECKS = [
  {
    name: 'requests',
    about: 'the page asks only for files of its own site',
    modes: ALL,
    run: requests,
  },
  { name: 'failures', about: 'everything it asks for is there', modes: ALL, run: failures },
  { name: 'console', about: 'the browser has nothing to say', modes: ALL, run: messages },
  { name: 'policy', about: 'a strict Content-Security-Policy', modes: ['light'], run: policy },
  { name: 'titles', about: 'a title and a language', modes: ['light'], run: titles },
  { name: 'images', about: 'every image is shown', modes: ['light', 'phone'], run: images },
  {
    name: 'fonts',
    about: "words are set in the theme's fonts",
    modes: ['light', 'phone'],
    run: fonts,
  },
  {
    name: 'phone',
    about: 'nothing is wider than a telephone',
    modes: ['phone'],
    run: fitsThePhone,
  },
  {
    name: 'cells',
    about: 'what a cell of a table holds lies within it',
    modes: ['light', 'phone', 'print', 'plain'],
    run: cells,
  },
  {
    name: 'charts',
    about: 'charts are visible, labels whole and apart',
    modes: ['light', 'dark', 'forced', 'phone', 'print'],
    run: charts,
  },
  {
    name: 'chart-contrast',
    about: 'labels in charts stand out from what is behind them',
    modes: ['light', 'dark', 'forced', 'phone', 'print'],
    run: chartContrast,
  },
  { name: 'keyboard', about: 'the first stop leads to the content', modes: ['light'], run: keyboard },
  {
    name: 'details',
    about: 'the data of a figure opens without script',
    modes: ['plain'],
    run: details,
  },
  {
    name: 'printed',
    about: 'paper has addresses, whole figures and no navigation',
    modes: ['print'],
    run: printed,
  },
  {
    name: 'axe',
    about: 'no violation that axe-core knows',
    modes: ['light', 'dark', 'forced', 'phone'],
    run: accessibility,
  },
  {
    name: 'still',
    about: 'without scripts there is no control',
    modes: ['plain'],
    run: still,
  },
  {
    name: 'layer',
    about: 'sorting, filtering, values of charts and links to figures work by keyboard',
    modes: ['light', 'phone'],
    run: layer,
  },
];
