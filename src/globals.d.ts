/** @file Constants that the build defines. */

/** Version of package.json. */
declare const __LAB_VERSION__: string;
