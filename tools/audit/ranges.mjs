/** @file Version ranges as advisories write them: `<1.2.3`, `>=6.0.0 <6.11.3 || =7.0.0`. */

/** @param {string} version @returns {number[]} major, minor, patch; a version with a hyphen comes before the release */
function parts(version) {
  const [, numbers = '', before] = /^v?(\d+(?:\.\d+)*)(-.+)?/.exec(version) ?? [];
  if (numbers === '') throw new Error(`"${version}" is no version.`);
  const [major = 0, minor = 0, patch = 0] = numbers.split('.').map(Number);
  return [major, minor, patch, before === undefined ? 0 : -1];
}

/** @param {string} a @param {string} b @returns {number} below, at or above zero */
function compare(a, b) {
  const [left, right] = [parts(a), parts(b)];
  return left.map((part, i) => part - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** @type {Readonly<Record<string, (difference: number) => boolean>>} */
const OPERATORS = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
  '=': (difference) => difference === 0,
};

/**
 * Whether a version lies in a range.
 * @param {string} version
 * @param {string} range
 * @throws {Error} if the range is written in another way, because no advisory may be passed over
 */
export function inRange(version, range) {
  return range.split('||').some((all) => {
    if (all.trim() === '*') return true;
    const terms = all.match(/(<=|>=|<|>|=)?\s*[\w.+-]+/g) ?? [];
    const read = terms.join('').replace(/\s/g, '');
    if (terms.length === 0 || read !== all.replace(/[\s,]/g, '')) throw new Error(`"${range}" is no range.`);
    return terms.every((term) => {
      const [, operator = '=', bound = ''] = /^(<=|>=|<|>|=)?\s*(.+)$/.exec(term) ?? [];
      return OPERATORS[operator]?.(compare(version, bound));
    });
  });
}
