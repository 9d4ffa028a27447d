import { defaultValue } from '../../dotnet/core/default-value.ts';
import type { NetTuple } from '../../dotnet/core/value-tuple.ts';
import { NetArray } from '../../dotnet/core/values.ts';
import type { Bound } from '../bind/bound.ts';
import { compileAssign, compileCompound, compileDeconstruct } from './assignments.ts';
import { compileCall, compileInvoke, compileLambda, compileLocalCall, compileProperty } from './calls.ts';
import type { Compiler } from './compiler.ts';
import { compileConvert } from './conversions.ts';
import { compileAnonymous, compileCreate, compileNewArray, compileTuple } from './creations.ts';
import { compileDelegateOfMethod } from './delegates.ts';
import { nullReference } from './execution.ts';
import type { Evaluate } from './frame.ts';
import {
  compileBinary,
  compileCoalesce,
  compileConditional,
  compileConditionalAccess,
  compileLogical,
  compileNullableLogic,
  compileThrow,
  compileUnary,
  compileUserLogic,
} from './operators.ts';
import { compileAs, compileIsPattern, compileIsType } from './patterns.ts';
import { indexOutOfRange } from './places.ts';
import { compileConcat, compileInterpolation } from './strings.ts';
import { compileTypeof } from './typeof.ts';

/** Compiles an expression to a closure. */
export function compileExpression(compiler: Compiler, node: Bound): Evaluate {
  if (node.constant) {
    const { value } = node.constant;
    return () => value;
  }
  switch (node.kind) {
    case 'local':
      return compiler.read(node.variable);
    case 'context':
      return (f) => f.exec.context;
    case 'default': {
      const value = defaultValue(node.type);
      return () => value;
    }
    case 'call':
      return compileCall(compiler, node);
    case 'localCall':
      return compileLocalCall(compiler, node);
    case 'invoke':
      return compileInvoke(compiler, node);
    case 'property':
      return compileProperty(compiler, node);
    case 'lambda':
      return compileLambda(compiler, node);
    case 'delegateOfMethod':
      return compileDelegateOfMethod(compiler, node);
    case 'arrayElement': {
      const array = compiler.expression(node.array);
      const index = compiler.expression(node.indexes[0] as Bound);
      return (f) => {
        const target = array(f);
        const at = index(f) as number;
        if (!(target instanceof NetArray)) return nullReference();
        return at < 0 || at >= target.items.length ? indexOutOfRange() : target.items[at];
      };
    }
    case 'arrayLength': {
      const array = compiler.expression(node.array);
      return (f) => {
        const target = array(f);
        return target instanceof NetArray ? target.items.length : nullReference();
      };
    }
    case 'tupleItem': {
      const tuple = compiler.expression(node.tuple);
      const { index } = node;
      return (f) => (tuple(f) as NetTuple).items[index];
    }
    case 'convert':
      return compileConvert(compiler, node);
    case 'unary':
      return compileUnary(compiler, node);
    case 'binary':
      return compileBinary(compiler, node);
    case 'nullableLogic':
      return compileNullableLogic(compiler, node);
    case 'andAlso':
    case 'orElse':
      return compileLogical(compiler, node);
    case 'userLogic':
      return compileUserLogic(compiler, node);
    case 'concat':
      return compileConcat(compiler, node);
    case 'interpolation':
      return compileInterpolation(compiler, node);
    case 'coalesce':
      return compileCoalesce(compiler, node);
    case 'conditional':
      return compileConditional(compiler, node);
    case 'conditionalAccess':
      return compileConditionalAccess(compiler, node);
    case 'assign':
      return compileAssign(compiler, node);
    case 'compound':
      return compileCompound(compiler, node);
    case 'create':
      return compileCreate(compiler, node);
    case 'anonymous':
      return compileAnonymous(compiler, node);
    case 'newArray':
      return compileNewArray(compiler, node);
    case 'tuple':
      return compileTuple(compiler, node);
    case 'deconstruct':
      return compileDeconstruct(compiler, node);
    case 'isType':
      return compileIsType(compiler, node);
    case 'isPattern':
      return compileIsPattern(compiler, node);
    case 'as':
      return compileAs(compiler, node);
    case 'throw':
      return compileThrow(compiler, node.value as Bound);
    case 'typeof':
      return compileTypeof(node.named);
    default:
      throw new Error(`a bound tree holds no ${node.kind}`);
  }
}
