/* What the tests use of node:assert/strict, for browsers. Compares plain data. */

const fail = (message) => { throw new Error(message); };
const equal = (actual, expected, message = "") => (
  Object.is(actual, expected) ? undefined : fail(`${message} ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`));

export default {
  equal,
  ok: (value, message = "not true") => (value ? undefined : fail(message)),
  deepEqual: (actual, expected, message) => equal(JSON.stringify(actual), JSON.stringify(expected), message),
  rejects: (promise) => promise.then(() => fail("was not rejected"), () => undefined),
};
