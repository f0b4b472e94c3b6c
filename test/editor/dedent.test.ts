import { expect, it } from "vitest";
import { dedent } from "../../src/editor/dedent.ts";

it.each([
  ["takes off what all lines share", "    a\n      b\n\n    c", "a\n  b\n\nc"],
  ["leaves code at the margin as it is", "a\n  b", "a\n  b"],
  ["keeps tabs and spaces apart", "\ta\n    b", "\ta\n    b"],
  ["takes line ends of every kind", "  a\r\n  b\r  c", "a\nb\nc"],
  ["passes over blank lines, whatever is in them", "    a\n  \n    b", "a\n\nb"],
  ["keeps a text within that is less indented", "    x = '''\n  two\n    '''", "  x = '''\ntwo\n  '''"],
])("%s", (_what, code, expected) => {
  expect(dedent(code)).toBe(expected);
});
