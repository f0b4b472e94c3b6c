# Runs inside Pyodide, so that the bytecode is the embedded Python's own. Needs /wheels/*.whl and /stdlib.zip.
import compileall
import os
import py_compile
import shutil
import sys
import warnings
import zipfile

SITE, STDLIB = "/site", "/stdlib"


def unpack():
    for name in sorted(os.listdir("/wheels")):
        wheel = zipfile.ZipFile(f"/wheels/{name}")
        # NAME.data/ is for installers: scripts, headers, copies.
        wheel.extractall(SITE, [path for path in wheel.namelist() if ".data/" not in path])
    zipfile.ZipFile("/stdlib.zip").extractall(STDLIB)


def drop_what_never_runs():
    # Tests, and what only compilers and type checkers read: there is none of them in the sandbox.
    sources = (".pyi", ".pyx", ".pxd", ".pxi", ".tp", ".h", ".hpp", ".c", ".cpp", ".a")
    for root in (SITE, STDLIB):
        for folder, subfolders, files in os.walk(root):
            for name in {"tests", "benchmarks"}.intersection(subfolders):
                shutil.rmtree(os.path.join(folder, name))
                subfolders.remove(name)
            for name in files:
                # Nobody gave a licence for this font.
                if name.endswith(sources) or name == "Humor-Sans.ttf":
                    os.remove(os.path.join(folder, name))


def compile_all():
    # What a package's own code could do better is not ours to tell.
    warnings.simplefilter("ignore")
    prefix = f"/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    stdlib = f"/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip"
    for root, prepend in ((SITE, prefix), (STDLIB, stdlib)):
        compileall.compile_dir(
            root,
            quiet=1,
            stripdir=root,
            prependdir=prepend,
            # Unchecked: the image is read-only, so that comparing sources at each import is waste.
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )


def pack_stdlib():
    # zipimport ignores __pycache__: the .pyc has to stand where the .py stood.
    tag = sys.implementation.cache_tag
    with zipfile.ZipFile("/stdlib_pyc.zip", "w", zipfile.ZIP_STORED) as packed:
        for folder, subfolders, files in os.walk(STDLIB):
            subfolders.sort()
            if folder.endswith("__pycache__"):
                continue
            for name in sorted(files):
                path = os.path.join(folder, name)
                inside = os.path.relpath(path, STDLIB)
                if name.endswith(".py"):
                    path = os.path.join(folder, "__pycache__", f"{name[:-3]}.{tag}.pyc")
                    inside += "c"
                elif name.endswith(".pyc"):
                    continue
                # Without its time: the same inputs give the same file.
                with open(path, "rb") as file:
                    packed.writestr(zipfile.ZipInfo(inside), file.read())


unpack()
drop_what_never_runs()
compile_all()
pack_stdlib()
