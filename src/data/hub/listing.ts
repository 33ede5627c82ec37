/** @file Lists the Parquet files of a data set on the hub, by subset and split. */
import { LabError } from '../../base/errors';
import { isDataName } from '../../experiment/address/rules';
import type { ReadContext } from '../table';
import { hubJson } from './hubRequest';

export interface HubFile {
  readonly url: string;
  readonly name: string;
  /** Bytes; null if the hub did not say. */
  readonly size: number | null;
}

/** Files by subset and split. Maps, because the names come from outside and can be anything. */
export type Listing = ReadonlyMap<string, ReadonlyMap<string, readonly HubFile[]>>;

/** The branch on which the hub keeps what it has converted to Parquet itself. */
const CONVERTED = 'refs/convert/parquet';
const HUB = 'https://huggingface.co';
/** The most pages that are read of a listing; each has up to 1,000 files. */
const MAX_PAGES = 20;
/** The most files of a listing, or of one split of a hub's own list. */
const MAX_FILES = 20_000;

/**
 * With a revision, lists its own Parquet files or, if it has none, those that the hub has converted. Without a
 * revision, lists the files that the hub gives as Parquet or, if it has no such list, the files of `main`.
 * @throws LabError if there are none; the signal's reason if it aborts
 */
export async function listParquet(
  repository: string,
  revision: string | null,
  context: ReadContext,
): Promise<Listing> {
  const api = `${context.sources.hubUrl}/api/datasets/${repository}`;
  if (revision === null) {
    const listed = await parquetList(`${api}/parquet`, repository, context);
    if (listed.size > 0) return listed;
  }
  const own = await treeListing(repository, revision ?? 'main', context);
  if (own.size > 0) return own;
  const converted = await treeListing(repository, CONVERTED, context).catch((error: unknown) => {
    if (context.signal.aborted || !(error instanceof LabError)) throw error;
    return new Map<string, never>();
  });
  if (converted.size > 0) return converted;
  throw new LabError(
    `${repository} has no Parquet files.`,
    'Download its files and drop them here as CSV, TSV, JSON lines or Parquet, or choose another data set.',
  );
}

/** `/parquet`: `{ subset: { split: [url, ...] } }`. The result is empty if the hub has no such list. */
async function parquetList(url: string, repository: string, context: ReadContext): Promise<Listing> {
  const answer = await hubJson({ url, what: repository }, context).catch((error: unknown) => {
    // A mirror may not have this list. If something else is wrong, the file listing will show it.
    if (context.signal.aborted || !(error instanceof LabError)) throw error;
    return null;
  });
  const listing = new Map<string, Map<string, HubFile[]>>();
  for (const [subset, splits] of entriesOf(answer?.json))
    for (const [split, urls] of entriesOf(splits)) {
      if (!Array.isArray(urls)) continue;
      const files = urls
        .filter((each): each is string => isWebAddress(each, context.sources.hubUrl))
        .map((each, index) => ({
          url: atHub(each, context.sources.hubUrl),
          name: `${subset}/${split}/${index}.parquet`,
          size: null,
        }));
      if (files.length > 0) add(listing, subset, split, files.slice(0, MAX_FILES));
    }
  return listing;
}

/** The files of the repository itself, sorted into subsets and splits by their paths. */
async function treeListing(repository: string, revision: string, context: ReadContext): Promise<Listing> {
  const { hubUrl } = context.sources;
  const at = encodeURIComponent(revision);
  const listing = new Map<string, Map<string, HubFile[]>>();
  const what = `${repository} at revision ${revision}`;
  let url: string | null = `${hubUrl}/api/datasets/${repository}/tree/${at}?recursive=true`;
  let seen = 0;
  for (let page = 0; url !== null && page < MAX_PAGES && seen < MAX_FILES; page++) {
    const { json, next } = await hubJson({ url, what }, context);
    if (!Array.isArray(json))
      throw new LabError(`The hub lists no files of ${what}.`, 'Check the address of the hub.');
    seen += json.length;
    for (const entry of (json as unknown[]).slice(0, MAX_FILES)) {
      const { path, size } = Object.fromEntries(entriesOf(entry)) as { path?: unknown; size?: unknown };
      if (typeof path !== 'string' || !path.endsWith('.parquet')) continue;
      const { subset, split } = splitOfPath(path);
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      const file = {
        url: `${hubUrl}/datasets/${repository}/resolve/${at}/${encoded}`,
        name: path,
        size: typeof size === 'number' && Number.isSafeInteger(size) && size > 0 ? size : null,
      };
      add(listing, subset, split, [file]);
    }
    url = next !== null && isWebAddress(next, hubUrl) ? atHub(next, hubUrl) : null;
  }
  for (const splits of listing.values())
    for (const files of splits.values()) files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return listing;
}

/**
 * The subset and split that a path means: `data/train-00000-of-00002.parquet`,
 * `mnli/validation_matched-00000-of-00001.parquet`, `default/train/0000.parquet`, `default/partial-train/0000.parquet`.
 */
export function splitOfPath(path: string): { subset: string; split: string } {
  const segments = path.replace(/\.parquet$/, '').split('/');
  const last = segments.pop() ?? '';
  const file = last.replace(/-\d+-of-\d+(-[0-9a-f]+)?$/, '').replace(/-\d{4,}$/, '');
  const isNumber = /^\d+$/.test(file);
  const split = (isNumber ? segments.pop() : file) || 'train';
  const folder = segments.filter((segment) => segment !== 'data').join('/');
  return { subset: folder === '' ? 'default' : folder, split: split.replace(/^partial-/, '') };
}

function add(
  listing: Map<string, Map<string, HubFile[]>>,
  subset: string,
  split: string,
  files: HubFile[],
): void {
  // Names that neither an address nor a menu can carry cannot be chosen.
  if (!isDataName(subset) || !isDataName(split)) return;
  const splits = listing.get(subset) ?? new Map<string, HubFile[]>();
  listing.set(subset, splits);
  const known = splits.get(split);
  // Appends to the existing list one by one: copying it for each file would take minutes for a large repository.
  if (known) for (const file of files) known.push(file);
  else splits.set(split, files);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** An address, perhaps relative to the hub's, that a request can go to. */
function isWebAddress(address: unknown, hubUrl: string): address is string {
  if (typeof address !== 'string' || address.length > 4000 || !URL.canParse(address, `${hubUrl}/`))
    return false;
  return /^https?:$/.test(new URL(address, `${hubUrl}/`).protocol);
}

/** An address that the hub gave, changed to the mirror that is asked instead of the hub. */
function atHub(url: string, hubUrl: string): string {
  const absolute = new URL(url, `${hubUrl}/`).href;
  return absolute.startsWith(`${HUB}/`) ? hubUrl + absolute.slice(HUB.length) : absolute;
}
