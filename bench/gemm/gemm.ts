/**
 * @file Measures the matrix products of the encoder with many tilings. The page leaves a report in
 * `window.result`, lines in the console, and 'done' in the title.
 *
 * Query: `small` for tiny shapes and few tilings; `device-info` for a description of the device and nothing else; after
 * `seconds=55` nothing new is begun; `forms=NT,NN,TN`; `tokens=4096,1024`; `all` tries all tilings on every form, instead
 * of those that are best for the first; `few` tries a few tilings on every product, NT and NN, and makes a table, which is
 * what `npm run bench -- --tilings products` does.
 */
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import type { Form } from '../../src/ops/webgpu/linear/gemmArgs';
import { Runner } from '../../src/ops/webgpu/runtime/runner';
import { tilingName, type Tiling } from '../../src/ops/webgpu/linear/tileCopies';
import { planOf, type Plan } from '../../src/ops/webgpu/linear/tiledGemm';
import { publish, say } from '../result';
import { CANDIDATES, FEW, shapesOf, smallShapes, splitsFor, TILES, type Shape } from './candidates';
import { EXTRAS, launchMilliseconds, PLAIN, Product, type Effort, type Extras, type Row } from './measure';
import { productTable } from './table';

interface Result {
  readonly device: Record<string, unknown>;
  launchMilliseconds?: number;
  readonly rows: Row[];
  /** Only with `few`. */
  table?: string;
  /** For each product, the best plan without extras, and the one that the engine chooses. */
  readonly best: Record<string, { readonly best: string; readonly chosen: string }>;
  /** Number of measurements that were not begun in time. */
  skipped: number;
  seconds: number;
  error?: string;
}

const query = new URLSearchParams(location.search);
const small = query.has('small');
const list = (name: string, standard: string): readonly string[] =>
  (query.get(name) ?? standard).split(',').filter(Boolean);
const few = query.has('few');
const forms = list('forms', few ? 'NT,NN' : 'NT,NN,TN') as readonly Form[];
const deadline = performance.now() + 1000 * Number(query.get('seconds') ?? (few ? 240 : 55));
/** A timing takes about 10 ms at 30 TFLOP/s. */
const effort: Effort = small ? { flop: 1, timings: 1 } : { flop: 3e11, timings: 5 };
/** Number of best tilings that are tried on the other products of a form too, and on the other forms. */
const KEPT = 6;
const KEPT_FOR_OTHER_FORMS = 14;

const label = ({ form, rows, columns, inner }: Shape): string => `${form} ${rows} x ${columns} x ${inner}`;
const planLabel = ({ tiling, splits }: Plan): string =>
  `${tilingName(tiling)}${splits > 1 ? ` split ${splits}` : ''}`;

function deviceInfo(device: GPUDevice): Record<string, unknown> {
  const { vendor, architecture, device: name, description } = device.adapterInfo;
  const { limits } = device;
  return {
    vendor,
    architecture,
    name,
    description,
    features: [...device.features],
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
    maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    userAgent: navigator.userAgent,
  };
}

class Bench {
  constructor(
    private readonly runner: Runner,
    private readonly result: Result,
  ) {}

  /** Measures plans on one product. Returns those that worked, the fastest first. */
  async plans(shape: Shape, plans: readonly Plan[]): Promise<readonly Plan[]> {
    const product = new Product(this.runner, shape, this.result.launchMilliseconds ?? 0);
    const timed: { plan: Plan; milliseconds: number }[] = [];
    for (const plan of plans) {
      const row = await this.row(product, plan, '', PLAIN);
      if (row?.milliseconds !== undefined) timed.push({ plan, milliseconds: row.milliseconds });
    }
    product.dispose();
    timed.sort((x, y) => x.milliseconds - y.milliseconds);
    const [best] = timed;
    if (best) {
      const chosen = planOf(shape);
      this.result.best[label(shape)] = { best: planLabel(best.plan), chosen: planLabel(chosen) };
    }
    return timed.map(({ plan }) => plan);
  }

  async extras(shape: Shape, plan: Plan): Promise<void> {
    const product = new Product(this.runner, shape, this.result.launchMilliseconds ?? 0);
    for (const [name, extras] of Object.entries(EXTRAS[shape.form]))
      await this.row(product, plan, name, extras);
    product.dispose();
  }

