/** @file How a file or a hub's data is read: what was detected, and fields to override it. */
import { useState } from 'react';
import { formatDelimiter } from '../../src/data/formatInspection';
import { LabError } from '../../src/base/errors';
import type { DataChoice } from '../../src/experiment/experiment';
import {
  COMMON_ENCODINGS,
  DELIMITERS,
  HEADER_CHOICES,
  splitWordList,
  READING_RULES,
} from '../../src/experiment/readingChoice';
import type { DataInspection } from '../../workers/protocol';
import { useLab } from '../store/lab';
import { ChoiceField, type Option } from './ChoiceField';
import { TextSetting } from './TextSetting';

/** The columns are chosen again, because reading fields or letters differently yields other columns. */
const NO_COLUMNS = { textColumn: null, pairColumn: null, labelColumn: null };
const WORDS_SHOWN = 4;

/** @param props.inspection null if the file could not be read */
export function DataReading({ inspection }: { readonly inspection: DataInspection | null }) {
  const data = useLab((lab) => lab.experiment.data);
  const [open, setOpen] = useState(false);
  const { chooseData } = useLab.getState();
  const reading = inspection?.reading.train ?? {};
  // Parquet files contain most of this themselves. A choice made anyway can still be undone.
  const applies = (key: 'header' | 'delimiter' | 'encoding'): boolean =>
    !inspection || reading[key] !== undefined || data[key] !== null;
  const select = (
    key: 'header' | 'delimiter' | 'encoding',
    label: string,
    found: string | undefined,
    options: readonly Option[],
  ) =>
    applies(key) && (
      <ChoiceField
        label={label}
        value={data[key]}
        automatic={found === undefined ? 'automatic' : `found: ${found}`}
        options={options}
        onChange={(value) => chooseData({ ...NO_COLUMNS, [key]: value })}
      />
    );
  const named = (names: Iterable<string>) => [...names].map((name) => ({ value: name, label: name }));
  return (
    <details
      className="data-reading"
      open={open || inspection === null}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{applies('encoding') ? 'How the file is read' : 'How values are read'}</summary>
      <div className="fields">
        {select('header', 'First line is a header', yesOrNo(reading.header), named(HEADER_CHOICES))}
        {select('delimiter', 'Delimiter', delimiterName(reading.delimiter), named(DELIMITERS.keys()))}
        {select('encoding', 'Encoding', reading.encoding, named(COMMON_ENCODINGS))}
        <TextSetting
          label="Missing-value words"
          value={data.missing ?? ''}
          placeholder={placeholder(reading.missingWords)}
          hint="Separated by commas; “none” keeps every word as it is."
          onChange={(text) => chooseData({ missing: readWords(text) })}
        />
      </div>
    </details>
  );
}

const yesOrNo = (header: boolean | undefined): string | undefined =>
  header === undefined ? undefined : header ? 'yes' : 'no';

function delimiterName(delimiter: string | undefined): string | undefined {
  return delimiter === undefined ? undefined : formatDelimiter(delimiter);
}

function placeholder(words: readonly string[] | undefined): string {
  if (!words) return 'automatic';
  if (words.length === 0) return 'none';
  return words.slice(0, WORDS_SHOWN).join(', ') + (words.length > WORDS_SHOWN ? ', ...' : '');
}

/** @throws LabError if the text is not a list of words */
function readWords(text: string): DataChoice['missing'] {
  if (text === '') return null;
  const words = READING_RULES.missing.parse(text);
  if (words === null || splitWordList(words).some((word) => word.length > 100))
    throw new LabError('This is not a list of words separated by commas.', 'Write, for example: NA, nan, -');
  return words;
}
