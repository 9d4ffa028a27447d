/** Bounds of the policy reader, so that no input can make it slow or exhaust memory. */
export interface DocumentLimits {
  /** Characters of a document, before and after named values are replaced. API Management itself stops at 512 KiB. */
  readonly characters: number;
  /** Nesting of elements. Real policies stay below 20. */
  readonly depth: number;
  /** Nesting of brackets and interpolation holes inside one expression. */
  readonly expressionDepth: number;
  /** Problems reported per document; reading goes on after it but says no more. */
  readonly problems: number;
}

/** Bounds that the service itself has, or that no real document comes near. */
export const documentLimits: DocumentLimits = {
  characters: 2 * 1024 * 1024,
  depth: 256,
  expressionDepth: 256,
  problems: 50,
};
