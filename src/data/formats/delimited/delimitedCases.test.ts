/** @file CSV and TSV files as people have them: each is of a kind that was once misread. */
import { describe, expect, it } from 'vitest';
import { look, open, ROWS } from '../../cases.testing';

const TEN = { '0': 10, '1': 10 };

describe('the first line', () => {
  it('is a header above other kinds of values, even if it reads like a sentence', async () => {
    const { counts, columns, text, notes } = await look('survey-question-header.csv');
    expect(counts).toEqual({ bad: 10, good: 10 });
    expect(columns[1]).toBe('In your own words, how was your visit to the clinic last month?');
    expect(text).toBe('A dull and noisy mess');
    expect(notes).toContain('The first line was read as the names of the columns');
  });

  it('is a header where it counts the columns, as pandas does', async () => {
    const { counts, columns, texts } = await look('pandas-default-header.csv');
    expect(counts).toEqual({ bad: 10, good: 10 });
    expect(columns).toEqual(['0', '1']);
    expect(texts).toBe(20);
    const numeric = `,0,1\n${ROWS.map(([text, label], i) => `${i},${text},${label}`).join('\n')}\n4,So so,1\n`;
    expect((await look(['a.csv', numeric])).counts).toEqual({ '0': 2, '1': 3 });
  });

  it('is what the person says', async () => {
    const asData = await look('pandas-default-header.csv', { header: 'no' });
    expect(asData.counts).toEqual({ '1': 1, bad: 10, good: 10 });
    expect(asData.notes).toBe(
      'pandas-default-header.csv: the label "1" has one row only. Check that it is a label.',
    );
    const csv = 'good day,pos\nbad day,neg\nfine day,pos\nsad day,neg\nso so,neg\n';
    const asHeader = await look(['a.csv', csv], { header: 'yes' });
    expect(asHeader.columns).toEqual(['good day', 'pos']);
    expect(asHeader.counts).toEqual({ neg: 3, pos: 1 });
  });

  it('may come again, where files were joined', async () => {
    const part = `\ufefftext,label\n${ROWS.map((row) => row.join()).join('\n')}\n`;
    const { counts, problems } = await look(['a.csv', part + part]);
    expect(counts).toEqual({ '0': 4, '1': 4 });
    expect(problems).toEqual(['the header once more: 1']);
  });

  it('may be a title, a comment, or blank', async () => {
    const table = `text,label\n${ROWS.map((row) => row.join()).join('\n')}\n`;
    for (const above of ['Reviews of May\n\n', '# written by a tool\n# on Monday\n', '\r\n \r\n']) {
      const { counts, columns } = await look(['a.csv', above + table]);
      expect(columns).toEqual(['text', 'label']);
      expect(counts).toEqual({ '0': 2, '1': 2 });
    }
    expect((await look(['a.csv', `# a\n# b\n${table}`])).notes).toContain('Lines 1, 2 above the table');
  });

  it('may lack the name of R’s row names', async () => {
    const r = `"text","label"\n${ROWS.map(([text, label], i) => `"${i + 1}","${text}",${label}`).join('\n')}\n`;
    const { counts, columns, text } = await look(['a.csv', r]);
    expect(columns).toEqual(['column 1', 'text', 'label']);
    expect(counts).toEqual({ '0': 2, '1': 2 });
    expect(text).toBe('A dull and noisy mess');
  });
});

describe('the delimiter', () => {
  it('is what a line “sep=” says', async () => {
    const { counts, notes, reading } = await look('excel-sep-line-semicolon.csv');
    expect(counts).toEqual({ neg: 10, pos: 10 });
    expect(notes).toContain('“sep=”');
    expect(reading).toMatchObject({ delimiter: ';', header: true });
    const tilde = `"sep=~"\ntext~label\n${ROWS.map((row) => row.join('~')).join('\n')}\n`;
    expect((await look(['a.csv', tilde])).counts).toEqual({ '0': 2, '1': 2 });
  });

  it('is what the person says', async () => {
    const csv = `text|label,x\n${ROWS.map(([text, label]) => `${text}|${label},9`).join('\n')}\n`;
    const { columns } = await look(['a.csv', csv], { delimiter: 'bar' });
    expect(columns).toEqual(['text', 'label,x']);
    expect((await open(['a.csv', csv], { delimiter: 'comma' })).columns).toHaveLength(2);
  });

  it('does not take line ends of the old Mac for one line', async () => {
    const mac = `text,label\r${ROWS.map((row) => row.join()).join('\r')}\r`;
    expect((await look(['a.csv', mac])).counts).toEqual({ '0': 2, '1': 2 });
  });
});

describe('quotes behind backslashes', () => {
  it('are of the text', async () => {
    const { counts, text, notes } = await look('backslash-quotes.csv');
    expect(counts).toEqual(TEN);
    expect(text).toBe('He said "A dull and noisy mess", and left');
    expect(notes).toContain('behind backslashes');
  });

  it('are so in TSV, too, and where no quote is misplaced without them', async () => {
    const tsv = 'text\tlabel\n"a \\"b\\" c"\t0\n"d"\t1\n"e \\"f\\""\t1\n';
    expect((await look(['a.tsv', tsv])).text).toBe('a "b" c');
    const csv = 'text,label\n"a \\", b",0\n"c",1\n"d \\", e",1\n';
    expect((await look(['a.csv', csv])).text).toBe('a ", b');
  });

  it('are not sought where a backslash is only a backslash', async () => {
    const csv = 'text,label\n"C:\\",0\n"say ""no""",1\n"d",1\n';
    const { text, notes } = await look(['a.csv', csv]);
    expect(text).toBe('C:\\');
    expect(notes).toBe('');
  });
});
