import type { Origin } from '../../../bicep/value.ts';
import { parseHcl } from './hcl-parse.ts';
import type { Body, SyntaxProblem } from './hcl-syntax.ts';

/** A Terraform file as written. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly body: Body;
  readonly problems: readonly SyntaxProblem[];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    const { problems, ...body } = parseHcl(text);
    this.body = body;
    this.problems = problems;
  }

  origin(offset: number): Origin {
    return { file: this.path, line: this.text.slice(0, offset).split('\n').length };
  }
}
