import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openPlace, type Place } from "./interpreter.ts";

const PENGUINS = resolve("samples/penguins.csv");

let place: Place;
beforeEach(async () => (place = await openPlace()));
afterEach(() => place.remove());

async function told(): Promise<string> {
  const { code, stdout, stderr } = await place.interpreter(["analyze", PENGUINS]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  return stderr;
}

it("says that the history is damaged, and ends", async () => {
  await mkdir(place.home);
  await writeFile(join(place.home, "interpreter.db"), "no database ".repeat(1000));
  expect(await told()).toBe(
    `interpreter: The history in ${place.home} cannot be opened: file is not a database. Nothing in it was changed. Check the disk and the rights to the folder; to begin with an empty history, move the folder to another place.\n`,
  );
});

it("says that the history is of a newer version", async () => {
  await mkdir(place.home);
  const database = new DatabaseSync(join(place.home, "interpreter.db"));
  database.exec("PRAGMA user_version = 1000");
  database.close();
  expect(await told()).toContain("it was written by a newer version of this extension");
});

it("says that the folder of the history cannot be made", async () => {
  await writeFile(place.home, "");
  expect(await told()).toContain(`The history in ${place.home} cannot be opened: `);
});
