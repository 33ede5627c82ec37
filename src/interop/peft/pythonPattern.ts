/** @file Python's regular expressions as adapter configs use them, and none that a hostile file could hang us with. */
import { LabError } from '../../errors';

const LONGEST = 500;
/** Names have less than a hundred characters: so many loops, one after another, cost milliseconds. */
const MOST_LOOPS = 4;

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
  if (/\(\?[^:P=!<]|\(\?P[^<]|\\[AZ]|[*+?}]\+/.test(pattern)) throw refuse('is one that only Python reads');
  const translated = pattern.replaceAll('(?P<', '(?<');
  if (loopsIn(translated) > MOST_LOOPS) throw refuse('could take too long to match');
  try {
    return new RegExp(whole ? `^(?:${translated})$` : `^(?:.*\\.)?(?:${translated})$`, 's');
  } catch {
    throw refuse('is no regular expression');
  }
}

/** How many unbounded repetitions there are; Infinity if one stands in another, which is where the time explodes. */
function loopsIn(pattern: string): number {
  let loops = 0;
  /** By open group: whether it holds a repetition or a choice. */
  const groups: boolean[] = [];
  const bare = pattern.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x');
  for (let at = 0; at < bare.length; at++) {
    const character = bare[at]!;
    if (character === '(') groups.push(false);
    else if (character === '|') markAll(groups);
    else if (character === ')') {
      const branchy = groups.pop() ?? false;
      if (branchy && /[*+{]/.test(bare[at + 1] ?? '')) return Infinity;
    } else if (/[*+{]/.test(character)) {
      loops++;
      markAll(groups);
    }
  }
  return loops;
}

function markAll(groups: boolean[]): void {
  groups.fill(true);
}
