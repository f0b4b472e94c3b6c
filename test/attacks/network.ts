import type { Attack } from "./attack.ts";

/** Ways to the network. */
export const network: Attack[] = [
  {
    name: "fetch by JavaScript",
    harm: "connection",
    control: "plain",
    code: "import js\nawait js.fetch(f'http://127.0.0.1:{PORT}')",
  },
  {
    name: "fetch by Pyodide",
    harm: "connection",
    control: "plain",
    code: "from pyodide.http import pyfetch\nawait pyfetch(f'http://127.0.0.1:{PORT}')",
  },
  {
    name: "connect by Python's socket",
    harm: "connection",
    control: "plain",
    code: `
import pyodide_js, socket
try: await pyodide_js.useNodeSockFS()
except BaseException as error: print(error)
socket.create_connection(("127.0.0.1", PORT), 5)`,
  },
  {
    name: "fetch by urllib",
    harm: "connection",
    control: "plain",
    code: `
import pyodide_js, urllib.request
try: await pyodide_js.useNodeSockFS()
except BaseException as error: print(error)
urllib.request.urlopen(f"http://127.0.0.1:{PORT}", timeout=5)`,
  },
  {
    name: "connect by the sockets that Pyodide makes of Node's",
    harm: "connection",
    control: { bubblewrap: true, glue: true },
    code: `
import pyodide_js, socket
await pyodide_js._api.initializeNodeSockFS()
socket.create_connection(("127.0.0.1", PORT), 5)`,
  },
  {
    name: "connect after it has said that this is Node",
    harm: "connection",
    control: { bubblewrap: true, glue: true },
    code: `
import pyodide_js, socket
pyodide_js._api.runtimeEnv.IN_NODE = True
await pyodide_js.useNodeSockFS()
socket.create_connection(("127.0.0.1", PORT), 5)`,
  },
  {
    name: "connect by Node's net",
    harm: "connection",
    control: "plain",
    code: `
import asyncio, js
from pyodide.ffi import create_once_callable
connected = asyncio.get_running_loop().create_future()
socket = js.process.getBuiltinModule("net").connect(PORT, "127.0.0.1")
socket.on("connect", create_once_callable(lambda: connected.set_result(None)))
await connected`,
  },
  {
    name: "open a web socket",
    harm: "connection",
    control: "plain",
    code: `
import asyncio, js
from pyodide.ffi import create_once_callable
ended = asyncio.get_running_loop().create_future()
socket = js.WebSocket.new(f"ws://127.0.0.1:{PORT}")
socket.onerror = create_once_callable(lambda event: ended.set_result(None))
await ended`,
  },
  {
    name: "look up a name",
    harm: "connection",
    control: "plain",
    code: `
import js
from pyodide.ffi import to_js
options = to_js({"timeout": 200, "tries": 1}, dict_converter=js.Object.fromEntries)
resolver = js.process.getBuiltinModule("dns").promises.Resolver.new(options)
resolver.setServers(to_js([NAME_SERVER]))
await resolver.resolve4("secret.example.test")`,
  },
];
