"""Runs cells and reports what they produce; the same for every runtime, standard library only.

`create(send)` gives an `execute(cell_id, code)`. Every report is one JSON text handed to `send`:
  {"type": "stream", "name": "stdout" | "stderr", "text": ...}
  {"type": "display", "data": {MIME type: text, base64 or JSON}, "alt": ...}
  {"type": "error", "name": ..., "message": ..., "traceback": ...}
  {"type": "done", "id": cell_id, "end": "ok" | "error" | "stopped"}
"""

import ast
import base64
import builtins
import inspect
import io
import json
import linecache
import math
import sys
import traceback
import types
from importlib.machinery import ModuleSpec

STREAM_LIMIT = 1 << 20  # characters of printed text a cell
PROMPT_LIMIT = 1 << 16  # up to here every write is sent at once, then in pieces
PIECE = 1 << 13
TABLE_ROWS = 200
TEXT_LIMIT = 1 << 18  # characters of one text representation
BACKEND = "interpreter_backend"
IMAGES = ("image/png", "image/jpeg")
TABLE = "application/vnd.dataresource+json"
LARGEST_JSON_INTEGER = 2**53


class Stream(io.TextIOBase):
    """stdout or stderr of the cells: sent as it is written, in order with everything else."""

    encoding = "utf-8"

    def __init__(self, reporter, name):
        self._reporter = reporter
        self.name = name

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._reporter.write(self.name, text)
        return len(text)

    def flush(self):
        self._reporter.flush()

    def close(self):
        """Stays open: a cell that closes it must not silence those after it."""
        self.flush()


class Reporter:
    """Sends reports in order; joins small writes once a cell prints much, and cuts what is too much."""

    def __init__(self, send):
        self._send = send
        self.begin()

    def begin(self):
        self._name = "stdout"
        self._pieces = []
        self._waiting = 0
        self._written = 0

    def write(self, name, text):
        room = STREAM_LIMIT - self._written
        if room <= 0:
            return
        if name != self._name:
            self.flush()
            self._name = name
        if len(text) >= room:
            text = text[:room] + "\n… cut: a cell may print 1 MB. Write larger results to a file in /mnt/data.\n"
        self._pieces.append(text)
        self._waiting += len(text)
        self._written += len(text)
        if self._written < PROMPT_LIMIT or self._waiting >= PIECE or self._written >= STREAM_LIMIT:
            self.flush()

    def flush(self):
        text = "".join(self._pieces)
        self._pieces = []
        self._waiting = 0
        if text:
            self._send(json.dumps({"type": "stream", "name": self._name, "text": text}))

    def report(self, kind, **fields):
        self.flush()
        self._send(json.dumps({"type": kind, **fields}))


def cell_value(value):
    """A value of a table as JSON can hold it; missing ones are null."""
    if hasattr(value, "item") and not isinstance(value, (str, bytes)):
        try:
            value = value.item()
        except (TypeError, ValueError):
            pass
    if value is None or isinstance(value, (bool, str)):
        return value[:2000] if isinstance(value, str) else value
    if isinstance(value, int):
        return value if abs(value) <= LARGEST_JSON_INTEGER else str(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value if math.isfinite(value) else str(value)
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)[:2000]


def label_of(name):
    if isinstance(name, tuple):
        return " / ".join(str(part) for part in name)
    return "" if name is None else str(name)


def table_of(frame):
    """A pandas frame or series as {fields, data (rows), rowCount}; the index only where it says something."""
    if type(frame).__name__ == "Series":
        frame = frame.to_frame()
    head = frame.head(TABLE_ROWS)
    fields, columns = [], []
    index = head.index
    if type(index).__name__ != "RangeIndex" or index.name is not None:
        for level in range(index.nlevels):
            values = index.get_level_values(level)
            fields.append({"name": label_of(index.names[level]), "dtype": str(values.dtype)})
            columns.append(values)
    for position in range(head.shape[1]):
        # By position: names may occur twice.
        column = head.iloc[:, position]
        fields.append({"name": label_of(head.columns[position]), "dtype": str(column.dtype)})
        columns.append(column)
    cells = [[cell_value(value) for value in column] for column in columns]
    return {"fields": fields, "data": [list(row) for row in zip(*cells)], "rowCount": len(frame)}


