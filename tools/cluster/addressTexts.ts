/** @file The addresses by which the cluster's reader is held to the lab's: every preset, lesson and setting, and broken ones. */
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import { FIELDS } from '../../src/experiment/address/fields';
import { DATA_NAME } from '../../src/experiment/address/rules';
import { encodeModules } from '../../src/experiment/address/moduleCode';
import { encodeExperiment } from '../../src/experiment/address/url';
import { COMMON_ENCODINGS } from '../../src/experiment/readingChoice';
import { MODULE_PRESETS } from '../../src/experiment/presets';
import { randomExperiment, seededRandom } from '../../src/experiment/testing';
import { LESSONS } from '../../src/lessons';
import { PIECES } from '../../src/fuzz/hostileText';

const RANDOM = 50;
const MUTATED = 160;
const random = seededRandom(19);
const below = (n: number): number => Math.floor(random() * n);
const randomAddresses = Array.from({ length: RANDOM }, () => {
  const experiment = randomExperiment(random);
  return encodeExperiment({ ...experiment, scenarios: experiment.scenarios.slice(0, 3) });
});

const LESSON_ADDRESSES = LESSONS.flatMap(({ id, experiment }) => [
  `lesson=${id}`,
  `#lesson=${id}&trials=2&epochs=4`,
  `https://lab.example/x/#lesson=${id}&scenario=own:1-3.qv.r4&base=f16&steps=7&rows=100`,
  encodeExperiment(experiment),
]);

const PRESET_ADDRESSES = [1, 2, 3, 6, 12, 24, 96].flatMap((layers) =>
  MODULE_PRESETS.map(({ id, modules }) => `layers=${layers}&scenario=${id}:${encodeModules(modules(layers))}.r4`),
);

/** Ways to write a number, and what is none. */
const NUMBERS = [
  ...['1.5', '0.01', '1e-7', '1E2', '.5', '5.', '+3', '-0', '0x10', '１', '%203', '1e999', '', '1,0', 'all', 'pass'],
  ...['trials', 'ALL', '00012', `0.${'1'.repeat(50)}`, '1e+2', '1%2B2'],
];
const NAMES = [
  ...['review', '', 'none', 'held-out', '0.3', 'x'.repeat(100), 'x'.repeat(101), '%F0%9F%98%80'.repeat(50)],
  ...['%F0%9F%98%80'.repeat(51), '%E5%80%A4', '%ff', '%', 'a%0Ab', '%C2%85', 'a+b', '%26', '%20'],
];
const CHOICES = [
  ...['on', 'off', 'linear', 'cosine', 'constant', 'f32', 'f16', 'int8', 'nf4', 'sample', 'first', 'per-seed', 'growing'],
  ...['end', 'accuracy', 'macro-f1', 'balanced-accuracy', 'mcc', 'macroF1', 'yes', 'no', '', 'ON'],
];
/** Values by key, for the keys that have values of their own kind. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  delimiter: ['comma', 'semicolon', 'tab', 'bar', ',', ''],
  encoding: [
    ...['latin1', 'UTF8', '%20utf-8', 'utf-7', 'l1', 'ucs-2', 'x'.repeat(41), '%C5%BFhift_jis', ''],
    ...COMMON_ENCODINGS,
  ],
  missing: ['NA,nan', '%20NA%20,NA,,x', 'w,'.repeat(31), 'none', '', ',', 'a%0Ab', numbered(30), numbered(31)],
  dropout: ['0,0.1,0.2,0.3', '0,0,0,1', '0,0,0', '0,0,0,0,0', '0.5,.5,5e-1,0.50', '', '0,0,0,x'],
};

function numbered(count: number): string {
  return Array.from({ length: count }, (_, i) => `w${i}`).join(',');
}

/** The values to try of a setting: also its bounds and their neighbours. */
function valuesOf({ key, expected }: (typeof FIELDS)[number]): readonly string[] {
  const own = OWN[key];
  if (own) return own;
  if (expected === DATA_NAME) return NAMES;
  if (!expected.includes('number')) return CHOICES;
  const bounds = (expected.match(/[\d.]+/g) ?? []).map(Number);
  return [...bounds.flatMap((bound) => [bound, bound - 1, bound + 1].map(String)), ...NUMBERS];
}

