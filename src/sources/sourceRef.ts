/** @file Ids of models and data sets, which say where they come from: the lab, a hub, or the person's files. */

export type SourceRef =
  /** A folder of public/models or public/datasets. */
  | { readonly kind: 'embedded'; readonly name: string }
  /** A repository of a hub, `roberta-base` or `stanfordnlp/sst2`; `revision` is a branch, tag or commit. */
  | { readonly kind: 'hub'; readonly repository: string; readonly revision: string | null }
  /** Files that the person picked on this device; the name is only a label. */
  | { readonly kind: 'local'; readonly name: string };

export type SourceKind = 'model' | 'dataset';

/** Models and data sets that ship with the lab. */
export const EMBEDDED: Readonly<Record<SourceKind, readonly string[]>> = {
  model: ['roberta-mini'],
  dataset: ['review-sentences'],
};

const LOCAL = /^local:[\w][\w.-]*$/;
/** Path segments begin with a letter, a digit or `_`, so that there is no `..` and no address. */
const HUB =
  /^([A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)?)(?:@([A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*){0,3}))?$/;
export const MAX_ID_LENGTH = 160;

/**
 * `roberta-mini`, `roberta-base`, `stanfordnlp/sst2@main`, `local:reviews.csv`.
 * @returns null if `id` is not valid
 */
export function parseSourceRef(kind: SourceKind, id: string): SourceRef | null {
  if (id.length > MAX_ID_LENGTH) return null;
  if (LOCAL.test(id)) return { kind: 'local', name: id.slice('local:'.length) };
  if (EMBEDDED[kind].includes(id)) return { kind: 'embedded', name: id };
  const [, repository, revision] = HUB.exec(id) ?? [];
  return repository === undefined ? null : { kind: 'hub', repository, revision: revision ?? null };
}

/** Whether `id` names an adapter: adapters come from the person's files alone. */
export function isAdapterId(id: string): boolean {
  return id.length <= MAX_ID_LENGTH && LOCAL.test(id);
}

/** The id of files that the person picked: the part of their name that an address can carry. */
export function localId(name: string): string {
  const kept = name
    .normalize('NFKD')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+/, '')
    .slice(0, 100);
  return `local:${kept === '' ? 'files' : kept}`;
}

/** The id as a person reads it: "mine.csv (on this device)" for `local:mine.csv`. */
export const formatSourceId = (id: string): string =>
  LOCAL.test(id) ? `${id.slice('local:'.length)} (on this device)` : id;
