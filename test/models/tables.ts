/** A text of `count` lines. */
export function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
}

/** A small table with a header: three cities, a number that is different in each row. */
export function cities(separator = ",", point = "."): string {
  const rows = lines(12, (index) => [`City ${index % 3}`, `${index * 2}${point}5`].join(separator));
  return `${["city", "price"].join(separator)}\n${rows}`;
}
