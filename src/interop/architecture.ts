/** @file What a checkpoint's names depend on: whether it is RoBERTa or BERT. */
import type { Architecture } from '../architecture/config';
import { HEAD, moduleName } from '../architecture/names';
import type { Component } from '../architecture/modules';

/** The sequence classifier's module of a layer (0-based), e.g. `roberta.encoder.layer.0.attention.self.query`. */
export function fullModuleName(architecture: Architecture, layer: number, component: Component): string {
  return `${architecture}.${moduleName(layer, component)}`;
}

/**
 * Where the lab's head stands in the sequence classifier, by the lab's module name: RoBERTa's own head; in BERT
 * the pooler, which is a dense layer with tanh too, and the classifier.
 */
export const HEAD_PLACES: Readonly<Record<Architecture, Readonly<Record<string, string>>>> = {
  roberta: { [HEAD.dense]: 'classifier.dense', [HEAD.output]: 'classifier.out_proj' },
  bert: { [HEAD.dense]: 'bert.pooler.dense', [HEAD.output]: 'classifier' },
};

/** The modules that hold the head, as PEFT's `modules_to_save` names them. */
export const HEAD_MODULES: Readonly<Record<Architecture, readonly string[]>> = {
  roberta: ['classifier'],
  bert: ['bert.pooler', 'classifier'],
};

/** The head's tensors: the lab's name and the sequence classifier's. */
export function headTensorNames(architecture: Architecture): { own: string; full: string }[] {
  return Object.entries(HEAD_PLACES[architecture]).flatMap(([own, full]) =>
    ['weight', 'bias'].map((kind) => ({ own: `${own}.${kind}`, full: `${full}.${kind}` })),
  );
}
