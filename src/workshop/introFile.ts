/** @file Where a workshop's text may be fetched from: the page's own origin and nowhere else. */
import { LabError } from '../base/errors';
import { quote } from '../experiment/validate';

/** The most bytes of a text file that are read. */
export const MAX_INTRO_BYTES = 65_536;

const REMEDY = 'Put the text into a file beside the page, or into the link itself.';

/**
 * @param file as the address gives it: "workshop.md", "texts/monday.md", or a whole address
 * @param page the page's own address
 * @throws LabError if the file is on another origin, or its name is not an address
 */
export function introFileUrl(file: string, page: string): URL {
  let url: URL;
  try {
    url = new URL(file, page);
  } catch {
    throw new LabError(`The workshop’s text ${quote(file)} has no address.`, REMEDY);
  }
  if (url.origin === 'null' || url.origin !== new URL(page).origin)
    throw new LabError(
      `The workshop’s text ${quote(file)} lies on another origin (${formatOrigin(url)}), which the page does not ask.`,
      REMEDY,
    );
  return url;
}

const formatOrigin = ({ origin, protocol }: URL): string => (origin === 'null' ? protocol : origin);
