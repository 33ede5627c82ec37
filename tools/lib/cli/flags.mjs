/** @file Command line options, with every mistake named at once. Node built-ins only. */

/** Wrong usage, which ends the tool with status 2. */
export class UsageError extends Error {}

/**
 * Reads `--name value`, `--name=value` and `--switch`. Anything else is a mistake.
 * `lists` may be given several times, each with a value.
 * @param {readonly string[]} args
 * @param {{ values: readonly string[], switches: readonly string[], lists?: readonly string[] }} known
 * @returns {{ values: Map<string, string>, switches: Set<string>, lists: Map<string, string[]> }}
 */
export function readFlags(args, known) {
  /** @type {Map<string, string>} */
  const values = new Map();
  /** @type {Set<string>} */
  const switches = new Set();
  /** @type {Map<string, string[]>} */
  const lists = new Map((known.lists ?? []).map((name) => [name, []]));
  /** @type {string[]} */
  const mistakes = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    const name = equals < 0 ? arg.replace(/^--/, '') : arg.slice(2, equals);
    const list = lists.get(name);
    if (arg.startsWith('--') && (list || known.values.includes(name))) {
      const value = equals < 0 ? args[++i] : arg.slice(equals + 1);
      if (value === undefined || value === '') mistakes.push(`--${name} needs a value`);
      else if (list) list.push(value);
      else values.set(name, value);
    } else if (arg.startsWith('--') && equals < 0 && known.switches.includes(name)) {
      switches.add(name);
    } else {
      mistakes.push(`unknown argument ${arg}`);
    }
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join('; '));
  return { values, switches, lists };
}

/**
 * A whole port number, or a usage error that says where the wrong one came from.
 * @param {string} text
 * @param {string} source
 * @returns {number}
 */
export function readPort(text, source) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`${source} is "${text}", not a port number`);
  return port;
}
