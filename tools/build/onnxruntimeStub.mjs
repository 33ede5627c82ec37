/**
 * @file Stands in for onnxruntime in the bundle. The lab takes only tokenizers from transformers.js, whose
 * tensor class asks onnxruntime for no more than these two names; the real package is megabytes of WebAssembly.
 */

/** A record of what a tokenizer returns; transformers.js copies its fields into its own tensor. */
export class Tensor {
  /**
   * @param {string} type
   * @param {ArrayLike<unknown>} data
   * @param {readonly number[]} dims
   */
  constructor(type, data, dims) {
    this.type = type;
    this.data = data;
    this.dims = dims;
    this.size = dims.reduce((size, length) => size * length, 1);
  }
}

export const env = {};

export default { Tensor, env };
