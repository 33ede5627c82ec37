/** @file A data file takes at most twice its size of JavaScript's memory while it is read, looked at and trained on. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { openLab, TINY, waitUntilIdle, openSettings } from './lab';
import { watchWorkerHeap } from './workerHeap';

const MINUTE = 60_000;
const MB = 1e6;
/** LAB_BIG_DATA=1 makes the files that src/data/README.md gives figures of. */
const BIG = Boolean(process.env.LAB_BIG_DATA);
const SIZE = (BIG ? 50 : 10) * MB;
/**
 * An allowance for what does not grow with the file: the parts it is read in, code that runs for the first time, and
 * the trial.
 */
const BESIDE = 8 * MB;

const WORDS = 'the a film plot room staff was is very not good poor long short and but it we they meal'.split(
  ' ',
);

/** Whole numbers in [0, n), the same every time. */
function numbers(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const below = numbers(7);
const sentence = (): string =>
  Array.from({ length: 8 + below(12) }, () => WORDS.at(below(WORDS.length)) ?? '').join(' ');
const letter = (): string => String.fromCharCode(97 + below(26));
const columns = Array.from({ length: 400 }, (_, i) => i);

interface Kind {
  readonly what: string;
  readonly name: string;
  readonly before: string;
  readonly row: (index: number) => string;
  readonly after: string;
}

const KINDS: readonly Kind[] = [
  {
    what: 'CSV of one-character fields',
    name: 'letters.csv',
    before: `text,label,${columns.map((i) => `c${i}`).join(',')}\n`,
    row: (i) => `word ${i},${i % 2},${columns.map(letter).join(',')}\n`,
    after: '',
  },
  {
    what: 'CSV of sentences, some in quotes',
    name: 'sentences.csv',
    before: 'text,label\n',
    row: (i) => `${i % 5 === 0 ? `"${sentence()}, ${i}"` : `${sentence()} ${i}`},${i % 2}\n`,
    after: '',
  },
  {
    what: 'JSON lines',
    name: 'sentences.jsonl',
    before: '',
    row: (i) => `${JSON.stringify({ text: `${sentence()} ${i}`, label: i % 2, source: 'x' })}\n`,
    after: '',
  },
  {
    what: 'JSON, one list',
    name: 'sentences.json',
    before: '{"data": [\n',
    row: (i) => `${i === 0 ? '' : ','}${JSON.stringify({ text: `${sentence()} ${i}`, label: i % 2 })}\n`,
    after: ']}\n',
  },
];

async function write(path: string, { before, row, after }: Kind): Promise<number> {
  const file = createWriteStream(path);
  file.write(before);
  let rows = 0;
  for (let written = 0; written < SIZE;) {
    let part = '';
    while (part.length < 1 << 20) part += row(rows++);
    written += part.length;
    if (!file.write(part)) await once(file, 'drain');
  }
  file.end(after);
  await finished(file);
  return rows;
}

/** The pause between two readings of the heap. */
const BETWEEN_MS = 80;

/** Without LAB_BIG_DATA only the two formats that take most memory are tested. */
const TESTED = BIG ? KINDS : KINDS.filter(({ name }) => ['sentences.csv', 'sentences.json'].includes(name));

for (const kind of TESTED)
  test(`${kind.what}: at most twice the file`, async ({ page }) => {
    test.setTimeout(5 * MINUTE);
    const folder = await mkdtemp(join(tmpdir(), 'lab-data-'));
    try {
      const path = join(folder, kind.name);
      const rows = await write(path, kind);
      const { size } = await stat(path);
      const heap = await watchWorkerHeap(page);
      await openLab(page, TINY);
      const picker = page.getByTestId('data-picker');
      await expect(picker).toContainText('3,200 rows for training');
      await openSettings(page, 'Data');
      const before = await heap.readHeld();
      let [peak, samples, done] = [0, 0, false];
      const watching = (async () => {
        while (!done) {
          peak = Math.max(peak, await heap.readHeld());
          samples++;
          // Each reading collects garbage first, which takes the worker's core.
          await delay(BETWEEN_MS);
        }
      })();
      const began = Date.now();
      await picker.getByLabel('Training file').last().setInputFiles(path);
      await expect(picker).toContainText(`${rows.toLocaleString('en')} rows; part held out`, {
        timeout: 2 * MINUTE,
      });
      const seconds = (Date.now() - began) / 1000;
      const looked = peak - before;
      await page.evaluate(() => void window.loraLab.run());
      const results = await waitUntilIdle(page, 2 * MINUTE);
      done = true;
      await watching;
      expect(results?.trials.map(({ status }) => status)).toEqual(['done']);
      console.log(
        `${kind.what}, ${(size / MB).toFixed(0)} MB, ${rows} rows: read in ${seconds.toFixed(1)} s, at most ` +
          `${(looked / MB).toFixed(0)} MB more, ${(looked / size).toFixed(2)} times the file; ` +
          `with a trial of 16 rows ${((peak - before) / size).toFixed(2)} times; ${samples} samples`,
      );
      expect(samples).toBeGreaterThan(20);
      expect(peak - before).toBeLessThan(2 * size + BESIDE);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
