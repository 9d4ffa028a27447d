import { parseBicep } from './parse.ts';
import type { BicepFile } from './syntax.ts';
import type { Origin } from './value.ts';

/** A file as written, whatever its parameters. */
export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly syntax: BicepFile;
  private readonly lineStarts: number[] = [0];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    this.syntax = parseBicep(text);
    for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
      this.lineStarts.push(index + 1);
  }

  origin(offset: number): Origin {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.path, line: low + 1 };
  }
}
