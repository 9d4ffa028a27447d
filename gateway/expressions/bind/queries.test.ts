import { describe, expect, test } from 'vitest';
import { errors, evaluate } from '../testing/evaluate.ts';

// Expected sides observed with .NET 10, C# 7.3.
describe('query expressions', () => {
  test.each<[string, unknown]>([
    ['(from x in new[]{1,2,3} where x > 1 orderby x descending select x).First()', 3],
    ['(from x in new[]{1,2} from y in new[]{10,20} select x + y).Sum()', 66],
    ['(from x in new[]{1,2} let y = x * 10 where y > 10 select x + y).Single()', 22],
    ['(from x in new[]{1,2,3} group x by x % 2 into g select g.Key).Count()', 2],
    ['(from x in new[]{1,2} join y in new[]{2,3} on x equals y select x * y).Single()', 4],
    ['(from x in new[]{1,2} join y in new[]{2,2} on x equals y into g select g.Count()).Sum()', 2],
    [
      '(from x in new[]{1,2} from y in new[]{3,4} let z = x * y where z > 3 orderby z, x descending select new { x, y, z }).First().z',
      4,
    ],
    ['(from string s in new object[]{"a","b"} select s + "!").Last()', 'b!'],
    ['(from x in new[]{"b","a"} orderby x select x).ToArray()[0]', 'a'],
  ])('clauses: %s', (text, expected) => {
    expect(evaluate(text)).toEqual(expected);
  });

  test.each<[string, string[]]>([
    [
      'from x in 5 select x',
      ["CS1936 11: Could not find an implementation of the query pattern for source type 'int'.  'Select' not found."],
    ],
    ['from x in new[]{1} select y', ["CS0103 27: The name 'y' does not exist in the current context"]],
    ['from x in new[]{1} where x select x', ["CS0029 26: Cannot implicitly convert type 'int' to 'bool'"]],
  ])('clauses: errors: %s', (text, expected) => {
    expect(errors(text)).toEqual(expected);
  });
});
