import { named, type TypeRef } from './type-ref.ts';
import { NetObject } from './values.ts';

/** A .NET exception object, as `catch (Exception ex)` sees it. */
export class NetException extends NetObject {
  readonly type: TypeRef;
  readonly message: string;
  readonly inner: NetException | null;
  /** @param name full type name, e.g. `System.FormatException` @param message exactly as .NET words it */
  constructor(name: string, message: string, inner: NetException | null = null) {
    super();
    this.type = named(name);
    this.message = message;
    this.inner = inner;
  }
  override get netType(): TypeRef {
    return this.type;
  }
}

/**
 * The JavaScript error that carries a NetException while it unwinds; only the interpreter catches it. It has no stack of
 * JavaScript calls: nobody looks at one, and policies that catch what they throw pay for it with every request.
 */
export class NetThrow extends Error {
  readonly exception: NetException;
  constructor(exception: NetException) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`${(exception.type as { name: string }).name}: ${exception.message}`);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'NetThrow';
    this.exception = exception;
  }
}

/** Throws the .NET exception `name` with `message`. Library code uses this and nothing else to fail. */
export function throwNet(name: string, message: string, inner?: NetException): never {
  throw new NetThrow(new NetException(name, message, inner ?? null));
}
