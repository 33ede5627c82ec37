/** @file A link that opens this experiment with its results. The code that packs them is loaded when a link is asked for. */
import { describeError, LabError } from '../../src/base/errors';
import { encodeAddress } from '../../src/address/pageAddress';
import { copyText } from '../ui/copyText';
import { useLab } from '../store/lab';
import { resultsFile } from '../store/results/resultsFile';
import { shownExperiment } from '../store/results/shownResults';
import { ownSeed } from '../store/experiment/onDevice';

/**
 * Leaves out the workshop and the lesson, because whoever opens the link looks at somebody else's results, with those
 * seeds.
 * @param by the name of the person who hands them in; null for no name
 * @throws LabError if there are none, or too many for a link
 */
export async function resultsLink(by: string | null): Promise<string> {
  const { MAX_LINK_LENGTH, packResults } = await import('../../src/address/sharedResults');
  const lab = useLab.getState();
  const experiment = shownExperiment(lab);
  const trials = resultsFile(experiment, lab)?.trials ?? [];
  if (trials.length === 0) throw new LabError('There are no results yet.', 'Run the experiment first.');
  const fragment = encodeAddress(
    {
      lesson: null,
      experiment,
      workshop: null,
      projector: false,
      // Results that came with a name keep it in the link.
      results: packResults(experiment, { by: by ?? lab.shared?.by ?? null, trials }),
    },
    ownSeed,
  );
  const link = new URL(`#${fragment}`, location.href).href;
  if (link.length > MAX_LINK_LENGTH)
    throw new LabError(
      `The results are too large for a link: ${link.length} characters, ${MAX_LINK_LENGTH} at most.`,
      'Save the results file instead.',
    );
  return link;
}

/** Copies the link. @returns a sentence that says what happened */
export async function copyResultsLink(by: string | null): Promise<string> {
  try {
    const link = await resultsLink(by);
    return (await copyText(link))
      ? `Link with results copied, ${link.length} characters.`
      : 'The browser does not allow copying: save the results file instead.';
  } catch (error) {
    const { message, remedy } = describeError(error);
    return `${message} ${remedy}`;
  }
}
