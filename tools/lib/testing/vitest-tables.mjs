/** @file A vitest reporter that lets through what tests print, as they print it. */

export default class VitestTables {
  /** @param {import('vitest').UserConsoleLog} log */
  onUserConsoleLog(log) {
    process.stdout.write(log.content.endsWith('\n') ? log.content : `${log.content}\n`);
  }
}
