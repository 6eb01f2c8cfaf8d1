// Tables of measured figures, as Markdown on the standard output.
import { loadavg } from "node:os";

// What else the machine was doing: figures of a busy one are too high.
export const load = () => `load of the last minute ${loadavg()[0].toFixed(1)}`;

export const median = (numbers) => rank(numbers, 0.5);

// The smallest number that this part of all numbers does not exceed.
export const rank = (numbers, part) =>
  numbers.toSorted((left, right) => left - right)[Math.max(0, Math.ceil(numbers.length * part) - 1)];

export function table(title, head, rows) {
  console.log(`\n${title}\n`);
  console.log(`| ${head.join(" | ")} |\n|${head.map(() => "---").join("|")}|`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
  console.log();
}
