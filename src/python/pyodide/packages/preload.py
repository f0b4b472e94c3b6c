# Runs once, when the snapshot is made: what is imported here is there at once in every session.
# ctypes first: it takes slots of the function table, which must not lie between those of libraries.
import builtins
import ctypes
import gc
import io
import logging
import sys
import time

gc.collect()

import matplotlib.font_manager
import matplotlib.pyplot
import numpy
import numpy.random
import pandas

# Letters that the chosen font lacks come from this one, whatever a cell chooses: Korean, Japanese, Chinese.
CJK = f"{SITE}/cvttf_NotoSansCJK_Regular/NotoSansCJKtc-Regular.otf"
matplotlib.font_manager.fontManager.addfont(CJK)


def with_cjk(find):
    def find_fonts(self, *args, **kwargs):
        found = find(self, *args, **kwargs)
        return found if CJK in found else [*found, CJK]

    return find_fonts


manager = matplotlib.font_manager.FontManager
manager._find_fonts_by_props = with_cjk(manager._find_fonts_by_props)


# One line for each letter would be printed for a font that is not here.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


# A frame once through the usual ways.
def try_out():
    frame = pandas.read_csv(io.StringIO("a,b,t\nx,1,2024-01-01\ny,2.5,2024-01-02\nx,,2024-01-03\n"))
    frame["t"] = pandas.to_datetime(frame["t"])
    frame["a"].str.fullmatch("x").any(), frame.isna().sum(), frame["b"].value_counts()
    frame.groupby("a").b.mean(), frame.describe(), repr(frame), frame.to_csv()
    kernel_names["bundle_of"](frame)



# Emscripten's sleep hears no interrupt: in short pieces it does.
def in_pieces(nap, now):
    def sleep(seconds, /):
        end = now() + seconds
        nap(min(seconds, 0.05))
        while (left := end - now()) > 0:
            nap(min(left, 0.05))

    return sleep


time.sleep = in_pieces(time.sleep, time.monotonic)

# The kernel has a copy of the builtins: a cell that redefines len() must not break what reports its error.
kernel_names = {"__builtins__": dict(vars(builtins)), "__name__": "kernel", "__file__": "<kernel>"}
exec(compile(KERNEL, "<kernel>", "exec"), kernel_names)
sys.modules["__main__"].kernel_names = kernel_names

# Here it imports what pandas loads late. In a process that waits for its first cell it makes the engine compile what it
# uses of WebAssembly, which no snapshot holds.
try_out()
kernel_names["try_out"] = try_out
gc.collect()
