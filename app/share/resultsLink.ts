/** @file A link that opens this experiment with its results. The code that packs them is loaded when a link is asked for. */
import { describeError, LabError } from '../../src/base/errors';
import { encodeAddress } from '../../src/address/pageAddress';
import { copyText } from '../ui/copyText';
import { useLab } from '../store/lab';
import { resultsFile } from '../store/results/resultsFile';
import { shownExperiment } from '../store/results/shownResults';
import { ownSeed } from '../store/experiment/onDevice';

export interface ResultsLink {
  readonly link: string;
  /** The shortest link: it leaves out which sentences each trial classified rightly. */
  readonly short: string;
  /** Whether the link says which sentences each trial classified rightly, if the trials know. */
  readonly isWhole: boolean;
}

/**
 * Leaves out the workshop and the lesson, because whoever opens the link looks at somebody else's results, with those
 * seeds; and which sentences were classified rightly, where that would make it too long.
 * @param by the name of the person who hands them in; null for no name
 * @throws LabError if there are none, or too many for a link
 */
export async function resultsLink(by: string | null): Promise<ResultsLink> {
  const { MAX_LINK_LENGTH, packResults } = await import('../../src/address/sharedResults');
  const lab = useLab.getState();
  const experiment = shownExperiment(lab);
  const { trials = [], prediction = null } = resultsFile(experiment, lab) ?? {};
  if (trials.length === 0) throw new LabError('There are no results yet.', 'Run the experiment first.');
  // Results that came with a name keep it in the link.
  const shared = { by: by ?? lab.shared?.by ?? null, prediction, trials };
  const linkOf = (withSentences: boolean): string => {
    const results = packResults(experiment, shared, withSentences);
    const plain = { lesson: null, workshop: null, projector: false, together: 'auto' } as const;
    return new URL(`#${encodeAddress({ ...plain, experiment, results }, ownSeed)}`, location.href).href;
  };
  const [whole, link] = [linkOf(true), linkOf(false)];
  const known = trials.some(({ correct }) => correct !== undefined);
  if (whole.length <= MAX_LINK_LENGTH) return { link: whole, short: link, isWhole: whole !== link || !known };
  if (link.length > MAX_LINK_LENGTH)
    throw new LabError(
      `The results are too large for a link: ${link.length} characters, ${MAX_LINK_LENGTH} at most.`,
      'Save the results file instead.',
    );
  return { link, short: link, isWhole: !known };
}

/** Copies the link. @returns a sentence that says what happened */
export async function copyResultsLink(by: string | null): Promise<string> {
  try {
    const { link, isWhole } = await resultsLink(by);
    const without = isWhole
      ? ''
      : ' It does not say which sentences each trial got right, which would make it too long: the results file does.';
    return (await copyText(link))
      ? `Link with results copied, ${link.length} characters.${without}`
      : 'The browser does not allow copying: save the results file instead.';
  } catch (error) {
    const { message, remedy } = describeError(error);
    return `${message} ${remedy}`;
  }
}
