/** @file What a results file says about the data that was read. Names, reasons and notes hold a stranger's text. */
import * as v from 'valibot';
import { about, count, list, object, oneOf, type Output, shortText, truth } from '../base/schema';

const words = shortText(5000);

const MissingWordSchema = object({ column: words, word: words, count });

export const ReadingSchema = v.pipe(
  object({
    encoding: v.exactOptional(about(words, 'of a text file')),
    delimiter: v.exactOptional(about(words, 'the character itself')),
    header: v.exactOptional(about(truth, 'whether the first line names the columns')),
    missing: v.exactOptional(
      about(list(MissingWordSchema), 'words that counted as missing values, in the columns that are used'),
    ),
  }),
  v.title('Reading'),
);

export const LeftOutSchema = v.pipe(
  object({
    source: about(words, 'name of the file'),
    reason: about(words, 'why the rows were left out'),
    count: about(count, 'how many', 'rows'),
    unit: about(oneOf(['line', 'row']), 'what `first` counts'),
    first: about(list(count), 'where the first few are, counted from 1'),
  }),
  v.title('Rows left out'),
);

export const DataFactsSchema = v.pipe(
  object({
    rows: about(
      object({ train: count, validation: v.nullable(count) }),
      'rows of the splits as they are; `null` for validation rows that are held out of the training rows',
      'rows',
    ),
    columns: about(
      object({ text: words, pair: v.nullable(words), label: words }),
      'names of the columns; `pair` is `null` for single texts',
    ),
    classes: about(list(words), 'names, in the order of the classes'),
    leftOut: about(
      list(LeftOutSchema),
      'rows that were left out, by file and reason. A hub’s texts are looked at only when a run needs them: before, ' +
        'reasons of the text are missing',
    ),
    reading: about(
      object({ train: ReadingSchema, validation: v.nullable(ReadingSchema) }),
      'how the files were read; `validation` is `null` if it is held out',
    ),
    notes: about(list(words), 'sentences for a person, such as which words counted as missing values'),
  }),
  v.title('Data that was read'),
);

export type DataFacts = Output<typeof DataFactsSchema>;

/** Rows of one file that were left out for one reason. */
export type LeftOutFacts = Output<typeof LeftOutSchema>;

/** How a file was read. Parts that do not apply to its kind are left out. */
export type ReadingFacts = Output<typeof ReadingSchema>;
