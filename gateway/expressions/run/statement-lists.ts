import type { BoundStatement } from '../bind/bound.ts';
import type { Label } from '../bind/variables.ts';
import type { Compiler } from './compiler.ts';
import { type Execute, JUMP, NORMAL } from './frame.ts';

/** Compiles statements that follow each other; a jump to one of their labels continues there. */
export function compileList(compiler: Compiler, nodes: readonly BoundStatement[]): Execute {
  const statements: Execute[] = [];
  const labels = new Map<Label, number>();
  for (const node of nodes) {
    if (node.kind === 'label') labels.set(node.label, statements.length);
    else if (node.kind !== 'empty' && node.kind !== 'localFunction') statements.push(compiler.statement(node));
  }
  if (labels.size > 0) return withLabels(statements, labels);
  const [only] = statements;
  if (only && statements.length === 1) return only;
  return (f) => {
    for (let i = 0; i < statements.length; i++) {
      const completion = (statements[i] as Execute)(f);
      if (completion !== NORMAL) return completion;
    }
    return NORMAL;
  };
}

function withLabels(statements: readonly Execute[], labels: ReadonlyMap<Label, number>): Execute {
  return (f) => {
    for (let i = 0; i < statements.length; i++) {
      const completion = (statements[i] as Execute)(f);
      if (completion === NORMAL) continue;
      const target = completion === JUMP && f.label ? labels.get(f.label) : undefined;
      if (target === undefined) return completion;
      f.exec.step();
      i = target - 1;
    }
    return NORMAL;
  };
}
