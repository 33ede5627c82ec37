/** @file Random experiments and sample records for the tests beside this file. */
import type {
  DataChoice,
  Duration,
  Experiment,
  Hyperparameters,
  JudgingSettings,
  Scenario,
} from './experiment';
import { BASE_PRECISIONS } from './address/rules';
import { colorAt } from './colors';
import { tidyRanks, type RankedModules } from './ranks';
import { DEFAULT_EXPERIMENT, DEFAULT_JUDGING, DEFAULT_TRAINING } from './defaults';
import { moduleSet, type ModuleSet } from '../architecture/modules';
import type { TrialRecord } from '../results/results';

/** Mulberry32: a seeded source of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAME_PARTS = [
  ...['a', 'Z', '7', ' ', ':', '.', '&', '#', '%', '+', '=', '?', '/', ',', '%20', '%zz', '"', '<', '`'],
  ...['\\', '\u{1f600}', 'ü', '値', 'r8', '__proto__', 'scenario=', "'", '(', '|', '~', '-', '_', '\u200d'],
];

/** Draws from a source of random numbers. */
function createDraw(random: () => number) {
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(choices: readonly T[]): T => {
    const picked = below(choices.length);
    for (const [i, choice] of choices.entries()) if (i === picked) return choice;
    throw new Error('there is nothing to pick from');
  };
  const real = (): number => pick([random(), random() * 1e-4, 0.1, 1e-7, 0.5, random() / 3]);
  const duration = (): Duration =>
    random() < 0.5
      ? { unit: 'epochs', count: 1 + below(1000) }
      : { unit: 'steps', count: 1 + below(1_000_000) };
  const text = (length: number): string => Array.from({ length }, () => pick(NAME_PARTS)).join('');
  const maybe = <T>(value: T, other: T): T => (random() < 0.4 ? value : other);
  return { random, below, pick, real, duration, text, maybe };
}

type Draw = ReturnType<typeof createDraw>;

function drawModules({ random, below }: Draw, layers: number): ModuleSet {
  const kind = below(4);
  const chance = random();
  const set = moduleSet(layers, (layer, component) => {
    if (kind === 0) return layer % 2 === 0;
    if (kind === 1) return layer > layers / 2 || component === 'up';
    return random() < chance;
  });
  return set.flat().length > 0 ? set : moduleSet(layers, (layer) => layer === layers);
}

/** Up to three ranks, on some of the modules each. */
function drawRanks({ random, below }: Draw, modules: ModuleSet): RankedModules[] {
  return Array.from({ length: 1 + below(3) }, () => ({
    rank: 1 + below(1024),
    modules: modules.map((components) => components.filter(() => random() < 0.3)),
  }));
}

/** @param names the names already taken; the scenario's own is added */
function drawName(draw: Draw, names: Set<string>): string {
  const text = draw.text(1 + draw.below(6));
  if (text.trim() === '' || names.has(text)) return drawName(draw, names);
  names.add(text);
  return text;
}

function drawScenario(draw: Draw, position: number, layers: number, names: Set<string>): Scenario {
  const { random, below, pick, real, duration } = draw;
  const hex = (): string =>
    `#${below(2 ** 24)
      .toString(16)
      .padStart(6, '0')}`;
  const base = {
    name: drawName(draw, names),
    color: random() < 0.5 ? colorAt(position) : hex(),
    ...(random() < 0.3 && { learningRate: real() + 1e-9 }),
    ...(random() < 0.3 && { duration: duration() }),
    ...(random() < 0.2 && { checkpointing: random() < 0.5 }),
    ...(random() < 0.2 && { basePrecision: pick(BASE_PRECISIONS) }),
  };
  const method = pick(['lora', 'lora', 'classifier', 'full'] as const);
  if (method === 'full') return { ...base, method };
  const start = random() < 0.2 ? { init: pick(['local:a', 'local:sst2.r8-1.q', 'local:7.x']) } : {};
  if (method === 'classifier') return { ...base, ...start, method };
  const rank = 1 + below(1024);
  const alpha = random() < 0.5 ? rank : pick([1, 16, 0.5, random() + 0.01]);
  const modules = drawModules(draw, layers);
  const rsLora = random() < 0.3;
  const variant = {
    ...(random() < 0.2 && { bRate: pick([1, 16, 0.5, 1000]) }),
    ...(random() < 0.2 && { dora: true as const }),
    ...(random() < 0.2 && tidyRanks({ modules, rank, ranks: drawRanks(draw, modules) })),
  };
  // PiSSA begins with no adapter, needs a base in float32, and ends with twice the rank.
  const isFree =
    !('dora' in variant) &&
    !('init' in start) &&
    !('basePrecision' in base) &&
    !('ranks' in variant) &&
    rank <= 512;
  const pissa = isFree && random() < 0.3 ? { pissa: true as const, basePrecision: 'f32' as const } : {};
  return { ...base, ...start, method, modules, rank, alpha, rsLora, ...variant, ...pissa };
}

