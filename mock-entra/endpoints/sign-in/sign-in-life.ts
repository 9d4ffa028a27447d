/** Milliseconds a person has for the pages of one sign-in. */
export const signInLife = 30 * 60_000;
