/** Kinds of tokens. `keyword` and `punctuation` are told apart by their text. */
export type TokenKind =
  | 'identifier'
  | 'keyword'
  | 'number'
  | 'char'
  | 'string'
  | 'interpolated'
  | 'punctuation'
  | 'end';

/** Interpolated text as the lexer leaves it: literal stretches and the extents of holes. */
export type InterpolatedPart =
  | { readonly kind: 'text'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'hole'; readonly start: number; readonly end: number; readonly format: string | undefined };

/** A token, with its place in the text. */
export interface Token {
  readonly kind: TokenKind;
  /** Identifier (with its `@`), keyword or punctuation as written; empty for literals. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a line ends between the previous token and this one. */
  readonly afterNewline: boolean;
  /** Value of a literal. */
  readonly value?: unknown;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  `abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else
   enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock
   long namespace new null object operator out override params private protected public readonly ref return sbyte sealed
   short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort
   using virtual void volatile while`.split(/\s+/),
);

/** Whether C# reserves the word everywhere. Contextual words (`var`, `from`, `when`…) are identifiers. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}

/** Keywords that name a type. */
export const PREDEFINED_TYPES: ReadonlySet<string> = new Set(
  'bool byte char decimal double float int long object sbyte short string uint ulong ushort void'.split(' '),
);

/** The name that an identifier token stands for: `@class` names `class`. */
export function identifierName(token: Token): string {
  return token.text.startsWith('@') ? token.text.slice(1) : token.text;
}
