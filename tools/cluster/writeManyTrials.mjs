/**
 * @file `node tools/cluster/writeManyTrials.mjs FILE [TRIALS [SCENARIOS [STEPS]]]`: writes a results file as a cluster's
 * would be, of made-up trials, to measure how the page takes it. Without numbers: 10,000 trials, 40 scenarios, 200 steps.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { seededRandom } from '../lib/seededRandom.mjs';

const [path, trials = '10000', scenarios = '40', steps = '200'] = process.argv.slice(2);
if (path === undefined) throw new Error('Name the file to write.');

const VALIDATION_ROWS = 872;
const COLUMNS = ['query', 'key', 'value', 'attentionOutput', 'up', 'down'];
const random = seededRandom(1);
const rounded = (/** @type {number} */ value) => Number(value.toPrecision(7));

/** @param {number} index */
function scenarioOf(index) {
  const modules = Array.from({ length: 12 }, (_, layer) =>
    layer >= 12 - (index % 12) - 1 ? [COLUMNS[index % COLUMNS.length]] : [],
  );
  const color = `#${(((index + 1) * 2654435) % 0xffffff).toString(16).padStart(6, '0')}`;
  return { name: `scenario ${index + 1}`, color, method: 'lora', modules, rank: 8, alpha: 16, rsLora: false };
}

const ENVIRONMENT = {
  backend: 'pytorch',
  device: 'NVIDIA H200',
  software: false,
  userAgent: 'lora-lab-cluster/0.7.0 (Ray 2.60.0; Linux x86_64)',
  labVersion: '0.7.0',
  versions: { python: '3.11.7', torch: '2.15.0' },
  node: 'node-1',
};
const MEMORY = { weights: 5e8, adapters: 2e6, gradients: 2e6, optimizer: 4e6, activations: 3e8, workspace: 1e8 };
const asked = Array.from({ length: Number(scenarios) }, (_, index) => scenarioOf(index));
const EXPERIMENT = {
  model: 'roberta-mini',
  dataset: 'review-sentences',
  scenarios: asked,
  trials: Math.ceil(Number(trials) / asked.length),
  firstSeed: 42,
  training: {
    learningRate: 0.001,
    duration: { unit: 'steps', count: Number(steps) },
    trainingRows: null,
    validationRows: null,
    batchSize: 16,
    maxLength: 64,
    schedule: 'linear',
    warmup: 0.06,
    weightDecay: 0.01,
    gradientClip: 1,
    dropout: { hidden: 0.1, attention: 0.1, lora: 0, classifier: 0.1 },
  },
};

/** Accuracy and what goes with it, for one trial. @param {number} mean of the scenario */
function classified(mean) {
  const hits = Array.from({ length: VALIDATION_ROWS }, () => random() < mean);
  const bytes = Buffer.alloc(Math.ceil(VALIDATION_ROWS / 8));
  const confusion = [
    [0, 0],
    [0, 0],
  ];
  hits.forEach((isRight, row) => {
    if (isRight) bytes[row >> 3] = (bytes[row >> 3] ?? 0) | (1 << (row & 7));
    const label = row % 2;
    const counts = confusion[label] ?? [];
    const taken = isRight ? label : 1 - label;
    counts[taken] = (counts[taken] ?? 0) + 1;
  });
  const right = hits.filter(Boolean).length;
  return {
    accuracy: right / VALIDATION_ROWS,
    validationLoss: rounded(1 - mean),
    validationClasses: [VALIDATION_ROWS / 2, VALIDATION_ROWS / 2],
    validationId: '0123456789abcdef',
    correct: bytes.toString('base64'),
    confusion,
  };
}

/** @param {number} index */
function trialOf(index) {
  const scenario = index % asked.length;
  const mean = 0.75 + 0.2 * (scenario / asked.length) + 0.02 * (random() - 0.5);
  const losses = Array.from({ length: Number(steps) }, (_, step) =>
    rounded(0.7 * Math.exp(-step / 80) + 0.2 * random()),
  );
  const evaluations = [1, 2, 3].map((part) => ({
    step: Math.round((Number(steps) * part) / 3),
    accuracy: rounded(mean),
    loss: rounded(1 - mean),
    trainLoss: rounded(1 - mean),
    trainAccuracy: rounded(mean),
  }));
  return {
    id: `made-up-${index}`,
    scenario: asked[scenario],
    seed: 42 + Math.floor(index / asked.length),
    status: 'done',
    message: null,
    ...classified(mean),
    losses,
    evaluations,
    steps: Number(steps),
    trainableParameters: 300_000,
    relativeParameters: 0.002,
    peakBytes: Object.values(MEMORY).reduce((sum, bytes) => sum + bytes, 0),
    memory: MEMORY,
    memorySource: 'pytorch-allocator',
    samplesPerSecond: rounded(900 + 100 * random()),
    seconds: rounded(20 + random()),
    finishedAt: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
    environment: ENVIRONMENT,
  };
}

const file = createWriteStream(path);
const head = JSON.stringify({ version: 1, experiment: EXPERIMENT, environment: ENVIRONMENT }, null, 2);
file.write(`${head.slice(0, -2)},\n  "trials": [\n`);
for (let index = 0; index < Number(trials); index++) {
  const separator = index + 1 < Number(trials) ? ',\n' : '\n';
  if (!file.write(`    ${JSON.stringify(trialOf(index))}${separator}`)) await once(file, 'drain');
}
file.end('  ]\n}\n');
await once(file, 'finish');
console.log(`${path}: ${trials} trials, ${(file.bytesWritten / 1e6).toFixed(1)} MB`);
