import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../experiment/defaults';
import type { TrialRecord } from '../../results/results';
import { sampleTrial } from '../../experiment/testing';
import { experimentOf, groupsOf, judgingFor } from '../../figures/testing';
import { differencesAmong } from '../../figures/differences/judging';
import { intervalOf } from '../../stats/comparisons/comparison';
import { differencesTable } from './differencesTable';
import { summaryTable } from './summaryTable';
import { writeCsv, type Table } from './table';
import { trialsTable } from './trialsTable';

const GROUPS = groupsOf({
  full: [0.911, 0.93, 0.912, 0.899, 0.911, null],
  'LoRA r=8': [0.874, 0.914, 0.902, 0.9, 0.899, 0.901],
  alone: [1 / 3],
});
const EXPERIMENT = experimentOf(GROUPS);

/** The file's rows by column, every field as text. */
async function readBack(table: Table): Promise<Record<string, string>[]> {
  const csv = await writeCsv(table);
  expect(csv.startsWith('\ufeff')).toBe(true);
  const { data, errors } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}
const numberOf = (text: string | undefined): number | null =>
  text === '' || text === undefined ? null : Number(text);

describe('the trials', () => {
  const records: TrialRecord[] = [
    sampleTrial({ accuracy: 0.1 + 0.2, samplesPerSecond: 1 / 3, validationLoss: 1e-7, seed: 4_000_000_000 }),
    sampleTrial({
      ...{
        id: 'b',
        seed: 2,
        status: 'diverged',
        accuracy: null,
        validationLoss: null,
        samplesPerSecond: null,
      },
      message: 'Step 7: "loss", is\nnot finite',
    }),
    sampleTrial({
      id: 'c',
      together: { trials: 5, seconds: 41.25, peakBytes: 212_000_001 },
      scenario: {
        ...{ name: 'full', color: '#000000', method: 'full', learningRate: 3e-4, basePrecision: 'int8' },
        duration: { unit: 'epochs', count: 2 },
      },
    }),
  ];

  it('come back as they were, to the last digit', async () => {
    const rows = await readBack(trialsTable(() => DEFAULT_EXPERIMENT, records));
    expect(rows).toHaveLength(3);
    records.forEach((record, i) => {
      const row = rows[i] ?? {};
      for (const [key, value] of Object.entries(record)) {
        if (typeof value === 'number') expect(numberOf(row[key]), key).toBe(value);
        else if (typeof value === 'string') expect(row[key], key).toBe(value);
        else if (value === null) expect(row[key], key).toBe('');
      }
      for (const [key, value] of Object.entries(record.together ?? {}))
        expect(row[`together.${key}`]).toBe(String(value));
      for (const [kind, bytes] of Object.entries(record.memory))
        expect(row[`memory.${kind}`]).toBe(String(bytes));
      for (const [key, value] of Object.entries(record.environment))
        if (typeof value !== 'object') expect(row[key], key).toBe(String(value));
    });
  });

  it('tell what each trained with', async () => {
    const [lora, , full] = await readBack(trialsTable(() => DEFAULT_EXPERIMENT, records));
    expect(lora).toMatchObject({
      ...{ scenario: 'lower', method: 'lora', modules: '1-6.qkvoud', r: '8', alpha: '8', rsLora: 'false' },
      ...{ learningRate: '0.003', duration: '150', durationUnit: 'steps', checkpointing: 'false' },
      ...{ basePrecision: 'f32', precision: 'f32', model: 'roberta-mini', dataset: 'review-sentences' },
    });
    expect(full).toMatchObject({
      ...{
        method: 'full',
        modules: '',
        r: '',
        learningRate: '0.0003',
        duration: '2',
        durationUnit: 'epochs',
      },
      basePrecision: 'int8',
      precision: 'f32',
    });
  });

  it('hold nothing that a spreadsheet would run', async () => {
    const texts = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '=HYPERLINK("x")\n',
      '\n=1',
      '＝1',
      "'quoted",
      'a=b',
      '-',
    ];
    const named = texts.map((message, i) =>
      sampleTrial({ id: String(i), status: 'failed', accuracy: null, message }),
    );
    const rows = await readBack(trialsTable(() => DEFAULT_EXPERIMENT, named));
    const escaped = texts.map((text) => (/^[=+\-@\t\n＝]/.test(text) ? `'${text}` : text));
    // A part that some spreadsheets split off is escaped too.
    const safe = escaped.map((text) => text.replace(/([\t\n])=1/, "$1'=1"));
    expect(rows.map(({ message }) => message)).toEqual(safe);
    expect(escaped.filter((text, i) => text !== texts[i])).toHaveLength(9);
  });

  it('keep negative numbers numbers, and leave empty what is none', async () => {
    const [row] = await readBack({ columns: ['a', 'b', 'c', 'd'], rows: [[-0.25, NaN, null, -1e-9]] });
    expect(row).toEqual({ a: '-0.25', b: '', c: '', d: '-1e-9' });
  });

  it('are a header alone where there are none', async () => {
    expect(await readBack(trialsTable(() => DEFAULT_EXPERIMENT, []))).toEqual([]);
  });
});

