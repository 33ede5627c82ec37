/** @file The hub's addresses: those of its API, which describes a repository, and those of files. */
import { LabError } from '../../base/errors';
import type { SourceSettings } from '../sourceSettings';

export type Hub = Pick<SourceSettings, 'hubUrl' | 'hubToken'>;

export type RepositoryKind = 'models' | 'datasets';

/** A repository at a revision: a branch, a tag or a commit. */
export interface RepositoryRef {
  readonly kind: RepositoryKind;
  readonly repository: string;
  readonly revision: string;
}

export const DEFAULT_REVISION = 'main';

/** The answer at this address has the commit, and the files' names, sizes and hashes. */
export function apiUrl({ hubUrl }: Hub, { kind, repository, revision }: RepositoryRef): string {
  return `${hubUrl}/api/${kind}/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`;
}

/** The address of one file; the hub redirects to where its bytes are. */
export function fileUrl(
  { hubUrl }: Hub,
  { kind, repository, revision }: RepositoryRef,
  file: string,
): string {
  const prefix = kind === 'datasets' ? 'datasets/' : '';
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${hubUrl}/${prefix}${repository}/resolve/${encodeURIComponent(revision)}/${path}`;
}

/**
 * The access token goes to the hub alone; the browser removes it from a request that is redirected to another origin.
 */
export function hubHeaders({ hubUrl, hubToken }: Hub, url: string): Record<string, string> {
  const toHub = new URL(url).origin === new URL(hubUrl).origin;
  return hubToken !== null && hubToken !== '' && toHub ? { Authorization: `Bearer ${hubToken}` } : {};
}

/**
 * A hub's address as a person types it, without what the lab adds itself.
 * @returns e.g. `https://huggingface.co`
 * @throws LabError if it is not the address of a web server
 */
export function normalizeHubUrl(text: string): string {
  const remedy = 'Write it as https://huggingface.co.';
  const trimmed = text.trim();
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  } catch {
    throw new LabError(`“${trimmed}” is no address of a hub.`, remedy);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new LabError(`The hub’s address begins with ${url.protocol}, not https.`, remedy);
  // The page's policy (docs/reliability.md) lets it contact other machines only over https.
  if (url.protocol === 'http:' && !['localhost', '127.0.0.1'].includes(url.hostname))
    throw new LabError(
      `The hub’s address http://${url.host} is not encrypted: that is allowed for this device alone.`,
      'Use https, or a hub at http://localhost.',
    );
  if (url.username !== '' || url.password !== '')
    throw new LabError('The hub’s address holds a name or password.', 'Enter an access token instead.');
  return url.origin + url.pathname.replace(/\/+$/, '');
}
