/**
 * @file Numbers as people read them. Nothing here asks `Intl`, whose first use on a page takes as long as all else that the
 * page does before it is drawn.
 */

/** A whole number with its thousands apart: `12,345`. */
export const count = (value: number): string => value.toFixed(0).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** A figure and its unit with a no-break space between them, so that no line ends there. */
export const withUnit = (figure: number | string, unit: string): string => `${figure}\u00a0${unit}`;

/** Marks a figure as estimated, not measured: "≈ 26.1 MB". */
export const nearly = (figure: string): string => `≈\u00a0${figure}`;

/** `0.87` as `87.0 %`; shares under a tenth of a percent keep two significant digits. */
export function percent(share: number, digits = 1): string {
  const value = share * 100;
  return withUnit(value !== 0 && value < 0.1 ? value.toPrecision(2) : value.toFixed(digits), '%');
}

export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value >= 1000
    ? withUnit((value / 1000).toFixed(2), 'GB')
    : withUnit(value.toFixed(value >= 100 ? 0 : 1), 'MB');
}

/** Bytes in the largest unit of which there is one: "412 kB", "1.6 MB", "12.4 GB". */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return withUnit(bytes, bytes === 1 ? 'byte' : 'bytes');
  if (bytes >= 999_500) return megabytes(bytes);
  const value = bytes / 1000;
  return withUnit(value.toFixed(value >= 10 ? 0 : 1), 'kB');
}

/** A rate with as many digits as are worth showing. */
export function rate(value: number): string {
  return value >= 100 ? count(value) : value.toPrecision(value >= 10 ? 3 : 2);
}

/** A duration, rounded more the longer it is: nobody can promise an hour to the second. */
export function duration(seconds: number): string {
  if (seconds < 10) return withUnit(Math.max(1, Math.round(seconds)), 's');
  if (seconds < 60) return withUnit(Math.round(seconds / 5) * 5, 's');
  if (seconds < 3600) {
    const rounded = seconds < 300 ? Math.round(seconds / 10) * 10 : Math.round(seconds / 60) * 60;
    const minutes = Math.floor(rounded / 60);
    const rest = rounded % 60;
    return rest > 0 ? `${withUnit(minutes, 'min')} ${withUnit(rest, 's')}` : withUnit(minutes, 'min');
  }
  const hours = Math.floor(seconds / 3600);
  return `${withUnit(hours, 'h')} ${withUnit(Math.round((seconds % 3600) / 60), 'min')}`;
}

/**
 * The one spelling of a setting, on the page, in names and in addresses: 0.004, and 5e-5 only where the zeros pile up.
 * The text reads back as exactly `value`.
 */
export function plainNumber(value: number): string {
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  return text.replace('e+', 'e'); // a plus sign is a space to some readers of addresses
}

/** A difference of shares in percentage points: `0.0123` as `1.2 points`. */
export function points(share: number, digits = 1): string {
  return withUnit((share * 100).toFixed(digits), 'points');
}

/** A difference in percentage points with its sign, without the unit: `+1.2`, `−0.4`, `0.0`. */
export function signedPoints(share: number, digits = 1): string {
  const text = (Math.abs(share) * 100).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${share < 0 ? '−' : '+'}${text}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `25 Nov 2026`, in this device's time zone. @throws RangeError if it is no date */
export function formatDate(date: Date): string {
  const month = MONTHS[date.getMonth()];
  if (month === undefined) throw new RangeError('That is not a date.');
  return `${date.getDate()} ${month} ${date.getFullYear()}`;
}