/** Every value of one key by itself, in a text each. */
const SETTING_ADDRESSES = FIELDS.flatMap((field) => [
  ...valuesOf(field).map((value) => `${field.key}=${value}`),
  field.key,
  `${field.key}=1&${field.key}=2`,
]);

const SCENARIO_CODES = [
  ...['x:1,3,5.q', 'x:all.q', 'x:even.q', 'x:odd.Q.R4', 'x:1-2.q+2-4.q', 'x:2.q.lr1e+0+4.q', 'x%3A1-2%2C12.q', 'x:none'],
  ...['x:all.q.lr1.5e-3.a.5', 'upper', 'u:7-99.q', 'u:9-7.q+1.q', 'u:7', 'u:7.q.r0', 'u:7.q.zz', 'u:7.q.init=a'],
  ...['u:full.init=local:a', 'u:full.r8', 'u:full+7.q', 'u:7.q.r8.r4', ':7.q', '100%:7.q', 'u:none.r3.rs', 'u:', ':', ''],
  ...['u:classifier.lr1e-2.epochs3.nocheckpointing.f16.cABCDEF', 'u:classifier.epochs3.steps4', 'u:FULL', 'u:Classifier'],
  ...['u:7.qq.vq', 'u:7.q.c12345', 'u:7.q.init=local:a~b.INT8.CHECKPOINTING', 'u:0-13.d.rs.rs', 'u:7.q.lr', 'u:7.q.lr0'],
  ...['u:7.q.a10001', 'u:7.q.steps0.epochs1', 'u:7.q.epochs0', 'u:1-1000000000.q', 'u:1--3.q', 'u:,.q', 'u:7.q.+8.v'],
  ...[`${'n'.repeat(81)}:7.q`, `${'%F0%9F%98%80'.repeat(41)}:7.q`, `${'%0A'.repeat(90)}a:7.q`, `${'%20'.repeat(3)}:7.q`],
  ...[`u:7.q.${'r8.'.repeat(1400)}a1`, 'a%0Ab:7.q', '%ED%A0%80:7.q', 'u:7.q.a1%0A', 'u:7.q.%C4%B1nt8', 'u:7.q.zz%22%0A'],
  ...['u:all.qkvoud.r1024.a10000.rs.lr10.steps1000000.init=local:x.checkpointing.int8.c000000', 'u:7.q.r8.9.a2', 'u:٣.q'],
  ...['u:1-6.qv:4+1-6.QV:2', 'u:1-6.qv:4+all.qkvoud+3.q:4', 'u:all.qkvoud+2.q:4+1-3.q:3', 'u:2.q:4+2.q:0+2:5'],
];

const EXPERIMENT_ADDRESSES = [
  ...['', '#', '&&', 'https://lab.test/?x=1#', 'https://lab.test/a#trials=7', 'trials=7#lr=1', '#trials=3#trials=4'],
  ...['epochs=3&steps=4', 'steps=4&epochs=3', 'epochs=x&steps=4', 'seed=1&seed=2', 'model=a&data=b&model=..', 'layers=0'],
  ...['layers=24&scenario=a:24.q', 'layers=97', 'layers=x&layers=3', 'scenario=', 'scenario=a:full&scenario=a:full'],
  ...['scenario=x', 'batch=1024&length=512', 'banana=1&trials=3', '__proto__=1&constructor=2', 'trials&trials=3'],
  ...['rows=x&rows', '&x'.repeat(510), '&scenario=a:full'.repeat(70), 'Trials=3', ' trials=3 '],
  ...['../x', 'a/../b', '//evil.test', 'https://evil.test', '/etc', 'a\\b', '.', '%00', '', 'a@b', 'a/b@refs/x/y', 'local:'].map(
    (id) => `model=${id}&data=${id}`,
  ),
  ...['local:%C3%A9', 'roberta-mini', 'review-sentences', 'x'.repeat(161), 'owner/name@main', '_a/b.c-d'].map(
    (id) => `model=${id}&data=${id}`,
  ),
];

