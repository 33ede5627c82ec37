/** @file A table of results, and the file that spreadsheets and programs read it from. */

/** Null is an empty field. Numbers have the units that docs/results-schema.md gives them, and all their digits. */
export type Field = string | number | boolean | null;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Field[])[];
}

/** A column and how a row gets its field. */
export type Column<T> = readonly [name: string, field: (row: T) => Field];

export function tableOf<T>(columns: readonly Column<T>[], rows: readonly T[]): Table {
  return {
    columns: columns.map(([name]) => name),
    rows: rows.map((row) => columns.map(([, field]) => field(row))),
  };
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe in front. This is stricter than papaparse's own
 * rule, which lets a text with a line break pass; and full-width signs count as signs in some spreadsheets.
 */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * If a spreadsheet splits at semicolons or tabs, a cell can begin inside our text, because the quotes around the text
 * are then in the middle of a cell and hold nothing together.
 */
const FORMULA_WITHIN = /([;\t\r\n]"*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/**
 * Without the byte order mark, Excel reads the file in the system's old code page. pandas, R's readr and this lab skip
 * it.
 */
const BYTE_ORDER_MARK = '\ufeff';

/** The table as CSV (RFC 4180): commas, quotes around every text, a header, "." in numbers whatever the reader's language; UTF-8 with a byte order mark. */
export async function writeCsv({ columns, rows }: Table): Promise<string> {
  const { default: Papa } = await import('papaparse');
  const data = rows.map((row) => row.map(plain));
  return (
    BYTE_ORDER_MARK +
    Papa.unparse(
      { fields: [...columns], data },
      { escapeFormulae: FORMULA, quotes: (value) => typeof value === 'string' },
    ) +
    '\r\n'
  );
}

/**
 * Writes texts without formulas, and non-finite numbers as empty fields, since they have no notation that all readers
 * share.
 */
function plain(field: Field): Field {
  if (typeof field === 'string') return field.replace(FORMULA_WITHIN, "$1'");
  return typeof field === 'number' && !Number.isFinite(field) ? null : field;
}
