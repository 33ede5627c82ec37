/** @file Where the values of an encoder's tensors come from, whatever holds them. */

/**
 * Values of the encoder's tensors by name (see `shapes.ts`), read anew at each call: nothing is kept, and who asks
 * for one after another holds one at a time.
 * @throws LabError if the file can no longer be read, or naming the tensor that holds NaN or an infinity
 */
export type EncoderWeights = (name: string) => Promise<Float32Array>;
