/** @file Constants that the build defines. */

/** The version in package.json. */
declare const __LAB_VERSION__: string;
