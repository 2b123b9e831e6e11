"""Lists a tar as JSON lines with Python's own tarfile; or, with `make FILE FORMAT SEED`, writes one with it."""
import hashlib
import io
import json
import os
import random
import sys
import tarfile

KINDS = {
    tarfile.DIRTYPE: "folder",
    tarfile.SYMTYPE: "symlink",
    tarfile.LNKTYPE: "hardLink",
    tarfile.CHRTYPE: "charDevice",
    tarfile.BLKTYPE: "blockDevice",
    tarfile.FIFOTYPE: "fifo",
}


def hexed(text):
    return text.encode("utf-8", "surrogateescape").hex()


def listing(path):
    with tarfile.open(path, encoding="utf-8", errors="surrogateescape") as archive:
        for member in archive:
            kind = KINDS.get(member.type, "file")
            digest = None
            if kind == "file":
                content = archive.extractfile(member)
                digest = hashlib.sha256(content.read()).hexdigest()
            print(json.dumps({
                "path": hexed(member.name),
                "kind": kind,
                "mode": member.mode & 0o7777,
                "uid": member.uid,
                "gid": member.gid,
                "size": member.size if kind == "file" else 0,
                "modified": member.mtime,
                "link": hexed(member.linkname) if kind in ("symlink", "hardLink") else "",
                "digest": digest,
            }))


def make(path, form, seed):
    rng = random.Random(seed)
    formats = {"ustar": tarfile.USTAR_FORMAT, "gnu": tarfile.GNU_FORMAT, "pax": tarfile.PAX_FORMAT}
    wide = form != "ustar"
    words = ["a", "usr", "lib", "ä", "日本", "with space", "new\nline", ".hidden", "-dash", "tab\tname"]
    with tarfile.open(path, "w", format=formats[form], encoding="utf-8", errors="surrogateescape") as archive:
        names = []
        for number in range(120):
            depth = rng.randint(1, 30 if wide and number % 10 == 0 else 4)
            name = "/".join(rng.choice(words) for _ in range(depth)) + "-%d" % number
            if wide and number % 17 == 0:
                name += "x" * rng.randint(80, 250)
            info = tarfile.TarInfo(name)
            info.mode = rng.randrange(0o10000)
            info.uid = rng.choice([0, 1000, 2097151] + ([3000000, 2147483647] if wide else []))
            info.gid = rng.choice([0, 1000] + ([4000000] if wide else []))
            info.mtime = rng.choice([0, 1, 1700000000] + ([1700000000.25, -5] if form == "pax" else [-5] if wide else []))
            info.type = rng.choice([tarfile.REGTYPE] * 6 + [tarfile.AREGTYPE, tarfile.CONTTYPE] + list(KINDS))
            if info.type == tarfile.AREGTYPE and len(name.encode()) >= 100:
                # Python takes it for a folder when the name is cut behind a slash.
                info.type = tarfile.REGTYPE
            content = None
            if info.type in (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE):
                content = rng.randbytes(rng.choice([0, 1, 511, 512, 513, rng.randint(0, 20000)]))
                info.size = len(content)
            if info.type == tarfile.LNKTYPE:
                info.linkname = rng.choice(names or ["nowhere"])
            if info.type == tarfile.SYMTYPE:
                info.linkname = "../" * rng.randint(0, 40 if wide else 10) + "target"
            if info.type in (tarfile.CHRTYPE, tarfile.BLKTYPE):
                info.devmajor, info.devminor = rng.randint(0, 255), rng.randint(0, 255)
            names.append(name)
            archive.addfile(info, io.BytesIO(content) if content is not None else None)


if sys.argv[1] == "make":
    make(sys.argv[2], sys.argv[3], int(sys.argv[4]))
else:
    listing(sys.argv[1])
