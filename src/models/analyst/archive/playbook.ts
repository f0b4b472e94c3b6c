import type { FileRef } from "../../../domain/file.ts";
import { notWhatItSays } from "../bytes/identify.ts";
import { madeFiles } from "../made.ts";
import type { Playbook, Steps } from "../playbook.ts";
import { type Facts, factsOf, failureOf } from "../results.ts";
import { count, literal, stemOf } from "../words.ts";
import { listCode, unpackCode } from "./code.ts";

/** What to do about the files of an archive. */
export type ForMembers = (files: readonly FileRef[]) => Playbook;

/** An archive: listed without unpacking it, then the members that are safe and small enough are unpacked and looked at. */
export function* archivePlaybook(file: FileRef, forMembers: ForMembers): Playbook {
  const name = literal(file.name);
  const listed = yield { say: `I'll list ${name} first, without unpacking it.`, code: listCode(file) };
  const failure = failureOf(listed);
  if (failure !== null) return yield* notWhatItSays(file, "ZIP or tar archive", failure);
  const facts = factsOf(listed);
  const about = describe(name, facts);
  if (facts.get("to unpack") === "0") return `${about}\n\nThere is nothing in it that I would unpack.`;
  const members = yield* unpack(file);
  if (typeof members === "string") return `${about}\n\n${members}`;
  const names = members.map((member) => literal(member.name));
  const shown = names.slice(0, 8).join(", ") + (names.length > 8 ? " …" : "");
  return `${about}\n\nUnpacked: ${shown}.\n\n${yield* forMembers(members)}`;
}

function* unpack(file: FileRef): Steps<FileRef[] | string> {
  const folder = `${stemOf(file).replace(/\.tar$/i, "")}-files`;
  const result = yield { say: "Now the members that are safe to unpack.", code: unpackCode(file, folder) };
  const failure = failureOf(result);
  const members = madeFiles(factsOf(result));
  if (failure !== null && members.length === 0) return `It could not be unpacked: \`${failure}\``;
  return members.length > 0 ? members : "Nothing of it could be unpacked.";
}

/** What was not unpacked, by what the listing calls it. */
const LEFT = {
  "outside of its folder":
    "left alone, as their names lead outside of the folder they would be unpacked into",
  links: "left alone, as links or devices",
  encrypted: "left alone, as they are encrypted",
  "suspiciously dense": "left alone, as they unpack to far more than they take, like bombs",
  "archives inside": "not opened, as they are archives themselves",
  "too large": "left out, as they are too large or too many",
};

function describe(name: string, facts: Facts): string {
  const points = Object.entries(LEFT).flatMap(([key, what]) => {
    const number = facts.get(key);
    return number === undefined || number === "0" ? [] : [`- ${what}: ${number}`];
  });
  const cut = facts.has("cut") ? " or more (I stopped listing there)" : "";
  const size = facts.get("size");
  const unpacked = size === undefined ? "" : `, ${size} unpacked`;
  const files = count(facts.get("files"), "file");
  const first = `**${name}** is a ${facts.get("form")} archive with ${files}${cut}${unpacked}.`;
  return points.length > 0 ? `${first}\n\n${points.join("\n")}` : first;
}
