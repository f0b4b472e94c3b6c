# Walks everything of JavaScript's that a cell can reach, and writes down what functions it found.
# Variables: LIMIT (objects), EXTRA (roots to begin with, as Python expressions).
import asyncio, collections, gc, json
import js, pyodide_js
from pyodide.ffi import JsDoubleProxy, JsException, JsProxy, create_proxy, to_js

Object = pyodide_js._module.constructor
names_of = Object.getOwnPropertyNames
symbols_of = Object.getOwnPropertySymbols
prototype_of = Object.getPrototypeOf
descriptor_of = Object.getOwnPropertyDescriptor
Function = prototype_of(Object)
# Taken once: the walk must not depend on what it finds.
source_of = Function.toString
LONG = 300

timer = asyncio.get_running_loop().create_future()
on_time = create_proxy(lambda this, *rest: timer.done() or timer.set_result(this), capture_this=True)
pyodide_js._api.scheduleCallback(on_time, 20)
immediate = asyncio.get_running_loop().create_future()
soon = create_proxy(lambda this, *rest: immediate.done() or immediate.set_result(this), capture_this=True)
pyodide_js._api.scheduleCallback(soon, 0)

def errors():
    for attempt in (lambda: pyodide_js.FS.readFile("/nowhere"), lambda: Object.defineProperty(1, "x", 1)):
        try: attempt()
        except JsException as error: yield error.js_error

queue = collections.deque([("js", js), ("pyodide_js", pyodide_js)])

def look(path, value):
    if isinstance(value, JsProxy): queue.append((path, value))

# What JavaScript hands to a callback without being asked.
look("timer", await timer)
look("immediate", await immediate)
queue.extend(("error", error) for error in errors())
queue.extend(("list", to_js(value)) for value in ([1], {"a": 1}, {1}, b"x"))
# The kernel's own as well: a cell finds them among all objects.
queue.extend((f"python {type(o).__name__}", o) for o in gc.get_objects() if isinstance(o, JsProxy))
queue.extend((f"referrer", o) for holder in gc.get_objects() if isinstance(holder, dict) for o in list(holder.values()) if isinstance(o, JsProxy))
for text in EXTRA: queue.appendleft((text, eval(text)))

seen, functions = set(), {}
while queue and len(seen) < LIMIT:
    path, thing = queue.popleft()
    # Python's own things on the other side.
    if isinstance(thing, JsDoubleProxy): continue
    identity = thing.js_id
    if identity in seen: continue
    seen.add(identity)
    kind = thing.typeof
    if kind == "function":
        try: source = source_of.call(thing)
        except BaseException: source = "?"
        try: name = str(thing.name)
        except BaseException: name = "?"
        functions.setdefault((name, source[:LONG]), path)
    try: look(path + ".__proto__", prototype_of(thing))
    except BaseException: pass
    # Bytes have millions of names, which are numbers.
    try: is_bytes = isinstance(thing.byteLength, int)
    except BaseException: is_bytes = False
    if is_bytes: continue
    try: keys = list(names_of(thing))
    except BaseException: continue
    # Of long arrays, the beginning.
    if len(keys) > 3000: keys = keys[:300]
    try: keys += list(symbols_of(thing))
    except BaseException: pass
    for key in keys:
        at = f"{path}.{key if isinstance(key, str) else 'symbol'}"[-200:]
        try: found = descriptor_of(thing, key)
        except BaseException: continue
        for part in ("get", "set", "value"):
            try: look(f"{at}({part})" if part != "value" else at, getattr(found, part))
            except BaseException: pass
        if isinstance(key, str):
            try: look(at, getattr(thing, key))
            except BaseException: pass

report = {"objects": len(seen), "finished": not queue,
          "functions": [[name, source, path] for (name, source), path in functions.items()]}
with open("/mnt/data/crawl.json", "w") as file: json.dump(report, file)