def figure_bundle(figure):
    picture = io.BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight")
    suptitle = getattr(figure, "_suptitle", None)
    titles = [suptitle.get_text()] if suptitle else [axes.get_title() for axes in figure.axes]
    alt = next((title for title in titles if title), "")
    return {"image/png": base64.b64encode(picture.getvalue()).decode()}, alt


def image_bundle(image):
    picture = io.BytesIO()
    image.save(picture, format="PNG")
    return {"image/png": base64.b64encode(picture.getvalue()).decode()}, ""


def is_kind(value, module, *names):
    """Whether the value's class or a base of it is one of `names` from `module`, without importing it."""
    return any(
        base.__name__ in names and base.__module__.split(".")[0] == module for base in type(value).__mro__
    )


REPRS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_jpeg_": "image/jpeg",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
}


RICH_JSON = ("application/vnd.plotly.v1+json", "application/vnd.vega.", "application/vnd.vegalite.")


def own_bundle(value):
    """What a value's own `_repr_mimebundle_` gives, of the types that can be shown; {} when it has none."""
    try:
        bundle = value._repr_mimebundle_(include=None, exclude=None)
    except Exception:
        return {}
    if isinstance(bundle, tuple):
        bundle = bundle[0]
    known = (*REPRS.values(), *RICH_JSON, "text/plain")
    return {mime: content for mime, content in dict(bundle or {}).items() if mime.startswith(known)}


def fits(mime, content):
    return content is not None and (mime in IMAGES or mime.startswith(RICH_JSON) or len(str(content)) <= TEXT_LIMIT)


def bundle_of(value):
    """({MIME type: content}, alternative text) of anything a cell shows."""
    if is_kind(value, "matplotlib", "Figure"):
        return figure_bundle(value)
    if is_kind(value, "PIL", "Image"):
        return image_bundle(value)
    data = {"text/plain": repr(value)[:TEXT_LIMIT]}
    if is_kind(value, "pandas", "DataFrame", "Series"):
        data[TABLE] = table_of(value)
        return data, ""
    if isinstance(value, type):
        return data, ""
    found = own_bundle(value)
    for method, mime in REPRS.items():
        if mime in found:
            continue
        try:
            found[mime] = getattr(value, method)()
        except Exception:
            continue
    for mime, content in found.items():
        if isinstance(content, bytes):
            content = base64.b64encode(content).decode()
        if fits(mime, content):
            data[mime] = content
    return data, ""


class BackendFinder:
    """Gives matplotlib a backend whose show() is ours, without importing matplotlib before a cell does."""

    def __init__(self, show):
        self._show = show

    def find_spec(self, name, path=None, target=None):
        return ModuleSpec(name, self) if name == BACKEND else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        module.FigureCanvas = FigureCanvasAgg
        module.show = self._show


