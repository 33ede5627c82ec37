/** @file Readers that turn parsed JSON into typed values, and name the path of anything wrong. */
import { parseBoundedJson } from './boundedJson';
import { LabError } from './errors';
import { shownValue } from './shown';

const REMEDY = 'Choose a file that this lab wrote, or correct the named part (docs/results-schema.md).';

/** A value inside a JSON document and the path to it, e.g. `trials[3].accuracy`. */
export class JsonPart {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  /** The error that this part is not `expected` ("a number from 0 to 1"). */
  wrong(expected: string): LabError {
    const path = this.path || 'The file';
    const message =
      this.value === undefined
        ? `${path} is missing; it must be ${expected}.`
        : `${path} is ${shownValue(this.value)}, not ${expected}.`;
    return new LabError(message, REMEDY);
  }

  /** A part of an object; its value is undefined if the object has no such key of its own. */
  get(key: string): JsonPart {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.wrong('an object');
    const path = this.path === '' ? key : `${this.path}.${key}`;
    return new JsonPart(
      Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined,
      path,
    );
  }

  /** Every element of an array, read in order. */
  map<T>(read: (part: JsonPart) => T): T[] {
    if (!Array.isArray(this.value)) throw this.wrong('a list');
    return this.value.map((value: unknown, i) => read(new JsonPart(value, `${this.path}[${i}]`)));
  }

  /** An element of an array; its value is undefined if the array has no such element. */
  at(index: number): JsonPart {
    if (!Array.isArray(this.value)) throw this.wrong('a list');
    return new JsonPart(this.value[index] as unknown, `${this.path}[${index}]`);
  }

  /** Returns null for null, and otherwise what `read` makes of the value. */
  nullable<T>(read: (part: JsonPart) => T): T | null {
    return this.value === null ? null : read(this);
  }

  /** Returns undefined for a missing part, and otherwise what `read` makes of it. */
  optional<T>(read: (part: JsonPart) => T): T | undefined {
    return this.value === undefined ? undefined : read(this);
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.wrong('a text');
    return this.value;
  }

  boolean(): boolean {
    if (typeof this.value !== 'boolean') throw this.wrong('true or false');
    return this.value;
  }

  /** @param expected what `accept` accepts, in words */
  number(expected: string, accept: (value: number) => boolean): number {
    if (typeof this.value !== 'number' || !Number.isFinite(this.value) || !accept(this.value))
      throw this.wrong(expected);
    return this.value;
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    const choice = choices.find((candidate) => candidate === this.value);
    if (choice === undefined) throw this.wrong(`one of ${choices.join(', ')}`);
    return choice;
  }
}

/** @throws LabError if `text` is not JSON */
export function parseJson(text: string, what: string): JsonPart {
  try {
    return new JsonPart(parseBoundedJson(text), '');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${what} is not JSON: ${reason}`, REMEDY);
  }
}
