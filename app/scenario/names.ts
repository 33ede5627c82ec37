/** @file The page's names for the parts of the model and the methods. */
import type { Component } from '../../src/architecture/modules';
import type { BasePrecision, Method, TrainingPrecision } from '../../src/experiment/experiment';
import type { MixedPathName } from '../../src/results/environment';
import type { ChoiceOption } from '../ui/Choice';

export const COMPONENT_NAMES: Readonly<Record<Component, { short: string; long: string }>> = {
  query: { short: 'query', long: 'query' },
  key: { short: 'key', long: 'key' },
  value: { short: 'value', long: 'value' },
  attentionOutput: { short: 'out', long: 'attention output' },
  up: { short: 'up', long: 'feed-forward up' },
  down: { short: 'down', long: 'feed-forward down' },
};

export const PRECISION_NAMES: Readonly<Record<BasePrecision, string>> = {
  f32: 'Float32',
  f16: 'Float16',
  int8: 'Int8',
  nf4: 'NF4 (4 bit)',
};

export const TRAINING_PRECISION_NAMES: Readonly<Record<TrainingPrecision, string>> = {
  f32: 'Float32',
  mixed: 'Mixed',
};

/** Which path of mixed precision runs on a device, and why. */
export const MIXED_PATHS: Readonly<Record<MixedPathName, string>> = {
  matrix: 'Here it runs on the matrix units, which this browser offers.',
  arithmetic: 'Here it runs with half-float arithmetic, as was asked for.',
  storage:
    'Here half floats save memory only, and products stay Float32: this browser offers no matrix units that multiply half floats.',
};

export const METHODS: readonly ChoiceOption<Method>[] = [
  {
    value: 'lora',
    label: 'LoRA',
    hint: 'Small matrices beside the ticked modules train; the encoder itself stays as it is.',
  },
  {
    value: 'classifier',
    label: 'Classifier',
    hint: 'Only the head on top trains: the cheapest method, which shows what the encoder already knows.',
  },
  {
    value: 'full',
    label: 'Full',
    hint: 'Full fine-tuning: every weight of the model trains. It takes the most memory, and the other methods are measured against it.',
  },
];

/** "out, attention output,": the name that a screen reader reads contains the name that is written on the page. */
export function spokenComponent(component: Component): string {
  const { short, long } = COMPONENT_NAMES[component];
  return long.split(' ').includes(short) ? long : `${short}, ${long},`;
}
