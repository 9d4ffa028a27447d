/** The characters of a Terraform file: white space, comments, names. */

/** Leaves the block or attribute that is being parsed. */
export class HclSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'HclSyntaxError';
    this.offset = offset;
  }
}

const blank = /(?:[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/y;
const name = /[A-Za-z_][A-Za-z0-9_-]*/y;
/** Nesting beyond it is refused: nobody writes it, and the stack is finite. */
const maximumDepth = 200;

/** Reads HCL text character by character, with errors that name the offset. */
export class HclReader {
  readonly text: string;
  /** End of what is parsed, exclusive. */
  protected readonly limit: number;
  offset = 0;
  private depth = 0;

  constructor(text: string, start = 0, limit = text.length) {
    this.text = text;
    this.limit = limit;
    this.offset = start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
  }

  fail(message: string, offset = this.offset): never {
    throw new HclSyntaxError(message, offset);
  }

  get atEnd(): boolean {
    return this.offset >= this.limit;
  }

  skip(lines = true): void {
    while (!this.atEnd) {
      blank.lastIndex = this.offset;
      if (blank.test(this.text)) this.offset = Math.min(blank.lastIndex, this.limit);
      else if (lines && this.text[this.offset] === '\n') this.offset++;
      else return;
    }
  }

  at(text: string): boolean {
    return this.text.startsWith(text, this.offset) && this.offset + text.length <= this.limit;
  }

  take(text: string): boolean {
    if (!this.at(text)) return false;
    this.offset += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.fail(`'${text}' expected`);
  }

  /** What `pattern` (sticky) matches here, moving behind it. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text);
    if (!found || pattern.lastIndex > this.limit) return undefined;
    this.offset = pattern.lastIndex;
    return found;
  }

  takeName(): string | undefined {
    return this.match(name)?.[0];
  }

  expectName(what: string): string {
    return this.takeName() ?? this.fail(`${what} expected`);
  }

  /** Counts one level more of nesting; `leave` takes it back. */
  protected enter(): void {
    if (++this.depth > maximumDepth) this.fail(`nested deeper than ${maximumDepth} levels`);
  }

  protected leave(): void {
    this.depth--;
  }
}
