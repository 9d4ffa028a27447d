/** What the command's exit codes mean. Scripts depend on them. */
export const exitCode = {
  pass: 0,
  /** Something that must hold does not. */
  findings: 1,
  /** Wrong flag, wrong file, taken port: the caller can mend it. */
  usage: 2,
  /** Nothing was there to judge. */
  nothing: 3,
  /** The target did not answer, or the harness broke: no verdict either way. */
  undecided: 4,
} as const;
/** One of the exit codes that the command documents. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
