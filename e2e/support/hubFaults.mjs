/** @file Faults that the test hub commits on demand. */

/**
 * What is to go wrong; the first that matches a request and is not used up applies.
 * @typedef {object} Fault
 * @property {RegExp} match of the path, CDN requests included (`/cdn/<repository>/<commit>/<file>`)
 * @property {number} [times] how often; Infinity by default
 * @property {number} [status] answered instead of the file
 * @property {Record<string, string>} [headers] added to the answer, e.g. Retry-After
 * @property {number} [cutAfter] bytes of the body after which the connection breaks
 * @property {number} [bytesPerSecond] slows the body down
 * @property {boolean} [ignoreRange] answers 200 with the whole file where a range is asked for
 */

export class HubFaults {
  /** @type {Fault[]} */
  #faults = [];

  /** @param {Fault} fault */
  add(fault) {
    this.#faults.push(fault);
  }

  clear() {
    this.#faults.length = 0;
  }

  /** The fault that replaces the answer by a status, which is used up by asking. @param {string} path */
  ofStatus(path) {
    return this.#use(({ match, status }) => status !== undefined && match.test(path));
  }

  /** The fault of a file's transfer, which is used up by asking. @param {string} path */
  ofBody(path) {
    return this.#use(({ match, status }) => status === undefined && match.test(path));
  }

  /** @param {(fault: Fault) => boolean} applies @returns {Fault | null} */
  #use(applies) {
    const fault = this.#faults.find(applies);
    if (!fault) return null;
    const copy = { ...fault };
    fault.times = (fault.times ?? Infinity) - 1;
    if (fault.times <= 0) this.#faults.splice(this.#faults.indexOf(fault), 1);
    return copy;
  }
}
