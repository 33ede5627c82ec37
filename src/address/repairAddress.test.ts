import { describe, expect, it } from 'vitest';
import { randomExperiment, seededRandom } from '../experiment/testing';
import { encodeExperiment } from '../experiment/address/url';
import { LESSONS } from '../lessons';
import { decodeAddress } from './pageAddress';
import { repairAddress } from './repairAddress';

const read = (text: string) => decodeAddress(text, () => 7);
const PLAIN = 'lesson=layers&trials=3&lr=0.001';

const random = seededRandom(15);
/** The last part of each cannot end with a punctuation mark, as a name could. */
const EXPERIMENTS = Array.from({ length: 60 }, () => {
  const experiment = randomExperiment(random);
  const scenarios = experiment.scenarios.slice(0, 4);
  const parts = encodeExperiment({ ...experiment, scenarios, trials: 7 }).split('&');
  return [...parts.filter((part) => !part.startsWith('trials=')), 'trials=7'].join('&');
}).filter((text) => read(text).problems.length === 0);

/** Puts text before one of the parts, but never the first. */
function before(text: string, inserted: string): string {
  const parts = text.split('&');
  const index = 1 + Math.floor(random() * (parts.length - 1));
  return parts.with(index, inserted + (parts[index] ?? '')).join('&');
}

const DAMAGES: Record<string, (text: string) => string> = {
  'an encoded sign': (text) => `https://lab.example/x/%23${text}`,
  'two signs, one encoded': (text) => `#%23${text}`,
  'a full-width sign': (text) => `https://lab.example/x/＃${text}`,
  'HTML entities': (text) => text.replaceAll('&', '&amp;'),
  'doubled HTML entities': (text) => text.replaceAll('&', '&amp;amp;'),
  'numeric entities': (text) => text.replaceAll('&', '&#38;'),
  ...Object.fromEntries(
    [')', ',', '.)', '>', ').', '"', '”', '…', '%3E', ';', '!', '\\'].map((end) => [
      `${end} behind it`,
      (text: string) => text + end,
    ]),
  ),
  'angle brackets': (text) => `<https://lab.example/x/#${text}>`,
  quotes: (text) => `“#${text}”`,
  'a zero-width space': (text) => before(text, '\u200b'),
  'an encoded zero-width space': (text) => before(text, '%E2%80%8B'),
  'a byte order mark': (text) => before(text, '\ufeff'),
  'a soft hyphen': (text) => before(text, '\u00ad'),
  'a line break': (text) => before(text, '\r\n'),
  'an encoded line break': (text) => before(text, '%0D%0A'),
  'a space': (text) => before(text, '%20'),
  'quoted-printable text': (text) => before(text.replaceAll('=', '=3D'), '=\r\n'),
  'encoding of all of it': (text) => encodeURIComponent(text),
  'encoding of all of it, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'entities and a bracket': (text) => `(${text.replaceAll('&', '&amp;')}).`,
};

describe('an address that is as it should be', () => {
  it('stays as it is', () => {
    expect(EXPERIMENTS.length).toBeGreaterThan(40);
    const lessons = LESSONS.map(({ id }) => `#lesson=${id}`);
    const texts = ['title=A%20(b).&trials=3', 'title=x%26trials%3D5', '', 'model=owner/name.&data=d'];
    for (const text of [...EXPERIMENTS, ...lessons, ...texts])
      expect(repairAddress(text)).toEqual({ text, note: null });
  });
});

describe('a damaged address is what it was', () => {
  // Each damage is done to every fourth experiment, beginning with another one: all are damaged in several ways.
  it.each(Object.entries(DAMAGES).map(([name, damage], which) => [name, damage, which % 4] as const))(
    'with %s',
    (_, damage, first) => {
      const texts = EXPERIMENTS.filter((__, i) => i % 4 === first);
      expect(texts.length).toBeGreaterThan(10);
      for (const text of texts) {
        const repaired = repairAddress(damage(text));
        expect(read(repaired.text)).toEqual(read(text));
        expect(repaired.note).toMatch(/^The link came damaged \(.+\) and is read as it was meant\.$/);
      }
    },
  );

  it.each([
    ['lesson=layers&tri\nals=3&lr=0.001', /line breaks/],
    ['lesson=layers&trials=3&lr=0.0\u200b01', /cannot be seen/],
    ['lesson=lay\u00aders&trials=3&lr=0.001', /cannot be seen/],
    ['Lesson=layers&trials=3&lr=0.001', /capital letters/],
    ['lesson=layers&trials=3D3&lr=0.001', /=3D/],
    ['lesson=layers)&trials=3&lr=0.001', /signs around it/],
  ])('as %j', (text, note) => {
    const repaired = repairAddress(text);
    expect(repaired.text).toBe(PLAIN);
    expect(repaired.note).toMatch(note);
  });

  it('keeps the names of scenarios as they are', () => {
    const text = 'model=m&data=d&scenario=a%20b%E2%80%93c:7–12.qv.r4&trials=3';
    expect(repairAddress(text).text).toBe('model=m&data=d&scenario=a%20b%E2%80%93c:7-12.qv.r4&trials=3');
  });

  it('reads what was encoded twice', () => {
    const { text } = repairAddress('model=m&data=local%253Aa.csv&dropout=0.1%252C0.2,0,0');
    expect(read(text)).toEqual(read('model=m&data=local:a.csv&dropout=0.1,0.2,0,0'));
  });
});

it('what no repair makes better stays, and a repair leaves other parts to be reported', () => {
  expect(repairAddress('model=m&trials=many')).toEqual({ text: 'model=m&trials=many', note: null });
  const { text, note } = repairAddress('lesson=layers&amp;trials=3&amp;lr=fast');
  expect(text).toBe('lesson=layers&trials=3&lr=fast');
  expect(note).toMatch(/&amp;/);
  expect(read(text).problems).toHaveLength(1);
});
