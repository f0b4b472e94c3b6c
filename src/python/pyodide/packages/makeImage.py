# Runs inside Pyodide, so that the bytecode is the embedded Python's own. Needs /wheels/*.whl and /stdlib.zip.
import compileall
import os
import py_compile
import shutil
import sys
import zipfile

SITE, STDLIB = "/site", "/stdlib"


def unpack():
    for name in sorted(os.listdir("/wheels")):
        zipfile.ZipFile(f"/wheels/{name}").extractall(SITE)
    zipfile.ZipFile("/stdlib.zip").extractall(STDLIB)


def drop_tests():
    for root in (SITE, STDLIB):
        for folder, subfolders, _ in os.walk(root):
            if "tests" in subfolders:
                shutil.rmtree(os.path.join(folder, "tests"))
                subfolders.remove("tests")


def compile_all():
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
                    packed.write(os.path.join(folder, "__pycache__", f"{name[:-3]}.{tag}.pyc"), inside + "c")
                elif not name.endswith(".pyc"):
                    packed.write(path, inside)


unpack()
drop_tests()
compile_all()
pack_stdlib()
