/** What was asked needs a signed-in user, and there is none. */
export class UserRequired extends Error {
  /** Whether nobody called at all, or an application in its own name. */
  readonly caller: 'anonymous' | 'application';

  constructor(caller: UserRequired['caller']) {
    super(
      caller === 'anonymous' ? 'A signed-in user is required' : 'This needs a user, and the caller is an application',
    );
    this.name = 'UserRequired';
    this.caller = caller;
  }
}
