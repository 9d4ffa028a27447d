import type { Rule } from '../rule.ts';

/** Comments that XML does not allow. */
export const commentDashes: Rule = {
  id: 'comment-dashes',
  title: "Comments hold no '--'",
  severity: 'note',
  help: "XML forbids '--' inside comments, so nested comments and lines of dashes fail in strict readers and in format 'xml'.",
  see: 'https://www.w3.org/TR/xml/#sec-comments',
  *check(_root, { comments, source }) {
    for (const { start, end } of comments) {
      const at = source.text.slice(start + 4, end - 3).search(/--|-$/);
      if (at >= 0) yield { offset: start + 4 + at, message: "A comment holds '--', which XML forbids." };
    }
  },
};
