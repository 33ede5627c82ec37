/** @file Errors that say what a hub's refusal means. */
import { LabError } from '../../base/errors';

/** HTTP statuses of problems that may pass within moments. */
export const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * @param what e.g. `model.safetensors of roberta-base`
 * @param status the HTTP answer's status
 */
export function refusal(what: string, status: number): LabError {
  switch (status) {
    case 401:
      return new LabError(
        `${what}: the hub knows no such repository, or asks for an access token (401).`,
        'Check the name; for a private or gated repository enter your access token in the hub settings.',
      );
    case 403:
      return new LabError(
        `${what}: the hub refuses access (403).`,
        'Accept the repository’s conditions on its page at the hub, and use an access token that may read it.',
      );
    case 404:
      return new LabError(
        `${what}: the hub has nothing of this name and revision (404).`,
        'Check the name, and the revision if there is one.',
      );
    case 429:
      return new LabError(
        `${what}: the hub has had too many requests (429).`,
        'Wait a few minutes and run again; an access token raises the limit.',
      );
    default:
      return new LabError(
        `${what}: the hub answers ${status}.`,
        'Run again later, or use another hub address.',
      );
  }
}

export function unreachable(what: string, url: string, why: string): LabError {
  return new LabError(
    `${what} could not be loaded from ${new URL(url).host}: ${why}.`,
    'Check the connection and the hub’s address, then run again: what has arrived is kept where the browser allows it.',
  );
}
