import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from('<a>ä</a>'), '<a>ä</a>'],
    ['UTF-8 with a mark', Buffer.from('\ufeff<a>ä</a>'), '\ufeff<a>ä</a>'],
    ['UTF-16, little end first', Buffer.from('\ufeff<a>ä</a>', 'utf16le'), '\ufeff<a>ä</a>'],
    ['UTF-16, big end first', Buffer.from('\ufeff<a>ä</a>', 'utf16le').swap16(), '\ufeff<a>ä</a>'],
    ['nothing', Buffer.alloc(0), ''],
  ])('is read from %s', (_name, bytes, text) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it('is none in what is no text', () => {
    expect(decodeText(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 1]))).toBeUndefined();
  });
});
