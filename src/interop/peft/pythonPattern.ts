/**
 * @file Python's regular expressions as adapter configs use them. It is written by hand because the page must not hang
 * on a hostile file's pattern: the cost of matching is bounded before a pattern is compiled.
 */
import { LabError } from '../../base/errors';

const LONGEST = 500;
/** The length of a module's name in characters, roughly. */
const NAME_LENGTH = 50;
/** The number of ways to match four repetitions in a row, which cost milliseconds per name. */
const MOST_WAYS = NAME_LENGTH ** 4;

/**
 * @param whole whether the pattern must match all of a name (re.fullmatch), or with `(.*\.)?` before it
 * @throws LabError if JavaScript does not read the pattern as Python does, or matching could take forever
 */
export function pythonPattern(pattern: string, field: string, whole: boolean): RegExp {
  const refuse = (why: string): LabError =>
    new LabError(
      `adapter_config.json: the pattern in ${field} ${why}: "${pattern.slice(0, 60)}".`,
      'Write the full module names as a list instead; they mean the same to PEFT.',
    );
  if (pattern.length > LONGEST) throw refuse(`is longer than ${LONGEST} characters`);
  if (/\(\?[^:P=!<]|\(\?P[^<]|\\[AZ]|[*+?}]\+|\[\^?\]/.test(pattern))
    throw refuse('is one that only Python reads');
  const translated = pattern.replaceAll('(?P<', '(?<');
  if (waysToMatch(translated) > MOST_WAYS) throw refuse('could take too long to match');
  try {
    return new RegExp(whole ? `^(?:${translated})$` : `^(?:.*\\.)?(?:${translated})$`, 's');
  } catch {
    throw refuse('is no regular expression');
  }
}

/** An open group of a pattern. */
interface Group {
  /** Whether it holds a repetition, an option or a choice. */
  branches: boolean;
  /** The number of alternatives so far. */
  alternatives: number;
}

/**
 * About how many ways there are to match a name: every repetition may end at each of its characters, and every option
 * and choice multiplies what comes after it. The result is Infinity if a repetition encloses a repetition or a choice,
 * where time explodes.
 */
export function waysToMatch(pattern: string): number {
  let ways = 1;
  const whole: Group = { branches: false, alternatives: 1 };
  const open: Group[] = [];
  const innermost = (): Group => open.at(-1) ?? whole;
  const branch = (): void => [whole, ...open].forEach((group) => (group.branches = true));
  const bare = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  for (let at = 0; at < bare.length; at++) {
    const character = bare.charAt(at);
    if (character === '(') {
      open.push({ branches: false, alternatives: 1 });
      if (bare[at + 1] === '?') at++; // (?: and the like; no option
    } else if (character === '|') {
      branch();
      innermost().alternatives++;
    } else if (character === ')') {
      const { branches, alternatives } = open.pop() ?? whole;
      ways *= alternatives;
      if (branches && /[*+{]/.test(bare[at + 1] ?? '')) return Infinity;
    } else if (/[*+{?]/.test(character)) {
      ways *= character === '?' ? 2 : NAME_LENGTH;
      branch();
      if (character !== '?' && bare[at + 1] === '?') at++; // lazy repetition
    }
  }
  return ways * whole.alternatives;
}