it('a scenario’s summary is what the statistics say', async () => {
  const chosen = GROUPS[1]?.scenario;
  const selections = new Map(chosen && [[chosen, { scenarios: 12, inflation: 0.006 }]]);
  const rows = await readBack(summaryTable(() => EXPERIMENT, GROUPS, selections));
  GROUPS.forEach(({ scenario, summary, others }, i) => {
    const row = rows[i] ?? {};
    expect(row['scenario']).toBe(scenario.name);
    expect(
      ['n', 'meanAccuracy', 'sd', 'interval95From', 'interval95To', 'diverged'].map((key) =>
        numberOf(row[key]),
      ),
    ).toEqual([
      summary.n,
      summary.mean,
      summary.sd,
      summary.interval?.from ?? null,
      summary.interval?.to ?? null,
      others.diverged,
    ]);
  });
  expect(rows[2]?.['sd']).toBe('');
  expect(rows[0]?.['peakBytes']).toBe('60000000');
  expect(rows.map((row) => [row['bestOf'], row['expectedInflation']])).toEqual(
    GROUPS.map((_, i) => (i === 1 ? ['12', '0.006'] : ['', ''])),
  );
});

it('a scenario’s summary has what a company of its seeds took', async () => {
  const [first, ...others] = GROUPS;
  const together = { trials: 2, seconds: 40, peakBytes: 212e6 };
  const company = { ...first!, done: first!.done.slice(0, 2).map((record) => ({ ...record, together })) };
  const rows = await readBack(summaryTable(() => EXPERIMENT, [company, ...others], new Map()));
  const taken = (row: (typeof rows)[number]) =>
    ['together.trials', 'together.seconds', 'together.peakBytes'].map((key) => row[key]);
  expect(taken(rows[0]!)).toEqual(['2', '40', '212000000']);
  expect(taken(rows[1]!)).toEqual(['', '', '']);
  expect(rows[0]?.['peakBytes']).toBe('60000000');
});

it('differences are all pairs, with p before and after Holm’s correction', async () => {
  const rows = await readBack(differencesTable(GROUPS, judgingFor(GROUPS)));
  const { between, tested } = differencesAmong(GROUPS, judgingFor(GROUPS));
  expect(rows.map(({ first, second }) => [first, second])).toEqual([
    ['full', 'LoRA r=8'],
    ['full', 'alone'],
    ['LoRA r=8', 'alone'],
  ]);
  between.flat().forEach((difference, i) => {
    const row = rows[i] ?? {};
    const { comparison, corrected, verdict } = difference ?? {};
    expect(row['verdict']).toBe(verdict);
    expect(
      ['firstMinusSecond', 'intervalFrom', 'p', 'pHolm', 'comparisons'].map((key) => numberOf(row[key])),
    ).toEqual([
      ...[
        comparison?.difference,
        comparison ? (intervalOf(comparison, 0.05)?.from ?? null) : null,
        comparison?.p,
        corrected,
        tested,
      ],
    ]);
  });
  expect(rows[0]?.['words']).toBe(
    'full and LoRA r=8: open; any difference is below 2.6\u00a0points, more seeds would help',
  );
});

describe('no cell is a formula, whatever the spreadsheet splits at', () => {
  const texts = ['a;=1+1', 'b;@x', 'c\t-2', 'd;"=cmd()"', '=1', 'e\n+3', 'plain; text', 'say "so"'];
  const table: Table = { columns: ['text', 'number'], rows: texts.map((text) => [text, -0.5]) };
  const cellsAt = async (delimiter: string): Promise<string[]> =>
    Papa.parse<string[]>(await writeCsv(table), { delimiter }).data.flat();

  it.each([',', ';', '\t'])('%j', async (delimiter) => {
    const cells = await cellsAt(delimiter);
    expect(cells.filter((cell) => /^"*[=+@-]/.test(cell) && cell !== '-0.5')).toEqual([]);
    // A reader that does not know quotes splits within them.
    const raw = (await writeCsv(table)).split(new RegExp(`[${delimiter}\\r\\n]`));
    expect(raw.filter((cell) => /^"*[=+@-]/.test(cell) && cell !== '-0.5')).toEqual([]);
  });
  it('quotes every text and no number', async () => {
    const csv = await writeCsv({ columns: ['a', 'b', 'c'], rows: [['x', -1.5, null]] });
    expect(csv).toBe('\ufeff"a","b","c"\r\n"x",-1.5,\r\n');
  });
  it('reads back as it was where nothing looks like a formula', async () => {
    const rows = await readBack(table);
    expect(rows.slice(-2).map(({ text }) => text)).toEqual(['plain; text', 'say "so"']);
    expect(rows.every(({ number }) => number === '-0.5')).toBe(true);
  });
});
