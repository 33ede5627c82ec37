/** @file Sentences as token ids, in one packed array for all of them, of which each sentence is a view. */
import type { EncodedTexts } from './encodeTexts';

export interface Sentence {
  readonly ids: ArrayLike<number>;
  /** For each id, its row of the token type table. Left out if all are 0, as for single texts. */
  readonly types?: ArrayLike<number>;
  /** 0-based class. */
  readonly label: number;
}

/** Sentences with their labels, as batches take them. A sentence is identified by its number, starting at 0. */
export class Sentences {
  /** Tokens of each sentence. */
  readonly lengths: Int32Array;
  private readonly ids: Int32Array;
  private readonly types: Uint8Array | null;
  /** Where each sentence begins in `ids` and `types`. */
  private readonly starts: Int32Array;

  /** @param labels 0-based classes, one for each sentence */
  constructor(
    { ids, types, lengths }: Pick<EncodedTexts, 'ids' | 'types' | 'lengths'>,
    readonly labels: ArrayLike<number> & Iterable<number>,
  ) {
    if (labels.length !== lengths.length)
      throw new Error(`There are ${labels.length} labels for ${lengths.length} sentences.`);
    [this.ids, this.types, this.lengths] = [ids, types, lengths];
    let next = 0;
    this.starts = lengths.map((length) => {
      const start = next;
      next += length;
      return start;
    });
  }

  /** Packs sentences given one by one, as tests and benchmarks make them. */
  static of(sentences: readonly Sentence[]): Sentences {
    const lengths = Int32Array.from(sentences, ({ ids }) => ids.length);
    const size = lengths.reduce((sum, length) => sum + length, 0);
    const ids = new Int32Array(size);
    const types = sentences.some((sentence) => sentence.types) ? new Uint8Array(size) : null;
    let start = 0;
    for (const sentence of sentences) {
      ids.set(sentence.ids, start);
      if (sentence.types) types?.set(sentence.types, start);
      start += sentence.ids.length;
    }
    const labels = Int32Array.from(sentences, ({ label }) => label);
    return new Sentences({ ids, types, lengths }, labels);
  }

  get length(): number {
    return this.lengths.length;
  }

  /** A view of a sentence's token ids. */
  idsOf(sentence: number): Int32Array {
    return this.ids.subarray(...this.span(sentence));
  }

  /** A view of the token types of a sentence's ids; null if all sentences have type 0 only. */
  typesOf(sentence: number): Uint8Array | null {
    return this.types?.subarray(...this.span(sentence)) ?? null;
  }

  /** The numbers of all sentences in order, in a new array that the caller may change. */
  all(): Int32Array {
    return this.lengths.map((_, sentence) => sentence);
  }

  /** Sorts numbers of sentences in place, the shortest sentence first; those of one length keep their order. */
  sortByLength(sentences: Int32Array): Int32Array {
    const { lengths } = this;
    return sentences.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  }

  private span(sentence: number): [start: number, end: number] {
    const [start, length] = [this.starts[sentence], this.lengths[sentence]];
    if (start === undefined || length === undefined)
      throw new RangeError(`There is no sentence ${sentence} of ${this.length}.`);
    return [start, start + length];
  }
}
