/** @file Results links out of a pasted text: a chat's lines, a table's cells, a mail. */
import { LabError } from '../base/errors';
import { oneLine } from '../base/printable';
import type { Source } from '../library/readFiles';
import { RESULTS_VERSION, type ResultsFile } from '../results/results';
import { checkResultsBounds } from '../results/resultsBounds';
import { decodeAddress } from './pageAddress';
import { repairAddress } from './repairAddress';
import { type SharedResults, unpackResults } from './sharedResults';

/** The longest text that is looked through, in characters: five hundred of the longest links. */
export const MAX_PASTED = 8_000_000;

/** An address with a fragment, up to whatever ends it in a text. */
const LINK = /\b(?:https?|file):\/\/[^\s<>"“”]+|#[^\s<>"“”]*\bresults=[^\s<>"“”]+/g;

/**
 * The results links of a text, in its order, each once. A link without results is one of them, and says so when it is
 * read; other words are left alone.
 */
export function linksIn(text: string): Source[] {
  const seen = new Set<string>();
  return text.split(/\r?\n/).flatMap((line, i) =>
    [...line.matchAll(LINK)].flatMap(([link]) => {
      if (seen.has(link)) return [];
      seen.add(link);
      const where = `Link ${seen.size} (line ${i + 1})`;
      return sourceOf(link, where);
    }),
  );
}

function sourceOf(link: string, where: string): Source {
  // The entry's name is that of the person, which is known once the link has been unpacked.
  const about = (() => {
    try {
      return { read: open(link), problem: null };
    } catch (error) {
      return { read: null, problem: error };
    }
  })();
  const by = about.read?.by ?? null;
  return {
    name: by === null ? where : `${where}, ${by}`,
    entryName: by ?? 'Link',
    read: () => (about.read ? Promise.resolve(about.read.results) : Promise.reject(about.problem as Error)),
  };
}

/** @throws LabError */
function open(link: string): { readonly by: string | null; readonly results: ResultsFile } {
  const hash = link.indexOf('#');
  const fragment = hash < 0 ? '' : repairAddress(link.slice(hash + 1)).text;
  const { experiment, results: packed, problems } = decodeAddress(fragment, () => experimentSeed);
  if (packed === null)
    throw new LabError(
      problems.find((problem) => problem.startsWith('results')) ?? 'The link holds no results.',
      'Ask for a link made with “Copy link with my results”.',
    );
  const shared: SharedResults = unpackResults(packed, experiment);
  const [first] = shared.trials;
  if (!first) throw new LabError('The link holds no trials.', 'Ask for the link again.');
  const results: ResultsFile = {
    ...{ version: RESULTS_VERSION, experiment, environment: first.environment, trials: shared.trials },
    ...(shared.prediction && { prediction: shared.prediction }),
  };
  checkResultsBounds(results);
  return { by: shared.by === null ? null : oneLine(shared.by), results };
}

/** Results links carry their seeds; none asks for those of a device. */
const experimentSeed = 1;
