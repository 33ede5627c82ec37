/** @file A data set of labelled sentences, read from train.tsv and validation.tsv. */
import Papa from 'papaparse';
import { LabError } from '../errors';

export interface Sentence {
  readonly text: string;
  /** 0-based class. */
  readonly label: number;
}

/**
 * Rows of a TSV file with the columns `sentence` and `label`; further columns are left aside.
 * @param fileName for messages
 * @throws LabError naming the file and the line of the first row that cannot be used
 */
export function parseSentences(tsv: string, fileName: string, labels: number): Sentence[] {
  const { data, meta } = Papa.parse<Record<string, string>>(tsv, {
    header: true,
    delimiter: '\t',
    quoteChar: '\0', // quotes are text: "so called" stays as it is
    skipEmptyLines: true,
  });
  for (const column of ['sentence', 'label'])
    if (!meta.fields?.includes(column))
      throw new LabError(
        `${fileName} has no column "${column}".`,
        'Its first line must be sentence<TAB>label.',
      );
  if (data.length === 0) throw new LabError(`${fileName} has no rows.`, 'Choose another data set.');
  return data.map((row, index) => {
    const label = Number(row['label']);
    const text = row['sentence']?.trim() ?? '';
    if (text === '' || !Number.isInteger(label) || label < 0 || label >= labels)
      throw new LabError(
        `${fileName}, line ${index + 2}: needs a sentence and a label from 0 to ${labels - 1}, got "${text.slice(0, 40)}" and "${row['label'] ?? ''}".`,
        'Correct the line and run again.',
      );
    return { text, label };
  });
}
