#!/usr/bin/env python3
"""Cuts the typefaces of the default theme, and the widths that charts measure with, from upstream.

    python3 -m venv target/fonts && target/fonts/bin/pip install fonttools==4.68.0 brotli==1.2.1 \\
        fontpkg-public-sans==2.1 fontpkg-newsreader==1.3 fontpkg-inter==4.1.post1
    target/fonts/bin/python tests/tools/cut_fonts.py

The same versions give the same bytes. What is kept, and why, stands in themes/default/LICENCES.md.
"""

import os
from importlib import resources
from pathlib import Path

os.environ["SOURCE_DATE_EPOCH"] = "0"

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "themes/default/assets/fonts"
METRICS = ROOT / "src/figure/metrics"


def span(first, last):
    return set(range(first, last + 1))


# Latin-1, Latin Extended-A, the Welsh w and y with their accents, punctuation, primes, raised and
# lowered figures, fractions, currency, and the signs of sums and comparisons.
LETTERS = (
    span(0x20, 0x7E) | span(0xA0, 0x17F) | {0x192} | span(0x218, 0x21B) | span(0x2C6, 0x2DD)
    | {0x300, 0x301, 0x302, 0x308} | span(0x1E80, 0x1E85) | {0x1E9E, 0x1EF2, 0x1EF3}
    | span(0x2009, 0x203A) | {0x2044, 0x202F} | span(0x2070, 0x208E) | {0x20AC, 0x2116, 0x2122}
    | span(0x2150, 0x215E) | {0x2206, 0x2211, 0x2212, 0x2215, 0x221A, 0x221E, 0x2248, 0x2260}
    | {0x2264, 0x2265, 0x25CA}
)
# What neither family draws is taken from Inter, as a face for signs alone.
SIGNS = (
    span(0x2009, 0x200A) | {0x202F, 0x2012, 0x2015, 0x2032, 0x2033, 0x3A9, 0x3BC, 0x3C0}
    | span(0x2074, 0x2079) | span(0x2080, 0x2089) | span(0x2190, 0x2199) | {0x21A9, 0x21AA}
    | {0x2211, 0x221A, 0x221E} | {0x25A0, 0x25A1, 0x25B2, 0x25B3, 0x25B6, 0x25BC, 0x25BD}
    | {0x25C0, 0x25C6, 0x25C7, 0x25CB, 0x25CF, 0x2605, 0x2606, 0x2713, 0x2717}
)
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "tnum", "pnum"]
# A hyphen that does not break looks like any other, but no upstream font maps it.
ALIKE = {0x2010: 0x2D, 0x2011: 0x2D}

CUTS = [
    ("public-sans", "public_sans", "PublicSans[wght].ttf", {"wght": (400, 700)}, LETTERS),
    ("newsreader", "newsreader", "Newsreader[opsz,wght].ttf",
     {"wght": (400, 700), "opsz": (18, 72)}, LETTERS),
    ("newsreader-italic", "newsreader", "Newsreader-Italic[opsz,wght].ttf",
     {"wght": (400, 600), "opsz": (18, 40)}, LETTERS),
    ("signs", "inter", "Inter[opsz,wght].ttf", {"wght": (400, 700), "opsz": 14}, SIGNS),
]


def upstream(package, name):
    return TTFont(resources.files(f"fontpkg_{package}") / "files" / name)


def limited(font, limits, letters, features):
    """The font within `limits`, with the glyphs of `letters` alone and without hints."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            for code, like in ALIKE.items():
                if like in table.cmap:
                    table.cmap.setdefault(code, table.cmap[like])
    options = subset.Options(hinting=False, layout_features=features, notdef_outline=True,
                             name_IDs=["*"], drop_tables=["DSIG", "MVAR", "HVAR"])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, limits)
    font["head"].created = font["head"].modified = 0
    return font


def cut(name, package, file, limits, letters):
    font = limited(upstream(package, file), limits, letters, FEATURES)
    font.flavor = "woff2"
    font.save(FONTS / f"{name}.woff2", reorderTables=False)
    licence = (resources.files(f"fontpkg_{package}") / "LICENSE").read_bytes()
    family = {"inter": "signs"}.get(package, package.replace("_", "-"))
    (FONTS / f"{family}-OFL.txt").write_bytes(licence)
    return set(font.getBestCmap())


def measure(weight):
    """The widths at one weight: Public Sans, and signs for what it lacks. No outlines."""
    text = limited(upstream("public_sans", "PublicSans[wght].ttf"), {"wght": weight}, LETTERS, [])
    signs = limited(upstream("inter", "Inter[opsz,wght].ttf"), {"wght": weight, "opsz": 14}, SIGNS, [])
    scale = text["head"].unitsPerEm / signs["head"].unitsPerEm
    order, widths, cmap = list(text.getGlyphOrder()), dict(text["hmtx"].metrics), text.getBestCmap()
    for code, glyph in sorted(signs.getBestCmap().items()):
        if code not in cmap:
            order.append(f"sign{code:04X}")
            widths[order[-1]] = (round(signs["hmtx"][glyph][0] * scale), 0)
            cmap[code] = order[-1]
    for tag in set(text.keys()) - {"GlyphOrder", "head", "hhea", "hmtx", "maxp", "cmap", "OS/2",
                                   "post", "name"}:
        del text[tag]
    text.setGlyphOrder(order)
    text["hmtx"].metrics = {name: (widths[name][0], 0) for name in order}
    text["maxp"].numGlyphs = len(order)
    for table in text["cmap"].tables:
        table.cmap = dict(cmap)
    text["name"].names = [name for name in text["name"].names if name.nameID in (0, 13, 14)]
    text["post"].formatType = 3.0
    text.recalcBBoxes = False
    text.save(METRICS / f"public-sans-{weight}.metrics.ttf")


if __name__ == "__main__":
    kept = {name: cut(name, *rest) for name, *rest in CUTS}
    for weight in (400, 600):
        measure(weight)
    (METRICS / "OFL.txt").write_bytes((FONTS / "public-sans-OFL.txt").read_bytes())
    for name, letters in kept.items():
        size = (FONTS / f"{name}.woff2").stat().st_size
        print(f"{name}: {len(letters)} characters, {size} bytes")
    nowhere = (LETTERS | SIGNS) - kept["public-sans"] - kept["signs"]
    print("drawn by neither:", " ".join(f"U+{code:04X}" for code in sorted(nowhere)))
