/** What validate-jwt and validate-azure-ad-token do besides their checks: lists in, outcome out. */
import { NetJwt } from '../../dotnet/context/jwt.ts';
import type { Execute, Run } from '../policy.ts';
import type { Value } from '../schema.ts';
import { JwtFailure } from './jwt-failure.ts';
import { type FailureAttributes, refuse } from './refuse.ts';

interface ValidationAttributes extends FailureAttributes {
  readonly 'output-token-variable-name': Value<string> | undefined;
}

/** The trimmed texts of elements such as `audience`, evaluated in order. */
export async function textsOf(run: Run, entries: readonly { readonly text: Value<string> }[]): Promise<string[]> {
  const values: string[] = [];
  for (const entry of entries) values.push((await entry.text.get(run)).trim());
  return values;
}

/**
 * Runs `validate`; the token that passes goes to the variable of `output-token-variable-name`, a JwtFailure ends the
 * section with the answer that the policy has for it.
 * @param validate gives the signed token
 */
export function validation(attributes: ValidationAttributes, validate: (run: Run) => Promise<string>): Execute {
  return async (run) => {
    let token: string;
    try {
      token = await validate(run);
    } catch (error) {
      if (!(error instanceof JwtFailure)) throw error;
      return refuse(run, attributes, error);
    }
    const variable = await attributes['output-token-variable-name']?.get(run);
    if (variable !== undefined) run.setVariable(variable, NetJwt.parse(token));
    return undefined;
  };
}
