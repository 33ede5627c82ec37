/**
 * @file Reads the encoder's pretrained weights: finds tensors whatever their prefix, checks their shapes, and reads
 * them one by one.
 */
import { LabError } from '../base/errors';
import { shownName, shownShape } from '../base/shown';
import type { ModelConfig } from '../architecture/config';
import { EMBEDDINGS } from '../architecture/names';
import { encoderShapes } from '../architecture/shapes';
import type { EncoderWeights } from '../architecture/tensorSource';
import { firstNotFinite } from './finite';

/** The tensors of a model's weights files, whether there is one file or several. */
export interface PretrainedWeights {
  readonly names: readonly string[];
  /** @throws LabError if the file that should hold the tensor does not */
  shapeOf(name: string): readonly number[];
  read(name: string): Promise<Float32Array | Int32Array>;
}

/** Prefixes of models that Transformers saved with a head; a bare encoder's names have none. */
const PREFIXES = ['roberta.', 'bert.', ''];

const REMEDY = 'Use a model whose weights and config.json belong together.';

/**
 * The name in the weights files of each of the encoder's tensors. The prefix is what comes before the word table's
 * name; LayerNorm's parameters are called gamma and beta in the oldest files.
 * @param names the names of all tensors in the files
 * @throws LabError naming the tensor that is missing
 */
export function pretrainedNames(names: Iterable<string>, config: ModelConfig): Map<string, string> {
  const present = new Set(names);
  const prefixes = [...present]
    .filter((name) => name === EMBEDDINGS.word || name.endsWith(`.${EMBEDDINGS.word}`))
    .map((name) => name.slice(0, -EMBEDDINGS.word.length));
  const prefix =
    PREFIXES.find((known) => prefixes.includes(known)) ?? (prefixes.length === 1 ? prefixes[0] : undefined);
  if (prefix === undefined) throw noWordTable(present, prefixes);
  return new Map(
    encoderShapes(config).map(({ name }) => {
      const found = [name, oldName(name)].map((one) => prefix + one).find((one) => present.has(one));
      if (found === undefined)
        throw new LabError(
          `The weights have no tensor ${shownName(prefix)}${name}, which config.json asks for.`,
          REMEDY,
        );
      return [name, found];
    }),
  );
}

function oldName(name: string): string {
  return name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta');
}

function noWordTable(present: ReadonlySet<string>, prefixes: readonly string[]): LabError {
  const some = [...present]
    .slice(0, 3)
    .map((name) => shownName(name))
    .join(', ');
  return new LabError(
    prefixes.length > 1
      ? `The weights have more than one word table, with the prefixes ${prefixes
          .slice(0, 4)
          .map((prefix) => shownName(prefix))
          .join(', ')}.`
      : `The weights have no tensor ${EMBEDDINGS.word}, with or without a prefix; they hold ${present.size} tensors${some && ` such as ${some}`}.`,
    'Use the weights of a RoBERTa or BERT encoder.',
  );
}

/** @throws LabError naming the tensor that is missing or differs in shape from what config.json says */
export function encoderWeights(pretrained: PretrainedWeights, config: ModelConfig): EncoderWeights {
  const names = pretrainedNames(pretrained.names, config);
  const nameOf = (own: string): string => {
    const name = names.get(own);
    if (name === undefined) throw new Error(`The encoder has no tensor called ${own}.`);
    return name;
  };
  for (const { name, shape } of encoderShapes(config)) {
    const found = pretrained.shapeOf(nameOf(name));
    if (found.join() !== shape.join())
      throw new LabError(
        `Tensor ${shownName(nameOf(name))} has the shape ${shownShape(found)}; config.json asks for [${shape.join(', ')}].`,
        REMEDY,
      );
  }
  return async (own) => {
    const name = nameOf(own);
    const values = await pretrained.read(name);
    if (!(values instanceof Float32Array))
      throw new LabError(`Tensor ${shownName(name)} holds whole numbers, not weights.`, REMEDY);
    const bad = firstNotFinite(values);
    if (bad >= 0)
      throw new LabError(
        `Tensor ${shownName(name)} holds ${values[bad]} at place ${bad + 1} of ${values.length}: no model computes with that.`,
        'Fetch the weights again; if they are as they were saved, use a model that was saved before its training failed.',
      );
    return values;
  };
}
