/** @file The magnitudes with which DoRA's adapters begin: the norms of their modules' rows, so that they change nothing. */
import type { Tensor } from '@tensorflow/tfjs';
import { PROJECTIONS } from '../architecture/projections';
import type { Slot } from '../ops';
import type { Model } from './model';

/** Values by the parameter's name. */
type Given = ReadonlyMap<string, { readonly values: Float32Array }>;

/**
 * Writes the magnitudes of all adapters: ‖W + s B A‖ of each row, with the A and B that are on the device, as PEFT does when
 * it makes a model. It does nothing without DoRA.
 * @param given for each trial of the company, magnitudes that replace some of these; null leaves the trial's as they are
 */
export async function writeStartMagnitudes(model: Model, given: readonly (Given | null)[]): Promise<void> {
  const wanted: { readonly slot: Slot; readonly norms: Tensor }[] = [];
  try {
    for (let layer = 0; layer < model.config.layers; layer++)
      for (const projection of PROJECTIONS) {
        const slot = model.magnitudes(layer, projection);
        if (slot) wanted.push({ slot, norms: model.ops.rowNorms(model.linear(layer, projection)) });
      }
    if (wanted.length === 0) return;
    const values = await model.ops.read(wanted.map(({ norms }) => norms));
    let at = 0;
    for (const { slot } of wanted)
      for (const [trial, own] of given.entries()) {
        const norms = values.slice(at, at + slot.entry.size);
        at += slot.entry.size;
        if (own) model.parameters.writeEntry(slot.entry.name, withGiven(slot, norms, own), trial);
      }
  } finally {
    for (const { norms } of wanted) norms.dispose();
  }
}

function withGiven({ entry }: Slot, norms: Float32Array, given: Given): Float32Array {
  for (const { name, offset } of entry.parts) {
    const values = given.get(name)?.values;
    if (values) norms.set(values, offset - entry.offset);
  }
  return norms;
}
