/** @file Picking a PEFT adapter: it becomes a scenario whose trials begin with its values. */
import type { StateCreator } from 'zustand';
import { nextColor } from '../../../src/experiment/colors';
import type { Scenario } from '../../../src/experiment/experiment';
import { tidyRanks } from '../../../src/experiment/ranks';
import { LabError } from '../../../src/base/errors';
import { localId } from '../../../src/sources/sourceRef';
import { uniqueName } from '../experiment/scenarioEdits';
import { trainer } from '../worker/trainer';
import type { ExperimentSlice } from '../experiment/experimentSlice';
import type { EnvironmentSlice } from './environmentSlice';
import type { SourcesSlice } from './sourcesSlice';

export interface AdapterSlice {
  /**
   * Adds a scenario that begins with an adapter, given its files or a zip of them. If scenarios already begin with this
   * adapter and only its files were missing, these get them and no scenario is added.
   * @param evaluateOnly whether the adapter is measured as it is; by default it is, if it brings its head
   * @throws LabError naming what cannot be used
   */
  readonly addAdapter: (files: readonly File[], evaluateOnly?: boolean) => Promise<void>;
}

export const createAdapterSlice: StateCreator<
  AdapterSlice & ExperimentSlice & EnvironmentSlice & SourcesSlice,
  [],
  [],
  AdapterSlice
> = (_set, get) => ({
  async addAdapter(picked, evaluateOnly) {
    const { adapterFiles } = await import('../../../src/interop/peft/adapterFiles');
    const { files, name } = await adapterFiles(picked);
    const id = localId(`${name}-${await fingerprint(files)}`);
    const { experiment, backendChoice: backend, sources, changeSources } = get();
    const { model } = experiment;
    const about = await trainer().inspectAdapter({ backend, sources, model, files });
    if (evaluateOnly === true && !about.hasHead)
      throw new LabError(
        `The adapter ${name} brings no classifier head: evaluating it would measure a random one.`,
        'Train it, or save the adapter with its head (modules_to_save).',
      );
    const { scenarios } = get().experiment;
    const awaited = !get().sources.localAdapters.has(id) && scenarios.some(({ init }) => init === id);
    changeSources({ localAdapters: new Map(get().sources.localAdapters).set(id, files) });
    if (awaited) return;
    const base = {
      name: uniqueName(name, scenarios),
      color: nextColor(scenarios),
      init: id,
      // An adapter that brings its head can be measured as it is; a new head has to be trained.
      ...((evaluateOnly ?? about.hasHead) && { duration: { unit: 'steps', count: 0 } as const }),
    };
    const { modules, rank, alpha, rsLora, dora, ranks } = about;
    const scenario: Scenario =
      modules.flat().length > 0
        ? {
            ...base,
            method: 'lora',
            modules,
            rank,
            alpha,
            rsLora,
            ...tidyRanks({ modules, rank, ranks }),
            ...(dora && { dora: true as const }),
          }
        : { ...base, method: 'classifier' };
    get().appendScenario(scenario);
  },
});

/** Eight letters that differ where the files do: results of another adapter must not be taken for this one's. */
async function fingerprint(files: readonly File[]): Promise<string> {
  // Not crypto.subtle: pages served over plain HTTP in a local network do not have it.
  let [a, b] = [0x811c9dc5, 0x1b873593];
  for (const file of [...files].sort((x, y) => (x.name < y.name ? -1 : 1)))
    for (const byte of new Uint8Array(await file.arrayBuffer())) {
      a = Math.imul(a ^ byte, 16777619);
      b = Math.imul(b ^ byte, 0x5bd1e995) + a;
    }
  return ((a ^ b) >>> 0).toString(16).padStart(8, '0');
}
