/** @file Seeded random numbers: one seed, one sequence, on every machine. */

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform 32-bit unsigned integer. */
  bits(): number;
  /** Shuffles in place (Fisher-Yates) and returns the array. */
  shuffle<Values extends unknown[] | Int32Array>(values: Values): Values;
}

/**
 * sfc32 (Doty-Humphrey, PractRand) seeded from a seed and the name of what it is for, so that data order
 * and initialisation do not share a sequence.
 */
export function createRandom(seed: number, purpose: string): Random {
  let hash = 2166136261 ^ seed; // FNV-1a over the purpose
  for (const character of purpose) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  let [a, b, c, counter] = [hash | 0, seed | 0, (hash ^ 0x9e3779b9) | 0, 1];
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 16; i++) bits();
  const uniform = (): number => bits() / 4294967296;
  return {
    bits,
    uniform,
    normal() {
      // Box-Muller; 1 - u keeps the logarithm finite.
      return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = Math.floor(uniform() * (i + 1));
        [values[i], values[j]] = [values[j]!, values[i]!]; // 0 <= j <= i < values.length
      }
      return values;
    },
  };
}
