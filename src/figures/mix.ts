/** @file Mixes colours as CSS does in OKLab, and writes the result out: programs that draw SVG know no color-mix(). */

type Triple = readonly [number, number, number];

/** @param color `#rrggbb` @param share of `color`, in [0, 1]; the rest is `other` */
export function mix(color: string, share: number, other: string): string {
  const [lightness, a, b] = toLab(color);
  const [otherLightness, otherA, otherB] = toLab(other);
  const between = (one: number, two: number): number => share * one + (1 - share) * two;
  return toHex([between(lightness, otherLightness), between(a, otherA), between(b, otherB)]);
}

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

const encoded = (light: number): number =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;

/** From sRGB to OKLab, after B. Ottosson, 2020. */
function toLab(hex: string): Triple {
  const channel = (at: number): number => linear(parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r, g, b] = [channel(1), channel(3), channel(5)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function toHex([lightness, a, b]: Triple): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const channels = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const byte = (light: number): number => Math.round(255 * Math.min(1, Math.max(0, encoded(light))));
  return `#${channels.map((light) => byte(light).toString(16).padStart(2, '0')).join('')}`;
}
