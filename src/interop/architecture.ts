/** @file Tensor names of sequence classifiers in Hugging Face's layout, which differ between RoBERTa and BERT. */
import type { Architecture } from '../architecture/config';
import { HEAD, moduleName } from '../architecture/names';
import type { Component } from '../architecture/modules';

/** The sequence classifier's module of a layer (0-based), e.g. `roberta.encoder.layer.0.attention.self.query`. */
export function fullModuleName(architecture: Architecture, layer: number, component: Component): string {
  return `${architecture}.${moduleName(layer, component)}`;
}

/**
 * The sequence classifier's module for each module of the lab's head: RoBERTa has the same head; in BERT the two
 * modules are the pooler, which is also a dense layer with tanh, and the classifier.
 */
const HEAD_MODULE_NAMES: Readonly<Record<Architecture, Readonly<Record<string, string>>>> = {
  roberta: { [HEAD.dense]: 'classifier.dense', [HEAD.output]: 'classifier.out_proj' },
  bert: { [HEAD.dense]: 'bert.pooler.dense', [HEAD.output]: 'classifier' },
};

/** The modules that hold the head, as PEFT's `modules_to_save` names them. */
export const HEAD_MODULES: Readonly<Record<Architecture, readonly string[]>> = {
  roberta: ['classifier'],
  bert: ['bert.pooler', 'classifier'],
};

/** The head's tensors: the lab's name for each, and the sequence classifier's. */
export function headTensorNames(architecture: Architecture): { own: string; full: string }[] {
  return Object.entries(HEAD_MODULE_NAMES[architecture]).flatMap(([own, full]) =>
    ['weight', 'bias'].map((kind) => ({ own: `${own}.${kind}`, full: `${full}.${kind}` })),
  );
}
