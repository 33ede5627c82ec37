import { beforeAll, describe, expect, test } from 'vitest';
import type { Dropout, TokenBatch } from '../index';
import { rowsById } from './embed';
import { Comparison, integers, maker, type Side } from './testing';

const PAD = 1;
const TABLES = ['word', 'position', 'tokenType', 'gamma', 'beta'] as const;

test('rows are listed by id, in order, without the padding', () => {
  // Row 0 has id 5, row 1 is padding, rows 2 and 4 have id 3, row 3 has 5.
  const lists = rowsById(Int32Array.of(5, PAD, 3, 5, 3), PAD);
  expect([...lists]).toEqual([
    2, /* ids */ 3, 5, 0, 0, 0, /* starts */ 0, 2, 4, 0, 0, 0, /* rows */ 2, 4, 0, 3, 0,
  ]);
});

describe.each([true, false])('embed, kernels for software adapters: %s', (software) => {
  let comparison: Comparison;
  beforeAll(async () => {
    comparison = await Comparison.create(software);
    comparison.beginStep({ learningRate: 0, step: 1, dropoutKey: 12345 });
  });

  const dropouts: (Dropout | null)[] = [null, { rate: 0.25, site: 1 }];
  for (const dropout of dropouts)
    test.each([
      { batch: 5, sequence: 7, width: 30, types: 2 },
      { batch: 3, sequence: 40, width: 16, types: 1 },
    ])(
      `$batch x $sequence, width $width, ${dropout ? 'with' : 'without'} dropout`,
      async ({ batch, sequence, width, types }) => {
        const random = maker(sequence);
        const rows = batch * sequence;
        const vocabulary = 17;
        const tokens = Int32Array.from({ length: rows }, (_, i) => (i * i + 3 * i) % vocabulary);
        const positions = Int32Array.from({ length: rows }, (_, i) =>
          tokens[i] === PAD ? PAD : 2 + (i % sequence),
        );
        expect(tokens).toContain(PAD);
        const values = {
          word: random(vocabulary, width),
          position: random(sequence + 4, width),
          tokenType: random(types, width),
          gamma: random(width),
          beta: random(width),
        };
        const dOut = random(rows, width);
        const batchOn = (side: Side): TokenBatch => ({
          batch,
          sequence,
          tokens: side.tensor({ shape: [rows], values: tokens }),
          positions: side.tensor({ shape: [rows], values: positions }),
          lengths: side.tensor(integers(...Array.from({ length: batch }, () => sequence))),
          host: { tokens, positions },
        });
        // RoBERTa's padding row gets no gradient; BERT's position table has none.
        const padPosition = dropout ? PAD : null;
        const results = await comparison.expectSame((side) => {
          const flat = side.flat(values);
          const tables = {
            word: flat.slot('word'),
            position: side.tensor(values.position),
            tokenType: flat.slot('tokenType'),
            gamma: flat.slot('gamma'),
            beta: side.tensor(values.beta),
          };
          const onDevice = batchOn(side);
          const { y, saved } = side.ops.embed(onDevice, tables, 1e-5, dropout, true);
          const plain = side.ops.embed(onDevice, tables, 1e-5, null, false);
          expect(plain.saved).toBeNull();
          const gradients = side.flat(
            Object.fromEntries(TABLES.map((table) => [table, values[table].shape])),
          );
          const slots = {
            word: gradients.slot('word'),
            position: gradients.slot('position'),
            tokenType: gradients.slot('tokenType'),
            gamma: gradients.slot('gamma'),
            beta: gradients.slot('beta'),
          };
          side.ops.embedBackward(
            side.tensor(dOut),
            onDevice,
            tables,
            saved!,
            dropout,
            slots,
            PAD,
            padPosition,
          );
          return { y, plain: plain.y, ...saved!, ...slots };
        }, 2e-5);
        expect(results.word!.slice(PAD * width, (PAD + 1) * width).every((value) => value === 0)).toBe(true);
        expect(results.word!.some((value) => value !== 0)).toBe(true);
      },
    );
});
