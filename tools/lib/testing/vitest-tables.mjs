/** @file A vitest reporter that prints what tests print, without headings. */

export default class VitestTables {
  /** @param {import('vitest').UserConsoleLog} log */
  onUserConsoleLog(log) {
    process.stdout.write(log.content.endsWith('\n') ? log.content : `${log.content}\n`);
  }
}
