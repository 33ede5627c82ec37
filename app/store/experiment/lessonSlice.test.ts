import { describe, expect, it } from 'vitest';
import { storedPredictions } from './lessonSlice';

describe('storedPredictions', () => {
  const stored = (values: Record<string, string>) => storedPredictions((name) => values[name] ?? null);

  it('are read by lesson', () => {
    const order = ['even', 'all', 'lower', 'upper'];
    expect(
      stored({
        'prediction.layers': JSON.stringify({ kind: 'ranking', order }),
        'prediction.memory': JSON.stringify({ kind: 'number', value: 4 }),
        'prediction.rank': JSON.stringify({ kind: 'skipped' }),
      }),
    ).toEqual({
      layers: { kind: 'ranking', order },
      memory: { kind: 'number', value: 4 },
      rank: { kind: 'skipped' },
    });
  });

  it('are forgotten where they answer no question of the lesson', () => {
    expect(
      stored({
        'prediction.layers': JSON.stringify({ kind: 'ranking', order: ['all'] }),
        'prediction.memory': '{',
        'prediction.rank': JSON.stringify({ kind: 'choice', value: 'r=3' }),
        'prediction.nothing': JSON.stringify({ kind: 'skipped' }),
      }),
    ).toEqual({});
  });
});
