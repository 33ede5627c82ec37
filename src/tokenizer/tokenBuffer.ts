/** @file Collects token ids of many texts, one after another, in one array that grows. */

const FIRST_CAPACITY = 1024;

export class TokenBuffer {
  /** The number of ids written so far. */
  length = 0;
  private room = new Int32Array(FIRST_CAPACITY);
  private typeRoom: Uint8Array | null = null;

  push(id: number): void {
    if (this.length === this.room.length) this.grow();
    this.room[this.length++] = id;
  }

  /** Gives the ids from `start` up to `end` a token type. Ids that never get one have type 0. */
  setType(start: number, end: number, type: number): void {
    this.typeRoom ??= new Uint8Array(this.room.length);
    this.typeRoom.fill(type, start, end);
  }

  /** Moves the ids from `start` up to `end` to where `to` is. */
  move(to: number, start: number, end: number): void {
    this.room.copyWithin(to, start, end);
  }

  /** Copies the ids into an array of exactly their length. */
  ids(): Int32Array {
    return this.room.slice(0, this.length);
  }

  /** The token types of the ids; null if none was set. */
  types(): Uint8Array | null {
    return this.typeRoom?.slice(0, this.length) ?? null;
  }

  private grow(): void {
    const capacity = 2 * this.room.length;
    const [room, typeRoom] = [this.room, this.typeRoom];
    this.room = new Int32Array(capacity);
    this.room.set(room);
    if (!typeRoom) return;
    this.typeRoom = new Uint8Array(capacity);
    this.typeRoom.set(typeRoom);
  }
}
