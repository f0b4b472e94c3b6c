// What the virtual folder offers to everybody in VS Code: names, times, changes, large files, threads that are gone.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { activeTab, ask, waitFor } from "./acts.ts";

const { fs } = vscode.workspace;
const root = vscode.Uri.from({ scheme: "interpreter", path: "/" });
const LARGE_BYTES = 200 * 1024 * 1024;
const [NFC, NFD] = ["café.txt".normalize("NFC"), "café.txt".normalize("NFD")];
const PLAIN = ["a b.txt", "100% #1.txt", "..a..b", ".hidden", "x".repeat(250), "in/deep/매출.txt"];
// Names that other systems cannot have, or take for one.
const ODD = process.platform === "linux" ? [...PLAIN, "why?.txt", NFC, NFD] : PLAIN;

/** Cases of the virtual folder; each makes a thread of its own. */
export const OUTPUT_CASES: Record<string, () => Promise<void>> = {
  "lists and reads odd names, and folders in folders": async () => {
    const thread = await threadWith(
      "last.txt",
      `import os, json
for name in json.loads(r'''${JSON.stringify(ODD)}'''):
    path = "/mnt/data/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write("in " + name)
open("/mnt/data/last.txt", "w").write("done")`,
    );
    assert.deepEqual((await namesBelow(thread)).sort(), [...ODD, "last.txt"].sort());
    for (const name of ODD) {
      const uri = vscode.Uri.joinPath(thread, name);
      const text = new TextDecoder().decode(await fs.readFile(uri));
      assert.equal(text, `in ${name}`);
      const stat = await fs.stat(uri);
      assert.equal(stat.size, new TextEncoder().encode(text).length);
      assert.ok(Math.abs(Date.now() - stat.mtime) < 600_000);
      assert.equal((await vscode.workspace.openTextDocument(uri)).getText(), text);
    }
    assert.equal((await fs.stat(vscode.Uri.joinPath(thread, "in/deep"))).type, vscode.FileType.Directory);
  },
  "tells of changes, with a time that counts up though size and clock may be the same": async () => {
    const thread = await threadWith("live.txt", `open("/mnt/data/live.txt", "w").write("one")`);
    const uri = vscode.Uri.joinPath(thread, "live.txt");
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const before = await fs.stat(uri);
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(thread, "*"));
    const told: string[] = [];
    watcher.onDidChange(({ path }) => told.push(`changed ${path}`));
    watcher.onDidCreate(({ path }) => told.push(`created ${path}`));
    await ask(`open("/mnt/data/live.txt", "w").write("two"); open("/mnt/data/new.txt", "w").write("new")`);
    await waitFor(async () => (document.getText() === "two" ? true : undefined));
    await waitFor(async () => (told.length >= 2 ? true : undefined));
    assert.deepEqual(told.sort(), [`changed ${uri.path}`, `created ${thread.path}/new.txt`]);
    const after = await fs.stat(uri);
    assert.equal(after.size, before.size);
    assert.ok(after.mtime > before.mtime);
    watcher.dispose();
  },
  "keeps what was given beside what code made of it, and changes neither": async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const given = vscode.Uri.joinPath(folder.uri, "given.txt");
    await fs.writeFile(given, new TextEncoder().encode("as it was"));
    await vscode.commands.executeCommand("codeInterpreter.newThread");
    await vscode.commands.executeCommand("codeInterpreter.analyzeFile", given);
    const thread = await waitFor(() => findThread("given.txt"));
    await ask(`open("/mnt/data/given.txt", "w").write("as it is")`);
    const current = vscode.Uri.joinPath(thread, "given.txt");
    const read = async (uri: vscode.Uri): Promise<string> => new TextDecoder().decode(await fs.readFile(uri));
    await waitFor(async () => ((await read(current)) === "as it is" ? true : undefined));
    const original = current.with({ path: `/.original${current.path}` });
    assert.equal(await read(original), "as it was");
    assert.equal(await read(given), "as it was");
    assert.equal((await namesIn(root)).includes(".original"), false);
    for (const uri of [current, original]) {
      await assert.rejects(async () => fs.writeFile(uri, new Uint8Array(1)));
      await assert.rejects(async () => fs.delete(uri));
      await assert.rejects(async () => fs.rename(uri, uri.with({ path: `${uri.path}2` })));
    }
    assert.equal(fs.isWritableFileSystem("interpreter"), false);
  },
  "opens CSV as text and a notebook as a notebook": async () => {
    const cells = [{ cell_type: "code", source: "1 + 1", metadata: {}, outputs: [], execution_count: null }];
    const notebook = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 });
    const thread = await threadWith(
      "b.ipynb",
      `open("/mnt/data/a.csv", "w").write("a,b\\n1,2\\n")\nopen("/mnt/data/b.ipynb", "w").write(r'''${notebook}''')`,
    );
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.joinPath(thread, "a.csv"));
    await activeTab((input) => input instanceof vscode.TabInputText && input.uri.path.endsWith("/a.csv"));
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.joinPath(thread, "b.ipynb"));
    await activeTab(
      (input) => input instanceof vscode.TabInputNotebook && input.uri.path.endsWith("/b.ipynb"),
    );
  },
  "gives a file of 200 MB whole, and leaves it to VS Code to refuse it in an editor": async () => {
    const thread = await threadWith(
      "large.txt",
      `block = b"x" * 1048575 + b"\\n"
with open("/mnt/data/large.txt", "wb") as file:
    for _ in range(200): file.write(block)`,
    );
    const uri = vscode.Uri.joinPath(thread, "large.txt");
    assert.equal((await fs.stat(uri)).size, LARGE_BYTES);
    const bytes = await fs.readFile(uri);
    assert.equal(bytes.length, LARGE_BYTES);
    assert.equal(bytes.at(-1), 10);
    await assert.rejects(async () => vscode.workspace.openTextDocument(uri));
    await vscode.commands.executeCommand("vscode.open", uri);
    assert.equal((await fs.stat(uri)).size, LARGE_BYTES);
  },
  "says that there is nothing where no thread or file is": async () => {
    for (const path of [
      "/thread_gone",
      "/thread_gone/a.txt",
      "/../x",
      "/a b/c",
      "/%2e%2e/files",
      "/.original/thread_x/y",
      "/x/y",
    ]) {
      const uri = root.with({ path });
      await assert.rejects(async () => fs.stat(uri), { code: "FileNotFound" }, path);
      await assert.rejects(async () => fs.readDirectory(uri), { code: "FileNotFound" }, path);
      await assert.rejects(async () => fs.readFile(uri), { code: "FileNotFound" }, path);
    }
    await assert.rejects(async () => fs.readFile(root), { code: "FileIsADirectory" });
  },
};

/** A new thread whose code makes `name`, once it is there. */
async function threadWith(name: string, code: string): Promise<vscode.Uri> {
  await vscode.commands.executeCommand("codeInterpreter.newThread");
  await ask(code);
  return waitFor(() => findThread(name));
}

async function findThread(name: string): Promise<vscode.Uri | undefined> {
  for (const thread of await namesIn(root)) {
    const uri = vscode.Uri.joinPath(root, thread);
    if ((await namesIn(uri)).includes(name)) return uri;
  }
  return undefined;
}

async function namesIn(uri: vscode.Uri): Promise<string[]> {
  return (await fs.readDirectory(uri)).map(([name]) => name);
}

async function namesBelow(uri: vscode.Uri, prefix = ""): Promise<string[]> {
  const names: string[] = [];
  for (const [name, type] of await fs.readDirectory(uri)) {
    if (type === vscode.FileType.File) names.push(`${prefix}${name}`);
    else names.push(...(await namesBelow(vscode.Uri.joinPath(uri, name), `${prefix}${name}/`)));
  }
  return names;
}
