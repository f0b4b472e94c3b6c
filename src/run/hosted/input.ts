import type { ResponseInput, ResponseInputItem } from "openai/resources/responses/responses";
import { cutResult, resultText } from "../../domain/resultText.ts";
import type { AnsweredCall, Turn } from "../model.ts";

const MAX_LISTED = 100;

/** The thread as input items. Code that ran earlier, wherever that was, is told in words with what it gave. */
export function itemsOf(turns: readonly Turn[]): ResponseInput {
  return turns.flatMap((turn): ResponseInputItem[] => {
    if (turn.role === "user") return [said("user", turn.text + namesOf(turn.files))];
    if (turn.role === "cell") return [said("user", `(Result of that code:)\n${resultText(turn.outputs)}`)];
    const fences = turn.cells.map(({ code }) => `\`\`\`python\n${code}\n\`\`\``);
    const words = [turn.text, ...fences].filter((part) => part !== "").join("\n\n");
    return [...(words === "" ? [] : [said("assistant", words)]), ...callsOf(turn.calls ?? [])];
  });
}

/** The functions that were called, by our ids, with what they gave. */
function callsOf(calls: readonly AnsweredCall[]): ResponseInputItem[] {
  return [
    ...calls.map(({ id, name, arguments: given }) => ({
      type: "function_call" as const,
      call_id: id,
      name,
      arguments: given,
    })),
    ...calls.map(({ id, output }) => resultOf(id, output)),
  ];
}

export function resultOf(callId: string, output: string): ResponseInputItem {
  return { type: "function_call_output", call_id: callId, output: cutResult(output) };
}

/** The items with a remark of the host's, which stands before the question that they end with. */
export function withRemark(items: ResponseInput, remark: string): ResponseInput {
  if (remark === "") return items;
  const told = said("user", `(${remark})`);
  const last = items.at(-1);
  return last !== undefined && "role" in last ? [...items.slice(0, -1), told, last] : [...items, told];
}

interface Mounted {
  readonly name: string;
  readonly path: string;
}

/** Where files are; `ids`: the API's own names of files that were given, which old assistants know them by. */
export function fileRemark(files: readonly Mounted[], ids: ReadonlyMap<string, string>): string {
  if (files.length === 0) return "";
  const lines = files.slice(0, MAX_LISTED).map(({ name, path }) => {
    const also = [name === path ? null : name, ids.get(name)].filter(
      (one) => one !== null && one !== undefined,
    );
    return `- /mnt/data/${path}${also.length === 0 ? "" : ` (also called ${also.join(", ")})`}`;
  });
  const left = files.length - lines.length;
  return ["Files:", ...lines, ...(left > 0 ? [`- and ${left} more`] : [])].join("\n");
}

function namesOf(files: readonly { name: string }[]): string {
  return files.length === 0 ? "" : `\n\n(Files: ${files.map(({ name }) => name).join(", ")})`;
}

function said(role: "user" | "assistant", content: string): ResponseInputItem {
  return { role, content };
}
