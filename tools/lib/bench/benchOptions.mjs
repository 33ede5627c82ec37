/** @file What `npm run bench` is asked for. Node built-ins only. */
import { resolve } from 'node:path';
import { readBrowserFlags } from '../browser/browserFlags.mjs';
import { readFlags, UsageError } from '../cli/flags.mjs';

export const USAGE = `npm run bench -- [options]
  --shape NAME         mini, the embedded model (the default); or, with random weights, base and large (RoBERTa's) or
                       minilm (6 layers of 384)
  --batch BxL          B sentences of L tokens, such as 32x24, in place of the shape's usual batch
  --rank N             LoRA's rank (without it: 8); alpha is twice that
  --rate N             the learning rate (without it: 0.001); PyTorch keeps 0.001, and its times do not depend on it
  --cases A,B          what is timed: lora, stock, lora-small, value-up, upper, classifier, full, checkpointing,
                       evaluate; or all (without it: lora,stock); trial, 250 steps and an evaluation, if it is named
  --precision P,P      f32, mixed or both (without it: f32); stock and evaluate stay in float32
  --together N,N       how many trials train together, such as 1,5,10 (without it: 1); stock, full and evaluate
                       stay as they are
  --steps N            steps that are timed (without it: 20, or 10 on a software adapter)
  --stock-steps N      the same for stock tfjs (without it: 20, or 3 on a software adapter)
  --pytorch PYTHON     measure the same in PyTorch + PEFT, before and after, with this interpreter; not with --shape mini
  --modes M,M          how PyTorch runs: eager, or parts joined by +, of tf32, bf16, compile, graphs, fused, such as
                       eager,tf32+graphs+fused (without it: eager)
  --tuned              let the device choose the tiles of its products first, as the page does
  --profile            the device time of every kernel, beside the card's measured peaks
  --grow               instead of cases, how a step grows with sentences, seeds, rank, length, layers and hidden width,
                       and what bounds it: on a GPU, minutes; with --software, tiny models
  --tilings WHICH      instead of steps, attention's kernels or the encoder's products (attention or products) with
                       many tilings
  --query QUERY        what the head of that page's script offers, such as 'passes=backward&seconds=60'
  --out FILE           where to write everything that was measured, as JSON
  --browser PATH       a Chromium-based browser (without it: LAB_CHROMIUM, or the first one found)
  --software           use the software adapter even if there is a GPU
  --matrix-units       have the browser offer the matrix units of NVIDIA's cards, which mixed precision then uses
Exit status: 0 if every case was measured and both peers agree (with --tilings, if it came to its end), 1 if not,
2 for wrong usage.`;

const FLAGS = {
  values: [
    'shape',
    'batch',
    'rank',
    'rate',
    'cases',
    'together',
    'precision',
    'modes',
    'steps',
    'stock-steps',
    'pytorch',
    'tilings',
    'query',
    'out',
    'browser',
  ],
  switches: ['software', 'matrix-units', 'profile', 'tuned', 'grow', 'help'],
};
const SHAPES = ['mini', 'base', 'large', 'minilm'];
const CASES = [
  'lora',
  'stock',
  'lora-small',
  'value-up',
  'upper',
  'classifier',
  'full',
  'checkpointing',
  'evaluate',
  'trial',
];
/** LoRA's rank where none is asked for; bench/step/cases.ts has the same. */
const RANK = 8;
/** Steps that are timed where no number is asked for. PyTorch is only measured on a GPU. */
const STEPS = 20;
const COUNT = /** @type {const} */ ([/^[1-9]\d*$/, 'a whole number of 1 or more']);

/** What the page takes as it is, by the option's name: its form, and that in words. @type {Readonly<Record<string, readonly [RegExp, string]>>} */
const FORMS = {
  rank: COUNT,
  rate: [/^(?=.*[1-9])\d*\.?\d+(e-?\d+)?$/, 'a number above 0 such as 0.001 or 1e-4'],
  steps: COUNT,
  'stock-steps': COUNT,
  batch: [/^[1-9]\d*x[1-9]\d*$/, 'such as 32x24'],
  together: [/^[1-9]\d*(,[1-9]\d*)*$/, 'whole numbers of 1 or more such as 1,5,10'],
  precision: [/^(f32|mixed)(,(f32|mixed))?$/, 'f32, mixed or f32,mixed'],
};

/** The pages that compare tilings. @type {Readonly<Record<string, { folder: string, query: string }>>} */
const TILINGS = {
  attention: { folder: 'attention', query: '' },
  products: { folder: 'gemm', query: 'few' },
};

/**
 * @param {readonly string[]} args
 * @throws UsageError
 */
export function readBenchOptions(args) {
  const { values, switches } = readFlags(args, FLAGS);
  const shape = oneOf('shape', values.get('shape') ?? 'mini', SHAPES);
  const cases = casesOf(values.get('cases') ?? 'lora,stock');
  const which = values.get('tilings');
  const tilings = which === undefined ? null : TILINGS[oneOf('tilings', which, Object.keys(TILINGS))];
  const software = switches.has('software');
  const grows = switches.has('grow');
  if (values.has('query') && !tilings) throw new UsageError('--query goes with --tilings alone');
  if (grows && tilings) throw new UsageError('--grow and --tilings are two things to measure');
  const query = tilings
    ? new URLSearchParams(values.get('query') ?? tilings.query)
    : new URLSearchParams(grows ? (software ? 'small' : '') : { shape, cases: cases.join() });
  for (const [name, [form, wanted]] of Object.entries(FORMS)) {
    const value = values.get(name);
    if (value === undefined) continue;
    if (!form.test(value)) throw new UsageError(`--${name} is "${value}", not ${wanted}`);
    query.set(name, value);
  }
  const batch = values.get('batch') ?? null;
  if (batch !== null && Number(batch.split('x')[1]) % 8 !== 0)
    throw new UsageError(`--batch is "${batch}": its length is no multiple of 8`);
  for (const name of ['profile', 'tuned']) if (switches.has(name)) query.set(name, '1');
  const python = values.get('pytorch') ?? null;
  if (python !== null && shape === 'mini' && !grows)
    throw new UsageError('--pytorch measures --shape base, large or minilm');
  const asked = values.get('out');
  return {
    query,
    folder: tilings?.folder ?? (grows ? 'grow' : 'step'),
    peer: {
      shape,
      batch,
      rank: Number(values.get('rank') ?? RANK),
      cases: cases.filter((name) => name !== 'stock'),
      steps: Number(values.get('steps') ?? STEPS),
      modes: values.get('modes') ?? 'eager',
    },
    python,
    out: asked === undefined ? null : resolve(asked),
    browser: values.get('browser') ?? null,
    software,
    browserFlags: readBrowserFlags(switches),
    help: switches.has('help'),
  };
}

/** @param {string} name @param {string} value @param {readonly string[]} known @returns {string} */
function oneOf(name, value, known) {
  if (!known.includes(value)) throw new UsageError(`--${name} is "${value}", not one of ${known.join(', ')}`);
  return value;
}

/** @param {string} list @returns {readonly string[]} */
function casesOf(list) {
  const cases = list === 'all' ? CASES.filter((name) => name !== 'trial') : list.split(',');
  const unknown = cases.filter((name) => !CASES.includes(name));
  if (unknown.length > 0)
    throw new UsageError(`--cases names ${unknown.join(', ')}; there are ${CASES.join(', ')}`);
  return cases;
}
