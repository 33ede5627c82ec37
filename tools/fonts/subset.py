"""
@file Makes the page's three font files (src/fonts) from two npm packages, with fewer characters and weights, and the
table of advance widths (src/fonts/advances.json) by which saved pictures measure text.

  pip install fonttools==4.68.0 brotli
  npm pack inter-ui@4.1.1 @fontsource-variable/source-serif-4@5.3.1     (and unpack both)
  python tools/fonts/subset.py INTER_FOLDER SOURCE_SERIF_FOLDER

The files are named anew, as the licence of Source Serif asks of changed copies. Characters that are in no file come from
the reader's system.
"""

import io
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "src/fonts"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x180)]
SYMBOLS = (
    "‘’‚“”„–—‒…·•†‹›×÷±≈≠≤≥∞∑√∂−‰€£™←↑→↓↔⁰⁴⁵⁶⁷⁸⁹⁻₀₁₂₃▲▼◆◇●○✓✗αβγδεθλμπρσΔΣΩ\u2002\u2003\u2009\u200a\u2011\u202f"
)
# Inter has no glyph of its own for these; the nearest one is used instead.
ALIASES = {0x25BE: 0x25BC, 0x22EF: 0x2026}

WEIGHTS = (400, 700)
INTER = "variable/InterVariable.woff2"
SERIF = "files/source-serif-4-latin-wght-{}.woff2"


def reduced(source: Path, axes: dict, family: str, out: Path) -> None:
    """Writes `source` with the given axes (a value, or from and to) and the characters above."""
    whole = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), axes)
    whole.flavor = None
    # Glyph variations are only whole again after they were written and read.
    data = io.BytesIO()
    whole.save(data)
    font = TTFont(data, recalcTimestamp=False)
    for table in font["cmap"].tables:
        for wanted, there in ALIASES.items():
            if table.isUnicode() and there in table.cmap:
                table.cmap.setdefault(wanted, table.cmap[there])
    figures = {font.getBestCmap()[ord(sign)] for sign in "0123456789+−"}
    # Inter's tabular figures bring a hyphen as wide as a figure, which would tear words apart.
    for mapping in tabular(font):
        for glyph in set(mapping) - figures:
            del mapping[glyph]
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum"]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*LATIN, *map(ord, SYMBOLS), *ALIASES])
    subsetter.subset(font)
    for name_id in (1, 4, 6, 16):
        font["name"].setName(family if name_id != 6 else family.replace(" ", ""), name_id, 3, 1, 0x409)
    font.flavor = "woff2"
    font.save(out)
    print(f"{out.name}: {out.stat().st_size} bytes, {len(font.getBestCmap())} characters")


def advances() -> dict:
    """Widths in thousandths of the font size, by code point: of the figures' tabular digits, of weights 400 and 600."""
    table = {}
    for name, weight in (("regular", 400), ("bold", 600)):
        font = instancer.instantiateVariableFont(TTFont(FONTS / "lab-sans.woff2"), {"wght": weight})
        glyphs = dict(font.getBestCmap())
        for lookup in tabular(font):
            glyphs = {code: lookup.get(glyph, glyph) for code, glyph in glyphs.items()}
        em = font["head"].unitsPerEm
        table[name] = {code: round(1000 * font["hmtx"][glyph][0] / em) for code, glyph in sorted(glyphs.items())}
    return table


def tabular(font: TTFont) -> list[dict]:
    """What font-variant-numeric: tabular-nums puts in the place of glyphs."""
    gsub = font["GSUB"].table
    chosen = {
        index
        for record in gsub.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    subtables = [sub for index in sorted(chosen) for sub in gsub.LookupList.Lookup[index].SubTable]
    return [getattr(sub, "ExtSubTable", sub).mapping for sub in subtables]


def main(inter: Path, serif: Path) -> None:
    reduced(inter / INTER, {"opsz": 14, "wght": WEIGHTS}, "Lab Sans", FONTS / "lab-sans.woff2")
    reduced(serif / SERIF.format("normal"), {"wght": WEIGHTS}, "Lab Serif", FONTS / "lab-serif.woff2")
    reduced(serif / SERIF.format("italic"), {"wght": 400}, "Lab Serif Italic", FONTS / "lab-serif-italic.woff2")
    (ROOT / "src/fonts/advances.json").write_text(json.dumps(advances(), indent=2) + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
