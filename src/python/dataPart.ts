/** @file The script's data: files or a hub's data set, columns, classes, and which rows are used. */
import { HELD_OUT_SHARE } from '../data/heldOut';
import { HELD_OUT, NO_PAIR } from '../experiment/experiment';
import { parseSourceRef } from '../sources/sourceRef';
import { pythonList, pythonNumberOrNone, pythonText, pythonTextOrNone } from './literals';
import type { ScriptOf } from './scriptOf';

/** What the script says of columns and classes; as the lab found them, or as far as the person chose them. */
export function dataConstants(of: ScriptOf): string[] {
  const { experiment, facts } = of;
  const { textColumn, pairColumn, labelColumn } = experiment.data;
  const { trainingRows, validationRows } = experiment.training;
  const embedded = parseSourceRef('dataset', experiment.dataset)?.kind === 'embedded';
  const unknown = facts || embedded ? '' : '  # the lab has not looked at the data: check this';
  const text = facts?.columns.text ?? textColumn ?? (embedded ? 'sentence' : 'text');
  const pair = facts ? facts.columns.pair : pairColumn === NO_PAIR ? null : pairColumn;
  const label = facts?.columns.label ?? labelColumn ?? 'label';
  const classes = facts?.classes ?? (embedded ? ['negative', 'positive'] : null);
  return [
    `TEXT, PAIR, LABEL = ${pythonText(text)}, ${pythonTextOrNone(pair)}, ${pythonText(label)}${unknown}`,
    ...(classes ? [`CLASSES = ${pythonList(classes.map(pythonText))}`] : []),
    `TRAINING_ROWS, VALIDATION_ROWS = ${pythonNumberOrNone(trainingRows)}, ${pythonNumberOrNone(validationRows)}  # None for all`,
  ];
}

/** Loads the two splits as `train` and `validation`. */
export function dataLoading(of: ScriptOf): string[] {
  const { experiment, facts } = of;
  const known = facts !== null || parseSourceRef('dataset', experiment.dataset)?.kind === 'embedded';
  return [
    ...loading(of),
    ...(isHeldOut(of)
      ? [
          `parts = train.train_test_split(test_size=${HELD_OUT_SHARE}, seed=0)  # the lab holds out other rows`,
          'train, validation = parts["train"], parts["test"]',
        ]
      : []),
    ...keptForTheEnd(of),
    ...(known
      ? []
      : ['CLASSES = sorted({str(value) for value in train.unique(LABEL) if value not in (None, -1)})']),
    'measured = prepare(validation, VALIDATION_ROWS, seed=0)',
    ...(experiment.training.rowChoice === 'per-seed' ? [] : ['rows = prepare(train, TRAINING_ROWS, seed=0)']),
  ];
}

/** Texts as token ids, and rows that have both a text and a class. */
export const rowFunctions = ({ experiment: { training } }: ScriptOf): string[] => [
  'def encode(row):',
  '    texts = [row[TEXT]] if PAIR is None else [row[TEXT], row[PAIR]]',
  '    label = CLASSES.index(str(row[LABEL])) if str(row[LABEL]) in CLASSES else int(row[LABEL])',
  '    return {**tokenizer(*texts, truncation=True, max_length=MAX_LENGTH), "labels": label}',
  '',
  '',
  'def prepare(rows, count, seed):',
  '    rows = rows.filter(lambda row: bool(row[TEXT]) and row[LABEL] not in (None, "", -1))',
  ...(training.rowChoice === 'first'
    ? []
    : ['    rows = rows if count is None else rows.shuffle(seed=seed)  # the lab draws other rows']),
  '    rows = rows if count is None else rows.select(range(min(count, len(rows))))',
  '    return rows.map(encode, remove_columns=rows.column_names)',
];

/** A share of the validation rows that the lab keeps for the end is not measured on here. */
function keptForTheEnd({ experiment: { data } }: ScriptOf): string[] {
  const share = Number(data.testSplit ?? NaN);
  return share > 0 && share < 1
    ? [
        `validation = validation.train_test_split(test_size=${share}, seed=0)["train"]  # the rest is for the end`,
      ]
    : [];
}

function isHeldOut({ experiment: { dataset, data }, facts, files }: ScriptOf): boolean {
  if (data.validationSplit === HELD_OUT) return true;
  if (facts) return facts.rows.validation === null;
  return parseSourceRef('dataset', dataset)?.kind === 'local' && files !== null && files.validation === null;
}

function loading(of: ScriptOf): string[] {
  const { experiment, labAddress } = of;
  const ref = parseSourceRef('dataset', experiment.dataset);
  if (ref?.kind === 'embedded')
    return [
      `LAB_DATA = ${pythonText(`${labAddress}datasets/${ref.name}/`)}`,
      'files = {split: f"{LAB_DATA}{split}.tsv" for split in ("train", "validation")}',
      'data = load_dataset("csv", data_files=files, sep="\\t")',
      'train, validation = data["train"], data["validation"]',
    ];
  if (ref?.kind === 'hub') return fromHub(of, ref.repository, ref.revision);
  return fromFiles(of, ref?.kind === 'local' ? ref.name : experiment.dataset);
}

function fromHub(of: ScriptOf, repository: string, revision: string | null): string[] {
  const { subset, trainSplit, validationSplit } = of.experiment.data;
  const more = [
    ...(subset === null ? [] : [pythonText(subset)]),
    ...(revision === null ? [] : [`revision=${pythonText(revision)}`]),
  ];
  return [
    `data = load_dataset(${[pythonText(repository), ...more].join(', ')})`,
    `train = data[${pythonText(trainSplit ?? 'train')}]`,
    ...(isHeldOut(of) ? [] : [`validation = data[${pythonText(validationSplit ?? 'validation')}]`]),
  ];
}

const DELIMITERS: Readonly<Record<string, string>> = { comma: ',', semicolon: ';', tab: '\t', bar: '|' };

function fromFiles(of: ScriptOf, name: string): string[] {
  const { experiment, facts, files } = of;
  const train = files?.train ?? name;
  const validation = isHeldOut(of) ? null : (files?.validation ?? 'validation.csv');
  const kind = kindOf(train);
  const { delimiter, header, encoding } = experiment.data;
  const read = facts?.reading.train;
  const separator = read?.delimiter ?? DELIMITERS[delimiter ?? ''] ?? (/\.tsv$/i.test(train) ? '\t' : ',');
  const coded = read?.encoding ?? encoding;
  const headless = (read?.header ?? header !== 'no') === false;
  const options =
    kind === 'csv'
      ? [
          ...(separator === ',' ? [] : [`sep=${pythonText(separator)}`]),
          ...(coded === null || /^utf-?8$/i.test(coded) ? [] : [`encoding=${pythonText(coded)}`]),
          ...(headless ? ['header=None'] : []),
        ]
      : [];
  const given = [
    `"train": ${pythonText(train)}`,
    ...(validation === null ? [] : [`"validation": ${pythonText(validation)}`]),
  ];
  return [
    `files = {${given.join(', ')}}`,
    ...(headless ? ['# The file names no columns, so they are numbers: set TEXT and LABEL.'] : []),
    `data = load_dataset(${[pythonText(kind), 'data_files=files', ...options].join(', ')})`,
    'train = data["train"]',
    ...(validation === null ? [] : ['validation = data["validation"]']),
  ];
}

function kindOf(file: string): 'csv' | 'json' | 'parquet' {
  if (/\.(?:jsonl?|ndjson)(?:\.gz)?$/i.test(file)) return 'json';
  return /\.parquet$/i.test(file) ? 'parquet' : 'csv';
}
