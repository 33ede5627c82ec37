/** @file Lists and objects in a row never silently become a text or a class. */
import { describe, expect, it } from 'vitest';
import { look, open, ROWS } from './cases.testing';

const lines = (make: (text: string, label: number, index: number) => unknown): string =>
  [...ROWS, ...ROWS]
    .map(([text, label], index) => JSON.stringify(make(`${text} ${index}`, label, index)))
    .join('\n');

describe('nested columns', () => {
  it.each([
    [
      'Label Studio',
      lines((text, label, id) => ({
        id,
        annotations: [{ result: [{ value: { choices: [label] } }] }],
        file_upload: 'a1-reviews.csv',
        data: { text },
        created_at: `2024-03-0${1 + (id % 3)}T10:00:00Z`,
        updated_by: id % 2,
      })),
      /looks like text\. Columns "annotations", "data" hold lists or objects/,
    ],
    [
      'MongoDB',
      lines((review, label) => ({ _id: { $oid: review }, review, stars: { $numberInt: `${label}` } })),
      /looks like a label.* Columns "_id", "stars" hold lists or objects/,
    ],
    [
      'several labels a row',
      lines((text, label, id) => ({ id: `e${id}`, text, labels: label === 0 ? [0] : [1, 2] })),
      /looks like a label.* Column "labels" holds lists or objects/,
    ],
  ])('of %s are no choice, and named', async (_, text, message) => {
    await expect(look(['a.jsonl', text])).rejects.toThrow(message);
    await expect(look(['a.jsonl', text])).rejects.toMatchObject({
      remedy: expect.stringMatching(/json_normalize/) as string,
    });
  });

  it('are refused by name where they are chosen', async () => {
    const text = lines((inner, label) => ({ data: { inner }, text: inner, label }));
    expect((await look(['a.jsonl', text])).counts).toEqual({ '0': 4, '1': 4 });
    await expect(look(['a.jsonl', text], { textColumn: 'data' })).rejects.toThrow(
      'Column "data" of a.jsonl holds lists or objects',
    );
  });

  it('are refused in validation rows, too', async () => {
    const train = lines((text, label) => ({ text, label }));
    const validation = lines((text, label) => ({ text: { text }, label }));
    await expect(look(['a.jsonl', train], {}, ['b.jsonl', validation])).rejects.toThrow(
      'Column "text" of b.jsonl holds lists or objects',
    );
  });

  it('of Parquet are named, too', async () => {
    await expect(look('list-labels.parquet')).rejects.toThrow(
      /looks like a label.* Column "labels" holds lists or objects/,
    );
    await expect(look('list-labels.parquet', { labelColumn: 'labels' })).rejects.toThrow(
      'Column "labels" of list-labels.parquet holds lists or objects',
    );
    await expect(look('nested-text.parquet')).rejects.toThrow(
      /looks like text\. Columns "review", "tags" hold lists or objects/,
    );
  });
});

describe('a list of one value', () => {
  it('is read as the value, with a note', async () => {
    const text = lines((inner, label) => ({ text: inner, label: [label ? 'pos' : 'neg'], comments: [] }));
    const { counts, notes } = await look(['a.jsonl', text]);
    expect(counts).toEqual({ neg: 4, pos: 4 });
    expect(notes).toContain('Lists of one value were read as this value: "label".');
  });

  it('is missing where it is empty', async () => {
    const text = lines((inner, label, index) => ({ text: inner, label: index === 0 ? [] : [label] }));
    const { counts, problems } = await look(['a.jsonl', text]);
    expect(counts).toEqual({ '0': 3, '1': 4 });
    expect(problems).toEqual(['no label: 1']);
  });
});

it('rows that lie deeper in an object are refused with the way to them', async () => {
  const hits = ROWS.map(([text, label], id) => ({ _id: `${id}`, _source: { text, label } }));
  const answer = { took: 3, hits: { total: { value: 4 }, hits } };
  for (const indent of [0, 2]) {
    const file = ['a.json', JSON.stringify(answer, null, indent)] as const;
    await expect(open(file)).rejects.toThrow(/its rows lie deeper in it, at hits\.hits\./);
    await expect(open(file)).rejects.toMatchObject({
      remedy: expect.stringContaining("jq -c '.hits.hits[]._source'") as string,
    });
  }
});
