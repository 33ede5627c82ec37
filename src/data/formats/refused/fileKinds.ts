/**
 * @file Kinds of files that hold no rows of text, recognized by their first bytes. Each is refused with advice on how
 * to get a readable file.
 */
import { extensionOf, READABLE_FILE } from '../extensions';

/** How many first bytes are looked at. */
export const KIND_BYTES = 2048;

interface FileKind {
  /** Text that completes "a.csv is ". */
  readonly kind: string;
  readonly remedy: string;
}

interface Signature extends FileKind {
  /** The bytes as Latin-1 text. */
  readonly bytes: string;
  readonly at?: number;
  /** Whether a column's name could begin like this; if so, the file must also contain zero bytes. */
  readonly word?: boolean;
}

const UNPACK = `Unpack it, and choose the ${READABLE_FILE} in it.`;
const PANDAS = 'In Python, read it with pandas and save it by df.to_parquet("data.parquet").';
const DATASETS =
  'In Python, open it with datasets (load_from_disk, or Dataset.from_file) and save it by to_parquet("data.parquet").';
const SPREADSHEET = 'Save the sheet as CSV UTF-8 in the spreadsheet program.';
const DATABASE = 'Export the table as CSV or Parquet.';
const DOCUMENT = 'Save the rows as CSV, with a column of text and one of labels.';
const OTHER = `Choose a ${READABLE_FILE}.`;

const SIGNATURES: readonly Signature[] = [
  {
    bytes: '\xff\xff\xff\xff',
    kind: 'an Arrow stream, as save_to_disk of datasets writes',
    remedy: DATASETS,
  },
  { bytes: 'ARROW1', word: true, kind: 'an Arrow or Feather file', remedy: PANDAS },
  { bytes: 'FEA1', word: true, kind: 'a Feather file', remedy: PANDAS },
  { bytes: 'PARE', word: true, kind: 'an encrypted Parquet file', remedy: 'Save it without encryption.' },
  { bytes: 'ORC', word: true, kind: 'an ORC file', remedy: PANDAS },
  { bytes: 'Obj\x01', kind: 'an Avro file', remedy: 'Save it as Parquet or JSON lines.' },
  { bytes: '\x89HDF', kind: 'an HDF5 file', remedy: PANDAS },
  { bytes: '\x93NUMPY', kind: 'a NumPy array', remedy: 'Save text and labels as CSV.' },
  { bytes: 'SQLite format 3\0', kind: 'an SQLite database', remedy: DATABASE },
  { bytes: 'DUCK', at: 8, kind: 'a DuckDB database', remedy: DATABASE },
  { bytes: '\x1f\x8b', kind: 'packed with gzip', remedy: UNPACK },
  { bytes: '\x28\xb5\x2f\xfd', kind: 'packed with Zstandard', remedy: UNPACK },
  { bytes: 'BZh', word: true, kind: 'packed with bzip2', remedy: UNPACK },
  { bytes: '\xfd7zXZ', kind: 'packed with xz', remedy: UNPACK },
  { bytes: '7z\xbc\xaf\x27\x1c', kind: 'a 7-Zip archive', remedy: UNPACK },
  { bytes: 'Rar!', word: true, kind: 'a RAR archive', remedy: UNPACK },
  { bytes: 'ustar', at: 257, kind: 'a tar archive', remedy: UNPACK },
  { bytes: '\xd0\xcf\x11\xe0', kind: 'an old Excel or Word file', remedy: SPREADSHEET },
  { bytes: '%PDF', kind: 'a PDF', remedy: DOCUMENT },
  { bytes: '{\\rtf', kind: 'an RTF document', remedy: DOCUMENT },
  { bytes: 'RDX', word: true, kind: 'an R data file', remedy: 'In R, save the data frame by write.csv.' },
  { bytes: '<stata_dta>', kind: 'a Stata file', remedy: PANDAS },
  { bytes: '\xc2\xea\x81\x60', at: 12, kind: 'a SAS file', remedy: PANDAS },
  { bytes: '$FL2', word: true, kind: 'an SPSS file', remedy: PANDAS },
  { bytes: 'GGUF', word: true, kind: 'a model file (GGUF)', remedy: OTHER },
  { bytes: '{"', at: 8, kind: 'a model file (safetensors)', remedy: OTHER },
  { bytes: '\x89PNG', kind: 'a picture', remedy: OTHER },
  { bytes: '\xff\xd8\xff', kind: 'a picture', remedy: OTHER },
  { bytes: 'GIF8', word: true, kind: 'a picture', remedy: OTHER },
  {
    bytes: 'version https://git-lfs',
    kind: 'the pointer that Git LFS keeps in place of a file',
    remedy: 'Get the file itself by git lfs pull, or download it.',
  },
];

