/**
 * @file Parts of valibot schemas for JSON that a stranger may have written, and their reader. A schema's message says what
 * the value must be ("a number from 0 to 1"); the reader puts the path and what was found in front of it.
 */
import * as v from 'valibot';
import { JsonPart } from './json';
import { isObject } from './storedValues';

/** The value that a schema gives, deeply read-only. */
export type Output<Schema extends v.GenericSchema> = DeepReadonly<v.InferOutput<Schema>>;

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/**
 * Reads a value by a schema. Keys that the schema does not know are left out.
 * @param path where the value is in its document, e.g. `trials[3]`
 * @throws LabError naming the path of the first thing that is wrong
 */
export function readAs<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  path = '',
): v.InferOutput<Schema> {
  // Without abortEarly a list of a million wrong values would make a million issues.
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [{ path: way = [], input, message }] = result.issues;
  const found = way.length > 0 ? way.at(-1)?.value : input;
  throw new JsonPart(found, way.reduce(pathTo, path)).wrong(message);
}

/** Like {@link readAs}, for cases where no message is needed. @returns null for a value that the schema refuses */
export function readOrNull<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | null {
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? result.output : null;
}

function pathTo(path: string, { type, key }: v.IssuePathItem): string {
  if (type === 'array') return `${path}[${String(key)}]`;
  return path === '' ? String(key) : `${path}.${String(key)}`;
}

/** What a value must be, in the words that the schema uses for a missing one. */
export function expectedBy(schema: v.GenericSchema): string {
  const [issue] = v.safeParse(schema, undefined, { abortEarly: true }).issues ?? [];
  return issue?.message ?? '';
}

/** The entries of an object, of which other keys are left out. A list passes too: see {@link object}. */
/* @__NO_SIDE_EFFECTS__ */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, ({ path }) => {
    const [missing] = path ?? [];
    const entry = missing && (entries as v.ObjectEntries)[String(missing.key)];
    return entry ? expectedBy(entry as v.GenericSchema) : 'an object';
  });
}

/** An object with these entries, but not a list, which valibot would accept as one. */
/* @__NO_SIDE_EFFECTS__ */
export function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  const own = fields(entries);
  return v.pipe(v.custom<v.InferInput<typeof own>>(isObject, 'an object'), own);
}

/** One of several kinds of objects, each made by {@link fields}, told apart by the text under `key`. */
/* @__NO_SIDE_EFFECTS__ */
export function kinds<const Key extends string, const Options extends v.VariantOptions<Key>>(
  key: Key,
  names: readonly string[],
  options: Options,
) {
  const own = v.variant(key, options, ({ path }) => (path ? oneOfWords(names) : 'an object'));
  return v.pipe(v.custom<v.InferInput<typeof own>>(isObject, 'an object'), own);
}

/* @__NO_SIDE_EFFECTS__ */
export const list = <const Item extends v.GenericSchema>(item: Item) => v.array(item, 'a list');

const oneOfWords = (choices: readonly string[]): string => `one of ${choices.join(', ')}`;

/* @__NO_SIDE_EFFECTS__ */
export const oneOf = <const Choice extends string>(choices: readonly Choice[]) =>
  v.picklist(choices, oneOfWords(choices));

export const text = /* @__PURE__ */ v.string('a text');
export const truth = /* @__PURE__ */ v.boolean('true or false');

/** @param expected in words, what `accept` accepts */
/* @__NO_SIDE_EFFECTS__ */
export const textThat = (expected: string, accept: (value: string) => boolean) =>
  v.pipe(v.string(expected), v.check(accept, expected));

/* @__NO_SIDE_EFFECTS__ */
export const shortText = (longest: number) =>
  v.pipe(text, v.maxLength(longest, `a text of at most ${longest} characters`));

/** What a number may be: its bounds, one of which may itself be excluded, and whether it is whole. */
export interface NumberBounds {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly excluded?: 'min' | 'max';
}

/* @__NO_SIDE_EFFECTS__ */
export function boundedNumber({ min, max, whole, excluded }: NumberBounds, expected: string) {
  return v.pipe(
    v.number(expected),
    whole ? v.integer(expected) : v.finite(expected),
    excluded === 'min' ? v.gtValue(min, expected) : v.minValue(min, expected),
    excluded === 'max' ? v.ltValue(max, expected) : v.maxValue(max, expected),
  );
}

/** @param unit of numbers, as docs/results-schema.md and the JSON Schema name it */
/* @__NO_SIDE_EFFECTS__ */
export const about = <const Schema extends v.GenericSchema>(
  schema: Schema,
  description: string,
  unit?: string,
) => v.pipe(schema, v.metadata({ description, ...(unit !== undefined && { unit }) }));

export const finite = /* @__PURE__ */ v.pipe(v.number('a number'), v.finite('a number'));

export const count = /* @__PURE__ */ atLeast(0);
export const amount = /* @__PURE__ */ v.pipe(
  v.number('a number of 0 or more'),
  v.finite('a number of 0 or more'),
  v.minValue(0, 'a number of 0 or more'),
);
export const fraction = /* @__PURE__ */ boundedNumber(
  { min: 0, max: 1, whole: false },
  'a number from 0 to 1',
);

/** A whole number that a double holds exactly. */
/* @__NO_SIDE_EFFECTS__ */
export function atLeast(least: number) {
  const expected = `a whole number of ${least} or more`;
  return v.pipe(v.number(expected), v.safeInteger(expected), v.minValue(least, expected));
}

/** A time in ISO 8601. */
export const time = /* @__PURE__ */ textThat(
  'a time like "2026-01-31T12:00:00Z"',
  (value) => value.length <= 40 && !Number.isNaN(Date.parse(value)),
);
