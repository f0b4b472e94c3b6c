import type { FileRef } from "../../../domain/file.ts";
import { oneLine, pathOf, quoted } from "../playbook.ts";

/**
 * Python's `entries(path)` and `verdict(entry)`. Names, sizes and kinds in an archive are claims of whoever made it:
 * nothing is unpacked by what they say.
 */
const ENTRIES_OF = `import gzip
import os
import re
import stat
import tarfile
import zipfile

ONE, ALL, COUNT, LISTED = 20_000_000, 60_000_000, 20, 5000


def entries(path):
    """(form, [{name, size, packed, kind, encrypted, open}], whether the list was cut)"""
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        infos = archive.infolist()
        return "ZIP", [zip_entry(archive, info) for info in infos[:LISTED]], len(infos) > LISTED
    try:
        archive = tarfile.open(path)
    except tarfile.ReadError:
        with gzip.open(path) as file:
            file.read(1)
        name = re.sub(r"\\.gz$", "", os.path.basename(path), flags=re.I)
        return "gzip", [{"name": name, "size": None, "packed": os.path.getsize(path), "kind": "file", "encrypted": False,
                         "open": lambda: gzip.open(path)}], False
    found = []
    # A compressed one has to be unpacked to be listed: not without end
    while len(found) < LISTED and (info := archive.next()) is not None:
        found.append(tar_entry(archive, info))
        if info.offset_data + info.size > 400_000_000:
            return "tar", found, True
    return "tar", found, len(found) >= LISTED


def zip_entry(archive, info):
    name = info.filename
    if not info.flag_bits & 0x800:
        # Old archives name no encoding; Windows wrote its own
        for encoding in ("utf-8", "cp949"):
            try:
                name = name.encode("cp437").decode(encoding)
                break
            except (UnicodeEncodeError, UnicodeDecodeError):
                pass
    mode = info.external_attr >> 16
    kind = "folder" if info.is_dir() else "link" if stat.S_ISLNK(mode) else "file"
    return {"name": name, "size": info.file_size, "packed": info.compress_size, "kind": kind,
            "encrypted": bool(info.flag_bits & 1), "open": lambda: archive.open(info)}


def tar_entry(archive, info):
    kind = "folder" if info.isdir() else "file" if info.isreg() else "link"
    return {"name": info.name, "size": info.size, "packed": None, "kind": kind, "encrypted": False,
            "open": lambda: archive.extractfile(info)}


def verdict(entry):
    """Why an entry is not unpacked, or None."""
    name, size = entry["name"], entry["size"]
    if entry["kind"] == "folder":
        return "folder"
    if name.startswith(("/", "\\\\")) or re.match("[A-Za-z]:", name) or ".." in re.split(r"[/\\\\]", name):
        return "outside of its folder"
    if entry["kind"] == "link":
        return "link"
    if entry["encrypted"]:
        return "encrypted"
    if size and entry["packed"] is not None and size > 10_000_000 and size > 200 * max(1, entry["packed"]):
        return "suspiciously dense"
    if re.search(r"\\.(zip|tar|gz|tgz|bz2|xz|7z|rar|jar|whl)$", name, re.I):
        return "archive inside"
    if size == 0 or re.search(r"(^|/)(\\.|__MACOSX/)|[\\0-\\x1f\\x7f\\u2028\\u2029\\\\]", name) or len(name) > 200:
        return "of no use here"
    return "too large" if size is not None and size > ONE else None


# Tables first: they tell most
def rank(entry):
    return not re.search(r"\\.(csv|tsv|xlsx|json|jsonl)$", entry["name"], re.I)


def chosen(found):
    """The entries to unpack: few, and small together."""
    total, picked = 0, {}
    for entry in sorted((entry for entry in found if verdict(entry) is None), key=rank):
        total += entry["size"] or 0
        if entry["name"] not in picked and len(picked) < COUNT and total <= ALL:
            picked[entry["name"]] = entry
    return list(picked.values())
`;

export function listCode(file: FileRef): string {
  return `# List ${oneLine(file.name)} without unpacking it
import pandas as pd
${ENTRIES_OF}

form, found, cut = entries(${pathOf(file)})
files = [entry for entry in found if entry["kind"] != "folder"]
reasons = [verdict(entry) for entry in files]
print(f"form: {form}")
print(f"files: {len(files)}")
if cut:
    print("cut: yes")
if all(entry["size"] is not None for entry in files):
    size = sum(entry["size"] for entry in files)
    print(f"size: {size:,} bytes" if size < 10_000_000 else f"size: {size / 1_000_000:,.0f} MB")
picked = chosen(found)
print(f"to unpack: {len(picked)}")
for key, reason in {"outside of its folder": "outside of its folder", "links": "link", "encrypted": "encrypted",
                    "suspiciously dense": "suspiciously dense", "archives inside": "archive inside"}.items():
    print(f"{key}: {reasons.count(reason)}")
print(f"too large: {reasons.count('too large') + reasons.count(None) - len(picked)}")
pd.DataFrame({
    "name": [" ".join(entry["name"].split())[:120] for entry in files],
    "bytes": pd.array([entry["size"] for entry in files], dtype="Int64"),
    "packed": pd.array([entry["packed"] for entry in files], dtype="Int64"),
    "note": [reason or "" for reason in reasons],
})
`;
}

export function unpackCode(file: FileRef, folder: string): string {
  return `# Unpack what is safe of ${oneLine(file.name)}
${ENTRIES_OF}

def copy(entry, target, room):
    """Writes an entry, but no more than there is room for, whatever its header says. Gives its size."""
    written = 0
    with entry["open"]() as source, open(target, "wb") as file:
        while piece := source.read(1 << 16):
            written += len(piece)
            if written > room:
                break
            file.write(piece)
    if written > room:
        os.remove(target)
        raise ValueError(f"it is larger than {room} bytes")
    return written


folder = os.path.realpath(${quoted(`/mnt/data/${folder}`)})
total = 0
form, found, cut = entries(${pathOf(file)})
for number, entry in enumerate(chosen(found), 1):
    target = os.path.realpath(os.path.join(folder, entry["name"]))
    # A link from an earlier cell could lead elsewhere
    if not target.startswith(folder + os.sep) or not folder.startswith("/mnt/data/"):
        continue
    try:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        size = copy(entry, target, min(ONE, ALL - total))
    except Exception as error:
        print(f"not unpacked: {entry['name']}: {type(error).__name__}: {' '.join(str(error).split())}")
        continue
    total += size
    print(f"member {number}: {size} | {os.path.relpath(target, '/mnt/data')}")
`;
}
