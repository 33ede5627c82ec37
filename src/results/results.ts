/** @file The one versioned schema of results: for the page's export, the command line's file and stored records. */
import * as v from 'valibot';
import {
  about,
  amount,
  atLeast,
  count,
  finite,
  fraction,
  list,
  object,
  oneOf,
  type Output,
  text,
  time,
} from '../base/schema';
import { ExperimentSchema, ScenarioSchema } from '../experiment/experimentJson';
import { CONFUSION, confusionAgrees, CORRECT, correctAgrees, VALIDATION_ID } from './classified';
import { DataFactsSchema } from './dataFacts';
import { EnvironmentSchema } from './environment';
import { FinalTestSchema } from './finalTest';
import { PredictionSchema } from './prediction';

export {
  BACKENDS,
  type AnyBackend,
  type BackendName,
  type Environment,
  EnvironmentSchema,
} from './environment';

export const RESULTS_VERSION = 1;

export const STATUSES = ['done', 'diverged', 'failed', 'cancelled'] as const;
export type TrialStatus = (typeof STATUSES)[number];

export const MemorySchema = v.pipe(
  object({
    weights: about(count, 'parameters that do not train', 'bytes'),
    adapters: about(
      count,
      'parameters that train: adapters and head, or everything in full fine-tuning',
      'bytes',
    ),
    gradients: about(count, 'gradients of the parameters that train', 'bytes'),
    optimizer: about(count, 'AdamW’s two moments', 'bytes'),
    activations: about(
      count,
      'everything else in use when most was in use: what the forward pass saves for the backward pass, and intermediates',
      'bytes',
    ),
    workspace: about(
      count,
      'bytes of the buffers beyond the most that tensors used at once: tensors share buffers, and none fills its own exactly',
      'bytes',
    ),
  }),
  v.title('Memory'),
);
/** Bytes on the device by kind; together the peak. */
export type MemoryBreakdown = Output<typeof MemorySchema>;

/** Where the memory of a trial that PyTorch trained comes from; the lab's own meter needs no word. */
export const MEMORY_SOURCES = ['pytorch-allocator', 'counted'] as const;

/** JSON has no NaN: null stands for a loss that was not finite, which occurs only in a trial that diverged. */
const loss = v.pipe(
  v.nullable(finite),
  v.transform((value) => value ?? NaN),
);

export const EvaluationSchema = v.pipe(
  object({
    step: about(count, 'optimizer steps done', 'steps'),
    accuracy: about(fraction, 'on the validation sentences', 'fraction'),
    loss: about(
      loss,
      'mean cross-entropy on the validation sentences; `null` if it was not finite',
      'nats a sentence',
    ),
    trainLoss: v.optional(
      about(
        v.nullable(finite),
        'mean cross-entropy on the training sentences since the evaluation before, or since the trial began; `null` where ' +
          'there were none, and in older files',
        'nats a sentence',
      ),
      null,
    ),
    trainAccuracy: v.optional(
      about(v.nullable(fraction), 'likewise: the share of those sentences whose class was right', 'fraction'),
      null,
    ),
  }),
  v.title('Evaluation'),
);
/**
 * A measurement on the validation sentences. The figures of the training sentences count each sentence as it was
 * trained on: with dropout, before its update.
 */
export type Evaluation = Output<typeof EvaluationSchema>;

export const CompanySchema = v.pipe(
  object({
    trials: about(atLeast(2), 'how many trained together', 'trials'),
    seconds: about(
      amount,
      'wall-clock time that they had trained together when this trial ended, pauses and the sleep of quiet mode excluded',
      's',
    ),
    peakBytes: about(count, 'most memory on the device at once, live and pooled buffers', 'bytes'),
  }),
  v.title('Company'),
);

