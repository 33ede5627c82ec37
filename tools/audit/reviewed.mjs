/** @file What somebody has looked at and found right, with the reason. The audit fails for what is missing here, and for entries that nothing needs. */

/** Licences under which code may end in the build. */
export const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT'];

/**
 * Packages that bring an install script.
 * @type {Readonly<Record<string, string>>}
 */
export const INSTALL_SCRIPTS = {
  'core-js': 'asks for donations; part of tfjs, whose build does not use it',
  protobufjs: 'warns of a version scheme; part of ONNX Runtime, which the build leaves out',
};

/**
 * Packages that are in a range of an advisory of high severity, and why that does no harm: none of these may reach the
 * build.
 * @type {Readonly<Record<string, string>>}
 */
export const OUTSIDE_THE_BUILD = {
  protobufjs: 'read by ONNX Runtime alone, for which tools/build/onnxruntimeStub.mjs stands in the build',
};

/**
 * Packages that are in the build in several major versions.
 * @type {Readonly<Record<string, string>>}
 */
export const SEVERAL_VERSIONS = {};
