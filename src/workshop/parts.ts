/** @file The parts of the page that a workshop's link can lock or hide: one table of names and labels. */

interface PartRow {
  /** The name that a person reads: "Training settings". */
  readonly label: string;
  /** Whether the part can be locked. Results have nothing to edit, so they can only be hidden. */
  readonly lockable: boolean;
}

const PART_TABLE = {
  lessons: { label: 'Menu of lessons', lockable: true },
  scenarios: { label: 'List of scenarios', lockable: true },
  sources: { label: 'Model and data', lockable: true },
  modules: { label: 'Modules and adapters', lockable: true },
  training: { label: 'Training settings', lockable: true },
  grid: { label: 'Table of a sweep', lockable: false },
  costs: { label: 'Parameters, memory, speed', lockable: false },
  differences: { label: 'Differences', lockable: false },
  curves: { label: 'Learning curves', lockable: false },
  table: { label: 'Table of trials', lockable: false },
  tryit: { label: 'Try it', lockable: false },
} as const satisfies Record<string, PartRow>;

export type PartName = keyof typeof PART_TABLE;

export interface WorkshopPart extends PartRow {
  /** The part's name in the address: `lock=training`. */
  readonly name: PartName;
}

/** The parts in the order of the page, which is also that of the address. */
export const PARTS: readonly WorkshopPart[] = (Object.keys(PART_TABLE) as PartName[]).map((name) => ({
  name,
  ...PART_TABLE[name],
}));

export const LOCKABLE: readonly PartName[] = PARTS.filter(({ lockable }) => lockable).map(({ name }) => name);
export const HIDEABLE: readonly PartName[] = PARTS.map(({ name }) => name);

export const partLabel = (name: PartName): string => PART_TABLE[name].label;
