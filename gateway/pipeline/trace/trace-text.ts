/** A trace as text for people. */
import type { RequestTrace, TraceStep } from './request-trace.ts';

const depth = (path: string): number => path.split('/').length - 1;

function details(step: TraceStep): string[] {
  const lines: string[] = [];
  if (step.branch !== undefined) lines.push(`branch ${step.branch}`);
  for (const [name, value] of Object.entries(step.variables ?? {})) lines.push(`${name} = ${value}`);
  lines.push(...(step.notes ?? []));
  for (const warning of step.warnings ?? []) lines.push(`! ${warning}`);
  if (step.assumptions) lines.push(`assumes ${step.assumptions.join(', ')}`);
  if (step.error) lines.push(`✗ ${step.error.reason}: ${step.error.message}`);
  return lines;
}

/**
 * One line per step, indented as the elements are nested, with what it did below it. Steps that made the answer are
 * marked with `*`.
 */
export function traceText(trace: RequestTrace): string {
  const where = [trace.product, trace.api, trace.operation].filter((part) => part !== undefined).join(' / ');
  const lines = [
    `${trace.method} ${trace.path} -> ${trace.status} in ${trace.ms.toFixed(1)} ms${where ? ` (${where})` : ''}`,
  ];
  let section = '';
  for (const step of trace.steps) {
    const heading = `${step.section} (${step.scope})`;
    if (heading !== section) lines.push(`  ${heading}`);
    section = heading;
    const indent = '  '.repeat(depth(step.path) + 2);
    const outcome = step.outcome === 'ok' ? '' : ` ${step.outcome}`;
    const mark = step.responseShaped ? '*' : ' ';
    lines.push(
      `${indent}${mark}${step.policy} ${step.ms.toFixed(1)} ms${outcome}  ${step.file}:${step.line}:${step.column}`,
    );
    for (const detail of details(step)) lines.push(`${indent}   ${detail}`);
  }
  for (const { source, message } of trace.messages)
    lines.push(`  trace${source === null ? '' : ` ${source}`}: ${message}`);
  if (trace.lastError)
    lines.push(`  LastError ${trace.lastError.source}: ${trace.lastError.reason ?? ''} ${trace.lastError.message}`);
  if (trace.assumptions) lines.push(`  assumes: ${trace.assumptions.join(', ')}`);
  if (trace.notEmulated) lines.push(`  not emulated: ${trace.notEmulated.join(', ')}`);
  return `${lines.join('\n')}\n`;
}
