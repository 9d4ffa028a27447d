import { expect, test } from 'vitest';
import { subscriptionText } from './up-text.ts';

test('the header of a subscription key is told with the file of its value, where an API asks for one', () => {
  const subscriptionKey = { header: 'Ocp-Apim-Subscription-Key', file: '.sallyport/subscription.key' };
  expect(subscriptionText({ subscriptionKey })).toMatch(
    /header Ocp-Apim-Subscription-Key .* in \.sallyport\/subscription\.key/,
  );
  expect(subscriptionText({})).toBe('');
});
