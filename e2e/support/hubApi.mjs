/** @file The hub's addresses and what its API says about a repository: see hubServer.mjs. */

const REPOSITORY = '(?<repository>[^/]+(?:/[^/]+)?)';
/** @param {string} rest */
const api = (rest) => new RegExp(`^/api/(?<type>models|datasets)/${REPOSITORY}${rest}$`);

/** In this order: a repository's own name may look like a part of another address. */
export const ADDRESSES = [
  {
    kind: 'resolve',
    pattern: new RegExp(`^/(?:(?<type>datasets)/)${REPOSITORY}/resolve/(?<revision>[^/]+)/(?<file>.+)$`),
  },
  {
    kind: 'resolve',
    pattern: new RegExp(`^/(?<type>)${REPOSITORY}/resolve/(?<revision>[^/]+)/(?<file>.+)$`),
  },
  { kind: 'parquet', pattern: api('/parquet') },
  { kind: 'tree', pattern: api('/tree/(?<revision>[^/]+)') },
  { kind: 'describe', pattern: api('/revision/(?<revision>[^/]+)') },
  { kind: 'describe', pattern: api('') },
];

/**
 * @typedef {{ commit: string, files: readonly { name: string, path: string, size: number }[] }} Repository
 * @typedef {object} Telling
 * @property {(name: string) => boolean} isLfs
 * @property {((path: string, kind: 'sha256' | 'blob') => Promise<string>) | null} hashOf null: no hashes are told
 * @property {boolean} blobs whether sizes and hashes are asked for
 * @property {string} url the hub's own address
 */

/** @param {string} id @param {Repository} repository @param {Telling} telling */
export async function describeRepository(id, { commit, files }, { isLfs, hashOf, blobs }) {
  const siblings = files.map(async ({ name, path, size }) => {
    if (!blobs) return { rfilename: name };
    const told = { rfilename: name, size };
    if (!hashOf) return told;
    const blobId = isLfs(name) ? '0'.repeat(40) : await hashOf(path, 'blob');
    if (!isLfs(name)) return { ...told, blobId };
    return { ...told, blobId, lfs: { sha256: await hashOf(path, 'sha256'), size, pointerSize: 134 } };
  });
  return { id, sha: commit, private: false, gated: false, siblings: await Promise.all(siblings) };
}

/** @param {string} _id @param {Repository} repository @param {Telling} telling */
export async function listTree(_id, { files }, { isLfs, hashOf }) {
  return Promise.all(
    files.map(async ({ name, path, size }) => {
      const lfs =
        isLfs(name) && hashOf ? { oid: await hashOf(path, 'sha256'), size, pointerSize: 134 } : null;
      const oid = hashOf && !isLfs(name) ? await hashOf(path, 'blob') : '0'.repeat(40);
      return { type: 'file', path: name, size, oid, ...(lfs && { lfs }) };
    }),
  );
}

/** Of `<subset>/<split>/0000.parquet`. @param {string} id @param {Repository} repository @param {Telling} telling */
export function listParquet(id, { files }, { url }) {
  /** @type {Record<string, Record<string, string[]>>} */
  const listing = {};
  for (const { name } of files) {
    const [, subset, split] = /^([^/]+)\/([^/]+)\/\d+\.parquet$/.exec(name) ?? [];
    if (subset === undefined || split === undefined) continue;
    ((listing[subset] ??= {})[split] ??= []).push(`${url}/datasets/${id}/resolve/main/${name}`);
  }
  return listing;
}
