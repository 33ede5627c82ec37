/** @file What public/rescue.js offers to the rest of the page: saving what the browser has stored, whatever else works. */

interface Rescue {
  /** @throws Error if the browser does not allow its storage to be read */
  readonly saveStored: (what: 'everything' | 'set-aside') => Promise<void>;
}

/** Downloads what is stored as one JSON file. @throws Error if that fails */
export async function saveStored(what: 'everything' | 'set-aside'): Promise<void> {
  const { loraLabRescue } = globalThis as { readonly loraLabRescue?: Rescue };
  if (!loraLabRescue) throw new Error('rescue.js was not loaded.');
  await loraLabRescue.saveStored(what);
}