function drawData({ random, below, pick, text }: Draw): DataChoice {
  const dataName = (): string | null => (random() < 0.6 ? null : text(1 + below(4)));
  return {
    textColumn: dataName(),
    pairColumn: dataName(),
    labelColumn: dataName(),
    subset: dataName(),
    trainSplit: dataName(),
    validationSplit: dataName(),
    testSplit: dataName(),
    header: pick([null, 'yes', 'no']),
    delimiter: pick([null, 'comma', 'semicolon', 'tab', 'bar']),
    encoding: pick([null, 'utf-8', 'utf-16le', 'windows-1252']),
    missing: pick([null, 'none', 'NA,#N/A', 'n & a,=,%']),
  };
}

function drawTraining({ random, below, pick, real, duration, maybe }: Draw): Hyperparameters {
  return {
    learningRate: maybe(DEFAULT_TRAINING.learningRate, real() + 1e-9),
    duration: maybe(DEFAULT_TRAINING.duration, duration()),
    trainingRows: pick([null, DEFAULT_TRAINING.trainingRows, 1 + below(1e6)]),
    validationRows: pick([null, 1 + below(1e6)]),
    evaluateEvery: pick([null, 1 + below(1e6)]),
    rowChoice: pick(['sample', 'first', 'per-seed'] as const),
    shuffle: random() < 0.7,
    batchSize: 1 + below(256),
    maxLength: 3 + below(510),
    schedule: pick(['linear', 'cosine', 'constant'] as const),
    warmup: maybe(DEFAULT_TRAINING.warmup, real()),
    weightDecay: maybe(DEFAULT_TRAINING.weightDecay, real()),
    gradientClip: maybe(DEFAULT_TRAINING.gradientClip, real()),
    dropout: maybe(DEFAULT_TRAINING.dropout, {
      hidden: real(),
      attention: 0,
      lora: real(),
      classifier: real(),
    }),
    checkpointing: random() < 0.3,
    basePrecision: pick(['f32', ...BASE_PRECISIONS] as const),
    precision: 'f32',
  };
}

function drawJudging({ below, pick, random, maybe }: Draw): JudgingSettings {
  return {
    delta: maybe(DEFAULT_JUDGING.delta, pick([0.01, 0.5, 50, 0.01 + random() * 10])),
    upTo: pick([null, 1 + below(1000)]),
    looks: pick(['growing', 'end'] as const),
    measure: pick(['accuracy', 'macroF1', 'balancedAccuracy', 'mcc'] as const),
  };
}

/** An experiment that validateExperiment accepts, with every field anywhere in its range. */
export function randomExperiment(random: () => number): Experiment {
  const draw = createDraw(random);
  const { below, pick, maybe } = draw;
  const layers = pick([12, 12, 12, 1, 2, 3, 6, 24, 96]);
  const names = new Set<string>();
  const scenarios = Array.from({ length: 1 + below(pick([3, 8, 64])) }, (_, position) =>
    drawScenario(draw, position, layers, names),
  );
  return {
    model: pick(['roberta-mini', 'FacebookAI/roberta-base', 'm_1.5']),
    dataset: pick(['review-sentences', 'stanfordnlp/sst2']),
    data: drawData(draw),
    scenarios,
    trials: maybe(DEFAULT_EXPERIMENT.trials, 1 + below(1000)),
    firstSeed: maybe(1, below(4e9)),
    training: drawTraining(draw),
    judging: drawJudging(draw),
  };
}

/** A trial that ended as done, with changes. */
export function sampleTrial(change: Partial<TrialRecord> = {}): TrialRecord {
  return {
    id: 'run-1/lower/1',
    scenario: DEFAULT_EXPERIMENT.scenarios[0],
    seed: 1,
    status: 'done',
    message: null,
    accuracy: 0.9,
    validationLoss: 0.31,
    losses: [0.7, 0.65, 0.5],
    evaluations: [{ step: 3, accuracy: 0.9, loss: 0.31, trainLoss: 0.6, trainAccuracy: 0.75 }],
    steps: 3,
    trainableParameters: 1255682,
    relativeParameters: 0.01,
    peakBytes: 6e7,
    memory: { weights: 1e7, adapters: 1e6, gradients: 1e6, optimizer: 2e6, activations: 4e7, workspace: 6e6 },
    samplesPerSecond: 120.5,
    seconds: 33.25,
    finishedAt: '2026-01-31T12:00:00.000Z',
    environment: {
      backend: 'webgpu',
      device: 'google swiftshader',
      software: true,
      userAgent: 'Chrome "141"\nX',
      labVersion: '0.1.0',
    },
    ...change,
  };
}
