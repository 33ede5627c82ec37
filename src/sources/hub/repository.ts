/** @file What a hub tells of a repository: the commit of a revision, and its files. */
import { LabError } from '../../base/errors';
import { apiUrl, hubHeaders, type Hub, type RepositoryRef } from './address';
import { boundedJson, NotTheHub } from './boundedBody';
import { PASSING, refusal, unreachable } from './answers';
import { fetchAnswer } from '../fetchAnswer';

export interface HubFile {
  readonly name: string;
  /** Bytes; null where the hub does not tell. */
  readonly size: number | null;
  /** Hexadecimal; null for small files, and where the hub does not tell. */
  readonly sha256: string | null;
}

/** A repository at one commit: it never changes. */
export interface Listing {
  /** 40 hexadecimal digits. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

export const COMMIT = /^[0-9a-f]{40}$/;

/** The hub could not be asked now, or something else answered in its place; what is known from earlier may serve. */
export class HubUnavailable extends LabError {}

/**
 * @throws HubUnavailable if the hub cannot be reached, has a passing trouble or does not answer as a hub does (a
 *   network's sign-in page, an answer without end); LabError if it refuses; the signal's reason if it aborts
 */
export async function listRepository(hub: Hub, ref: RepositoryRef, signal: AbortSignal): Promise<Listing> {
  const url = apiUrl(hub, ref);
  const what = ref.repository;
  let answer: unknown;
  try {
    const response = await fetchAnswer(url, { headers: hubHeaders(hub, url), signal });
    if (PASSING.has(response.status)) {
      const { message, remedy } = refusal(what, response.status);
      throw new HubUnavailable(message, remedy);
    }
    if (!response.ok) throw refusal(what, response.status);
    answer = await boundedJson(response, `the list of files of ${what}`, url);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof NotTheHub) throw new HubUnavailable(error.message, error.remedy);
    if (error instanceof LabError) throw error;
    if (error instanceof SyntaxError) throw notAsAHub(hub);
    const { message, remedy } = unreachable(
      what,
      url,
      error instanceof Error ? error.message : String(error),
    );
    throw new HubUnavailable(message, remedy);
  }
  const listing = parseListing(answer);
  if (!listing) throw notAsAHub(hub);
  return listing;
}

/** A network's own answer is no word of the hub's, so that what is kept serves. */
function notAsAHub({ hubUrl }: Hub): HubUnavailable {
  return new HubUnavailable(`${hubUrl} does not answer as a hub does.`, 'Check the hub’s address.');
}

/** @returns null if it is no listing */
export function parseListing(answer: unknown): Listing | null {
  const { sha, siblings } = (answer ?? {}) as { sha?: unknown; siblings?: unknown };
  if (typeof sha !== 'string' || !COMMIT.test(sha) || !Array.isArray(siblings)) return null;
  const files = siblings.flatMap((sibling: unknown): HubFile[] => {
    const { rfilename: name, size, lfs } = (sibling ?? {}) as Record<string, unknown>;
    if (typeof name !== 'string') return [];
    const { sha256, size: lfsSize } = (lfs ?? {}) as Record<string, unknown>;
    const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
    return [
      {
        name,
        size: isSize(lfsSize) ? lfsSize : isSize(size) ? size : null,
        sha256: typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
      },
    ];
  });
  return { commit: sha, files };
}
