import type { Attack } from "./attack.ts";

// A node of the file system that the cell made itself, with a name that is no text.
const FORGE = `
import pyodide_js
from pyodide.ffi import to_js, create_proxy
Object = pyodide_js._module.constructor
def forge(**fields): return to_js(fields, dict_converter=Object.fromEntries)
FS = pyodide_js.FS
root = FS.lookupPath("/mnt/data").node
def up(count):
    node = root
    for _ in range(count): node = forge(name=[".."], parent=node, mode=0o40755)
    return node
target = up(24)
`;
// Ours has the hole only if names are believed, and then two more layers stand behind it.
const BELIEVING = {
  bubblewrap: true,
  flags: true,
  edits: [["dataFs.ts", 'if (typeof name !== "string") return fail("EINVAL");', ""]],
} as const;

/** Ways to the disk. */
export const fileSystems: Attack[] = [
  {
    name: "mount the disk and read",
    harm: "file read",
    control: "plain",
    code: "import pyodide_js\npyodide_js.mountNodeFS('/host1', OUTSIDE)\nprint(open('/host1/secret.txt').read())",
  },
  {
    name: "mount the disk and write",
    harm: "file written",
    control: "plain",
    code: "import pyodide_js\npyodide_js.mountNodeFS('/host2', OUTSIDE)\nopen('/host2/made', 'w').write('x')",
  },
  {
    name: "mount the disk by Emscripten's own means",
    harm: "file read",
    control: "plain",
    code: `
import pyodide_js
from pyodide.ffi import to_js
FS = pyodide_js.FS
FS.mkdir("/host3")
FS.mount(FS.filesystems.NODEFS, to_js({"root": OUTSIDE}, dict_converter=pyodide_js._module.constructor.fromEntries), "/host3")
print(open("/host3/secret.txt").read())`,
  },
  {
    name: "mount the disk after it has said that this is Node",
    harm: "file read",
    control: "plain",
    code: `
import pyodide_js
pyodide_js._api.runtimeEnv.IN_NODE = True
pyodide_js.mountNodeFS("/host4", OUTSIDE)
print(open("/host4/secret.txt").read())`,
  },
  {
    name: "read a file by the loader of packages",
    harm: "file read",
    control: "plain",
    code: "import pyodide_js\nprint(bytes(await pyodide_js._api.loadBinaryFile(SECRET_FILE)))",
  },
  {
    name: "read a file by Emscripten's loader",
    harm: "file read",
    control: "plain",
    code: "import pyodide_js\nprint(bytes(await pyodide_js._module.asyncLoad(SECRET_FILE)))",
  },
  {
    name: "read a file by a node with a forged name",
    harm: "file read",
    control: BELIEVING,
    code: `${FORGE}
ops = root.node_ops
for part in SECRET_FILE.strip("/").split("/"): target = ops.lookup(target, part)
shared = forge()
stream = forge(node=target, flags=0, position=0, shared=shared)
target.stream_ops.open(stream)
buffer = pyodide_js._module.HEAPU8.slice(0, 100)
count = target.stream_ops.read(stream, buffer, 0, 100, 0)
print(bytes(buffer)[:count])`,
  },
  {
    name: "make a file by a node with a forged name",
    harm: "file written",
    control: BELIEVING,
    code: `${FORGE}
ops = root.node_ops
for part in OUTSIDE.strip("/").split("/"): target = ops.lookup(target, part)
ops.mknod(target, "made", 0o100644)`,
  },
  {
    name: "move its file out of its folder",
    harm: "file written",
    control: BELIEVING,
    code: `${FORGE}
ops = root.node_ops
open("/mnt/data/mine.txt", "w").write("x")
mine = FS.lookupPath("/mnt/data/mine.txt").node
for part in OUTSIDE.strip("/").split("/"): target = ops.lookup(target, part)
ops.rename(mine, target, "made")`,
  },
];
