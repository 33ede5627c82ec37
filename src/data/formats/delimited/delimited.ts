/** @file Reads CSV and TSV as rows of fields, with the delimiter, quoting and header that the file seems to use. */
import { DELIMITERS } from '../../../experiment/readingChoice';
import type { RowSource } from '../../table';
import { DelimitedRows } from './delimitedRows';
import { areSingleQuoted, guessDelimiter } from './delimiters';
import { type Quoting, RowPass } from './rowPass';
import type { TextFile, TextReading } from '../text/textReading';

const NOTES: Readonly<Record<Quoting, string>> = {
  none: 'Quotes do not close where they should, so they were read as text.',
  doubled: 'Fields in quotes were read without them.',
  single: 'Fields in single quotes were read without them.',
  backslash: 'Quotes within fields stand behind backslashes and were read without these.',
};

/**
 * In a CSV file quotes enclose fields, as RFC 4180 says; in a TSV file they are text, as in GLUE's files. If that
 * reading does not fit the file (see {@link fitsBetter}), another one is used, and a note says so.
 * @param isTsv whether the file's name says so
 * @throws LabError if the file has no rows, too many columns or a row that is too long
 */
export function* readDelimited(
  { fileName, head, notes: before, choice }: TextFile,
  { isTsv }: { readonly isTsv: boolean },
): TextReading<RowSource> {
  const told = toldDelimiter(head);
  const delimiter = DELIMITERS.get(choice.delimiter ?? '') ?? told ?? guessDelimiter(head, isTsv);
  const skipped = told === null ? 0 : 1;
  const notes = [...before];
  if (told !== null) notes.push('The first line, “sep=”, names the delimiter.');
  if (areSingleQuoted(head, delimiter)) notes.push(NOTES.single);
  const custom: Quoting = notes.includes(NOTES.single) ? 'single' : delimiter === '\t' ? 'none' : 'doubled';
  const rows = new DelimitedRows(fileName, choice);
  const pass = new RowPass(delimiter, custom, rows.take, skipped);
  yield pass;
  for (const quoting of alternatives(pass, custom)) {
    const other = new RowPass(delimiter, quoting, null, skipped);
    yield other;
    if (!fitsBetter(other, quoting, pass, custom)) continue;
    rows.forget();
    const anew = new DelimitedRows(fileName, choice);
    yield new RowPass(delimiter, quoting, anew.take, skipped);
    return anew.source(other, delimiter, [...notes, NOTES[quoting]]);
  }
  if (pass.joined > 0)
    notes.push(
      `${pass.joined === 1 ? 'One line' : `${pass.joined} lines`} with a backslash at the end ${pass.joined === 1 ? 'was' : 'were'} joined with the next, as databases write line breaks.`,
    );
  return rows.source(pass, delimiter, notes);
}

/** Other readings of the quotes that are worth trying. */
function alternatives(pass: RowPass, custom: Quoting): Quoting[] {
  if (!pass.sawQuote || custom === 'single') return [];
  const other: Quoting = custom === 'none' ? 'doubled' : 'none';
  const wrong = custom === 'none' || pass.misquoted;
  return [
    ...(pass.sawBackslashQuote && (wrong || pass.ragged > 0) ? (['backslash'] as const) : []),
    ...(wrong ? [other] : []),
  ];
}

/**
 * Whether the file is read with a kind of quotes other than its format's usual one:
 * - a CSV file with misplaced quotes, in which fewer rows are ragged if quotes are text;
 * - a TSV file in which fewer rows are ragged if quotes are syntax, or in which every quote is properly part of a
 *   quoted field, and at least one field had to be quoted or no row is without a quote;
 * - either, if quotes close as they should once those behind a backslash are text, and no more rows are ragged.
 */
function fitsBetter(other: RowPass, quoting: Quoting, custom: RowPass, byCustom: Quoting): boolean {
  if (other.endless) return false;
  if (quoting === 'backslash') {
    if (other.misquoted) return false;
    if (other.ragged < custom.ragged) return true;
    return (
      other.ragged === custom.ragged && (byCustom === 'none' ? custom.onlyBackslashes : custom.misquoted)
    );
  }
  if (byCustom === 'doubled') return custom.misquoted && (custom.endless || custom.ragged > other.ragged);
  if (other.misquoted) return false;
  const proper = custom.properlyQuoted && (custom.needsQuotes || custom.alwaysQuoted);
  return other.ragged < custom.ragged || (other.ragged <= custom.ragged && proper);
}

/** The delimiter that a first line like `sep=;` names, which Excel writes and reads. */
function toldDelimiter(head: string): string | null {
  return /^\s*"?sep=([^\w\s"]|\t)"?\n/i.exec(head)?.[1] ?? null;
}