const ZIPS: readonly { readonly holds: string; readonly kind: string; readonly remedy: string }[] = [
  { holds: 'xl/', kind: 'an Excel file', remedy: SPREADSHEET },
  { holds: 'word/', kind: 'a Word document', remedy: DOCUMENT },
  { holds: 'opendocument.spreadsheet', kind: 'an OpenDocument spreadsheet', remedy: SPREADSHEET },
  { holds: '.npy', kind: 'a NumPy archive', remedy: 'Save text and labels as CSV.' },
];

/** Kinds by the end of the name, for files whose first bytes tell too little. */
const NAMES: ReadonlyMap<string, FileKind> = new Map([
  ['xlsx', { kind: 'an Excel file', remedy: SPREADSHEET }],
  ['docx', { kind: 'a Word document', remedy: DOCUMENT }],
]);

/**
 * @param start the first {@link KIND_BYTES}, or all if there are fewer
 * @returns null if the file may be text
 */
export function binaryKind(start: Uint8Array, fileName: string): FileKind | null {
  const text = Array.from(start.subarray(0, KIND_BYTES), (byte) => String.fromCharCode(byte)).join('');
  const extension = extensionOf(fileName);
  if (text.startsWith('PK\x03\x04'))
    return (
      ZIPS.find(({ holds }) => text.includes(holds)) ??
      NAMES.get(extension) ?? { kind: 'a ZIP archive or an Office file', remedy: UNPACK }
    );
  const [first = 0, protocol = 0] = start;
  const isPickle = first === 0x80 && protocol >= 2 && protocol <= 5;
  if (isPickle || /^(pickle|pkl)$/.test(extension)) return { kind: 'a Python pickle', remedy: PANDAS };
  if (isOldStata(start)) return { kind: 'a Stata file', remedy: PANDAS };
  const markup = markupKind(text.replace(/^\xef\xbb\xbf/, ''));
  if (markup) return markup;
  const hasZeros = text.includes('\0');
  return (
    SIGNATURES.find(
      ({ bytes, at = 0, word = at > 0 }) => text.startsWith(bytes, at) && (hasZeros || !word),
    ) ?? null
  );
}

/**
 * Recognizes Stata files before version 117: they begin with the version, the byte order, the type of file, and a zero.
 */
function isOldStata([version = 0, order = 0, type, zero]: Uint8Array): boolean {
  return version >= 102 && version <= 115 && (order === 1 || order === 2) && type === 1 && zero === 0;
}

function markupKind(text: string): FileKind | null {
  if (/^\s*(<!doctype html|<html|<table)/i.test(text))
    return /<table|urn:schemas-microsoft-com:office/i.test(text)
      ? {
          kind: 'a web page with a table, as programs save it under a name of Excel',
          remedy: 'Open it in a spreadsheet program and save it as CSV UTF-8; or download it anew.',
        }
      : {
          kind: 'a web page',
          remedy:
            'What was downloaded is a page about the file, or one that asks to log in. Download it anew.',
        };
  if (/^\s*<\?xml/.test(text))
    return { kind: 'an XML file', remedy: 'Save the rows as CSV, JSON lines or Parquet.' };
  return null;
}