class Kernel:
    """One namespace and its cells."""

    def __init__(self, send):
        self._reporter = Reporter(send)
        self._count = 0
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        self._namespace = main.__dict__
        # Ours are a copy: without this, cells would get that copy as well.
        self._namespace["__builtins__"] = builtins
        self._namespace["display"] = self.display
        self._stdout = Stream(self._reporter, "stdout")
        self._stderr = Stream(self._reporter, "stderr")
        builtins.input = self._no_input
        self._builtins = dict(vars(builtins))
        sys.meta_path.insert(0, BackendFinder(self._show_figures))

    def display(self, *values):
        for value in values:
            data, alt = bundle_of(value)
            self._reporter.report("display", data=data, alt=alt)

    @staticmethod
    def _no_input(prompt=""):
        raise RuntimeError("input() cannot be used here: nobody can answer while a cell runs. Put the value into the code.")

    def _show_figures(self, *args, **kwargs):
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return
        for number in pyplot.get_fignums():
            figure = pyplot.figure(number)
            if figure.axes or getattr(figure, "_suptitle", None):
                self.display(figure)
            pyplot.close(figure)

    def execute(self, cell_id, code):
        """Runs a cell; gives a coroutine to be awaited when it awaits at its top level, else None."""
        self._count += 1
        self._reporter.begin()
        # Each cell starts with whole streams, whatever the one before it did to them.
        sys.stdout, sys.stderr = self._stdout, self._stderr
        name = f"<cell {self._count}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        try:
            steps = self._compile(code, name)
        except BaseException as error:
            self._end(cell_id, error)
            return None
        if any(step.co_flags & inspect.CO_COROUTINE for step, _ in steps):
            return self._run_async(cell_id, steps)
        self._run(cell_id, steps)
        return None

    def _compile(self, code, name):
        """The cell as [(code object, is the last expression)]."""
        tree = ast.parse(code, name)
        last = None
        if tree.body and isinstance(tree.body[-1], ast.Expr) and not code.rstrip().endswith(";"):
            last = ast.Expression(tree.body.pop().value)
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        steps = [(compile(tree, name, "exec", flags=flags, dont_inherit=True), False)]
        if last is not None:
            steps.append((compile(last, name, "eval", flags=flags, dont_inherit=True), True))
        return steps

    def _run(self, cell_id, steps):
        failure = None
        try:
            for step, is_last in steps:
                value = eval(step, self._namespace)
                if is_last:
                    self._show_last(value)
            self._show_figures()
        except BaseException as error:
            failure = error
        self._end(cell_id, failure)

    async def _run_async(self, cell_id, steps):
        failure = None
        try:
            for step, is_last in steps:
                value = eval(step, self._namespace)
                if step.co_flags & inspect.CO_COROUTINE:
                    value = await value
                if is_last:
                    self._show_last(value)
            self._show_figures()
        except BaseException as error:
            failure = error
        self._end(cell_id, failure)

    def _show_last(self, value):
        if value is None:
            return
        self._namespace["_"] = value
        # `plt.plot(...)` as the last line gives artists whose repr says nothing; the figure itself follows.
        artists = value if isinstance(value, (list, tuple)) and value else [value]
        if not all(is_kind(artist, "matplotlib", "Artist") for artist in artists) or is_kind(value, "matplotlib", "Figure"):
            self.display(value)

    def _end(self, cell_id, error):
        # Pyodide and the standard library need them whole, whatever the cell made of them.
        vars(builtins).update(self._builtins)
        end = "ok"
        if isinstance(error, KeyboardInterrupt):
            end = "stopped"
        elif error is not None and not isinstance(error, SystemExit):
            end = "error"
        try:
            self._clear_up(error, end)
        except BaseException:
            # Its text raises, fills the memory, or is no text at all: the cell has ended all the same.
            text = "The cell failed, and its error cannot be shown."
            self._reporter.report("error", name="Error", message=text, traceback=text)
        self._reporter.report("done", id=cell_id, end=end)

    def _clear_up(self, error, end):
        if end == "error":
            self._report_error(error)
        elif isinstance(error, SystemExit) and error.code not in (None, 0):
            self._reporter.write("stderr", f"The cell ended with sys.exit({error.code!r}).\n")
        if end != "ok" and "matplotlib.pyplot" in sys.modules:
            # Half-drawn figures of a failed cell must not appear under the next one.
            sys.modules["matplotlib.pyplot"].close("all")

    @staticmethod
    def _what_is_there():
        # Late: it costs more than the rest of the kernel, and most cells never need it.
        import importlib.metadata

        names = sorted({str(found.metadata["Name"]) for found in importlib.metadata.distributions()}, key=str.lower)
        listed = f" or: {', '.join(names)}" if names else ""
        return (
            "This package is not part of the sandbox, and nothing can be installed here, as there is no network."
            f" Use the standard library{listed}."
        )

    def _report_error(self, error):
        if isinstance(error, ModuleNotFoundError):
            error.add_note(self._what_is_there())
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next
        text = "".join(traceback.TracebackException(type(error), error, trace).format())
        if len(text) > TEXT_LIMIT:
            text = text[: TEXT_LIMIT // 2] + "\n…\n" + text[-TEXT_LIMIT // 2 :]
        message = str(error)[:2000]
        self._reporter.report("error", name=type(error).__name__, message=message, traceback=text.rstrip())


def create(send):
    return Kernel(send).execute
