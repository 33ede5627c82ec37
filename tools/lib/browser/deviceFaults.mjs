/**
 * @file Provokes real failures of a WebGPU device from outside: the lab knows nothing of it, and meets what its browser really
 * does. It serves drills and tests on the software adapter, because some GPUs may have room for the largest buffer.
 */

/**
 * What is to go wrong.
 * @typedef {object} Fault
 * @property {'memory' | 'validation' | 'shader' | 'lost'} kind
 *   memory: a buffer as large as the device's limits allow, for which there is no room; validation: a buffer with usages
 *   that exclude each other; shader: WGSL that does not parse (only at a shader); lost: the device is destroyed
 * @property {'allocation' | 'shader' | 'submit' | 'millisecond' | 'trial'} at what is counted; trials and milliseconds, of a
 *   worker that has told a trial's end and of the time since the beginning, only for a lost device
 * @property {number} count it strikes at this one, from 1
 *
 * What the devices of this thread have done since the last plan.
 * @typedef {object} DeviceCounts
 * @property {number} allocation
 * @property {number} shader
 * @property {number} submit
 * @property {number} bytes of all buffers that are not destroyed, since the beginning
 * @property {number} bytesBefore the same when the plan began
 * @property {boolean} struck whether the fault has happened
 * @property {{ trial: number, status: string, bytes: number }[]} trials that a worker has told as done, with the bytes then
 *
 * @typedef {object} DeviceFaults
 * @property {DeviceCounts} counts
 * @property {(fault: Fault | null) => void} begin counts from now on
 * @property {(fault: Fault | null) => void} beginWithRun counts from the next `run` command on, in a worker
 */

/**
 * Puts itself between a thread and its WebGPU devices, at `globalThis.deviceFaults`. It is sent to a worker as source text, so
 * it is one function, and uses nothing else of this file.
 * @returns {void}
 */
export function installDeviceFaults() {
  const scope = /** @type {typeof globalThis & { deviceFaults?: DeviceFaults }} */ (globalThis);
  if (scope.deviceFaults) return;
  /** @type {DeviceCounts} */
  const counts = {
    allocation: 0,
    shader: 0,
    submit: 0,
    bytes: 0,
    bytesBefore: 0,
    struck: false,
    trials: [],
  };
  /** @type {Fault | null} */
  let fault = null;
  /** @type {Fault | null | undefined} */
  let withRun = undefined;
  /** @type {GPUDevice | null} */
  let device = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {Fault | null} next */
  const begin = (next) => {
    fault = next;
    Object.assign(counts, { allocation: 0, shader: 0, submit: 0, struck: false, trials: [] });
    counts.bytesBefore = counts.bytes;
    clearTimeout(timer);
    if (next?.at === 'millisecond') timer = setTimeout(() => lose(device), next.count);
  };
  /** @param {GPUDevice | null} which */
  const lose = (which) => {
    counts.struck = which !== null;
    which?.destroy();
  };
  /**
   * Counts, and returns the kind of fault if this is its moment.
   * @param {'allocation' | 'shader' | 'submit'} what
   */
  const due = (what) => {
    const now = ++counts[what];
    if (fault?.at !== what || fault.count !== now) return null;
    counts.struck = true;
    return fault.kind;
  };

  const { createBuffer, createShaderModule } = GPUDevice.prototype;
  const { requestDevice } = GPUAdapter.prototype;
  const { destroy } = GPUBuffer.prototype;
  const { submit } = GPUQueue.prototype;
  const alive = new WeakSet();

  /**
   * Makes a buffer that the device really refuses, but that reports the size and usage that were asked for.
   * @param {GPUDevice} of @param {GPUBufferDescriptor} asked @param {'memory' | 'validation'} kind
   */
  const refused = (of, asked, kind) => {
    const wrong =
      kind === 'memory'
        ? { size: of.limits.maxBufferSize }
        : { usage: asked.usage | GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE };
    const buffer = createBuffer.call(of, { ...asked, ...wrong });
    Object.defineProperty(buffer, 'size', { value: asked.size });
    Object.defineProperty(buffer, 'usage', { value: asked.usage });
    return buffer;
  };

  GPUDevice.prototype.createBuffer = function (/** @type {GPUBufferDescriptor} */ asked) {
    device = this;
    const kind = due('allocation');
    if (kind === 'lost') lose(this);
    const refuses = kind === 'memory' || kind === 'validation';
    const buffer = refuses ? refused(this, asked, kind) : createBuffer.call(this, asked);
    alive.add(buffer);
    counts.bytes += buffer.size;
    return buffer;
  };
  GPUAdapter.prototype.requestDevice = async function (/** @type {GPUDeviceDescriptor | undefined} */ asked) {
    return (device = await requestDevice.call(this, asked));
  };
  GPUBuffer.prototype.destroy = function () {
    if (alive.delete(this)) counts.bytes -= this.size;
    return destroy.call(this);
  };
  GPUDevice.prototype.createShaderModule = function (/** @type {GPUShaderModuleDescriptor} */ asked) {
    const kind = due('shader');
    if (kind === 'lost') lose(this);
    const code = kind === 'shader' ? `${asked.code}\nthis is no WGSL` : asked.code;
    return createShaderModule.call(this, { ...asked, code });
  };
  GPUQueue.prototype.submit = function (/** @type {Iterable<GPUCommandBuffer>} */ commands) {
    const kind = due('submit');
    if (kind === 'lost') lose(device);
    // The refused buffer has nothing to do with the work, as if somebody else who shares the device had asked for it.
    if (device && (kind === 'memory' || kind === 'validation'))
      refused(device, { size: 4, usage: GPUBufferUsage.STORAGE }, kind);
    return submit.call(this, commands);
  };

  scope.deviceFaults = {
    counts,
    begin,
    beginWithRun(next) {
      withRun = next;
    },
  };

  // A worker receives the commands that start runs, and sends the events that end trials.
  if (typeof document === 'undefined') {
    scope.addEventListener('message', ({ data }) => {
      if (data.type !== 'run' || withRun === undefined) return;
      begin(withRun);
      withRun = undefined;
    });
    const post = scope.postMessage.bind(scope);
    scope.postMessage = (/** @type {any} */ message, /** @type {any} */ options) => {
      if (message?.type === 'trialDone') {
        const { trial, record } = message;
        counts.trials.push({ trial, status: record.status, bytes: counts.bytes });
      }
      post(message, options);
      if (message?.type === 'trialDone' && fault?.at === 'trial' && fault.count === counts.trials.length)
        lose(device);
    };
  }
}
