/** @file The command line reads an experiment, writes a results file, and ends with an exit status to rely on. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { RaceOutcome } from '../app/race/raceOutcome';
import { parseResults } from '../src/results/resultsFile';
import { findBrowser } from '../tools/lib/browser/chromium.mjs';
import { SHORT_AND_LONG, TINY } from './lab';
import { makeBert } from './support/makeModel.mjs';

const headless = (...args: string[]) =>
  spawnSync(process.execPath, ['tools/headless.mjs', ...args], { encoding: 'utf8' });

test('a tiny experiment ends with status 0, a table and a results file', () => {
  const out = test.info().outputPath('results.json');
  const { status, stdout, stderr } = headless('--software', '--experiment', `#${TINY}`, '--out', out);
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('mean accuracy');
  expect(stdout).toMatch(/^(No row is cut|.* of the rows are cut to)/m);
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials.map(({ status }) => status)).toEqual(['done']);
});

test('Ctrl-C keeps what is finished, leaves no browser behind and ends with status 130', async () => {
  test.skip(process.platform === 'win32', 'Windows has no SIGINT to send');
  const [out, browser, closed] = ['results.json', 'browser.sh', 'closed'].map((name) =>
    test.info().outputPath(name),
  ) as [string, string, string];
  writeFileSync(browser, `#!/bin/sh\n'${findBrowser()}' "$@"\ntouch '${closed}'\n`, { mode: 0o755 });
  const options = ['--software', '--browser', browser, '--experiment', `#${SHORT_AND_LONG}`, '--out', out];
  const tool = spawn(process.execPath, ['tools/headless.mjs', ...options]);
  let messages = '';
  tool.stderr.on('data', (text: Buffer) => (messages += text.toString()));
  const status = new Promise((resolve) => tool.on('exit', resolve));
  try {
    await expect.poll(() => messages, { timeout: 60_000 }).toContain('1/2 trials');
    // The bar can be a moment ahead of the file.
    await expect.poll(() => existsSync(out) && parseResults(readFileSync(out, 'utf8')).trials.length).toBe(1);
    tool.kill('SIGINT');
    expect(await status, messages).toBe(130);
  } finally {
    // A tool that outlived a failed test would keep a core busy until the machine stops.
    tool.kill('SIGKILL');
  }
  expect(messages).toContain('Cancelling');
  expect(existsSync(closed)).toBe(true);
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials[0]).toMatchObject({ scenario: { name: 'head' }, status: 'done' });
  expect(trials.slice(1).every(({ status: ended }) => ended === 'cancelled')).toBe(true);
});

test('a run that takes longer than --timeout is cancelled, and ends with status 1', () => {
  const out = test.info().outputPath('results.json');
  const endless = `#${TINY.replace('steps=2', 'steps=20000')}`;
  const { status, stderr } = headless('--software', '--timeout=0.05', '--experiment', endless, '--out', out);
  expect(status, stderr).toBe(1);
  expect(stderr).toContain('Stopped after 0.05 minutes');
  const { trials } = parseResults(readFileSync(out, 'utf8'));
  expect(trials.filter(({ status: ended }) => ended !== 'cancelled')).toEqual([]);
});

test('wrong usage ends with status 2 and names what is wrong', () => {
  const wrong = headless('--speed', '9', '--backend=abacus');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('--speed');
});

test('model and data of this device train, and the saved adapter measures the same again', async () => {
  const [model, train, validation, saved, out, again] = [
    ...['my model', 'reviews é.csv', 'rest.tsv', 'adapters', 'results.json', 'again.json'],
  ].map((name) => test.info().outputPath(name)) as [string, string, string, string, string, string];
  await makeBert(model);
  const words = ['good', 'bad', 'not'];
  const rows = Array.from({ length: 48 }, (_, i) => ({
    text: `the film is ${words[i % 3]} , ${words[(i * 7) % 3]} .`,
    mood: ['glad', 'cross', 'so-so'][(i >> 1) % 3],
  }));
  const csv = rows.slice(0, 24).map(({ text, mood }, i) => `${i},${mood},"${text}"`);
  writeFileSync(train, ['No.,"How, then?",What they wrote', ...csv, '24,glad,'].join('\n'));
  const tsv = rows.slice(24).map(({ text, mood }) => `${text}\t${mood}`);
  writeFileSync(validation, ['What they wrote\tHow, then?', ...tsv].join('\n'));

  const common = ['--software', '--quiet', '--model', model, '--train', train, '--validation', validation];
  common.push('--text', 'What they wrote', '--label', 'How, then?', '--no-shuffle', '--batch', '4');
  const first = headless(...common, '--trials=1', '--steps=3', '--save-adapter', saved, '--out', out);
  expect(first.status, first.stderr).toBe(0);
  for (const line of [
    'Columns: text "What they wrote", label "How, then?"',
    'Labels: "',
    'left out: no text',
  ])
    expect(first.stdout).toContain(line);
  const { experiment, trials, data } = parseResults(readFileSync(out, 'utf8'));
  expect(data).toMatchObject({
    columns: { text: 'What they wrote', pair: null, label: 'How, then?' },
    leftOut: [{ source: 'reviews é.csv', reason: 'no text', count: 1, first: [26] }],
    reading: { train: { delimiter: ',', header: true }, validation: { delimiter: '\t', header: true } },
  });
  expect(experiment).toMatchObject({ model: 'local:my-model', training: { shuffle: false, batchSize: 4 } });
  expect(trials.map(({ scenario, steps }) => [scenario.name, steps])).toEqual([
    ['lower', 3],
    ['upper', 3],
  ]);
  // The default experiment is for 12 layers, this model has 2.
  const modules = experiment.scenarios.map((scenario) => scenario.method === 'lora' && scenario.modules);
  expect(modules.map((layers) => layers && layers.map(({ length }) => length > 0))).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(readdirSync(saved).sort()).toEqual(['lower-seed1', 'upper-seed1']);

  const adapter = join(saved, 'upper-seed1');
  expect(readdirSync(adapter).sort()).toEqual(['adapter_config.json', 'adapter_model.safetensors']);
  const second = headless(...common, '--adapter', adapter, '--evaluate-only', '--out', again);
  expect(second.status, second.stderr).toBe(0);
  const [measured, ...others] = parseResults(readFileSync(again, 'utf8')).trials;
  expect(others).toEqual([]);
  expect(measured).toMatchObject({ steps: 0, accuracy: trials[1]!.accuracy });
  expect(measured!.scenario.name).toBe('upper-seed1');
  expect(measured!.validationLoss).toBeCloseTo(trials[1]!.validationLoss!, 6);

  // A results file is an experiment too. This one uses just these files, so no second scenario is made of them.
  const third = headless(...common, '--experiment', again, '--adapter', adapter, '--out', out);
  expect(third.status, third.stderr).toBe(0);
  const repeated = parseResults(readFileSync(out, 'utf8')).trials;
  expect(repeated.map(({ accuracy, validationLoss }) => [accuracy, validationLoss])).toEqual([
    [measured!.accuracy, measured!.validationLoss],
  ]);

  // A column that is not there stops the run; the message names it and the existing ones.
  const lost = headless(...common, '--label', 'mood', '--trials=1');
  expect(lost.status).toBe(1);
  expect(lost.stderr).toContain('mood');
  expect(lost.stderr).toContain('How, then?');
});

test('a race of two ends with a sentence, a LoraConfig and its evidence, and goes on from there without training', () => {
  test.setTimeout(180_000);
  const [out, again] = ['advice.json', 'again.json'].map((name) => test.info().outputPath(name)) as [
    string,
    string,
  ];
  const two = TINY.replace(
    'scenario=head:classifier',
    'scenario=head:classifier&scenario=top:12.v.r1',
  ).replace('validation=32', 'validation=48');
  const race = [
    '--software',
    '--quiet',
    '--experiment',
    `#${two}`,
    '--recommend',
    'accuracy',
    '--candidates',
    'own',
  ];
  // Whatever the two differ by is then less than matters, so that the first round settles it.
  const { status, stdout, stderr } = headless(...race, '--delta', '50', '--out', out);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(
    /^(Classifier only|Adapters on layer 12, value, r=1 \(“top”\)): surely within 50\.0.points of/m,
  );
  const advice = JSON.parse(readFileSync(out, 'utf8')) as RaceOutcome;
  expect(advice).toMatchObject({ isSure: true, stopped: null, seeds: 3 });
  expect(['alike', 'good enough']).toContain(advice.end);
  // Both are good enough; the classifier alone takes less memory.
  expect(advice.recommended?.name).toBe('head');
  expect(advice.candidates.map(({ values }) => values.length)).toEqual([3, 3]);

  // A small difference takes more seeds; those that there are already are not trained again.
  const more = headless(...race, '--delta', '1', '--budget', '0.01', '--resume', out, '--out', again);
  expect(more.status, more.stderr).toBe(0);
  const resumed = JSON.parse(readFileSync(again, 'utf8')) as RaceOutcome;
  expect(resumed).toMatchObject({ isSure: false, stopped: 'budget', seeds: 3 });
  expect(resumed.sentence).toContain('Too little evidence to be sure of one.');
  const ids = (of: RaceOutcome) => of.results?.trials.map(({ id }) => id).sort();
  expect(ids(resumed)).toEqual(ids(advice));
});
