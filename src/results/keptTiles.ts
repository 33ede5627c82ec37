/** @file The tiles that devices have chosen, as the browser keeps them: by device, for one version of the browser each. */

export interface DeviceTiles {
  /** The user agent, which has the browser's version. */
  readonly browser: string;
  /** Names of tilings by class of products; what a name means is the op set's (src/ops/webgpu/linear/tileClasses.ts). */
  readonly chosen: Readonly<Record<string, string>>;
}

/** By the device's name. */
export type KeptTiles = Readonly<Record<string, DeviceTiles>>;

/** With more devices than this, the first are forgotten. */
const MOST_DEVICES = 8;
const LONGEST = 400;

/** What is stored, as far as it makes sense; `off` if somebody has written that there. */
export function storedTiles(text: string | null): KeptTiles | 'off' {
  if (text === 'off') return 'off';
  let stored: unknown;
  try {
    stored = text === null ? null : JSON.parse(text);
  } catch {
    return {};
  }
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([device, kept]: [string, unknown]) => {
      const tiles = sound(kept);
      return tiles ? [[device, tiles] as const] : [];
    }),
  );
}

/** With a device's choice in place of an earlier one. */
export function withTiles(kept: KeptTiles, device: string, tiles: DeviceTiles): KeptTiles {
  const others = Object.entries(kept).filter(([name]) => name !== device);
  return Object.fromEntries([...others.slice(1 - MOST_DEVICES), [device, tiles]]);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST;

function sound(value: unknown): DeviceTiles | null {
  if (typeof value !== 'object' || value === null) return null;
  const { browser, chosen } = value as Record<string, unknown>;
  if (!isText(browser) || typeof chosen !== 'object' || chosen === null) return null;
  const names = Object.entries(chosen).filter((entry): entry is [string, string] => isText(entry[1]));
  return { browser, chosen: Object.fromEntries(names) };
}
