/**
 * @file `node tools/cluster/writeReferences.mjs [FOLDER]`: runs trials in the page and keeps what the cluster's trials
 * are held to, in cluster/tests/vectors/. With a FOLDER it takes the results files <name>.json that are there, and runs
 * what is missing.
 */
import { existsSync, readFileSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../lib/process.mjs';

const SCENARIOS = [
  'all:all.qkvoud.r8',
  'few:4,9-10.qvu.r4.a8.steps20',
  'classifier:classifier.lr0.01.steps20',
  'full:full.lr0.0003.steps20',
  'r32:all.qkvoud.r32.steps20',
  'rs:7-12.kod.r16.rs.steps20',
];
const LONG = `${SCENARIOS.map((code) => `scenario=${code}`).join('&')}&trials=1&seed=3&steps=200&batch=8&validation=100&evaluate=75`;

/** The adapter that some trials begin with; the letters at the end of its id are those of its files. */
const ADAPTER = 'cluster/tests/vectors/small-adapter';
const BEGIN = 'init=local:small-adapter-e286be03';

/** Experiments as fragments, by the name of their reference. */
const REFERENCES = {
  'no-dropout': `${LONG}&dropout=0,0,0,0`,
  dropout: `${LONG}&dropout=0.1,0.1,0.05,0.2`,
  base:
    'scenario=f16:all.qkvoud.r8.f16&scenario=int8:all.qkvoud.r8.int8&scenario=again:3-12.qkvoud.r8.checkpointing' +
    '&trials=1&steps=20&batch=8&rows=100&validation=50&warmup=0&schedule=linear',
  nf4: 'scenario=nf4:all.qkvoud.r8.nf4&trials=1&steps=20&batch=8&rows=100&validation=50&warmup=0&schedule=linear',
  adapter:
    `scenario=wider:2,11.qv.r4.a8.${BEGIN}&scenario=stabilized:all.qkvoud.r8.rs.${BEGIN}` +
    '&trials=1&seed=5&steps=20&batch=8&rows=100&validation=50&evaluate=10',
};

/** Significant digits of a loss: more than float32 has to give. */
const DIGITS = 7;

/** @param {number | null} value */
const short = (value) => (value === null ? null : Number(value.toPrecision(DIGITS)));

/** @param {import('../../src/results/results').ResultsFile} file */
function condensed({ experiment, trials }) {
  const kept = trials.map((trial) => ({
    scenario: trial.scenario,
    seed: trial.seed,
    accuracy: trial.accuracy,
    correct: trial.correct,
    confusion: trial.confusion,
    validationClasses: trial.validationClasses,
    validationId: trial.validationId,
    trainableParameters: trial.trainableParameters,
    relativeParameters: trial.relativeParameters,
    steps: trial.steps,
    losses: trial.losses.map(short),
    evaluations: trial.evaluations.map((at) => ({ ...at, loss: short(at.loss), trainLoss: short(at.trainLoss) })),
  }));
  const lines = kept.map((trial) => JSON.stringify(trial)).join(',\n');
  return `{"experiment":${JSON.stringify(experiment)},\n"trials":[\n${lines}\n]}\n`;
}

const given = process.argv[2];
const folder = given ?? mkdtempSync(join(tmpdir(), 'references-'));
for (const [name, fragment] of Object.entries(REFERENCES)) {
  const path = join(folder, `${name}.json`);
  const options = ['--software', '--backend', 'webgpu', '--experiment', `#${fragment}`, '--out', path];
  if (name === 'adapter') options.push('--adapter', ADAPTER);
  if (!existsSync(path) && run('node', ['tools/headless.mjs', ...options]) !== 0) process.exit(1);
  writeFileSync(`cluster/tests/vectors/losses-${name}.json`, condensed(JSON.parse(readFileSync(path, 'utf8'))));
}
