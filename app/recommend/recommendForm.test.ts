/** @file The form of a recommendation: units, empty fields, and what is wrong with a text. */
import { describe, expect, it } from 'vitest';
import { initialForm, parseForm, readForm, type RecommendForm, type TextField } from './recommendForm';

const typed = (texts: Partial<Record<TextField, string>>): RecommendForm => {
  const form = initialForm(1);
  return { ...form, texts: { ...form.texts, ...texts } };
};

describe('readForm', () => {
  it('has no limit where nothing is typed, and a quarter of an hour', () => {
    expect(readForm(initialForm(0.5), null)).toEqual({
      asked: {
        ...{ measure: 'accuracy', cheap: 'memory', candidates: 'short', delta: 0.005, budget: 900 },
        limits: { memory: null, parameters: null, time: null },
      },
      messages: {},
    });
    expect(readForm(typed({ budget: ' ' }), null).asked?.budget).toBeNull();
  });

  it('reads megabytes, shares of the model, and minutes', () => {
    const { asked } = readForm(typed({ memory: '500', parameters: '2', time: '1.5' }), 1000);
    expect(asked?.limits).toEqual({ memory: 500e6, parameters: 20, time: 90 });
  });

  it('asks for nothing where a field is wrong, or the share of a model that is not known', () => {
    const { asked, messages } = readForm(typed({ memory: '0', delta: '' }), 1000);
    expect(asked).toBeNull();
    expect(messages).toEqual({
      memory: 'Memory must be a number above 0, at most 1000000.',
      delta: 'Difference that matters, in points must be a number from 0.01 to 50.',
    });
    expect(readForm(typed({ parameters: '2' }), null)).toEqual({ asked: null, messages: {} });
  });
});

it('a kept form is read as it was, and anything else is none', () => {
  const form = typed({ memory: '12' });
  expect(parseForm(JSON.parse(JSON.stringify(form)))).toEqual(form);
  const { memory: _memory, ...fewer } = form.texts;
  for (const wrong of [
    null,
    3,
    {},
    { ...form, cheap: 'money' },
    { ...form, texts: fewer },
    { ...form, texts: 1 },
  ])
    expect(parseForm(wrong)).toBeNull();
});
