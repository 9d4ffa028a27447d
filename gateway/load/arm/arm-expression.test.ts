import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ArmSyntaxError, parseArmExpression } from './arm-expression.ts';

it('throws one error for what is no expression, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."a1(),.[]' ".split('')) }), (text) => {
      try {
        parseArmExpression(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ArmSyntaxError);
      }
    }),
  );
});
