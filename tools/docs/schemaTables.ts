/** @file Tables in Markdown of what an object of a valibot schema holds: field, value, meaning and unit. */
import * as v from 'valibot';
import { expectedBy } from '../../src/base/schema';

/** What the tables use of valibot's schemas, whatever their kind. */
interface Schema extends v.GenericSchema {
  readonly pipe?: readonly (Schema | { readonly kind: 'validation' | 'transformation' | 'metadata' })[];
  readonly wrapped?: Schema;
  readonly default?: unknown;
  readonly item?: Schema;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
}

interface Row {
  readonly field: string;
  readonly value: string;
  readonly meaning: string;
  readonly unit: string;
}

/** The table of an object's fields, with a column of units where a field has one. */
export function schemaTable(schema: v.GenericSchema): string {
  const rows = rowsOf(schema as Schema);
  const hasUnits = rows.some(({ unit }) => unit !== '');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`.replaceAll('  ', ' ');
  const head = ['Field', 'Value', 'Meaning', ...(hasUnits ? ['Unit'] : [])];
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(({ field, value, meaning, unit }) =>
      line([`\`${field}\``, value, meaning, ...(hasUnits ? [unit] : [])]),
    ),
  ].join('\n');
}

function rowsOf(schema: Schema, prefix = ''): Row[] {
  const core = coreOf(schema);
  if (core.type === 'variant') return variantRows((core.options ?? []) as readonly Schema[]);
  return Object.entries(core.entries ?? {}).flatMap(([name, entry]) =>
    isDescribedWithin(entry) ? rowsOf(entry, `${prefix}${name}.`) : [rowOf(prefix + name, entry)],
  );
}

/** Whether an object has no table of its own and describes each of its fields, so that these are rows here. */
function isDescribedWithin(schema: Schema): boolean {
  const { entries } = coreOf(schema);
  if (entries === undefined || v.getTitle(schema) !== undefined) return false;
  return Object.values(entries).every((entry) => about(entry).description !== undefined);
}

function rowOf(field: string, schema: Schema): Row {
  const { description = '', unit = '' } = about(schema);
  return { field, value: valueOf(schema), meaning: description, unit };
}

/** One row a field: what all kinds have first, then what only some have. */
function variantRows(kinds: readonly Schema[]): Row[] {
  const entries = kinds.map((kind) => coreOf(kind).entries ?? {});
  const key = Object.keys(entries[0] ?? {}).find((name) =>
    entries.every((own) => own[name] !== undefined && coreOf(own[name]).type === 'literal'),
  );
  const nameOf = (own: Readonly<Record<string, Schema>>): string =>
    key !== undefined && own[key] ? valueOf(own[key]) : '';
  const names = [...new Set(entries.flatMap((own) => Object.keys(own)))];
  return names.map((name) => {
    const having = entries.flatMap((own) => (own[name] ? [{ kind: nameOf(own), entry: own[name] }] : []));
    const [first] = having;
    if (!first) throw new Error(`no kind has ${name}`);
    const row = rowOf(name, first.entry);
    if (name === key) {
      const meanings = having.map(({ kind, entry }) => `${kind}: ${about(entry).description ?? ''}`);
      return { ...row, value: having.map(({ kind }) => kind).join(' or '), meaning: meanings.join('; ') };
    }
    if (having.length === entries.length) return row;
    return { ...row, meaning: `${having.map(({ kind }) => kind).join(', ')} only: ${row.meaning}` };
  });
}

/** What a field may hold, e.g. "a number from 0 to 1 or `null`; optional". */
function valueOf(schema: Schema): string {
  const title = v.getTitle(schema);
  const core = coreOf(schema);
  const { wrapped } = core;
  if (core.type === 'exact_optional' && wrapped) return `${valueOf(wrapped)}; optional`;
  if (core.type === 'optional' && wrapped) {
    const missing = v.getTitle(wrapped) === undefined ? `${code(core.default)} if missing` : 'optional';
    return `${valueOf(wrapped)}; ${missing}`;
  }
  if (title !== undefined) return `see [${title}](#${title.toLowerCase().replaceAll(' ', '-')})`;
  switch (core.type) {
    case 'nullable':
      return wrapped ? `${valueOf(wrapped)}, or \`null\`` : '';
    case 'array':
      return core.item
        ? `list, ${v.getTitle(core.item) === undefined ? 'each ' : ''}${valueOf(core.item)}`
        : '';
    case 'object':
      return `\`{\` ${Object.entries(core.entries ?? {})
        .map(([name, entry]) => `\`${name}\`: ${valueOf(entry)}`)
        .join('; ')} \`}\``;
    case 'variant':
      return ((core.options ?? []) as readonly Schema[]).map(valueOf).join(' or ');
    case 'literal':
      return code(core.literal);
    case 'picklist':
      return (core.options ?? []).map(code).join(', ');
    case 'boolean':
      return '`true` or `false`';
    default:
      return expectedBy(schema);
  }
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

const about = (schema: Schema): { readonly description?: string; readonly unit?: string } =>
  v.getMetadata((schema.type.endsWith('optional') && schema.wrapped) || schema);

/** The schema that gives a pipe's values: the last one. */
function coreOf(schema: Schema): Schema {
  const last = schema.pipe?.findLast((item): item is Schema => item.kind === 'schema');
  return last && last !== schema ? coreOf(last) : schema;
}
