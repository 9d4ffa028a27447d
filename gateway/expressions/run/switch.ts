import type { BoundStatement, BoundSwitchSection } from '../bind/bound.ts';
import type { Compiler } from './compiler.ts';
import { BREAK, type Evaluate, type Execute, type Frame, GOTO, NORMAL } from './frame.ts';
import { compilePattern, type Match } from './patterns.ts';
import { compileList } from './statement-lists.ts';

interface Label {
  readonly match: Match;
  readonly when: Evaluate | undefined;
}

interface Section {
  readonly labels: readonly Label[];
  readonly isDefault: boolean;
  readonly renew: ((frame: Frame) => void) | undefined;
  readonly body: Execute;
}

/** Compiles a switch: the first label that matches in the order of the text, else the default section. */
export function compileSwitch(compiler: Compiler, node: BoundStatement & { kind: 'switch' }): Execute {
  const value = compiler.expression(node.value);
  const sections = node.sections.map((section) => compileSection(compiler, section));
  const fallback = sections.findIndex((section) => section.isDefault);
  return (f) => {
    let index = select(sections, value(f), f);
    if (index < 0) index = fallback;
    while (index >= 0) {
      const completion = (sections[index] as Section).body(f);
      if (completion === GOTO) {
        f.exec.step();
        index = f.section;
      } else return completion === BREAK ? NORMAL : completion;
    }
    return NORMAL;
  };
}

function compileSection(compiler: Compiler, section: BoundSwitchSection): Section {
  const labels: Label[] = [];
  for (const label of section.labels) {
    if (label.kind !== 'case') continue;
    labels.push({
      match: compilePattern(compiler, label.pattern),
      when: label.when && compiler.expression(label.when),
    });
  }
  return {
    labels,
    isDefault: section.labels.some((label) => label.kind === 'default'),
    renew: compiler.renew(section.variables),
    body: compileList(compiler, section.body),
  };
}

function select(sections: readonly Section[], value: unknown, f: Frame): number {
  for (const [i, section] of sections.entries()) {
    section.renew?.(f);
    for (const { match, when } of section.labels) {
      if (match(value, f) && (!when || when(f))) return i;
    }
  }
  return -1;
}
