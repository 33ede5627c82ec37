/** @file Uses what trials trained: predicts the labels of texts, examines the validation rows, writes files. */
import type { Backend } from '../src/backend/select';
import { storedPrecision, trainingOf } from '../src/experiment/experiment';
import { exportModel } from '../src/interop/exportModel';
import { exportAdapter } from '../src/interop/peft/exportAdapter';
import { encodeTexts } from '../src/data/encodeTexts';
import { Sentences } from '../src/data/sentences';
import { Model } from '../src/model/model';
import { writeStartMagnitudes } from '../src/model/startMagnitudes';
import { withoutAdapters, type SwitchedOff } from '../src/scores/switchOff';
import { classify } from '../src/train/classify';
import { flatOf, type TrainedTrial } from '../src/train/trained';
import { opsIn } from '../src/train/trialsOf';
import type { Laboratory } from './laboratory';
import type { LoadOptions } from './loadOptions';
import type { LoadedModel } from './modelCache';
import type { ExaminedRow, ExportedFile, Prediction } from './protocol';

export interface UseMeans {
  readonly backend: Backend;
  readonly laboratory: Laboratory;
  readonly options: LoadOptions;
}

const NO_DROPOUT = { hidden: 0, attention: 0, lora: 0, classifier: 0 };

/** @throws LabError if what a trial trained is not kept, or its model cannot be loaded */
export async function predictTexts(
  ids: readonly string[],
  texts: readonly string[],
  means: UseMeans,
  off?: SwitchedOff,
): Promise<Prediction[]> {
  const rows = texts.map((text) => ({ text }));
  const predictions: Prediction[] = [];
  for (const id of ids) {
    const trial = switched(means.laboratory.trained.get(id), off);
    const loaded = await means.laboratory.models.load(trial.experiment.model, means.options);
    const encoded = await encodeTexts(rows, loaded.tokenizer, trial.experiment.training.maxLength, {
      signal: means.options.signal,
      onRows: () => undefined,
    });
    const sentences = new Sentences(encoded, new Int8Array(rows.length));
    predictions.push({
      trial: id,
      labelNames: trial.labelNames,
      probabilities: await probabilitiesOf(trial, loaded, sentences, means),
    });
  }
  return predictions;
}

/** Every validation row that the trial was measured on, in the data set's order. @throws as predictTexts does */
export async function examineValidation(
  id: string,
  means: UseMeans,
  off?: SwitchedOff,
): Promise<ExaminedRow[]> {
  const { laboratory, options } = means;
  const trial = switched(laboratory.trained.get(id), off);
  const loaded = await laboratory.models.load(trial.experiment.model, options);
  const { validation, rows } = await laboratory.datasets.load(trial.experiment, loaded, options);
  const probabilities = await probabilitiesOf(trial, loaded, validation, means);
  return [...rows.validation]
    .map(({ row, text, pair, label }, index) => {
      const own = probabilities[index];
      if (!own) throw new Error(`There are ${probabilities.length} predictions, and none for row ${row}.`);
      const confidence = Math.max(...own);
      const prediction = own.indexOf(confidence);
      const shown = pair === null ? text : `${text} | ${pair}`;
      return { row, text: shown, label, prediction, confidence };
    })
    .sort((a, b) => a.row - b.row);
}

/**
 * How many test rows there are, and how many the trial classifies rightly.
 * @throws as predictTexts does, and LabError without test rows
 */
export async function measureTest(
  id: string,
  means: UseMeans,
): Promise<{ readonly rows: number; readonly correct: number }> {
  const { laboratory, options } = means;
  const trial = laboratory.trained.get(id);
  const loaded = await laboratory.models.load(trial.experiment.model, options);
  const sentences = await laboratory.datasets.test(trial.experiment, loaded, options);
  const probabilities = await probabilitiesOf(trial, loaded, sentences, means);
  const isRight = (own: readonly number[], row: number): boolean =>
    own.indexOf(Math.max(...own)) === sentences.labels[row];
  return { rows: sentences.length, correct: probabilities.filter(isRight).length };
}

/** @throws as predictTexts does, and LabError for the adapter of a full fine-tuning */
export async function exportTrial(
  id: string,
  what: 'adapter' | 'model',
  { laboratory, options }: Omit<UseMeans, 'backend'>,
): Promise<ExportedFile[]> {
  const trial = laboratory.trained.get(id);
  const loaded = await laboratory.models.load(trial.experiment.model, options);
  const config = { ...loaded.config, labels: trial.labels };
  const base = {
    config,
    configJson: loaded.configJson,
    pretrained: loaded.weights,
    labelNames: trial.labelNames,
  };
  const files = what === 'adapter' ? await exportAdapter(trial, config) : await exportModel(trial, base);
  return [...files].map(([name, blob]) => ({ name, blob }));
}

/** The trial with some of its adapters switched off, if it is the one that they are of. */
function switched(trial: TrainedTrial, off: SwitchedOff | undefined): TrainedTrial {
  return off?.trial === trial.id ? { ...trial, tensors: withoutAdapters(trial.tensors, off.modules) } : trial;
}

async function probabilitiesOf(
  trial: TrainedTrial,
  loaded: LoadedModel,
  sentences: Sentences,
  { backend, laboratory, options }: UseMeans,
): Promise<number[][]> {
  const { scenario } = trial;
  const { training } = trial.experiment;
  const frozen = await laboratory.models.place(
    loaded,
    backend,
    storedPrecision(trainingOf(training, scenario)),
    scenario,
    options.signal,
  );
  const config = { ...loaded.config, labels: trial.labels };
  const model = new Model(opsIn(backend.ops, training), config, scenario, frozen, {
    dropout: NO_DROPOUT,
    checkpointing: false,
  });
  try {
    model.parameters.write(flatOf(model.parameters.layout, trial.tensors));
    await writeStartMagnitudes(model, [trial.tensors]);
    return await classify(model, sentences, training.batchSize, (done) =>
      options.onSentences(done, sentences.length),
    );
  } finally {
    model.dispose();
  }
}
