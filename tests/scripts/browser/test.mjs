/* What the tests use of node:test, for browsers. */

const tests = [];

/** @param {string} name @param {() => unknown} act */
export default function test(name, act) {
  tests.push([name, act]);
}

/** Resolves to a message for each test: "" where it passed. @returns {Promise<[string, string][]>} */
export async function run() {
  const found = [];
  for (const [name, act] of tests) {
    try {
      await act();
      found.push([name, ""]);
    } catch (error) {
      found.push([name, String(error.stack || error)]);
    }
  }
  return found;
}
