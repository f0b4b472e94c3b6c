import { explode, MEMORY } from "./bomb.ts";

// 300 MB of zeros in 0.3 MB.
const ZIP = `
import io, zipfile, zlib
def zeros(name="zeros.bin", megabytes=300):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(name, "w", force_zip64=True) as entry:
            for _ in range(megabytes): entry.write(bytes(1_000_000))
    buffer.seek(0)
    return zipfile.ZipFile(buffer)
`;
const TOO_LARGE = /File too large/;

explode("Bombs in archives", [
  { name: "zeros unpacked into its folder", code: `${ZIP}zeros().extractall()`, becomes: TOO_LARGE },
  {
    name: "zeros unpacked into memory's files",
    code: `${ZIP}for n in range(4): zeros().extractall(f"/tmp/{n}")`,
    becomes: /MemoryError|OSError|more than 560 MB of memory|ended unexpectedly/,
  },
  {
    name: "zeros read into memory",
    code: `${ZIP}archive = zeros()\nx = [archive.read("zeros.bin") for _ in range(4)]`,
    becomes: MEMORY,
  },
  {
    name: "zeros unpacked at once by zlib",
    code: "import zlib\nx = zlib.decompress(zlib.compress(bytes(100_000_000)) )\ny = [zlib.decompress(zlib.compress(x)) for _ in range(10)]",
    becomes: MEMORY,
  },
  {
    name: "zeros unpacked at once by xz",
    code: "import lzma\npacked = lzma.compress(bytes(60_000_000), preset=0)\nx = [lzma.decompress(packed) for _ in range(20)]",
    becomes: MEMORY,
  },
  {
    name: "very many members",
    code: `
import io, zipfile
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w") as archive:
    for n in range(30_000): archive.writestr(f"{n}.txt", "")
while True: zipfile.ZipFile(buffer).extractall()`,
    becomes: /No space left|20000 files in all/,
    timeoutMs: 60_000,
  },
  {
    name: "members that lead out, by .. and by links, stay inside",
    code: `
import io, os, tarfile, zipfile
buffer = io.BytesIO()
with tarfile.open(fileobj=buffer, mode="w") as archive:
    for name in ("../out.txt", "/mnt/out.txt", "in/../../out.txt"):
        archive.addfile(tarfile.TarInfo(name))
    link = tarfile.TarInfo("link"); link.type = tarfile.SYMTYPE; link.linkname = "/etc"
    archive.addfile(link)
    archive.addfile(tarfile.TarInfo("link/out.txt"))
buffer.seek(0)
for member in tarfile.open(fileobj=buffer):
    try: tarfile.open(fileobj=io.BytesIO(buffer.getvalue())).extract(member, os.getcwd(), filter="fully_trusted")
    except BaseException as error: print(type(error).__name__)
print(sorted(os.listdir()), os.path.islink("link"))`,
    becomes: /False/,
  },
]);
