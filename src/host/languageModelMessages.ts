import * as vscode from "vscode";
import type { Chat, ChatMessage, ChatPart } from "../domain/chat.ts";

type CallPart = Extract<ChatPart, { type: "call" }>;

/**
 * A chat in VS Code's form. There is no role for instructions: they begin the first message. Messages of one role that
 * follow each other become one, as some providers take only turns.
 */
export function messagesOf({ instructions, messages }: Chat): vscode.LanguageModelChatMessage[] {
  const merged: { role: ChatMessage["role"]; parts: ChatPart[] }[] = [
    { role: "user", parts: [{ type: "text", text: instructions }] },
  ];
  for (const { role, parts } of messages) {
    const last = merged.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else merged.push({ role, parts: [...parts] });
  }
  return merged
    .map(({ role, parts }) => ({ role, parts: joinTexts(parts) }))
    .filter(({ parts }) => parts.length > 0)
    .map(({ role, parts }) =>
      role === "user"
        ? vscode.LanguageModelChatMessage.User(parts.flatMap(userPart))
        : vscode.LanguageModelChatMessage.Assistant(parts.flatMap(assistantPart)),
    );
}

/** The words of a message, for counting. */
export function textOf({ content }: vscode.LanguageModelChatMessage): string {
  return content
    .map((part) => {
      if (part instanceof vscode.LanguageModelTextPart) return part.value;
      if (part instanceof vscode.LanguageModelToolCallPart) return JSON.stringify(part.input);
      return part instanceof vscode.LanguageModelToolResultPart ? JSON.stringify(part.content) : "";
    })
    .join("\n");
}

/** Texts next to each other become one, a blank line between them: providers would glue them together. */
function joinTexts(parts: readonly ChatPart[]): ChatPart[] {
  const joined: ChatPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === "text" && part.text === "") continue;
    if (part.type === "text" && last?.type === "text") {
      joined[joined.length - 1] = { type: "text", text: `${last.text}\n\n${part.text}` };
    } else {
      joined.push(part);
    }
  }
  return joined;
}

type UserPart =
  vscode.LanguageModelTextPart | vscode.LanguageModelDataPart | vscode.LanguageModelToolResultPart;

function userPart(part: ChatPart): UserPart[] {
  if (part.type === "text") return [new vscode.LanguageModelTextPart(part.text)];
  if (part.type === "picture") return [vscode.LanguageModelDataPart.image(part.bytes, part.mime)];
  if (part.type !== "result") return [];
  return [new vscode.LanguageModelToolResultPart(part.id, [new vscode.LanguageModelTextPart(part.text)])];
}

function assistantPart(part: ChatPart): (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[] {
  if (part.type === "text") return [new vscode.LanguageModelTextPart(part.text)];
  return part.type === "call"
    ? [new vscode.LanguageModelToolCallPart(part.id, part.name, inputOf(part))]
    : [];
}

// A client's function may have been called with something else than an object of JSON.
function inputOf({ arguments: json }: CallPart): object {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? value : { value };
  } catch {
    return { value: json };
  }
}
