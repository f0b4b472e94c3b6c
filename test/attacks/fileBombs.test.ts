import { explode } from "./bomb.ts";

const TOO_LARGE = /File too large/;
const TOO_LONG = /OSError.*File name too long|Filename too long/;

explode("Bombs of files", [
  {
    name: "a file that grows",
    code: "with open('big', 'wb') as f:\n    while True: f.write(b'x' * 1_000_000)",
    becomes: TOO_LARGE,
  },
  {
    name: "a file that is appended to",
    code: "while True:\n    with open('big', 'ab') as f: f.write(b'x' * 1_000_000)",
    becomes: TOO_LARGE,
  },
  {
    name: "a file of 1 TB without a byte in it",
    code: "with open('sparse', 'wb') as f: f.truncate(1 << 40)",
    becomes: TOO_LARGE,
  },
  {
    name: "a file of 1 TB with one byte in it",
    code: "with open('sparse', 'wb') as f:\n    f.seek(1 << 40)\n    f.write(b'x')",
    becomes: TOO_LARGE,
  },
  {
    name: "a file that a stream of the cell's own making makes grow",
    code: `
import pyodide_js
from pyodide.ffi import to_js
FS = pyodide_js.FS
stream = FS.open(os.getcwd() + "/big", "w")
for size in (1 << 40, float("nan"), "1e12", None):
    try: stream.stream_ops.write(stream, to_js(b"x"), 0, 1, size)
    except BaseException: pass
    try: stream.node.node_ops.setattr(stream.node, to_js({"size": size}, dict_converter=pyodide_js._module.constructor.fromEntries))
    except BaseException: pass
assert os.path.getsize("big") < 10, os.path.getsize("big")
print("small")`,
    becomes: /small/,
  },
  {
    name: "files that are large together",
    code: "n = 0\nwhile True:\n    n += 1\n    with open(f'{n}.bin', 'wb') as f: f.write(bytes(19_000_000))",
    becomes: /more than 80 MB or 20000 files in all/,
  },
  {
    name: "very many files",
    code: "n = 0\nwhile True:\n    n += 1\n    open(f'{n}.txt', 'w').close()",
    becomes: /No space left|20000 files in all/,
    timeoutMs: 60_000,
  },
  {
    name: "very many folders",
    code: "n = 0\nwhile True:\n    n += 1\n    os.mkdir(f'{n}')",
    becomes: /No space left/,
    timeoutMs: 60_000,
  },
  {
    name: "folders in folders",
    code: "while True:\n    os.mkdir('d' * 100)\n    os.chdir('d' * 100)",
    becomes: TOO_LONG,
  },
  {
    name: "folders that are moved into folders",
    code: `
top, deep = os.getcwd(), "/".join(["d" * 100] * 6)
for n in range(9):
    os.makedirs(f"{top}/{n}/{deep}")
    if n > 0: os.rename(f"{top}/{n - 1}", f"{top}/{n}/{deep}/below")`,
    becomes: TOO_LONG,
  },
  {
    name: "folders whose names grow",
    code: `
folder = os.getcwd()
os.makedirs("/".join(["d"] * 60))
for n in range(60):
    os.rename(f"{folder}/d", f"{folder}/" + "e" * 200)
    folder += "/" + "e" * 200`,
    becomes: TOO_LONG,
  },
  {
    name: "more open files than the system has",
    code: "def f():\n    files = []\n    while True: files.append(open(f'{len(files)}', 'w'))\nf()",
    becomes: /OSError|MemoryError|cannot be shown|ended unexpectedly/,
  },
]);
