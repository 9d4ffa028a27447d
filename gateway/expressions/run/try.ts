import { type NetException, NetThrow } from '../../dotnet/core/exception.ts';
import { isInstance } from '../../dotnet/core/runtime-type.ts';
import type { BoundCatch, BoundStatement } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { type Completion, type Execute, type Frame, NORMAL } from './frame.ts';

interface Handler {
  /** Whether the handler takes the exception; assigns its variable. */
  readonly accepts: (exception: NetException, frame: Frame) => boolean;
  readonly body: Execute;
}

/**
 * Compiles `try`. Only .NET exceptions are caught, and only for them do finally blocks run: a limit that was exceeded and
 * the signals of the host pass straight through.
 */
export function compileTry(compiler: Compiler, node: BoundStatement & { kind: 'try' }): Execute {
  const body = compiler.statement(node.body);
  const handlers = node.catches.map((each) => compileCatch(compiler, each));
  const finallyBody = node.finallyBody && compiler.statement(node.finallyBody);
  const guarded = handlers.length === 0 ? body : withHandlers(body, handlers);
  return finallyBody ? withFinally(guarded, finallyBody) : guarded;
}

function withHandlers(body: Execute, handlers: readonly Handler[]): Execute {
  return (f) => {
    const { depth } = f.exec;
    try {
      return body(f);
    } catch (error) {
      if (!(error instanceof NetThrow)) throw error;
      f.exec.depth = depth;
      const { exception } = error;
      for (const handler of handlers) {
        if (!handler.accepts(exception, f)) continue;
        f.caught ??= [];
        f.caught.push(exception);
        try {
          return handler.body(f);
        } finally {
          f.caught.pop();
        }
      }
      throw error;
    }
  };
}

function withFinally(body: Execute, finallyBody: Execute): Execute {
  return (f) => {
    let completion: Completion;
    const { depth } = f.exec;
    try {
      completion = body(f);
    } catch (error) {
      if (error instanceof NetThrow) {
        f.exec.depth = depth;
        finallyBody(f);
      }
      throw error;
    }
    const { result, section, label } = f;
    const ending = finallyBody(f);
    if (ending !== NORMAL) return ending;
    f.result = result;
    f.section = section;
    f.label = label;
    return completion;
  };
}

function compileCatch(compiler: Compiler, node: BoundCatch): Handler {
  const renew = compiler.renew(node.variables);
  const write = node.variable && compiler.write(node.variable);
  const filter = node.filter && compiler.expression(node.filter);
  const { type } = node;
  return {
    body: compiler.statement(node.body),
    accepts: (exception, f) => {
      if (type && !isInstance(exception, type)) return false;
      renew?.(f);
      write?.(f, exception);
      if (!filter) return true;
      try {
        return filter(f) === true;
      } catch (error) {
        // An exception inside a filter counts as "no", as in .NET.
        if (error instanceof NetThrow) return false;
        throw error;
      }
    },
  };
}

/** Compiles `using`: every resource is disposed of, the last one first. */
export function compileUsing(compiler: Compiler, node: BoundStatement & { kind: 'using' }): Execute {
  const renew = compiler.renew(node.variables);
  let inner = compiler.statement(node.body);
  for (const { variable, value, dispose } of [...node.resources].reverse()) {
    const resource = compiler.expression(value);
    const write = compiler.write(variable);
    const read = compiler.read(variable);
    const release = compiler.expression(dispose);
    const body = inner;
    const guarded = withFinally(body, (f) => {
      if (read(f) !== null) release(f);
      return NORMAL;
    });
    inner = (f) => {
      write(f, resource(f));
      return guarded(f);
    };
  }
  const run = inner;
  if (!renew) return run;
  return (f) => {
    renew(f);
    return run(f);
  };
}
