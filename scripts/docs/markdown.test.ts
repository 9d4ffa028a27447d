import { describe, expect, it } from 'vitest';
import { cell, code, prose, table, toHeading } from './markdown.ts';

describe('a table', () => {
  it('keeps what would break it as text', () => {
    expect(table(['a', 'b'], [[cell('x | <y>\n  z'), code("'a' | 'b'")]])).toBe(
      "| a | b |\n| --- | --- |\n| x \\| \\<y\\> z | `'a' \\| 'b'` |",
    );
  });
});

describe('a code span', () => {
  it('fences backticks with more of them', () => {
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`a`')).toBe('`` `a` ``');
    expect(code('')).toBe('');
  });
});

it('escapes text, and leaves its code spans alone', () => {
  expect(prose('add <base/> & `<base/>`')).toBe('add \\<base/\\> &amp; `<base/>`');
});

it('names headings as GitHub does', () => {
  expect(toHeading('mcp.full-flow')).toBe('[mcp.full-flow](#mcpfull-flow)');
});
