/** @file A stranger's values and names inside messages: short and on one line, whatever they are. */

const LONGEST = 60;

/** A JSON value as a message shows it: "a list", "an object", or the value itself, cut short. */
export function shownValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'string') return cutShort(JSON.stringify(value.slice(0, 2 * LONGEST)), LONGEST);
  return String(value as number | boolean | null | undefined);
}

/** A name or text, cut short, without line breaks or marks that change the direction of writing. */
export function shownName(name: string, longest = 120): string {
  const start = name.slice(0, 2 * longest).replace(/[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu, '?');
  return cutShort(start, longest);
}

/** A tensor's shape: "[2, 3]"; at most its first eight extents. */
export function shownShape(shape: readonly number[]): string {
  return `[${shape.slice(0, 8).join(', ')}${shape.length > 8 ? ', ...' : ''}]`;
}

function cutShort(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}...` : text;
}
