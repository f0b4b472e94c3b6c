import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mimeTypeOf } from "../src/domain/mimeTypes.ts";
import { COMMANDS, CONTEXT_KEYS, SCHEME, SETTINGS, VIEWS } from "../src/manifest.ts";

const manifestText = readFileSync("package.json", "utf8");
const menuSchema = z.array(z.object({ command: z.string(), when: z.string().optional() }));
const { main, bin, icon, activationEvents, contributes, capabilities } = z
  .object({
    main: z.string(),
    bin: z.record(z.string(), z.string()),
    icon: z.string(),
    activationEvents: z.array(z.string()),
    capabilities: z.object({
      untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }),
    }),
    contributes: z.object({
      commands: z.array(z.object({ command: z.string(), title: z.string() })),
      menus: z.record(z.string(), menuSchema),
      views: z.record(z.string(), z.array(z.object({ id: z.string() }))),
      configuration: z.array(z.object({ properties: z.record(z.string(), z.unknown()) })),
    }),
  })
  .parse(JSON.parse(manifestText));
const settings = contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
const menuItems = Object.values(contributes.menus).flat();

describe("package.json", () => {
  it("contributes exactly the commands, views and settings that the code knows", () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(COMMANDS).sort());
    expect(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(Object.values(VIEWS).sort());
    expect(settings.sort()).toEqual(Object.values(SETTINGS).sort());
  });

  it("uses only known commands and context keys in its menus", () => {
    const known = new Set<string>([
      ...Object.values(COMMANDS),
      ...Object.values(VIEWS),
      ...Object.values(CONTEXT_KEYS),
    ]);
    const text = menuItems.map(({ command, when = "" }) => `${command} ${when}`).join(" ");
    const named = text.match(/codeInterpreter\.\w+/g) ?? [];
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it("offers the analysis on every file type of the Code Interpreter, whatever its case", () => {
    const item = contributes.menus["explorer/context"]?.find(
      ({ command }) => command === COMMANDS.analyzeFile,
    );
    const pattern = /resourceExtname =~ \/(.+)\/i$/.exec(item?.when ?? "")?.[1];
    const types =
      "c cpp csv docx html java json md pdf php pptx py rb tex txt css jpeg jpg js gif png tar ts xlsx xml zip";
    for (const type of types.split(" ")) {
      expect(`.${type.toUpperCase()}`).toMatch(new RegExp(pattern ?? "", "i"));
      expect(mimeTypeOf(`a.${type}`)).not.toBe("application/octet-stream");
    }
  });

  it("wakes up for its virtual folder, and guards what an untrusted workspace must not set", () => {
    expect(activationEvents).toContain(`onFileSystem:${SCHEME}`);
    const guarded = capabilities.untrustedWorkspaces.restrictedConfigurations;
    const { connection, connections, endpoint, model, headers } = SETTINGS;
    expect(guarded).toEqual(expect.arrayContaining([connection, connections, endpoint, model, headers]));
  });

  it("has a text for every key, and a key for every text, in every language", () => {
    const keys = [...new Set(manifestText.match(/(?<=")%[\w.]+%(?=")/g))]
      .map((key) => key.slice(1, -1))
      .sort();
    for (const name of readdirSync(".").filter((file) => /^package\.nls.*\.json$/.test(file))) {
      const texts = z.record(z.string(), z.string().min(1)).parse(JSON.parse(readFileSync(name, "utf8")));
      expect(Object.keys(texts).sort(), name).toEqual(keys);
    }
  });

  it("names files that the build makes or the repository holds", () => {
    expect(main).toBe("./dist/extension/extension.js");
    expect(bin).toEqual({ interpreter: "./dist/cli.js" });
    expect(readFileSync(icon).subarray(1, 4).toString()).toBe("PNG");
  });
});
