import { type CallInfo, defineType } from '../core/define.ts';
import { named, type TypeRef } from '../core/type-ref.ts';
import { type NetArray, NetObject } from '../core/values.ts';
import { nonNegative, outOfRange, required } from './argument-errors.ts';

const randomType = named('System.Random');
const MAX = 0x7fffffff;
const SEED = 161803398;

/** Where numbers come from: `next` yields an integer from 0 to 2^31-2. */
interface Source {
  next(): number;
}

/**
 * The generator of `new Random(seed)`: Knuth's subtractive one as .NET has always had it, so that a seed gives the same
 * numbers everywhere (documented compatibility guarantee of System.Random; values checked against .NET 10).
 */
class SeededSource implements Source {
  readonly state = new Int32Array(56);
  a = 0;
  b = 21;
  constructor(seed: number) {
    const subtraction = seed === -0x80000000 ? MAX : Math.abs(seed);
    let mj = SEED - subtraction;
    this.state[55] = mj;
    let mk = 1;
    let index = 0;
    for (let i = 1; i < 55; i++) {
      index += 21;
      if (index >= 55) index -= 55;
      this.state[index] = mk;
      mk = mj - mk;
      if (mk < 0) mk += MAX;
      mj = this.state[index] ?? 0;
    }
    for (let round = 1; round < 5; round++) {
      for (let i = 1; i < 56; i++) {
        let n = i + 30;
        if (n >= 55) n -= 55;
        let value = ((this.state[i] ?? 0) - (this.state[1 + n] ?? 0)) | 0;
        if (value < 0) value += MAX;
        this.state[i] = value;
      }
    }
  }
  next(): number {
    if (++this.a >= 56) this.a = 1;
    if (++this.b >= 56) this.b = 1;
    let value = ((this.state[this.a] ?? 0) - (this.state[this.b] ?? 0)) | 0;
    if (value === MAX) value--;
    if (value < 0) value += MAX;
    this.state[this.a] = value;
    return value;
  }
}

/** The generator of `new Random()`: the runtime's strong one. */
class SystemSource implements Source {
  readonly call: CallInfo;
  constructor(call: CallInfo) {
    this.call = call;
  }
  next(): number {
    for (;;) {
      const [a = 0, b = 0, c = 0, d = 0] = this.call.runtime.randomBytes(4);
      const value = ((a << 24) | (b << 16) | (c << 8) | d) & MAX;
      if (value !== MAX) return value;
    }
  }
}

/** System.Random. */
class Random extends NetObject {
  readonly source: Source;
  constructor(source: Source) {
    super();
    this.source = source;
  }
  override get netType(): TypeRef {
    return randomType;
  }
  sample(): number {
    return this.source.next() * (1 / MAX);
  }
  between(minimum: number, maximum: number): number {
    const range = maximum - minimum;
    if (range <= MAX) return Math.trunc(this.sample() * range) + minimum;
    let value = this.source.next();
    if (this.source.next() % 2 === 0) value = -value;
    return Math.trunc(((value + (MAX - 1)) / (2 * MAX - 1)) * range) + minimum;
  }
}

defineType({
  name: 'System.Random',
  kind: 'class',
  members: {
    'Random()': (call: CallInfo) => new Random(new SystemSource(call)),
    'Random(int Seed)': (seed: number) => new Random(new SeededSource(seed)),
    'int Next()': (self: Random) => self.source.next(),
    'int Next(int maxValue)': (self: Random, maximum: number) => {
      nonNegative(maximum, 'maxValue');
      return Math.trunc(self.sample() * maximum);
    },
    'int Next(int minValue, int maxValue)': (self: Random, minimum: number, maximum: number) => {
      if (minimum > maximum) outOfRange('minValue', "'minValue' cannot be greater than maxValue.");
      return self.between(minimum, maximum);
    },
    'double NextDouble()': (self: Random) => self.sample(),
    'long NextInt64()': (self: Random) => {
      for (;;) {
        const part = (bits: number): bigint => BigInt(Math.trunc(self.sample() * 2 ** bits));
        const value = (part(22) | (part(22) << 22n) | (part(20) << 44n)) >> 1n;
        if (value !== 2n ** 63n - 1n) return value;
      }
    },
    'float NextSingle()': (self: Random) => Math.fround(self.sample()),
    'void NextBytes(byte[] buffer)': (self: Random, buffer: NetArray | null, call: CallInfo) => {
      const { items } = required(buffer, 'buffer');
      call.runtime.charge(items.length);
      for (let i = 0; i < items.length; i++) items[i] = self.source.next() & 0xff;
    },
  },
});
