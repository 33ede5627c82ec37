/** @file A trained scenario with some of its adapters switched off. Nothing is trained again. */
import { hasModule, moduleCount, moduleSet, type ModuleSet } from '../architecture/modules';
import { adapterName, type AdapterPart } from '../architecture/names';
import type { TrainedTensors } from '../train/trained';

/** The modules of one trial whose adapters are switched off. */
export interface SwitchedOff {
  /** The id of the trial's record. */
  readonly trial: string;
  readonly modules: ModuleSet;
}

/**
 * The tensors with B = 0 in these modules, and without their magnitudes (DoRA), which `writeStartMagnitudes` has to put
 * back. They then compute exactly what the pretrained ones do.
 * @param off modules without an adapter among them change nothing
 */
export function withoutAdapters(tensors: TrainedTensors, off: ModuleSet): TrainedTensors {
  const namesOf = (part: AdapterPart): ReadonlySet<string> =>
    new Set(
      off.flatMap((components, layer) => components.map((component) => adapterName(layer, component, part))),
    );
  const [silent, dropped] = [namesOf('B'), namesOf('magnitude')];
  return new Map(
    [...tensors]
      .filter(([name]) => !dropped.has(name))
      .map(([name, tensor]) => [
        name,
        silent.has(name) ? { ...tensor, values: new Float32Array(tensor.values.length) } : tensor,
      ]),
  );
}

/** The switches after `touched` modules were toggled: off if any of them was on, else on. Only adapted modules count. */
export function toggled(adapted: ModuleSet, off: ModuleSet, touched: ModuleSet): ModuleSet {
  const isTouched = (layer: number, component: ModuleSet[number][number]): boolean =>
    hasModule(touched, layer, component) && hasModule(adapted, layer, component);
  const on = moduleSet(
    adapted.length,
    (layer, component) => isTouched(layer, component) && !hasModule(off, layer, component),
  );
  const switchesOff = moduleCount(on) > 0;
  return moduleSet(adapted.length, (layer, component) =>
    isTouched(layer, component) ? switchesOff : hasModule(off, layer, component),
  );
}
