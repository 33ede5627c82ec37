/** @file Hostile JSON: the texts of valid documents in which some values or keys were replaced. */
import fc from 'fast-check';
import { PIECES } from './hostileText';

/** A placeholder in a document for what JSON.stringify cannot write. It is replaced in the text. */
const mark = (raw: string): string => `\u0001${raw}\u0001`;

const DEEP = [20, 2000, 30_000].flatMap((depth) => [mark(`list${depth}`), mark(`object${depth}`)]);

const VALUES: readonly unknown[] = [
  ...PIECES,
  ...DEEP,
  'x'.repeat(20_000),
  mark('1e999'),
  mark('-1e999'),
  mark('1e300'),
  2 ** 53 + 2,
  4294967296,
  2147483648,
  1e15,
  -1,
  -0,
  0,
  0.5,
  1,
  3,
  null,
  true,
  false,
  [],
  {},
  [[]],
  [null],
  [1, 'a', null, {}],
  { toString: 1, valueOf: 1 },
  { type: 'Sequence', normalizers: [null], processors: [null, 3] },
  Array.from({ length: 3000 }, (_, i) => i),
];

const value = fc.constantFrom(...VALUES);
const key = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '',
  'x'.repeat(5000),
  '\ud83d',
);

type Act =
  | { readonly kind: 'value'; readonly pick: number; readonly value: unknown }
  | { readonly kind: 'drop' | 'double'; readonly pick: number }
  | { readonly kind: 'key'; readonly pick: number; readonly key: string; readonly value: unknown };

const pick = fc.nat({ max: 1_000_000 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('value' as const), pick, value }), weight: 6 },
  { arbitrary: fc.record({ kind: fc.constantFrom('drop' as const, 'double' as const), pick }), weight: 2 },
  { arbitrary: fc.record({ kind: fc.constant('key' as const), pick, key, value }), weight: 2 },
);

/** A location in a document: a container, and a key in it. */
type Location = readonly [holder: Record<string, unknown> | unknown[], key: string];

function locationsOf(root: unknown): Location[] {
  const locations: Location[] = [];
  const visit = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) {
      locations.push([holder as Record<string, unknown>, key]);
      visit((holder as Record<string, unknown>)[key]);
    }
  };
  visit(root);
  return locations;
}

function applyTo(box: [unknown], act: Act): void {
  const locations = locationsOf(box);
  const location = locations[act.pick % locations.length];
  if (!location) throw new Error('The document has no location to tamper with.');
  const [holder, key] = location;
  if (act.kind === 'value') define(holder, key, act.value);
  else if (act.kind === 'key') {
    const inner = (holder as Record<string, unknown>)[key];
    define(typeof inner === 'object' && inner !== null ? inner : holder, act.key, act.value);
  } else if (act.kind === 'double' && Array.isArray(holder))
    holder.push(structuredClone(holder[Number(key)]));
  else if (Array.isArray(holder)) holder.splice(Number(key), holder === box ? 0 : 1);
  else delete holder[key];
}

/** Sets an own property, even if the key is one like __proto__. */
function define(holder: object, key: string, value: unknown): void {
  const own = structuredClone(value);
  // In JSON an array has no other keys than its indices.
  if (Array.isArray(holder) && !/^\d+$/.test(key)) holder.push(own);
  else
    Object.defineProperty(holder, key, { value: own, enumerable: true, writable: true, configurable: true });
}

/** The document's text, in which placeholders are replaced by what they stand for. */
function write(root: unknown): string {
  const text = JSON.stringify(root) ?? 'null';
  return text.replace(/"\\u0001([^"\\]*)\\u0001"/g, (_, raw: string) => {
    const depth = Number(/\d+$/.exec(raw)?.[0]);
    if (raw.startsWith('list')) return '['.repeat(depth) + ']'.repeat(depth);
    if (raw.startsWith('object')) return '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    return raw;
  });
}

/** The text of one of the valid documents, with one to four values, keys or elements replaced. */
export function tamperedJson(valid: readonly unknown[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat({ max: valid.length - 1 }), fc.array(act, { minLength: 1, maxLength: 4 }))
    .map(([which, acts]) => {
      const box: [unknown] = [structuredClone(valid[which])];
      for (const each of acts) applyTo(box, each);
      return write(box[0]);
    });
}
