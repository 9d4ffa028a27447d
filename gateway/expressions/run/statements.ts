import { NetThrow, throwNet } from '../../dotnet/core/exception.ts';
import { T } from '../../dotnet/core/type-ref.ts';
import type { BoundStatement } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { BREAK, CONTINUE, type Execute, GOTO, JUMP, NORMAL, RETURN } from './frame.ts';
import { compileFor, compileForeach, compileWhile } from './loops.ts';
import { compileThrow } from './operators.ts';
import { compileList } from './statement-lists.ts';
import { compileSwitch } from './switch.ts';
import { compileTry, compileUsing } from './try.ts';

/** Compiles a statement to a closure. */
export function compileStatement(compiler: Compiler, node: BoundStatement): Execute {
  switch (node.kind) {
    case 'block':
      return compileBlock(compiler, node);
    case 'expression': {
      const value = compiler.expression(node.value);
      return (f) => {
        value(f);
        return NORMAL;
      };
    }
    case 'declare': {
      if (!node.value) return () => NORMAL;
      const value = compiler.expression(node.value);
      const write = compiler.write(node.variable);
      return (f) => {
        write(f, value(f));
        return NORMAL;
      };
    }
    case 'localFunction':
    case 'empty':
      return () => NORMAL;
    case 'if': {
      const condition = compiler.expression(node.condition);
      const then = compiler.statement(node.then);
      const otherwise = node.otherwise && compiler.statement(node.otherwise);
      if (!otherwise) return (f) => (condition(f) ? then(f) : NORMAL);
      return (f) => (condition(f) ? then(f) : otherwise(f));
    }
    case 'while':
    case 'do':
      return compileWhile(compiler, node);
    case 'for':
      return compileFor(compiler, node);
    case 'foreach':
      return compileForeach(compiler, node);
    case 'switch':
      return compileSwitch(compiler, node);
    case 'break':
      return () => BREAK;
    case 'continue':
      return () => CONTINUE;
    case 'label':
      return () => NORMAL;
    case 'gotoLabel': {
      const { label } = node;
      return (f) => {
        f.label = label;
        return JUMP;
      };
    }
    case 'yield':
      throw new Error('yield belongs into an iterator');
    case 'gotoSection': {
      const { section } = node.target;
      return (f) => {
        f.section = section;
        return GOTO;
      };
    }
    case 'return': {
      const { value } = node.result;
      if (!value) return () => RETURN;
      const result = compiler.expression(value);
      const isVoid = compiler.current.returnType === T.void;
      return (f) => {
        const given = result(f);
        if (!isVoid) f.result = given;
        return RETURN;
      };
    }
    case 'throw': {
      if (node.value) return compileThrow(compiler, node.value);
      return (f) => {
        const exception = f.caught?.at(-1);
        if (exception) throw new NetThrow(exception);
        return throwNet('System.NullReferenceException', 'Object reference not set to an instance of an object.');
      };
    }
    case 'try':
      return compileTry(compiler, node);
    case 'using':
      return compileUsing(compiler, node);
  }
}

function compileBlock(compiler: Compiler, node: BoundStatement & { kind: 'block' }): Execute {
  const renew = compiler.renew(node.variables);
  const run = compileList(compiler, node.statements);
  if (!renew) return run;
  return (f) => {
    renew(f);
    return run(f);
  };
}
