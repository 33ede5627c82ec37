/**
 * @file Measures how a training step grows with sentences, seeds, rank, length, layers and hidden width, one at a time, and
 * what bounds it: dispatches, memory, arithmetic. The page leaves the report (report.ts) in `window.result`, lines in the
 * console, and 'done' in the title.
 *
 * Query: `small` for tiny models, to see whether the page works on a software adapter; `axes=rank,hidden` for some axes;
 * `steps` of a block.
 */
import * as tf from '@tensorflow/tfjs';
import { createWebGPUOps, type WebGPUOps } from '../../src/ops/webgpu';
import { currentWebGPUBackend } from '../../src/ops/webgpu/runtime/backendInternals';
import { disposeWeights, uploadWeights } from '../../src/weights/uploadWeights';
import { messageOf, publish, runPage, say } from '../result';
import { fullBatch, randomWeights } from '../step/cases';
import { measureSteps } from '../step/measure';
import { measurePeaks } from '../step/peaks';
import { engineTrainee, LEARNING_RATE, SEED } from '../step/trainee';
import { dispatchMicroseconds } from './dispatchTime';
import { AXES, caseOf, configOf, lowRankFlops, pointName, SWEEPS, type Axis, type Point } from './points';
import type { GrowPoint, GrowReport } from './report';

const query = new URLSearchParams(location.search);
const sweeps = SWEEPS[query.has('small') ? 'small' : 'full'];
const steps = Number(query.get('steps') ?? (query.has('small') ? 2 : 10));
const effort = { warmUp: 3, steps, blocks: 3 };
const axes = AXES.filter((axis) => query.get('axes')?.split(',').includes(axis) ?? true);

type Measured = Omit<GrowPoint, 'value'>;

async function measure(ops: WebGPUOps, point: Point): Promise<Measured> {
  const config = configOf(point);
  const pretrained = randomWeights(config, SEED);
  const frozen = await uploadWeights(ops.upload, config, pretrained, { precision: 'f32', ...ops.matrices });
  try {
    const one = caseOf(point);
    const trainee = await engineTrainee(
      { ops, config, frozen, pretrained, learningRate: LEARNING_RATE },
      one,
      fullBatch(one.batch, config, SEED),
    );
    try {
      const { throughput, dispatches } = await measureSteps(trainee, effort);
      const work = await workOf(ops, point, async () => {
        await trainee.losses([trainee.step()]);
      });
      return { throughput, dispatches, ...work };
    } finally {
      trainee.dispose();
    }
  } finally {
    disposeWeights(frozen);
  }
}

async function workOf(
  ops: WebGPUOps,
  point: Point,
  step: () => Promise<void>,
): Promise<Pick<GrowPoint, 'flops' | 'bytes'>> {
  if (!currentWebGPUBackend().device.features.has('timestamp-query')) return { flops: null, bytes: null };
  const kernels = await ops.profile(step);
  const sum = (of: 'flops' | 'bytes'): number => kernels.reduce((all, kernel) => all + kernel[of], 0);
  return { flops: sum('flops') + lowRankFlops(point), bytes: sum('bytes') };
}

async function measureAll(start: number): Promise<void> {
  const adapter = await navigator.gpu?.requestAdapter();
  if (!adapter || !(await tf.setBackend('webgpu'))) throw new Error('This browser gives no WebGPU adapter.');
  const ops = createWebGPUOps();
  const { device } = currentWebGPUBackend();
  if (ops.software && !query.has('small'))
    throw new Error('A software adapter would take hours for these sweeps: add --software for tiny ones.');
  const { vendor, architecture, description } = adapter.info;
  const peaks = await measurePeaks(device, ops.software);
  const each = await dispatchMicroseconds(device);
  const name = [vendor, architecture, description].filter(Boolean).join(' ');
  say(`${name}: ${peaks.teraflops.toFixed(2)} TFLOP/s, ${peaks.gigabytesPerSecond.toFixed(0)} GB/s,`);
  say(`${each.toFixed(2)} µs a dispatch`);
  const known = new Map<string, Measured>();
  const found: Partial<Record<Axis, GrowPoint[]>> = {};
  const failed: string[] = [];
  const report = (done: boolean): GrowReport => ({
    adapter: name,
    software: ops.software,
    userAgent: navigator.userAgent,
    from: sweeps.from,
    peaks,
    dispatchMicroseconds: each,
    axes: found,
    failed,
    seconds: (performance.now() - start) / 1000,
    error: null,
    done,
  });
  for (const axis of axes)
    for (const value of sweeps.axes[axis]) {
      const point = { ...sweeps.from, [axis]: value };
      const id = pointName(point);
      try {
        const measured = known.get(id) ?? (await measure(ops, point));
        known.set(id, measured);
        (found[axis] ??= []).push({ value, ...measured });
        say(
          `${axis} ${value}: ${measured.throughput.median.toFixed(2)} ms, ${measured.dispatches} dispatches`,
        );
      } catch (error) {
        failed.push(`${id}: ${messageOf(error)}`);
        say(`${axis} ${value} FAILED: ${messageOf(error)}`);
      }
      publish(report(false));
    }
  publish(report(true));
}

void runPage(measureAll, (error) => ({ error, axes: {}, failed: [], done: true }));
