/**
 * @file The addresses from which the page starts workers. In a browser that knows Trusted Types, the page's policy lets
 * no others become scripts: a string that somebody smuggles into the page cannot be started.
 */

interface TrustedPolicy {
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): TrustedPolicy;
}

/** Addresses that a function of this file has made or checked. */
const allowed = new Set<string>();
let policy: TrustedPolicy | null = null;

/** @throws TypeError for addresses that no function of this file has allowed */
function checked(address: string): string {
  if (!allowed.has(address)) throw new TypeError(`${address} is no script of the lab.`);
  return address;
}

function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return checked(address);
  policy ??= trustedTypes.createPolicy('lora-lab', { createScriptURL: checked });
  // A TrustedScriptURL, which the platform takes wherever it wants a script's address.
  return policy.createScriptURL(address);
}

/**
 * Allows the address of a script of the page's own origin.
 * @throws TypeError if it is of another origin
 */
export function trustedScript(url: URL): string {
  if (url.origin !== location.origin) throw new TypeError(`${url.href} is not of the page's origin.`);
  allowed.add(url.href);
  return trusted(url.href);
}

const inheriting = new Map<string, string>();

/**
 * An address of a module worker that is held to the page's Content-Security-Policy. A worker with an address on a server
 * has the policy of its own response's headers, and a static server sends none; one that is a blob inherits the page's.
 * @throws TypeError if it is of another origin
 */
export function inheritingWorker(url: URL): string {
  if (url.origin !== location.origin) throw new TypeError(`${url.href} is not of the page's origin.`);
  let address = inheriting.get(url.href);
  if (address === undefined) {
    const source = `import ${JSON.stringify(url.href)};`;
    address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    inheriting.set(url.href, address);
    allowed.add(address);
  }
  return trusted(address);
}
