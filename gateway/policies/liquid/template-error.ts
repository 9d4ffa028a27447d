/** A Liquid template that can't be parsed, or that does more than a template may. */
export class LiquidError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LiquidError';
  }
}
