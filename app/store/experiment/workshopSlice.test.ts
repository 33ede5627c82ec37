import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { listTrials, type Experiment } from '../../../src/experiment/experiment';
import { sampleTrial, seededRandom } from '../../../src/experiment/testing';
import type { TrialRecord } from '../../../src/results/results';
import { measuredAs } from '../../../src/results/testing';
import { MAX_LINK_LENGTH, packResults, unpackResults } from '../../../src/address/sharedResults';
import { EMPTY_WORKSHOP } from '../../../src/workshop/workshop';
import { resultsLink } from '../../share/resultsLink';
import { useLab } from '../lab';
import { runView } from '../runView';
import { resultsFile } from '../results/resultsFile';

const experiment: Experiment = { ...DEFAULT_EXPERIMENT, trials: 3 };

function trialsOf(of: Experiment) {
  const random = seededRandom(9);
  const id = () => Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32)).join('-');
  return listTrials(of).map(({ scenario, seed }) =>
    sampleTrial({
      id: id(),
      scenario,
      seed,
      accuracy: random(),
      validationLoss: random(),
      seconds: random(),
    }),
  );
}

/** Opens a workshop as the address does. */
function open(
  address: Partial<Parameters<ReturnType<typeof useLab.getState>['openAddress']>[0]>,
  of = experiment,
) {
  useLab.getState().loadExperiment(of, 'url');
  useLab.getState().setUrlProblems([]);
  useLab
    .getState()
    .openAddress({ workshop: null, projector: false, together: 'auto', results: null, ...address });
}

beforeEach(() => {
  vi.stubGlobal('location', { href: 'https://lab.test/#old' });
  useLab.setState({ records: {} });
  open({});
});

describe('the budget', () => {
  const workshop = { ...EMPTY_WORKSHOP, title: 'Budget', budget: 8 };

  it('counts finished trials by workshop, and refuses what does not fit before anything is lost', async () => {
    open({ workshop });
    const { budgetProblem, countWorkshopTrial, startRun } = useLab.getState();
    const id = useLab.getState().workshop?.id ?? '';
    expect(budgetProblem(8)).toBeNull();
    for (let i = 0; i < 5; i++) countWorkshopTrial(id);
    expect(useLab.getState().workshopUsed).toBe(5);
    expect(budgetProblem(3)).toBeNull();
    const records = { kept: sampleTrial() };
    useLab.setState({ records });
    await expect(startRun({ which: 'all' })).rejects.toThrow(
      'This run is 6 trials; of the workshop’s 8, 3 are left.',
    );
    expect(useLab.getState()).toMatchObject({ records, run: { status: 'idle' } });

    // Another workshop has its own count; coming back finds the old one.
    open({ workshop: { ...workshop, title: 'Other' } });
    expect(useLab.getState()).toMatchObject({ workshopUsed: 0 });
    countWorkshopTrial(id);
    expect(useLab.getState()).toMatchObject({ workshopUsed: 0 });
    open({ workshop });
    expect(useLab.getState()).toMatchObject({ workshopUsed: 6 });
    open({});
    expect(budgetProblem(1000)).toBeNull();
  });
});

describe('a workshop’s prediction', () => {
  it('is kept by workshop', () => {
    const workshop = { ...EMPTY_WORKSHOP, title: 'Ranking', predict: true };
    const prediction = { kind: 'ranking', order: ['upper', 'lower'] } as const;
    open({ workshop });
    expect(useLab.getState().workshopPrediction).toBeNull();
    useLab.getState().enterWorkshopPrediction(prediction);
    open({});
    expect(useLab.getState().workshopPrediction).toBeNull();
    open({ workshop });
    expect(useLab.getState().workshopPrediction).toEqual(prediction);
    useLab.getState().enterWorkshopPrediction(null);
    open({ workshop });
    expect(useLab.getState().workshopPrediction).toBeNull();
  });
});

/** The trial as measured on so many rows that their bits alone are longer than a link. */
function withManySentences(trial: TrialRecord): TrialRecord {
  const random = seededRandom(trial.seed);
  const labels = Array.from({ length: 30_000 }, () => Math.floor(2 * random()));
  return {
    ...trial,
    ...measuredAs(
      labels,
      labels.map(() => Math.floor(2 * random())),
    ),
  };
}

describe('shared results', () => {
  const trials = trialsOf(experiment);
  const accuracies = trials.map(({ accuracy }) => accuracy);
  const shown = () => runView(useLab.getState()).slots.map(({ record }) => record?.accuracy ?? null);

  it('are shown with their experiment, and are not among the device’s own', async () => {
    open({ results: packResults(experiment, { by: 'Ada', trials }) });
    expect(runView(useLab.getState()).settled).toBe(0);
    await vi.waitFor(() => expect(useLab.getState().shared?.trials).not.toBeNull());
    expect(useLab.getState().shared?.by).toBe('Ada');
    expect(shown()).toEqual(accuracies);
    expect(resultsFile(useLab.getState().experiment, useLab.getState())?.trials).toHaveLength(trials.length);
    expect(useLab.getState().records).toEqual({});
    useLab.getState().edit({ ...experiment, trials: 2 });
    expect(shown()).toEqual([null, null, null, null]);
  });

  it('make room for the device’s own when they are put away', async () => {
    open({ results: packResults(experiment, { by: null, trials }) });
    await vi.waitFor(() => expect(useLab.getState().shared?.trials).toHaveLength(trials.length));
    useLab.getState().leaveShared();
    expect(useLab.getState()).toMatchObject({ shared: null, experiment });
    expect(shown()).toEqual(trials.map(() => null));
  });

  it('are named where they cannot be read, and nothing stands in their place', async () => {
    open({ results: 'AAAA' });
    await vi.waitFor(() => expect(useLab.getState().urlProblems).toHaveLength(1));
    expect(useLab.getState().urlProblems[0]).toMatch(/^results: What the link holds .*; none are shown\./);
    expect(useLab.getState().shared).toBeNull();
  });

  it('go into a link, or into words where they are too many for one', async () => {
    await expect(resultsLink(null)).rejects.toThrow('There are no results yet.');
    const show = (by: string | null): void =>
      useLab.setState(({ experiment: opened }) => ({
        shared: { experiment: opened, text: '', by, trials: trialsOf(opened) },
      }));
    show('Ada');
    const { link, isWhole: wholeWithNone } = await resultsLink(null);
    expect(wholeWithNone).toBe(true);
    const text = new URL(link).hash.replace(/^.*&results=/, '');
    expect(unpackResults(text, experiment)).toMatchObject({ by: 'Ada', trials: { length: trials.length } });

    // Without their sentences they fit, and with them they would not.
    useLab.setState(({ experiment: opened }) => ({
      shared: { experiment: opened, text: '', by: null, trials: trialsOf(opened).map(withManySentences) },
    }));
    const { link: shorter, isWhole } = await resultsLink(null);
    expect(isWhole).toBe(false);
    const { trials: plain } = unpackResults(new URL(shorter).hash.replace(/^.*&results=/, ''), experiment);
    expect(plain.map(({ correct }) => correct)).toEqual(trials.map(() => undefined));

    const many = { ...experiment, trials: 150 };
    open({}, many);
    show(null);
    await expect(resultsLink(null)).rejects.toThrow(
      new RegExp(`too large for a link: \\d{5} characters, ${MAX_LINK_LENGTH} at most`),
    );
  });
});