const PAGE_ADDRESSES = [
  'lesson=layers&lesson=rank',
  'lesson=nothing&trials=3',
  'lesson=layers&title=Monday&intro=x&introfile=y&predict=ranking&question=q&lock=all&hide=table,costs&budget=8',
  'lesson=layers&seeds=own&seed=5&view=projector&results=abc_-',
  'title=&intro=%20&introfile=%ff&predict=yes&question&lock=grid,x&hide=&budget=0&seeds=mine&view=wall&results=<a>',
  `title=${'t'.repeat(121)}&intro=${'i'.repeat(6001)}&introfile=%07&question=${'%F0%9F%98%80'.repeat(200)}&results=${'a'.repeat(16_001)}`,
  `lock=${'a,'.repeat(50)}all&hide=${'b,'.repeat(20)}c&budget=1&budget=2&results=a&results=b`,
  'https://lab.test/#lr=fast&budget=many&view=wall&results=<script>&results=abc&trials=2',
  'trials=5&together=5',
  'together=off&view=projector&together=auto',
  'together=1&results=<a>&trials=x',
  'trials=5&score=gradient:8',
  'score=gradient:257&score=gradient:4',
  'score=adalora:512',
  'score=adalora:513',
  'together&trials=2',
];

/** An address with one to three pieces put in, cut out or doubled. */
function mutated(): string {
  let text = [...randomAddresses, ...LESSON_ADDRESSES][below(RANDOM + LESSON_ADDRESSES.length)] ?? '';
  for (let edits = 1 + below(3); edits > 0; edits--) {
    const [from, to] = [below(text.length), below(text.length)].sort((a, b) => a - b) as [number, number];
    const piece = [...PIECES, '&', '=', '.', '+', ':', '%', '-'][below(PIECES.length + 7)] ?? '';
    const kind = below(3);
    if (kind === 0) text = text.slice(0, from) + piece + text.slice(from);
    else if (kind === 1) text = text.slice(0, from) + text.slice(Math.min(to, from + 9));
    else text = text.slice(0, to) + text.slice(from);
  }
  return text.slice(0, 3000);
}

/** Texts as `decodeAddress` takes them. */
export const ADDRESS_TEXTS: readonly string[] = [
  ...new Set([
    encodeExperiment(DEFAULT_EXPERIMENT),
    ...LESSON_ADDRESSES,
    ...PRESET_ADDRESSES,
    ...SETTING_ADDRESSES,
    ...SCENARIO_CODES.map((code) => `scenario=${code}`),
    ...EXPERIMENT_ADDRESSES,
    ...PAGE_ADDRESSES,
    ...randomAddresses,
    ...Array.from({ length: MUTATED }, mutated),
  ]),
];

const ENDS = [')', ',', '.)', '>', ').', '"', '”', '…', '%3E', ';', '!', '\\'];

/** Ways in which programs that pass links on change them. */
const DAMAGES: readonly ((text: string) => string)[] = [
  (text) => `https://lab.example/x/%23${text}`,
  (text) => `#%23${text}`,
  (text) => `https://lab.example/x/＃${text}`,
  (text) => text.replaceAll('&', '&amp;'),
  (text) => text.replaceAll('&', '&amp;amp;'),
  (text) => text.replaceAll('&', '&#38;'),
  ...ENDS.map((end) => (text: string) => text + end),
  (text) => `<https://lab.example/x/#${text}>`,
  (text) => `“#${text}”`,
  ...['\u200b', '%E2%80%8B', '\ufeff', '\u00ad', '\r\n', '%0D%0A', '%20', '\t'].map(
    (piece) => (text: string) => text.replace('&', `&${piece}`),
  ),
  (text) => text.replaceAll('=', '=3D').replace('&', '=\r\n&'),
  (text) => encodeURIComponent(text),
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => `(${text.replaceAll('&', '&amp;')}).`,
  (text) => text.replace(/^l/, 'L').replaceAll('-', '–'),
];

/** Texts as `repairAddress` takes them. */
export const DAMAGED_TEXTS: readonly string[] = [
  ...['lesson=layers&trials=3&lr=0.001', ...randomAddresses.slice(0, 4)].flatMap((text) =>
    DAMAGES.map((damage) => damage(text)),
  ),
  ...['lesson=layers&tri\nals=3', 'lesson=lay\u00aders&trials=3', 'lesson=layers&trials=3D3', 'lesson=layers)&trials=3'],
  ...['model=m&data=d&scenario=a%20b%E2%80%93c:7–12.qv.r4&trials=3', 'model=m&data=local%253Aa.csv&dropout=0.1%252C0.2,0,0'],
  ...['model=m&trials=many', 'lesson=layers&amp;trials=3&amp;lr=fast', 'title=A%20(b).&trials=3', 'https://lab.example/'],
];
