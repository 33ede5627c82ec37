/**
 * @file Kinds of text that hold rows in a form other than a table or JSON. They are recognized by their beginnings and
 * refused by name.
 */
import { LabError } from '../../../base/errors';

interface TextKind {
  /** Matches the beginning of such a file, without blank space before it. */
  readonly begins: RegExp;
  /** Text that completes "a.csv is ". */
  readonly kind: string;
  readonly remedy: string;
}

const JSON_LINES = 'df.to_json("data.jsonl", orient="records", lines=True)';

/** Matches comments of SQL, then a statement. */
const SQL =
  /^(?:\s|--[^\n]*(?:\n|$)|\/\*[^*]*\*\/;?)*(?:CREATE\s+(?:TABLE|DATABASE|SCHEMA)\s[^,\n]*[(;]|INSERT\s+INTO\s+\S+\s*(?:\(|VALUES|SELECT)|DROP\s+(?:TABLE|DATABASE)\s[^,\n]*;|LOCK\s+TABLES\s[^,\n]*;|SET\s+[\w@.]+\s*=|PRAGMA\s+\w+\s*=|BEGIN(?:\s+TRANSACTION)?;|USE\s+[`"\w]+;)/i;

const KINDS: readonly TextKind[] = [
  {
    begins: /^(?:%[^\n]*\n|\s)*@relation\s/i,
    kind: 'an ARFF file of Weka',
    remedy:
      'Save it as CSV in Weka, or put one line that names the columns in place of all up to the line "@data".',
  },
  {
    begins: SQL,
    kind: 'a dump of SQL statements',
    remedy: 'Load it into a database, and export the table as CSV.',
  },
  {
    begins: /^(?:(?:var|let|const)\s+)?[\w$]+(?:\.[\w$]+)*(?:\s*:\s*[\w[\]<>]+)?\s*=\s*[[{]/,
    kind: 'JavaScript that gives the rows a name',
    remedy:
      'Remove what stands before the first bracket and a semicolon behind the last, and save the rest as JSON.',
  },
  {
    begins: /^(?:export\s+default|module\.exports\s*=)\s*[[{]/,
    kind: 'JavaScript that exports the rows',
    remedy: 'Remove what stands before the first bracket, and save the rest as JSON.',
  },
  {
    begins: /^\[?\s*\{\s*'/,
    kind: 'written as Python prints its values, with single quotes, which is not JSON',
    remedy: `In Python, read each line by ast.literal_eval and write it by json.dumps, or use ${JSON_LINES}.`,
  },
  {
    begins: /^__label__[^\s,;|]+ /,
    kind: 'in the format of fastText, which has no columns',
    remedy:
      'Write each line as a label, a tab and a text below the line "label<tab>text", and save it as TSV.',
  },
  {
    begins: /^HEADER RECORD\*+LIBRARY/,
    kind: 'a SAS transport file',
    remedy: 'In Python, read it with pandas.read_sas and save it by df.to_parquet("data.parquet").',
  },
];

/** @param head the file's beginning @throws LabError naming the kind */
export function refuseOtherText(head: string, fileName: string): void {
  const start = head.slice(0, 4000).trimStart();
  const found = KINDS.find(({ begins }) => begins.test(start));
  if (found) throw new LabError(`${fileName} is ${found.kind}.`, found.remedy);
}
