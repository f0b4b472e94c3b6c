// Gives VS Code models that behave in every way that models do. What they say is fixed: no network takes part.
const vscode = require("vscode");

const text = (value) => new vscode.LanguageModelTextPart(value);
const isText = (part) => part instanceof vscode.LanguageModelTextPart;
const isResult = (part) => part instanceof vscode.LanguageModelToolResultPart;
const isPicture = (part) => part instanceof vscode.LanguageModelDataPart;
const partsOf = (messages) => messages.flatMap(({ content }) => [...content]);
const words = (parts) => parts.filter(isText).map(({ value }) => value);

const CODE = "print(6 * 7)";
const FENCE = `I compute it.\n\n\`\`\`python\n${CODE}\n\`\`\`\n`;

/** The last result that the code gave, with tools or without them. */
function resultIn(messages) {
  const parts = partsOf(messages.slice(-1));
  const result = parts.findLast(isResult);
  if (result !== undefined) return words(result.content).join("").trim();
  return /Result:\n([^]*)$/.exec(words(parts).join("\n"))?.[1]?.trim();
}

/** Writes code until it has a result, then says it. */
function compute({ messages, say, call }, withTools) {
  const result = resultIn(messages);
  if (result !== undefined) say(`The result is ${result}.`);
  else if (withTools) call("run_python", { code: CODE });
  else for (const letter of FENCE) say(letter);
}

const untilCancelled = (token) => new Promise((resolve) => token.onCancellationRequested(resolve));

const breaks = [];

const MODELS = {
  talker: ({ say }) => ["Hello", " from", " Acme."].forEach(say),
  coder: (turn) => {
    if (resultIn(turn.messages) === undefined) turn.say("I compute it.");
    compute(turn, true);
  },
  /** Writes fences even where tools are offered. */
  ignorant: (turn) => compute(turn, false),
  toolless: (turn) => {
    if (turn.tools.length > 0) throw new Error("Tools are not supported by this model.");
    compute(turn, false);
  },
  vague: (turn) => {
    if (turn.tools.length > 0) throw "400";
    compute(turn, false);
  },
  seer: ({ messages, say }) => {
    const pictures = partsOf(messages).filter(isPicture);
    say(
      `I see ${pictures.map(({ mimeType, data }) => `${mimeType} ${data.length}`).join(", ") || "nothing"}.`,
    );
  },
  blind: ({ messages, say }) => {
    if (partsOf(messages).some(isPicture)) throw new Error("This model takes no images.");
    say("I see nothing.");
  },
  /** Says what it was sent. */
  mirror: ({ messages, tools, toolMode, say }) => {
    const told = messages.map(({ role, content }) => ({
      role: role === vscode.LanguageModelChatMessageRole.User ? "user" : "assistant",
      parts: content.map((part) =>
        isText(part)
          ? part.value
          : isResult(part)
            ? { result: part.callId, text: words(part.content).join("") }
            : isPicture(part)
              ? { picture: part.mimeType }
              : { call: part.callId, name: part.name, input: part.input },
      ),
    }));
    say(JSON.stringify({ messages: told, tools: tools.map(({ name }) => name), toolMode }));
  },
  quota: () => {
    throw vscode.LanguageModelError.Blocked("You have used up what your plan has for this month.");
  },
  forbidden: () => {
    throw vscode.LanguageModelError.NoPermissions("Not for you.");
  },
  gone: () => {
    throw vscode.LanguageModelError.NotFound("There is no such model.");
  },
  failing: () => {
    throw new Error("The backend\nburst.");
  },
  text: () => {
    throw "just a text";
  },
  object: () => {
    throw { message: "an object", status: 500 };
  },
  nothing: () => {
    throw null;
  },
  /** Breaks off when the command says so: VS Code forgets what was said in the same moment. */
  breaking: async ({ say }) => {
    say("Half an");
    await new Promise((resolve) => breaks.push(resolve));
    throw new Error("The line broke");
  },
  cancelling: () => {
    throw new vscode.CancellationError();
  },
  slow: async ({ say, token }) => {
    say("One moment");
    await untilCancelled(token);
  },
  /** Goes on as if nobody had stopped it. */
  deaf: async ({ say }) => {
    say("One moment");
    await new Promise(() => {});
  },
  uncounted: ({ say }) => say("Hello."),
};

async function respond({ id }, messages, { tools = [], toolMode }, progress, token) {
  let calls = 0;
  await MODELS[id]({
    messages,
    tools,
    toolMode,
    token,
    say: (value) => progress.report(text(value)),
    call: (name, input) =>
      progress.report(new vscode.LanguageModelToolCallPart(`call-${++calls}`, name, input)),
  });
}

const information = (id) => ({
  id,
  name: `Acme ${id}`,
  family: "acme-family",
  version: "1",
  maxInputTokens: 8000,
  maxOutputTokens: 1000,
  capabilities: {},
});

exports.activate = ({ subscriptions }) => {
  subscriptions.push(
    vscode.commands.registerCommand("acme.break", () => breaks.forEach((resolve) => resolve())),
    vscode.lm.registerLanguageModelChatProvider("acme", {
      provideLanguageModelChatInformation: () => Object.keys(MODELS).map(information),
      provideLanguageModelChatResponse: respond,
      provideTokenCount: ({ id }, counted) => {
        if (id === "uncounted") throw new Error("I cannot count.");
        return Promise.resolve(typeof counted === "string" ? counted.split(/\s+/).length : 1);
      },
    }),
  );
};
