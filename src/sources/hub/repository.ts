/** @file Asks a hub about a repository: the commit of a revision, and its files. */
import * as v from 'valibot';
import { LabError } from '../../base/errors';
import { count, list, object, readOrNull, text } from '../../base/schema';
import { apiUrl, hubHeaders, type Hub, type RepositoryRef } from './address';
import { boundedJson, NotTheHub } from './boundedBody';
import { PASSING, refusal, unreachable } from './answers';
import { fetchAnswer } from '../fetchAnswer';

export interface HubFile {
  readonly name: string;
  /** Bytes; null if the hub does not say. */
  readonly size: number | null;
  /** Hexadecimal; null for small files, or if the hub does not say. */
  readonly sha256: string | null;
}

/** A repository at one commit: it never changes. */
export interface Listing {
  /** The commit, as 40 hexadecimal digits. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

export const COMMIT = /^[0-9a-f]{40}$/;

export const CommitSchema = v.pipe(v.string(), v.regex(COMMIT));
export const HashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/**
 * Thrown if the hub could not be asked now, or something else answered in its place; what is cached may be used
 * instead.
 */
export class HubUnavailable extends LabError {}

/**
 * @throws HubUnavailable if the hub cannot be reached, has a temporary problem or does not answer as a hub does (a
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

/** An answer from the network itself is not the hub's, so what is cached is used. */
function notAsAHub({ hubUrl }: Hub): HubUnavailable {
  return new HubUnavailable(`${hubUrl} does not answer as a hub does.`, 'Check the hub’s address.');
}

/** A file as the hub lists it; large files have their size and hash under `lfs`. Wrong values count as missing. */
const SiblingSchema = object({
  rfilename: text,
  size: v.fallback(v.nullable(count), null),
  lfs: v.fallback(
    v.nullable(
      object({
        size: v.fallback(v.nullable(count), null),
        sha256: v.fallback(v.nullable(HashSchema), null),
      }),
    ),
    null,
  ),
});

/** Entries that are not files are left out one by one, so that one of them does not spoil the whole listing. */
const AnswerSchema = object({ sha: CommitSchema, siblings: list(v.unknown()) });

/** @returns null if it is not a listing */
export function parseListing(answer: unknown): Listing | null {
  const listing = readOrNull(AnswerSchema, answer);
  if (!listing) return null;
  const files = listing.siblings.flatMap((sibling): HubFile[] => {
    const file = readOrNull(SiblingSchema, sibling);
    if (!file) return [];
    const { rfilename: name, size, lfs } = file;
    return [{ name, size: lfs?.size ?? size, sha256: lfs?.sha256 ?? null }];
  });
  return { commit: listing.sha, files };
}
