import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Runtime } from '../core/define.ts';
import { throwNet } from '../core/exception.ts';
import type { TypeRef } from '../core/type-ref.ts';
import { NetObject } from '../core/values.ts';
import { cryptographic, disposed } from './failure.ts';
import { cryptoType } from './hash-algorithm.ts';

/** Making a longer key would hold up the process for seconds. */
const MAX_GENERATED_BITS = 4096;

/** Bits of key to units of work: 2048 bits take some 100 ms. */
const generationCost = (bits: number): number => (bits * bits) / 40;

/** An RSA key: both halves, or the public one; a new pair is made when it is first needed, as in .NET. */
export class NetRsa extends NetObject {
  #publicKey: KeyObject | undefined;
  #privateKey: KeyObject | undefined;
  #bits: number;
  #disposed = false;

  private constructor(bits: number, publicKey?: KeyObject, privateKey?: KeyObject) {
    super();
    this.#bits = bits;
    this.#publicKey = publicKey;
    this.#privateKey = privateKey;
  }
  /** @throws CryptographicException for a size that .NET refuses */
  static ofSize(bits: number): NetRsa {
    const rsa = new NetRsa(2048);
    rsa.bits = bits;
    return rsa;
  }
  static of(publicKey: KeyObject, privateKey?: KeyObject): NetRsa {
    return new NetRsa(publicKey.asymmetricKeyDetails?.modulusLength ?? 0, publicKey, privateKey);
  }
  override get netType(): TypeRef {
    return cryptoType('RSA');
  }
  static className(runtime: Runtime): string {
    return `System.Security.Cryptography.${runtime.platform === 'windows' ? 'RSACng' : 'RSAOpenSsl'}`;
  }
  toText(runtime: Runtime): string {
    return NetRsa.className(runtime);
  }
  get bits(): number {
    return this.#bits;
  }
  set bits(bits: number) {
    if (bits < 512 || bits > 16_384 || bits % 8 !== 0) {
      cryptographic('Specified key is not a valid size for this algorithm.');
    }
    if (bits > MAX_GENERATED_BITS) {
      throwNet(
        'System.NotSupportedException',
        `RSA keys of ${bits} bits are not made within expressions; ${MAX_GENERATED_BITS} bits is the longest.`,
      );
    }
    this.#bits = bits;
    this.#publicKey = undefined;
    this.#privateKey = undefined;
  }
  #generate(runtime: Runtime): KeyObject {
    runtime.charge(generationCost(this.#bits));
    const pair = generateKeyPairSync('rsa', { modulusLength: this.#bits });
    this.#privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
    return pair.publicKey;
  }
  /** @throws ObjectDisposedException */
  publicKey(runtime: Runtime): KeyObject {
    if (this.#disposed) disposed(NetRsa.className(runtime));
    return this.#publicKey ?? this.#generate(runtime);
  }
  /** undefined when only the public half is known. @throws ObjectDisposedException */
  privateKey(runtime: Runtime): KeyObject | undefined {
    this.publicKey(runtime);
    return this.#privateKey;
  }
  import(key: JsonWebKey): void {
    const publicKey = createPublicKey({ key, format: 'jwk' });
    this.#privateKey = key.d ? createPrivateKey({ key, format: 'jwk' }) : undefined;
    this.#publicKey = publicKey;
    this.#bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  }
  dispose(): void {
    this.#disposed = true;
  }
}
