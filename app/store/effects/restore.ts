/** @file Keeps what hangs on the experiment beside it: its model's shape and its stored results. */
import { parseSourceRef } from '../../../src/sources/sourceRef';
import { useLab } from '../lab';

const SETTLE_MS = 150;

export function startRestoring(): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const restore = (): void => {
    const { experiment, restoreRecords, findOlder } = useLab.getState();
    void restoreRecords(experiment).then(() => findOlder(experiment));
  };
  useLab.getState().loadModelConfig(useLab.getState().experiment.model);
  restore();
  useLab.subscribe((state, before) => {
    const { model } = state.experiment;
    const { hubUrl, hubAllowed, hubToken, localModels } = state.sources;
    const otherPlace =
      hubUrl !== before.sources.hubUrl ||
      hubAllowed !== before.sources.hubAllowed ||
      hubToken !== before.sources.hubToken ||
      localModels.get(model) !== before.sources.localModels.get(model);
    const kind = parseSourceRef('model', model)?.kind;
    if (model !== before.experiment.model || (otherPlace && kind !== 'embedded'))
      state.loadModelConfig(model);
    const sameTrials =
      state.experiment === before.experiment &&
      state.sources === before.sources &&
      state.commits === before.commits;
    if (sameTrials) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(restore, SETTLE_MS);
  });
}
