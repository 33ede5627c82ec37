/** @file Tells from a file's first bytes what it really is, when its name says something else. */
import { LabError } from './errors';

interface Kind {
  readonly begins: RegExp;
  readonly what: string;
  readonly remedy: string;
}

const FETCH_AGAIN = 'Fetch the file again, and sign in first where that is asked for.';
const CONVERT = 'Load it in Python and save it again with save_pretrained, which writes safetensors.';

const KINDS: readonly Kind[] = [
  {
    begins: /^version (?:$|https:\/\/git-lfs)/,
    what: 'a Git LFS pointer, not the file itself',
    remedy: 'Fetch the file: run `git lfs pull` in its folder, or download it from the repository’s page.',
  },
  { begins: /^\s*<(?:!doct|html|\?xml|head)/i, what: 'a web page', remedy: FETCH_AGAIN },
  { begins: /^PK(?!\w)/, what: 'a zip or a PyTorch pickle under another name', remedy: CONVERT },
  { begins: /^\u0080[^ -~]/, what: 'a pickle under another name', remedy: CONVERT },
  { begins: /^\u0089HDF/, what: 'an HDF5 file under another name', remedy: CONVERT },
];

/**
 * Ask this only about a file that could not be read as what its name says: a good file can have some of these
 * beginnings.
 * @param start the file's first bytes or its text; 8 bytes are enough
 * @returns null if the beginning says nothing
 */
export function foreignFile(start: string | ArrayBuffer, file: string): LabError | null {
  const text =
    typeof start === 'string'
      ? start.slice(0, 64)
      : String.fromCharCode(...new Uint8Array(start).slice(0, 64));
  const kind = KINDS.find(({ begins }) => begins.test(text));
  return kind ? new LabError(`${file} is ${kind.what}.`, kind.remedy) : null;
}
