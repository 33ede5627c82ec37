/** @file A source of an encoder's tensors, whatever holds them. */

/**
 * Gives the values of one of the encoder's tensors by name (see `shapes.ts`). They are read anew at each call and not
 * kept, so a caller who asks for one after another holds only one at a time.
 * @throws LabError if the file can no longer be read, or naming the tensor that holds NaN or an infinity
 */
export type EncoderWeights = (name: string) => Promise<Float32Array>;