  private async row(product: Product, plan: Plan, name: string, extras: Extras): Promise<Row | null> {
    if (performance.now() > deadline) {
      this.result.skipped++;
      return null;
    }
    const row = await product.measure(plan, name, extras, effort);
    this.result.rows.push(row);
    const figures = row.error
      ? `ERROR ${row.error.slice(0, 300)}`
      : `${row.teraflops?.toFixed(2)} TFLOP/s, ${row.milliseconds?.toFixed(3)} ms, first ${row.firstMilliseconds?.toFixed(0)} ms`;
    say(`${label(row)} | ${planLabel(plan)} | ${name || 'plain'} | ${figures}`);
    return row;
  }
}

const withSplits = (shape: Shape, tilings: readonly Tiling[]): Plan[] =>
  tilings.flatMap((tiling) => splitsFor(shape, tiling).map((splits) => ({ tiling, splits })));

const tilingsOf = (plans: readonly Plan[]): Tiling[] => [...new Set(plans.map(({ tiling }) => tiling))];

/** Compares a few tilings, without splits, which products of many rows do not need. */
async function compare(runner: Runner, result: Result): Promise<void> {
  const { isFallbackAdapter, architecture } = runner.backend.device.adapterInfo;
  if (!small && (isFallbackAdapter || /swiftshader|llvmpipe/i.test(architecture)))
    throw new Error(
      "A software adapter would take hours for the encoder's products: add --software for tiny ones.",
    );
  const bench = new Bench(runner, result);
  const tokens = Number(list('tokens', '4096')[0]);
  for (const form of forms)
    for (const shape of small ? smallShapes(form) : shapesOf(form, tokens))
      await bench.plans(
        shape,
        FEW.map((tiling) => ({ tiling, splits: 1 })),
      );
  result.table = productTable(result.rows);
  say(result.table);
}

async function run(runner: Runner, result: Result): Promise<void> {
  const bench = new Bench(runner, result);
  let candidates: readonly Tiling[] = small
    ? [...CANDIDATES.filter((_, i) => i % 12 === 0), ...TILES.slice(-6, -5)]
    : CANDIDATES;
  for (const tokens of small ? [0] : list('tokens', '4096,1024').map(Number))
    for (const form of forms) {
      const [first, ...others] = small ? smallShapes(form) : shapesOf(form, tokens);
      if (!first) continue;
      const ranked = await bench.plans(first, withSplits(first, candidates));
      const ranking = tilingsOf(ranked);
      if (ranking.length > 0 && !query.has('all')) candidates = ranking.slice(0, KEPT_FOR_OTHER_FORMS);
      if (ranked[0]) await bench.extras(first, ranked[0]);
      const smaller = small
        ? []
        : TILES.filter(({ tileRows, tileColumns }) => tileRows * tileColumns <= 8192);
      for (const shape of others) {
        const isSmall = shape.rows * shape.columns < 2 ** 22;
        const tilings = [...new Set([...ranking.slice(0, KEPT), ...(isSmall ? smaller : [])])];
        const [best] = await bench.plans(shape, withSplits(shape, tilings));
        if (best && isSmall) await bench.extras(shape, best);
      }
    }
}

async function main(): Promise<void> {
  const start = performance.now();
  const result: Result = { device: {}, rows: [], best: {}, skipped: 0, seconds: 0 };
  try {
    if (!(await tf.setBackend('webgpu'))) throw new Error('No WebGPU.');
    const runner = new Runner({ software: false });
    Object.assign(result.device, deviceInfo(runner.backend.device));
    say(JSON.stringify(result.device));
    runner.writeStep({ stepSize: 0, decay: 0, rootCorrection2: 1, dropoutKey: 1 });
    result.launchMilliseconds = await launchMilliseconds(runner);
    if (!query.has('device-info')) await (few ? compare : run)(runner, result);
  } catch (error) {
    result.error = error instanceof Error ? (error.stack ?? error.message) : String(error);
    say(result.error);
  }
  result.seconds = (performance.now() - start) / 1000;
  for (const [product, plans] of Object.entries(result.best))
    say(`${product}: best ${plans.best}; chosen ${plans.chosen}`);
  say(`${result.rows.length} measurements in ${result.seconds.toFixed(1)} s, ${result.skipped} skipped`);
  publish(result);
  document.title = 'done';
}

void main();
