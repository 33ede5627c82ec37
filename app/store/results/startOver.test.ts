import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../../src/experiment/defaults';
import { sampleTrial } from '../../../src/experiment/testing';
import { useLab } from '../lab';
import { trialSlots } from './trialKey';

const lab = () => useLab.getState();
const before = lab();
const keys = trialSlots(DEFAULT_EXPERIMENT, {}, before).map(({ key }) => key);
const [first = '', second = '', third = ''] = keys;
const shown = () => [first, second, third].map((key) => lab().records[key]?.id ?? null);

beforeEach(() => {
  useLab.setState({
    experiment: DEFAULT_EXPERIMENT,
    startedOver: null,
    records: {
      [first]: sampleTrial({ id: 'a' }),
      [second]: sampleTrial({ id: 'b' }),
      [third]: sampleTrial({ id: 'c', status: 'failed', accuracy: null, message: 'no' }),
    },
  });
});
afterEach(() => {
  lab().endAnew();
  useLab.setState(before);
});

describe('starting over', () => {
  it('keeps each finished trial until its new one has ended', async () => {
    lab().beginAnew([first, second, third]);
    expect(shown()).toEqual(['a', 'b', null]);
    await lab().addRecord(first, sampleTrial({ id: 'A' }));
    expect(shown()).toEqual(['A', 'b', null]);
  });

  it('can be undone, and the undoing too', async () => {
    lab().beginAnew([first, second]);
    await lab().addRecord(first, sampleTrial({ id: 'A' }));
    await lab().addRecord(second, sampleTrial({ id: 'B' }));
    lab().endAnew();
    await lab().swapStartedOver();
    expect([...shown(), lab().startedOver?.shown]).toEqual(['a', 'b', 'c', 'before']);
    await lab().swapStartedOver();
    expect([...shown(), lab().startedOver?.shown]).toEqual(['A', 'B', 'c', 'after']);
  });

  it('keeps the earlier result of a trial that fails or is cancelled, and tells how it ended', async () => {
    lab().beginAnew([first, second]);
    await lab().addRecord(first, sampleTrial({ id: 'A', status: 'failed', accuracy: null, message: 'no' }));
    await lab().addRecord(second, sampleTrial({ id: 'B', status: 'cancelled', accuracy: null, message: '' }));
    expect(shown().slice(0, 2)).toEqual(['a', 'b']);
    expect(
      lab()
        .endAnew()
        .map(({ id }) => id),
    ).toEqual(['A', 'B']);
    expect(lab().endAnew()).toEqual([]);
    expect(lab().startedOver).toBeNull();
  });

  it('forgets what there was to undo when it is done once more, not when seeds are added', async () => {
    lab().beginAnew([first]);
    await lab().addRecord(first, sampleTrial({ id: 'A' }));
    lab().endAnew();
    lab().beginAnew([third]);
    expect(Object.keys(lab().startedOver?.before ?? {})).toEqual([first]);
    lab().beginAnew([second]);
    expect(lab().startedOver).toBeNull();
  });
});