export const TrialSchema = v.pipe(
  object({
    id: about(text, 'unique in the file'),
    scenario: about(ScenarioSchema, 'as it was run'),
    seed: about(count, 'fixes initialisation, data order and dropout'),
    status: about(
      oneOf(STATUSES),
      '`"diverged"`: the loss was no longer a finite number; `"failed"`: an error; `"cancelled"`: by the person',
    ),
    message: about(v.nullable(text), 'why the trial did not end as done; `null` if it did'),
    accuracy: about(
      v.nullable(fraction),
      'on the validation sentences at the end; `null` exactly if the status is not `"done"`',
      'fraction',
    ),
    validationLoss: about(
      v.nullable(finite),
      'mean cross-entropy on the validation sentences at the end; `null` unless done',
      'nats a sentence',
    ),
    validationClasses: v.exactOptional(
      about(
        list(count),
        'validation rows that the trial was measured on, one count a class in the order of the classes; missing in older ' +
          'files, and in links without `confusion`',
        'rows',
      ),
    ),
    validationId: VALIDATION_ID,
    correct: CORRECT,
    confusion: CONFUSION,
    losses: about(
      list(loss),
      'mean training loss of each optimizer step’s batch, first step first; `null` for one that was not finite',
      'nats a sentence',
    ),
    evaluations: about(list(EvaluationSchema), 'measurements on the way'),
    steps: about(count, 'optimizer steps done', 'steps'),
    trainableParameters: about(
      count,
      'adapters and classifier head, or everything in full fine-tuning',
      'parameters',
    ),
    relativeParameters: about(
      amount,
      '`trainableParameters` over the number that full fine-tuning of this model trains',
      'fraction',
    ),
    peakBytes: about(count, 'most memory on the device at once, live and pooled buffers', 'bytes'),
    memory: about(MemorySchema, 'that memory by kind at the moment of the peak', 'bytes'),
    memorySource: v.exactOptional(
      about(
        oneOf(MEMORY_SOURCES),
        'only of trials that PyTorch trained. `"pytorch-allocator"`, which it is if missing: `peakBytes` is the most that ' +
          'tensors took at once by PyTorch’s CUDA allocator, and `memory.activations` what of it is nothing else. ' +
          '`"counted"`: on the processor PyTorch has no allocator that tells, so parameters, gradients, moments and what ' +
          'a forward pass saves were counted. `memory.workspace` is 0 in both',
      ),
    ),
    samplesPerSecond: about(
      v.nullable(amount),
      'training sentences a second, the first two steps and evaluation excluded; `null` if nothing was measured',
      'sentences/s',
    ),
    seconds: about(
      amount,
      'wall-clock time of the whole trial, evaluation included, pauses and the sleep of quiet mode excluded',
      's',
    ),
    together: v.exactOptional(
      about(
        CompanySchema,
        'what the trials took that trained together with this one, in one pass for all; missing for a trial that trained ' +
          'alone, and in older files',
      ),
    ),
    finishedAt: about(time, 'when the trial ended', 'ISO 8601, UTC'),
    environment: about(EnvironmentSchema, 'where this trial ran'),
  }),
  v.forward(
    v.check(
      ({ status, accuracy }) => status !== 'done' || accuracy !== null,
      'a number from 0 to 1: the trial is done',
    ),
    ['accuracy'],
  ),
  v.forward(
    v.check(
      ({ status, accuracy }) => status === 'done' || accuracy === null,
      ({ input }) => `null: the trial is ${input.status}`,
    ),
    ['accuracy'],
  ),
  v.forward(
    v.check((trial) => confusionAgrees(trial), 'the counts of this accuracy and of these rows by class'),
    ['confusion'],
  ),
  v.forward(
    v.check(
      (trial) => correctAgrees(trial),
      'one bit for each validation row, as many of them 1 as the accuracy says',
    ),
    ['correct'],
  ),
  v.title('Trial'),
);
/** One training run: one scenario with one seed. */
export type TrialRecord = Output<typeof TrialSchema>;

export const ResultsSchema = v.pipe(
  object({
    version: v.literal(RESULTS_VERSION, 'a version number'),
    experiment: about(ExperimentSchema, 'what was asked for'),
    environment: about(EnvironmentSchema, 'where the file was written'),
    data: v.exactOptional(
      about(
        DataFactsSchema,
        'what was found of the data; missing in older files, and where the data set was not looked at or the results are ' +
          'another person’s',
      ),
    ),
    trials: about(list(TrialSchema), 'in the order in which they ended'),
    prediction: v.exactOptional(
      about(
        PredictionSchema,
        'what the person expected before the run; missing in older files, and where nothing was predicted',
      ),
    ),
    finalTest: v.exactOptional(
      about(
        FinalTestSchema,
        'what came of the test sentences, which are measured on once, at the end; missing if they have not been used',
      ),
    ),
  }),
  v.title('Results file'),
);
export type ResultsFile = Output<typeof ResultsSchema>;
