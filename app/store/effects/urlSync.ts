/** @file Keeps the URL and the page in step: the fragment follows the store, and the store the fragment. */
import { shallow } from 'zustand/shallow';
import { haveSameTrials } from '../../../src/experiment/experiment';
import { lessonById } from '../../../src/lessons';
import { decodeAddress, encodeAddress } from '../../../src/address/pageAddress';
import { repairAddress } from '../../../src/address/repairAddress';
import { ownSeed } from '../experiment/onDevice';
import { historyAction, type Edit } from '../experiment/history';
import { useLab, type Lab } from '../lab';

/** Long enough to stay within the browser's limit on history calls, short enough not to be noticed. */
const WRITE_DELAY_MS = 120;

type Timer = ReturnType<typeof setTimeout>;

/** Starts both directions; the fragment the page was opened with wins over the default experiment. */
export function startUrlSync(): void {
  let written: Edit | null = null;
  let pending: { readonly edit: Edit; readonly hash: string; readonly timer: Timer } | null = null;
  /** The fragment that the store and the address bar agree on. */
  let agreed: string;

  const fragment = (): string => location.hash.replace(/^#/, '');
  const url = (hash: string): string => `${location.pathname}${location.search}#${hash}`;

  const read = (): void => {
    if (pending) clearTimeout(pending.timer);
    pending = null;
    written = null;
    const { text, note } = repairAddress(fragment());
    const address = decodeAddress(text, ownSeed);
    const { lesson, experiment, problems } = address;
    useLab.getState().loadExperiment(experiment, 'url', lesson?.id ?? null);
    useLab.getState().setUrlProblems(problems);
    useLab.getState().setUrlRepair(note);
    useLab.getState().openAddress(address);
    useLab.getState().openScore(address.score ?? null);
    // A fragment with a wrong part stays as typed, so that it can be corrected there.
    if (problems.length === 0) history.replaceState(null, '', url(encodeAddress(address, ownSeed)));
    agreed = fragment();
  };

  const write = (): void => {
    if (!pending) return;
    const { edit, hash, timer } = pending;
    clearTimeout(timer);
    pending = null;
    if (hash === fragment()) return;
    if (historyAction(written, edit) === 'push') history.pushState(null, '', url(hash));
    else history.replaceState(null, '', url(hash));
    written = edit;
    agreed = fragment();
  };

  read();
  useLab.subscribe(
    ({ experiment, lesson, projector, together, score, shared }) => [
      ...[experiment, lesson, projector, together, score],
      shared === null,
    ],
    () => {
      const lab = useLab.getState();
      const edit = lab.lastEdit;
      if (edit === null) return;
      if (pending && pending.edit.key !== edit.key) write();
      if (pending) clearTimeout(pending.timer);
      pending = { edit, hash: hashOf(lab), timer: setTimeout(write, WRITE_DELAY_MS) };
    },
    { equalityFn: shallow },
  );
  const onNavigate = (): void => {
    // Back and forward fire both events; the second finds nothing new.
    if (fragment() !== agreed) read();
  };
  addEventListener('popstate', onNavigate);
  addEventListener('hashchange', onNavigate);
  addEventListener('pagehide', write);
}

function hashOf(
  lab: Pick<Lab, 'experiment' | 'lesson' | 'workshop' | 'projector' | 'together' | 'score' | 'shared'>,
): string {
  const { experiment, workshop, projector, together, score, shared } = lab;
  const results = shared && haveSameTrials(shared.experiment, experiment) ? shared.text : null;
  const page = { lesson: lessonById(lab.lesson), experiment, workshop, projector, together, results };
  return encodeAddress({ ...page, ...(score && { score }) }, ownSeed);
}

/** The address that opens an experiment anywhere, the page's own unless another is given, with its lesson or workshop. */
export function experimentLink(experiment = useLab.getState().experiment): string {
  return new URL(`#${hashOf({ ...useLab.getState(), experiment })}`, location.href).href;
}
