/** @file The colour of text on top of a scenario's colour. */

/**
 * Black or white, whichever is easier to read on the colour: the contrast is at least 4.5:1 on any (WCAG 2.2, 1.4.3).
 * @param color `#rrggbb`
 */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const light = relativeLuminance(color) + 0.05;
  return light / 0.05 > 1.05 / light ? '#000000' : '#ffffff';
}

/** The relative luminance as WCAG 2.2 defines it, in [0, 1]. */
export function relativeLuminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
