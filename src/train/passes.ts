/** @file The passes that a trial will run, for the op set to prepare: a training step and an evaluation of every shape. */
import { padBatch, type BatchRules, type HostBatch } from '../data/batches';
import { Sentences } from '../data/sentences';
import type { Model } from '../model/model';
import type { Passes, StepState } from '../ops';
import { evaluateBatch, sameForAll } from './evaluate';
import type { Optimizer } from './optimizer';
import { passName } from './passName';
import { trainStep } from './step';
import { trialsOf } from './trialsOf';

const BLANK: StepState = { learningRate: 0, step: 1, dropoutKey: 0 };

/** Makes one pass for each length that a training batch can have. */
export function trainingPasses(
  model: Model,
  optimizer: Optimizer,
  batchSize: number,
  lengths: readonly number[],
): Passes {
  return passes('train', model, batchSize, lengths, (host) => {
    const count = trialsOf(model.ops);
    const blank = count > 1 ? { ...BLANK, batch: { sentences: host.batch, sequence: host.sequence } } : BLANK;
    const others = new Array<StepState>(count - 1).fill(blank);
    trainStep(model, optimizer, sameForAll(host, model), blank, ...others).norm.dispose();
  });
}

/** Makes one pass for each length that an evaluation batch can have. */
export function evaluationPasses(model: Model, batchSize: number, lengths: readonly number[]): Passes {
  return passes('evaluate', model, batchSize, lengths, (host) => void evaluateBatch(model, host));
}

function passes(
  kind: 'train' | 'evaluate',
  { config }: Model,
  batchSize: number,
  lengths: readonly number[],
  body: (host: HostBatch) => void,
): Passes {
  return new Map(
    lengths.map((length) => {
      const host = blankBatch(batchSize, length, config);
      return [passName(kind, host), () => body(host)];
    }),
  );
}

/** A batch of the shape. Its content does not matter to passes that are only prepared. */
function blankBatch(batchSize: number, length: number, rules: BatchRules): HostBatch {
  const lengths = new Int32Array(batchSize).fill(length);
  const blank = { ids: new Int32Array(batchSize * length), types: null, lengths };
  const sentences = new Sentences(blank, new Int8Array(batchSize));
  return padBatch(sentences, sentences.all(), batchSize, rules);
}
