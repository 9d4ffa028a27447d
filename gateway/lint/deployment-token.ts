/** `{{name}}`, and the tokens that deployments replace in plain files: `{count}`, `${count}`, `#{count}#`. */
const token = /\{\{[A-Za-z0-9._-]+\}\}|^\s*[$#]?\{[^{}]*\}#?\s*$/;

/** Whether a literal is there to be replaced when the policy is deployed, so that nothing can be said of it before. */
export function isDeploymentToken(text: string): boolean {
  return token.test(text);
}
